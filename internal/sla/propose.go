package sla

import (
	"cmp"
	"errors"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
)

// Mixed is one segment of the lead mix a plan is proposed from.
type Mixed struct {
	Segment ledger.Segment
	Leads   int64           // its weight in the mix: leads of recent months, or those promised
	Value   decimal.Decimal // of one lead, in currency units
}

// Proposal is a plan that reaches a revenue target.
type Proposal struct {
	Target decimal.Decimal // the revenue marketing answers for
	Goals  map[ledger.Segment]int64
	Leads  int64           // of all segments
	Value  decimal.Decimal // the potential revenue of the whole leads proposed
	Excess decimal.Decimal // Value less Target: what rounding to whole leads adds, or takes
}

// What keeps a plan from being proposed.
var (
	ErrWorthless = errors.New("the leads of the mix are worth nothing, or there are none")
	ErrTooMany   = errors.New("it would take more leads than any plan has")
)

// mostProposed bounds the leads of a proposal: no segment of a plan has as many.
var mostProposed = decimal.New(1, 6)

// Propose spreads the fewest leads that reach a revenue target over the
// segments of a mix (product rule: planner). Target is marketing's share of the
// revenue, and the mix leaves out the channels of sales and the segments whose
// value is not known; in which order it stands changes nothing. Rounded to whole
// leads, what is proposed may be worth a little less than the target.
func Propose(target decimal.Decimal, mix []Mixed) (Proposal, error) {
	var all int64
	var worth decimal.Decimal
	for _, m := range mix {
		all += m.Leads
		worth = worth.Add(times(m.Value, m.Leads))
	}
	if !worth.IsPositive() || target.IsNegative() {
		return Proposal{}, ErrWorthless
	}
	leads := ceilDiv(times(target, all), worth)
	if leads.GreaterThan(mostProposed) {
		return Proposal{}, ErrTooMany
	}
	p := Proposal{Target: target, Leads: leads.IntPart()}
	p.Goals = Apportion(p.Leads, mix)
	for _, m := range mix {
		p.Value = p.Value.Add(times(m.Value, p.Goals[m.Segment]))
	}
	p.Excess = p.Value.Sub(target)
	return p, nil
}

// Apportion shares out whole leads by largest remainder; of equal remainders the
// segment of the channel added first gets the lead. The mix must weigh
// something.
func Apportion(leads int64, mix []Mixed) map[ledger.Segment]int64 {
	var all int64
	for _, m := range mix {
		all += m.Leads
	}
	goals := make(map[ledger.Segment]int64, len(mix))
	type remainder struct {
		segment ledger.Segment
		left    decimal.Decimal
	}
	remainders := make([]remainder, 0, len(mix))
	spare := leads
	for _, m := range mix {
		whole, left := decimal.NewFromInt(leads).Mul(decimal.NewFromInt(m.Leads)).QuoRem(decimal.NewFromInt(all), 0)
		goals[m.Segment] = whole.IntPart()
		spare -= whole.IntPart()
		remainders = append(remainders, remainder{m.Segment, left})
	}
	slices.SortFunc(remainders, func(a, b remainder) int {
		return cmp.Or(b.left.Cmp(a.left),
			cmp.Compare(a.segment.Channel, b.segment.Channel), cmp.Compare(a.segment.Persona, b.segment.Persona))
	})
	for _, r := range remainders[:spare] {
		goals[r.segment]++
	}
	return goals
}

func ceilDiv(a, b decimal.Decimal) decimal.Decimal {
	whole, left := a.QuoRem(b, 0)
	return whole.Add(decimal.NewFromInt(int64(left.Sign())))
}
