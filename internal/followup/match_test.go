package followup

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

var inbound = ledger.Segment{Channel: 1, Persona: 1}

func november(n int) calendar.Date { return calendar.NewDate(2026, time.November, n) }

func counted(day int, n int64) Batch { return Batch{Segment: inbound, Day: november(day), Count: n} }

func named(day int, ref string) Batch {
	return Batch{Segment: inbound, Day: november(day), Ref: ref, Count: 1}
}

// told writes pieces as "day:count fate", in the order of arrival.
func told(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		fmt.Fprintf(&b, "%d:%s%d %s", p.Lead.Day.Day, p.Lead.Ref, p.Lead.Count, p.Fate)
		if p.Fate != Open {
			fmt.Fprintf(&b, " %d", p.Touch.Day.Day)
		}
		b.WriteString(", ")
	}
	return strings.TrimSuffix(b.String(), ", ")
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		name      string
		in        Inputs
		want      string
		unmatched int64
	}{
		{name: "nobody contacted", in: Inputs{Leads: []Batch{counted(9, 4)}}, want: "9:4 open"},
		{
			name: "oldest first, over several days",
			in:   Inputs{Leads: []Batch{counted(10, 3), counted(9, 4)}, Contacted: []Batch{counted(10, 5)}},
			want: "9:4 contacted 10, 10:1 contacted 10, 10:2 open",
		},
		{
			name: "what is left of a day is still older than the next day",
			in: Inputs{
				Leads: []Batch{counted(9, 4), counted(10, 3)}, Contacted: []Batch{counted(9, 1), counted(11, 4)},
			},
			want: "9:1 contacted 9, 9:3 contacted 11, 10:1 contacted 11, 10:2 open",
		},
		{
			name: "nobody is contacted before coming in",
			in:   Inputs{Leads: []Batch{counted(9, 1), counted(11, 3)}, Contacted: []Batch{counted(10, 3)}},
			want: "9:1 contacted 10, 11:3 open", unmatched: 2,
		},
		{
			name: "what came before the promise is taken last",
			in: Inputs{
				Leads: []Batch{counted(2, 9), counted(9, 2)}, Contacted: []Batch{counted(10, 1), counted(11, 4)},
				Since: november(9),
			},
			want: "2:3 contacted 11, 2:6 open, 9:1 contacted 10, 9:1 contacted 11",
		},
		{
			name: "a name is taken first",
			in: Inputs{
				Leads:     []Batch{named(9, "a"), named(9, "b"), counted(9, 1)},
				Contacted: []Batch{counted(9, 1), named(12, "a")},
			},
			want: "9:1 contacted 9, 9:a1 contacted 12, 9:b1 open",
		},
		{
			name: "contacted again",
			in:   Inputs{Leads: []Batch{named(9, "a")}, Contacted: []Batch{named(12, "a"), named(10, "a")}},
			want: "9:a1 contacted 10",
		},
		{
			name: "nobody of that name",
			in:   Inputs{Leads: []Batch{counted(9, 1)}, Contacted: []Batch{named(9, "a")}},
			want: "9:1 open", unmatched: 1,
		},
		{
			name: "contested leads leave the clock, the oldest open ones",
			in: Inputs{
				Leads: []Batch{counted(9, 4)}, Contacted: []Batch{counted(9, 1)}, Contested: []Batch{counted(10, 2)},
			},
			want: "9:1 contacted 9, 9:2 contested 10, 9:1 open",
		},
		{
			name: "or those contacted last",
			in: Inputs{
				Leads: []Batch{counted(9, 2), counted(10, 2)}, Contacted: []Batch{counted(10, 4)},
				Contested: []Batch{counted(11, 1)},
			},
			want: "9:2 contacted 10, 10:1 contested 11, 10:1 contacted 10",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			pieces, unmatched := Match(c.in)
			if got := told(pieces); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if unmatched[inbound] != c.unmatched {
				t.Errorf("%d unmatched; want %d", unmatched[inbound], c.unmatched)
			}
		})
	}
}

