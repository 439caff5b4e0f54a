package report

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// mail and small are the channel and the persona of the worked month that the
// tests try things on.
const (
	mail  = ledger.ChannelID(3)
	small = ledger.PersonaID(1)
)

func simulated(t *testing.T, trials ...sla.Trial) (before, after Report) {
	t.Helper()
	b := november(t).books(t)
	before, after, err := Simulate(t.Context(), b, ClosedCut(day(t, "2026-11-15")), trials)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(mustGather(t, b, ClosedCut(day(t, "2026-11-15"))), before); diff != "" {
		t.Errorf("what is, is not what is reported:\n%s", diff)
	}
	return before, after
}

// A lead of e-mail is worth 72, 195 or 225; of 77 a month 52 come from the first
// persona, 20 from the second, 5 from the third.
func TestLeadsTried(t *testing.T) {
	before, after := simulated(t, sla.Trial{What: sla.LeadsAdded, Segment: ledger.Segment{Channel: mail}, Leads: 20})
	worth := decimal.New(14*72+5*195+1*225, 0)
	was, is := find(t, before, "E-mail").Figures, find(t, after, "E-mail").Figures
	for _, c := range []struct {
		name    string
		was, is decimal.Decimal
		want    decimal.Decimal
	}{
		{"value", was.Value, is.Value, worth},
		{"projection", was.Projection.Decimal, is.Projection.Decimal, worth},
		{"the total's value", before.Total.Value, after.Total.Value, worth},
		{"the total's projection", before.Total.Projection.Decimal, after.Total.Projection.Decimal, worth},
		{"commitment", was.Commitment, is.Commitment, decimal.Zero},
		{"due", was.Due, is.Due, decimal.Zero},
		{"another channel", find(t, before, "Inbound").Figures.Value, find(t, after, "Inbound").Figures.Value, decimal.Zero},
	} {
		if !c.is.Sub(c.was).Equal(c.want) {
			t.Errorf("%s: %s to %s; want %s more", c.name, c.was, c.is, c.want)
		}
	}
	perDay := worth.DivRound(decimal.New(11, 0), 16)
	if less := was.RequiredPerDay.Decimal.Sub(is.RequiredPerDay.Decimal); !less.Sub(perDay).Abs().LessThan(decimal.New(1, -9)) {
		t.Errorf("required: %s less a day; want %s", less, perDay)
	}
	if is.Leads != was.Leads+20 || was.Status != sla.OffTrack || is.Status != sla.AtRisk {
		t.Errorf("%d leads, %s; then %d, %s", was.Leads, was.Status, is.Leads, is.Status)
	}
}

func TestTrials(t *testing.T) {
	cell := ledger.Segment{Channel: mail, Persona: small}
	for _, c := range []struct {
		name              string
		trials            []sla.Trial
		committed, value  string // what the total has more
		emailGoal, others string // what the channel has more committed, and all others together
	}{
		{"a rate", []sla.Trial{{What: sla.RateChanged, Segment: cell, Rate: decimal.RequireFromString("0.05")}}, "1080", "306", "1080", "0"},
		{"a price", []sla.Trial{{What: sla.SaleChanged, Segment: ledger.Segment{Persona: small}, Cents: 2000_00}}, "1924", "832", "480", "1444"},
		{"a goal", []sla.Trial{{What: sla.GoalChanged, Segment: cell, Leads: 70}}, "720", "0", "720", "0"},
		{"both of a segment", []sla.Trial{
			{What: sla.GoalChanged, Segment: cell, Leads: 70},
			{What: sla.RateChanged, Segment: cell, Rate: decimal.RequireFromString("0.05")},
		}, "1980", "306", "1980", "0"},
		{"the last of two", []sla.Trial{
			{What: sla.RateChanged, Segment: cell, Rate: decimal.New(1, 0)},
			{What: sla.RateChanged, Segment: cell, Rate: decimal.RequireFromString("0.05")},
		}, "1080", "306", "1080", "0"},
		{"leads fewer", []sla.Trial{{What: sla.LeadsAdded, Segment: cell, Leads: -17}}, "0", "-1224", "0", "0"},
		{"leads of a persona", []sla.Trial{{What: sla.LeadsAdded, Segment: ledger.Segment{Persona: 3}, Leads: 1}}, "0", "450", "0", "0"},
		{"nothing", nil, "0", "0", "0", "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, after := simulated(t, c.trials...)
			more := func(of func(Report) decimal.Decimal) string { return of(after).Sub(of(before)).String() }
			inEmail := func(r Report) decimal.Decimal { return find(t, r, "E-mail").Figures.Commitment }
			committed := func(r Report) decimal.Decimal { return r.Total.Commitment }
			others := func(r Report) decimal.Decimal { return committed(r).Sub(inEmail(r)) }
			got := []string{
				more(committed), more(func(r Report) decimal.Decimal { return r.Total.Value }),
				more(inEmail), more(others),
			}
			if diff := cmp.Diff([]string{c.committed, c.value, c.emailGoal, c.others}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFewerThanHaveCome(t *testing.T) {
	_, _, err := Simulate(t.Context(), november(t).books(t), ClosedCut(day(t, "2026-11-15")), []sla.Trial{
		{What: sla.LeadsAdded, Segment: ledger.Segment{Channel: mail, Persona: small}, Leads: -18},
	})
	if problem, ok := errors.AsType[*lang.Problem](err); !ok || problem.ID != "planner.too_few" {
		t.Errorf("%v; want a Problem", err)
	}
}

// Whatever is tried, the leads tried are all counted, nothing falls below zero,
// and the books stay as they are.
func TestAnyTrial(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := months(rt, t)
		cut := ClosedCut(day(t, "2026-11-15"))
		now := mustGather(t, b, cut)
		of := ledger.Segment{
			Channel: ledger.ChannelID(rapid.IntRange(0, len(b.catalogue.Channels)).Draw(rt, "channel")),
			Persona: ledger.PersonaID(rapid.IntRange(0, len(b.catalogue.Personas)).Draw(rt, "persona")),
		}
		leads := rapid.Int64Range(-5, 50).Draw(rt, "leads")
		before, after, err := Simulate(t.Context(), b, cut, []sla.Trial{{What: sla.LeadsAdded, Segment: of, Leads: leads}})
		if _, refused := errors.AsType[*lang.Problem](err); refused {
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		if after.Total.Leads != before.Total.Leads+leads {
			rt.Fatalf("%d leads, then %d; want %d more", before.Total.Leads, after.Total.Leads, leads)
		}
		for _, c := range after.Channels {
			for _, s := range c.Segments {
				if s.Figures.Leads < 0 {
					rt.Fatalf("%s has %d leads", c.Name, s.Figures.Leads)
				}
			}
		}
		if diff := cmp.Diff(now, mustGather(t, b, cut)); diff != "" {
			rt.Fatalf("the books have changed:\n%s", diff)
		}
	})
}
