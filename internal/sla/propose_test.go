package sla

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/ledger"
)

func segment(n int) ledger.Segment { return ledger.Segment{Channel: 1, Persona: ledger.PersonaID(n)} }

func TestPropose(t *testing.T) {
	mix := func(pairs ...int64) (m []Mixed) {
		for i := 0; i < len(pairs); i += 2 {
			m = append(m, Mixed{segment(i/2 + 1), pairs[i], decimal.NewFromInt(pairs[i+1])})
		}
		return m
	}
	for _, c := range []struct {
		name   string
		target int64
		mix    []Mixed
		leads  int64
		goals  map[ledger.Segment]int64
		excess string
	}{
		{"one segment, exactly", 14000, mix(1, 100), 140, map[ledger.Segment]int64{segment(1): 140}, "0"},
		{"one segment, rounded up", 14001, mix(1, 100), 141, map[ledger.Segment]int64{segment(1): 141}, "99"},
		{
			"by largest remainder", 700, mix(5, 100, 3, 100, 2, 100), 7,
			map[ledger.Segment]int64{segment(1): 4, segment(2): 2, segment(3): 1},
			"0",
		},
		{
			"of equal remainders the first", 1000, mix(1, 100, 1, 100, 1, 100), 10,
			map[ledger.Segment]int64{segment(1): 4, segment(2): 3, segment(3): 3},
			"0",
		},
		{
			"in proportion", 12000, mix(60, 100, 30, 200), 90,
			map[ledger.Segment]int64{segment(1): 60, segment(2): 30},
			"0",
		},
		{
			"a segment worth nothing keeps its place", 1000, mix(1, 100, 1, 0), 20,
			map[ledger.Segment]int64{segment(1): 10, segment(2): 10},
			"0",
		},
		{
			"rounded below the target", 334, mix(1, 1000, 2, 1), 1,
			map[ledger.Segment]int64{segment(1): 0, segment(2): 1},
			"-333",
		},
		{"no target", 0, mix(1, 100), 0, map[ledger.Segment]int64{segment(1): 0}, "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := Propose(decimal.NewFromInt(c.target), c.mix)
			if err != nil || p.Leads != c.leads || p.Excess.String() != c.excess {
				t.Errorf("%d leads, %s over, %v; want %d, %s", p.Leads, p.Excess, err, c.leads, c.excess)
			}
			if diff := cmp.Diff(c.goals, p.Goals); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name, m := range map[string][]Mixed{"no mix": nil, "no leads": mix(0, 100), "worth nothing": mix(5, 0)} {
		if p, err := Propose(decimal.NewFromInt(100), m); !errors.Is(err, ErrWorthless) {
			t.Errorf("%s: proposed %+v, %v", name, p, err)
		}
	}
	rare := []Mixed{{segment(1), 1, decimal.New(1, -8)}, {segment(2), 1_000_000, decimal.Zero}}
	if p, err := Propose(decimal.New(1, 9), rare); !errors.Is(err, ErrTooMany) {
		t.Errorf("leads worth next to nothing: proposed %+v, %v", p, err)
	}
}

// Whole leads are as near to the exact ones as whole leads are, and do not
// depend on the order the segments are read in.
func TestAnyProposal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		target := decimal.New(rapid.Int64Range(0, 99_999_999_999).Draw(t, "target"), -2)
		var mix []Mixed
		for i := range rapid.IntRange(1, 20).Draw(t, "segments") {
			mix = append(mix, Mixed{
				segment(i + 1), rapid.Int64Range(0, 100_000).Draw(t, "leads"),
				decimal.New(rapid.Int64Range(0, 500_000_000).Draw(t, "value"), -6),
			})
		}
		p, err := Propose(target, mix)
		if err != nil {
			return
		}
		wantWhole(t, p, mix)
		other, err := Propose(target, rapid.Permutation(mix).Draw(t, "order"))
		if diff := cmp.Diff(p.Goals, other.Goals); diff != "" || err != nil {
			t.Fatalf("in another order: %v\n%s", err, diff)
		}
	})
}

// wantWhole wants the fewest leads that are enough, each segment's share of them
// rounded one way or the other, and the difference said as it is.
func wantWhole(t *rapid.T, p Proposal, mix []Mixed) {
	var all, sum int64
	var worth, short decimal.Decimal
	for _, m := range mix {
		all += m.Leads
		worth = worth.Add(times(m.Value, m.Leads))
	}
	whole := decimal.NewFromInt(all)
	for _, m := range mix {
		goal := p.Goals[m.Segment]
		sum += goal
		// leads * m.Leads / all, kept as products: the goal is less than one away from it.
		exact := decimal.NewFromInt(p.Leads).Mul(decimal.NewFromInt(m.Leads))
		away := decimal.NewFromInt(goal).Mul(whole).Sub(exact)
		if goal < 0 || away.Abs().GreaterThanOrEqual(whole) {
			t.Fatalf("a goal of %d for %d of %d leads of which %d are proposed", goal, m.Leads, all, p.Leads)
		}
		if away.IsNegative() {
			short = short.Add(m.Value)
		}
	}
	enough := times(worth, p.Leads).GreaterThanOrEqual(times(p.Target, all))
	fewer := p.Leads > 0 && times(worth, p.Leads-1).GreaterThanOrEqual(times(p.Target, all))
	switch {
	case sum != p.Leads:
		t.Fatalf("goals of %d leads for %d", sum, p.Leads)
	case !enough || fewer:
		t.Fatalf("%d leads: enough %t, fewer would do %t", p.Leads, enough, fewer)
	case !p.Value.Sub(p.Target).Equal(p.Excess) || p.Excess.LessThan(short.Neg()):
		t.Fatalf("%s over the target", p.Excess)
	}
}
