package sla

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
)

// Holding is a segment as far as a gap depends on it.
type Holding struct {
	Goal, Leads int64
	Span        Days // the days its commitment covers
	Rate, Sale  decimal.Decimal
	Known       bool // rate and sale are both set; if not, it is no part of the gap
}

// Moved is why a gap is another than it was, in currency units. The four parts
// add up to Gap exactly.
type Moved struct {
	Gap    decimal.Decimal // the new gap minus the old
	Volume decimal.Decimal // more or fewer leads than were due, at the old plan's mean value
	Mix    decimal.Decimal // leads worth more or less than that mean
	Rate   decimal.Decimal // the same leads and commitments, at other close rates
	Price  decimal.Decimal // and at other average sales
}

// Move explains how a gap went from one state of the segments to another (product
// rule: why the gap). Leads and commitments move first, at the old rates and
// prices, then the rates, then the prices. What was unknown before and is known
// now is counted at its new value throughout.
func Move(from, to map[ledger.Segment]Holding) Moved {
	old, rates := map[ledger.Segment]Holding{}, map[ledger.Segment]Holding{}
	for s, h := range to {
		if before, known := from[s]; known && before.Known && h.Known {
			h.Sale = before.Sale
			rates[s] = h
			h.Rate = before.Rate
			old[s] = h
			continue
		}
		old[s], rates[s] = h, h
	}
	m := Moved{
		Gap:   gapOf(to).Sub(gapOf(from)),
		Rate:  gapOf(rates).Sub(gapOf(old)),
		Price: gapOf(to).Sub(gapOf(rates)),
	}
	m.Volume = volumeOf(old).Sub(volumeOf(from))
	m.Mix = m.Gap.Sub(m.Rate).Sub(m.Price).Sub(m.Volume)
	return m
}

func gapOf(all map[ledger.Segment]Holding) (gap decimal.Decimal) {
	for _, h := range all {
		if h.Known {
			gap = gap.Add(h.ahead().Mul(h.Rate).Mul(h.Sale))
		}
	}
	return gap
}

// volumeOf is what the leads ahead of those due would be worth at the mean value
// of a lead promised; nothing where none is.
func volumeOf(all map[ledger.Segment]Holding) decimal.Decimal {
	var ahead, promised decimal.Decimal
	var goals int64
	for _, h := range all {
		if h.Known {
			ahead = ahead.Add(h.ahead())
			goals += h.Goal
			promised = promised.Add(decimal.NewFromInt(h.Goal).Mul(h.Rate).Mul(h.Sale))
		}
	}
	if goals == 0 {
		return decimal.Zero
	}
	return ahead.Mul(promised).Div(decimal.NewFromInt(goals))
}

// ahead is the leads beyond those due, in leads.
func (h Holding) ahead() decimal.Decimal {
	leads := decimal.NewFromInt(h.Leads)
	if h.Span.All == 0 {
		return leads
	}
	due := decimal.NewFromInt(h.Goal * int64(h.Span.Done)).Div(decimal.NewFromInt(int64(h.Span.All)))
	return leads.Sub(due)
}
