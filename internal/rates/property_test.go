package rates

import (
	"maps"
	"math"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/ledger"
)

// anyCurve is a maturity with rising shares that ends at 1.
func anyCurve(t *rapid.T) (c Curve) {
	share := 1.0
	for age := ages - 1; age >= 0; age-- {
		c[age] = share
		share *= rapid.Float64Range(0.05, 1).Draw(t, "share")
	}
	return c
}

// anyHistory has up to four channels and three personas, with wins that name
// their lead and wins that do not.
func anyHistory(t *rapid.T) History {
	h := History{Last: october}
	for range rapid.IntRange(0, 40).Draw(t, "cells") {
		s := ledger.Segment{
			Channel: ledger.ChannelID(rapid.Int64Range(1, 4).Draw(t, "channel")),
			Persona: ledger.PersonaID(rapid.Int64Range(1, 3).Draw(t, "persona")),
		}
		came := rapid.IntRange(0, Depth-1).Draw(t, "came")
		won := rapid.IntRange(0, came).Draw(t, "won")
		leads, wins := rapid.Int64Range(0, 500).Draw(t, "leads"), rapid.Int64Range(0, 60).Draw(t, "wins")
		h.Totals = append(h.Totals,
			ledger.MonthTotal{Month: ago(came), Segment: s, Stage: ledger.Lead, Count: leads},
			ledger.MonthTotal{Month: ago(won), Segment: s, Stage: ledger.Won, Count: wins})
		if rapid.Bool().Draw(t, "linked") {
			h.Linked = append(h.Linked, ledger.LinkedWins{Segment: s, Came: ago(came), Won: ago(won), Count: wins})
		}
	}
	return h
}

// With the maturity fixed, more wins of a segment's own leads never lower its
// rate, whatever they do to the segments around it.
func TestMoreWinsNeverLowerARate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		curve, cells := anyCurve(t), map[ledger.Segment]pool{}
		for s, all := range anyHistory(t).cohorts(curve) {
			cells[s] = all.matured(curve, Window)
		}
		if len(cells) == 0 {
			return
		}
		s := rapid.SampledFrom(inOrder(cells)).Draw(t, "segment")
		more := maps.Clone(cells)
		more[s] = pool{cells[s].leads, cells[s].wins + rapid.Float64Range(0, 100).Draw(t, "more")}
		before, after := newEstimator(cells).rate(s), newEstimator(more).rate(s)
		if after.rate < before.rate-1e-12 {
			t.Fatalf("from %g to %g", before.rate, after.rate)
		}
	})
}

func TestAnyTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory(t)
		table := Tabulate(h, nil)
		most := decimal.RequireFromString("0.9")
		for c := range ledger.ChannelID(6) {
			for p := range ledger.PersonaID(5) {
				s := ledger.Segment{Channel: c, Persona: p}
				r := table.Rate(s)
				e := r.Estimated
				if !e.Low.IsPositive() || e.Low.GreaterThan(e.Rate) || e.Rate.GreaterThan(e.High) || e.High.GreaterThan(most) {
					t.Fatalf("%v: estimated %s between %s and %s", s, e.Rate, e.Low, e.High)
				}
				wantRaw(t, s, r)
				if table.estimator.cells[s] == (pool{}) && !e.Rate.Equal(round(believed(table.estimator.prior(s)))) {
					t.Fatalf("%v without leads: estimated %s; want its prior %g", s, e.Rate, table.estimator.prior(s))
				}
			}
		}
		wantSums(t, h, table)
	})
}

// wantRaw wants the measured rate to be the raw ratio, within its range.
func wantRaw(t *rapid.T, s ledger.Segment, r Rate) {
	if (r.Measured == nil) != (r.Leads == 0) {
		t.Fatalf("%v: %d leads, measured %v", s, r.Leads, r.Measured)
	}
	if r.Measured == nil {
		return
	}
	raw := decimal.NewFromInt(r.Wins).DivRound(decimal.NewFromInt(r.Leads), 6)
	off := r.Measured.Rate.Sub(raw).Abs()
	if off.GreaterThan(decimal.New(1, -6)) || r.Measured.Low.GreaterThan(raw) || r.Measured.High.LessThan(raw) {
		t.Fatalf("%v: measured %v; want %s", s, r.Measured, raw)
	}
}

// wantSums wants the segments to add up to the history's last six months.
func wantSums(t *rapid.T, h History, table Table) {
	leads, wins := int64(0), int64(0)
	for _, one := range h.Totals {
		switch {
		case h.age(one.Month) >= Window:
		case one.Stage == ledger.Lead:
			leads += one.Count
		default:
			wins += one.Count
		}
	}
	if table.Leads != leads || table.Wins != wins {
		t.Fatalf("%d wins of %d leads; want %d of %d", table.Wins, table.Leads, wins, leads)
	}
}

// A curve rises to 1 whatever it is learned from, and credits no more wins than
// there are.
func TestAnyMaturity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory(t)
		curve := h.learn()
		for age, share := range curve {
			if share <= 0 || share > 1 || age > 0 && share < curve[age-1] || math.IsNaN(share) {
				t.Fatalf("learned %v", curve)
			}
		}
		credited, won := 0.0, int64(0)
		for _, all := range h.cohorts(curve) {
			for _, one := range all {
				credited += one.wins
			}
		}
		for _, one := range h.Totals {
			if one.Stage == ledger.Won {
				won += one.Count
			}
		}
		if credited > float64(won)+1e-9 {
			t.Fatalf("%g wins credited of %d", credited, won)
		}
	})
}
