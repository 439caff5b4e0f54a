package report

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// quarry is a workspace to propose plans for: two channels of marketing, one of
// sales, two personas. A lead of persona 1 is worth 10, one of persona 2 is
// worth 40; E-mail brought 3 of the first to 1 of the second from May to
// October, Salon nothing yet.
func quarry() *books {
	b := newBooks()
	b.catalogue = ledger.Catalogue{
		Channels: []ledger.Channel{
			{ID: 1, Name: "E-mail", Team: ledger.Marketing},
			{ID: 2, Name: "Salon", Team: ledger.Marketing},
			{ID: 3, Name: "Outbound", Team: ledger.Sales},
		},
		Personas: []ledger.Persona{{ID: 1, Name: "PME"}, {ID: 2, Name: "ETI"}},
	}
	plan := sla.Plan{
		Goals: map[ledger.Segment]int64{{Channel: 1, Persona: 1}: 20, {Channel: 2, Persona: 2}: 5, {Channel: 3, Persona: 1}: 9},
		Rates: map[ledger.Segment]sla.Rate{}, Sales: map[ledger.PersonaID]int64{1: 100_00, 2: 400_00},
	}
	for channel := ledger.ChannelID(1); channel <= 3; channel++ {
		for persona := ledger.PersonaID(1); persona <= 2; persona++ {
			plan.Rates[ledger.Segment{Channel: channel, Persona: persona}] = sla.Rate{Value: decimal.New(1, -1)}
		}
	}
	b.plans[november2026] = plan
	for m := november2026.Add(-7); m.Before(november2026); m = m.Add(1) {
		b.brought(m, 1, 1, 30)
		b.brought(m, 1, 2, 10)
		b.brought(m, 3, 1, 1000)
	}
	return b
}

func (b *books) brought(m calendar.Month, channel ledger.ChannelID, persona ledger.PersonaID, leads int64) {
	b.entries = append(b.entries, ledger.Entry{
		Cell:    ledger.Cell{Day: m.Last(), Channel: channel, Persona: persona, Stage: ledger.Lead},
		Monthly: true, Count: leads,
	})
}

func wanted(revenue int64) Wanted {
	return Wanted{Month: november2026, Running: november2026, Revenue: decimal.New(revenue, 0), Share: decimal.New(1, 0)}
}

// lines writes what a proposal changes: "1/1 20 > 30".
func (p Proposal) lines() (lines []string) {
	for _, l := range p.Lines {
		lines = append(lines, fmt.Sprintf("%d/%d %d > %d", l.Segment.Channel, l.Segment.Persona, l.Now, l.New))
	}
	return lines
}

