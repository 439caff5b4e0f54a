package sla

import (
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
		{"no target", 0, mix(1, 100), 0, map[ledger.Segment]int64{segment(1): 0}, "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, ok := Propose(decimal.NewFromInt(c.target), c.mix)
			if !ok || p.Leads != c.leads || p.Excess.String() != c.excess {
				t.Errorf("%d leads, %s over; want %d, %s", p.Leads, p.Excess, c.leads, c.excess)
			}
			if diff := cmp.Diff(c.goals, p.Goals); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name, m := range map[string][]Mixed{"no mix": nil, "no leads": mix(0, 100), "worth nothing": mix(5, 0)} {
		if p, ok := Propose(decimal.NewFromInt(100), m); ok {
			t.Errorf("%s: proposed %+v", name, p)
		}
	}
}

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
		p, ok := Propose(target, mix)
		if !ok {
			return
		}
		var sum int64
		for _, goal := range p.Goals {
			sum += goal
		}
		if sum != p.Leads || !p.Value.Sub(target).Equal(p.Excess) {
			t.Fatalf("goals of %d leads for %d, %s over", sum, p.Leads, p.Excess)
		}
	})
}
