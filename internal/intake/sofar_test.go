package intake

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

func soFar(inboundPME string) File {
	return File{Kind: Plan, Cells: []Cell{cell("B2", SoFar, "Inbound", "PME", inboundPME)}}
}

// total is what a segment has from the first of the month to a day.
func (b *books) total(s ledger.Segment, to int) (leads int64) {
	for _, e := range b.entries {
		if e.Cell.Segment() == s && !e.Cell.Day.After(day(to)) {
			leads += e.Count
		}
	}
	return leads
}

// A count is what a segment has had up to the close of the last ended day; what
// people recorded is part of it. Said again it changes nothing, and another one
// writes the difference.
func TestMonthToDateCounts(t *testing.T) {
	b := newBooks()
	b.typed(12, inbound, 3)
	b.typed(16, inbound, 9) // today
	done, bad := b.take(t, soFar("40"), on(t, day(16)), nil)
	if diff := cmp.Diff([]string{"so far 2/1 3→40 to 2026-11-15"}, changes(done)); diff != "" || len(bad) > 0 {
		t.Fatalf("bad %v, %s", refusals(bad), diff)
	}
	if got := b.total(inbound, 15); got != 40 || b.total(inbound, 16) != 49 {
		t.Errorf("%d up to the 15th, %d up to the 16th", got, b.total(inbound, 16))
	}
	if e := b.entries[2]; e.Source != ledger.Imported || e.Author != "UCLAIRE" || e.Count != 37 || e.Cell.Day != day(15) {
		t.Errorf("written: %+v", e)
	}
	b.typed(13, inbound, 2) // recorded late, which the file does not know of
	if done, _ := b.take(t, soFar("40"), on(t, day(18)), nil); done.Size() != 0 {
		t.Errorf("the same count again changes %v", changes(done))
	}
	done, _ = b.take(t, soFar("60"), on(t, day(18)), nil)
	if diff := cmp.Diff([]string{"so far 2/1 51→60 to 2026-11-17"}, changes(done)); diff != "" || b.total(inbound, 17) != 60 {
		t.Errorf("%d up to the 17th; %s", b.total(inbound, 17), diff)
	}
	b.take(t, soFar("51"), on(t, day(18)), nil)
	done, bad = b.take(t, soFar("60"), on(t, day(18)), nil)
	if len(changes(done)) != 1 || len(bad) > 0 || b.total(inbound, 17) != 60 {
		t.Errorf("a count that comes back: %v, bad %v", changes(done), refusals(bad))
	}
}

func TestTheDayCountedTo(t *testing.T) {
	for _, c := range []struct {
		name       string
		month      calendar.Month
		asOf       calendar.Date
		today      calendar.Date
		want       calendar.Date
		unreadable bool
	}{
		{"yesterday", november, calendar.Date{}, day(16), day(15), false},
		{"the one the file says", november, day(10), day(16), day(10), false},
		{"today, where the file says so", november, day(16), day(16), day(16), false},
		{"one of another month", november, day(1).AddDays(-1), day(16), day(15), false},
		{"the first of the month", november, calendar.Date{}, day(1), day(1), false},
		{"a month that is over", november, calendar.Date{}, day(30).AddDays(2), day(30), false},
		{"a day to come", november, day(20), day(16), calendar.Date{}, true},
	} {
		f := soFar("5")
		f.Month, f.AsOf = c.month, c.asOf
		done, bad := newBooks().take(t, f, on(t, c.today), nil)
		if len(bad) > 0 != c.unreadable || !c.unreadable && done.Counts[0].Day != c.want {
			t.Errorf("%s: %v, bad %v; want %s", c.name, done.Counts, refusals(bad), c.want)
		}
	}
}

// Nothing so far is a count too: silence is not zero.
func TestACountOfZero(t *testing.T) {
	b := newBooks()
	done, _ := b.take(t, soFar("0"), on(t, day(16)), nil)
	if len(done.Counts) != 1 || len(b.entries) != 1 || b.entries[0].Count != 0 {
		t.Errorf("%v, written %+v", done.Counts, b.entries)
	}
	if done, _ = b.take(t, soFar("0"), on(t, day(16)), nil); done.Size() != 0 {
		t.Errorf("again: %v", done.Counts)
	}
}

// A smaller count may not leave a day with less than nothing.
func TestACountBelowWhatIsRecorded(t *testing.T) {
	b := newBooks()
	b.typed(12, inbound, 30)
	_, bad := b.take(t, soFar("10"), on(t, day(16)), nil)
	if got := refusals(bad); !cmp.Equal(got, []string{"F!B2 intake.day_below_zero"}) {
		t.Errorf("refused: %v", got)
	}
}