// drawn is counts of leads and contacts that could have been recorded: nobody
// contacted who had not come in.
func drawn(t *rapid.T) Inputs {
	var in Inputs
	open := int64(0)
	for day := 1; day <= 28; day++ {
		if n := rapid.Int64Range(0, 5).Draw(t, "leads"); n > 0 {
			in.Leads, open = append(in.Leads, counted(day, n)), open+n
		}
		if n := rapid.Int64Range(0, open).Draw(t, "contacted"); n > 0 {
			in.Contacted, open = append(in.Contacted, counted(day, n)), open-n
		}
	}
	return in
}

func total(batches []Batch) (n int64) {
	for _, b := range batches {
		n += b.Count
	}
	return n
}

func TestEveryLeadHasOneFate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawn(t)
		pieces, unmatched := Match(in)
		sums := map[Fate]int64{}
		for _, p := range pieces {
			sums[p.Fate] += p.Lead.Count
		}
		leads, contacted := total(in.Leads), total(in.Contacted)
		if sums[Contacted] != contacted || sums[Open] != leads-contacted || len(unmatched) > 0 {
			t.Fatalf("%d leads, %d contacted: %v, unmatched %v", leads, contacted, sums, unmatched)
		}
	})
}

func TestTheOrderOfEntriesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawn(t)
		want, _ := Match(in)
		shuffled := Inputs{
			Leads:     rapid.Permutation(in.Leads).Draw(t, "leads"),
			Contacted: rapid.Permutation(in.Contacted).Draw(t, "contacted"),
		}
		got, _ := Match(shuffled)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// each gives every lead and every contact of counts a name of its own, contacts
// in the order the leads came.
func each(in Inputs) (one Inputs) {
	naming := func(batches []Batch) (named []Batch) {
		for _, b := range batches {
			for range b.Count {
				single := b
				single.Count, single.Ref = 1, fmt.Sprintf("lead-%04d", len(named))
				named = append(named, single)
			}
		}
		return named
	}
	return Inputs{Leads: naming(in.Leads), Contacted: naming(in.Contacted)}
}

// Leads known one by one and contacted in the order they came are judged exactly
// as counts are.
func TestCountsAndNamesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawn(t)
		terms := nineToSix(t, november(rapid.IntRange(1, 28).Draw(t, "as of")), sla.Promise{Share: 90, Within: 1, Unit: sla.InDays})
		byCount, _ := Match(in)
		byName, _ := Match(each(in))
		if diff := cmp.Diff(Judge(byCount, terms), Judge(byName, terms)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestTakingAContactBack(t *testing.T) {
	counts := []Batch{counted(9, 2), counted(10, 2)}
	names := []Batch{named(9, "a"), named(9, "b"), named(10, "c")}
	for _, c := range []struct {
		name                string
		leads, before, then []Batch
		was, is             string
	}{
		{
			name: "reopens the newest of those counted", leads: counts,
			before: []Batch{counted(10, 3)}, then: []Batch{counted(10, 2)},
			was: "9:2 contacted 10, 10:1 contacted 10, 10:1 open", is: "9:2 contacted 10, 10:2 open",
		},
		{
			name: "reopens the one named, and no other", leads: names,
			before: []Batch{named(9, "a"), named(10, "b"), named(10, "c")}, then: []Batch{named(9, "a"), named(10, "c")},
			was: "9:a1 contacted 9, 9:b1 contacted 10, 10:c1 contacted 10", is: "9:a1 contacted 9, 9:b1 open, 10:c1 contacted 10",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			was, _ := Match(Inputs{Leads: c.leads, Contacted: c.before})
			is, _ := Match(Inputs{Leads: c.leads, Contacted: c.then})
			if told(was) != c.was || told(is) != c.is {
				t.Errorf("was %s\nis  %s\nwant %s\nthen %s", told(was), told(is), c.was, c.is)
			}
		})
	}
}
