package sla

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
)

// Mixed is one segment of the lead mix a plan is proposed from.
type Mixed struct {
	Segment ledger.Segment
	Leads   int64           // its weight in the mix: leads of recent months, or typed
	Value   decimal.Decimal // of one lead, in currency units
}

// Proposal is a plan that reaches a revenue target.
type Proposal struct {
	Target decimal.Decimal // the revenue marketing answers for
	Goals  map[ledger.Segment]int64
	Leads  int64           // of all segments
	Value  decimal.Decimal // the potential revenue of the whole leads proposed
	Excess decimal.Decimal // Value less Target: what rounding to whole leads adds
}

// Propose spreads the fewest leads that reach a revenue target over the
// segments of a mix (product rule: planner). Target is marketing's share of the
// revenue, and the mix leaves out the channels of sales and the segments whose
// value is not known. It reports false where no number of such leads reaches
// the target, because the mix is empty or worth nothing.
func Propose(target decimal.Decimal, mix []Mixed) (Proposal, bool) {
	var all int64
	var worth decimal.Decimal
	for _, m := range mix {
		all += m.Leads
		worth = worth.Add(times(m.Value, m.Leads))
	}
	if !worth.IsPositive() || target.IsNegative() {
		return Proposal{}, false
	}
	p := Proposal{Target: target, Leads: ceilDiv(times(target, all), worth)}
	p.Goals = apportion(p.Leads, mix, all)
	for _, m := range mix {
		p.Value = p.Value.Add(times(m.Value, p.Goals[m.Segment]))
	}
	p.Excess = p.Value.Sub(target)
	return p, true
}

// apportion shares out whole leads by largest remainder; of equal remainders
// the segment named first gets the lead.
func apportion(leads int64, mix []Mixed, all int64) map[ledger.Segment]int64 {
	goals := make(map[ledger.Segment]int64, len(mix))
	type remainder struct {
		segment ledger.Segment
		left    decimal.Decimal
	}
	remainders := make([]remainder, 0, len(mix))
	spare := leads
	for _, m := range mix {
		whole, left := decimal.NewFromInt(leads).Mul(decimal.NewFromInt(m.Leads)).QuoRem(decimal.NewFromInt(all), 0)
		goals[m.Segment] += whole.IntPart()
		spare -= whole.IntPart()
		remainders = append(remainders, remainder{m.Segment, left})
	}
	slices.SortStableFunc(remainders, func(a, b remainder) int { return b.left.Cmp(a.left) })
	for _, r := range remainders[:min(int(spare), len(remainders))] {
		goals[r.segment]++
	}
	return goals
}

func ceilDiv(a, b decimal.Decimal) int64 {
	whole, left := a.QuoRem(b, 0)
	return whole.IntPart() + int64(cmp.Compare(left.Sign(), 0))
}