func TestProposal(t *testing.T) {
	may, october := may2026, calendar.Month{Year: 2026, Month: time.October}
	for _, c := range []struct {
		name    string
		change  func(*books, *Wanted)
		want    []string
		value   int64
		excess  string
		past    bool
		first   calendar.Month
		left    int // segments left out
		outside int
	}{
		{
			"in the mix of six months", func(*books, *Wanted) {},
			[]string{"1/1 20 > 42", "1/2 0 > 14", "2/2 5 > 0"},
			980, "10", true, may, 0, 1,
		},
		{
			"marketing's share of it", func(_ *books, w *Wanted) { w.Share = decimal.RequireFromString("0.6") },
			[]string{"1/1 20 > 26", "1/2 0 > 8", "2/2 5 > 0"},
			580, "-2", true, may, 0, 1,
		},
		{
			"of a month that is over", func(_ *books, w *Wanted) { w.Month = october },
			nil, 0, "", false, may, 0, 0,
		},
		{
			"of the month after", func(_ *books, w *Wanted) { w.Month = november2026.Add(1) },
			[]string{"1/1 20 > 42", "1/2 0 > 14", "2/2 5 > 0"},
			980, "10", true, may, 0, 1,
		},
		{
			"nothing recorded yet", func(b *books, _ *Wanted) { b.entries = nil },
			[]string{"1/1 20 > 49", "2/2 5 > 12"},
			970, "0", false, may, 0, 1,
		},
		{
			"recorded by sales alone", func(b *books, _ *Wanted) {
				b.entries = nil
				b.brought(october, 3, 1, 50)
			},
			[]string{"1/1 20 > 49", "2/2 5 > 12"},
			970, "0", false, may, 0, 1,
		},
		{
			"a rate unknown", func(b *books, _ *Wanted) {
				delete(b.plans[november2026].Rates, ledger.Segment{Channel: 1, Persona: 2})
			},
			[]string{"1/1 20 > 97", "2/2 5 > 0"},
			970, "0", true, may, 1, 1,
		},
		{
			"a channel given up", func(b *books, _ *Wanted) {
				b.catalogue.Channels[0].Archived = true
				b.brought(october, 2, 1, 1)
			},
			[]string{"1/1 20 > 0", "2/1 0 > 97", "2/2 5 > 0"},
			970, "0", true, may, 0, 1,
		},
		{
			"more taken back than came", func(b *books, _ *Wanted) { b.brought(october, 1, 2, -1000) },
			[]string{"1/1 20 > 97", "2/2 5 > 0"},
			970, "0", true, may, 0, 1,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, w := quarry(), wanted(970)
			c.change(b, &w)
			p, err := Propose(t.Context(), b, w)
			if c.want == nil {
				if _, ok := errors.AsType[*lang.Problem](err); !ok {
					t.Fatalf("%+v, %v; want a Problem", p, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, p.lines()); diff != "" {
				t.Error(diff)
			}
			if !p.Value.Equal(decimal.New(c.value, 0)) || p.Excess.String() != c.excess || p.Past != c.past || p.First != c.first {
				t.Errorf("worth %s, %s over, past %t from %s", p.Value, p.Excess, p.Past, p.First)
			}
			if len(p.Unknown) != c.left || len(p.Outside) != c.outside {
				t.Errorf("left out %v, outside %v", p.Unknown, p.Outside)
			}
		})
	}
}

func TestNothingToProposeFrom(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*books, *Wanted)
		want   lang.ID
	}{
		{"no leads and no plan", func(b *books, _ *Wanted) { b.entries, b.plans = nil, nil }, "planner.no_mix"},
		{"leads of unknown value", func(b *books, _ *Wanted) { b.plans = nil }, "planner.unknown"},
		{"leads worth nothing", func(b *books, _ *Wanted) {
			plan := b.plans[november2026]
			plan.Sales[1], plan.Sales[2] = 0, 0
		}, "planner.worthless"},
		{"less than a cent", func(_ *books, w *Wanted) { w.Share = decimal.New(1, -6) }, "planner.what"},
		{"more than anybody counts", func(b *books, w *Wanted) {
			b.plans[november2026].Rates[ledger.Segment{Channel: 1, Persona: 1}] = sla.Rate{Value: decimal.New(1, -6)}
			delete(b.plans[november2026].Rates, ledger.Segment{Channel: 1, Persona: 2})
			w.Revenue = decimal.New(999_999_999, 0)
		}, "planner.too_many"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, w := quarry(), wanted(970)
			c.change(b, &w)
			p, err := Propose(t.Context(), b, w)
			if problem, ok := errors.AsType[*lang.Problem](err); !ok || problem.ID != c.want {
				t.Errorf("%+v, %v; want %s", p, err, c.want)
			}
		})
	}
}

// A proposal is another one as soon as the plan or the mix has changed.
func TestProposalVersion(t *testing.T) {
	version := func(change func(*books)) string {
		b := quarry()
		change(b)
		p, err := Propose(t.Context(), b, wanted(970))
		if err != nil {
			t.Fatal(err)
		}
		return p.Version()
	}
	first := version(func(*books) {})
	if again := version(func(*books) {}); again != first {
		t.Error("the same proposal has two versions")
	}
	for name, change := range map[string]func(*books){
		"a goal":             func(b *books) { b.plans[november2026].Goals[ledger.Segment{Channel: 1, Persona: 1}]++ },
		"a goal of sales":    func(b *books) { b.plans[november2026].Goals[ledger.Segment{Channel: 3, Persona: 1}]++ },
		"a price":            func(b *books) { b.plans[november2026].Sales[1]++ },
		"leads of the past":  func(b *books) { b.brought(november2026.Add(-1), 1, 2, 100) },
		"a target meanwhile": func(b *books) { targeted(b) },
	} {
		if version(change) == first {
			t.Errorf("%s changed, and the version did not", name)
		}
	}
}

func targeted(b *books) {
	plan := b.plans[november2026]
	plan.Target = decimal.NewNullDecimal(decimal.New(1, 0))
	b.plans[november2026] = plan
}
