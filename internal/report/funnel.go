package report

import (
	"context"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// FunnelMonths is how many months a funnel shows side by side, the running one
// last.
const FunnelMonths = 6

// FunnelMonth is what became of leads in a month: each stage is counted in the
// month it happened in, whenever the lead came.
type FunnelMonth struct {
	Month                                 calendar.Month
	Leads, Contacted, Won, Lost, Rejected int64
	WonCents                              int64
	// DaysToSale is the median number of days from a lead to its sale, over the
	// Timed sales of the month whose lead is known.
	DaysToSale int
	Timed      int
}

// ContactedShare and WonShare are shares of the month's leads; null without
// leads.
func (m FunnelMonth) ContactedShare() decimal.NullDecimal { return m.of(m.Contacted) }

// WonShare is the month's sales over its leads, the article's close rate.
func (m FunnelMonth) WonShare() decimal.NullDecimal { return m.of(m.Won) }

func (m FunnelMonth) of(n int64) decimal.NullDecimal {
	if m.Leads <= 0 {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(decimal.NewFromInt(n).Div(decimal.NewFromInt(m.Leads)))
}

// FunnelBooks are what a funnel is made from.
type FunnelBooks interface {
	MonthTotals(ctx context.Context, first, last calendar.Month) ([]ledger.MonthTotal, error)
	// SaleTimes lists the standing sales of those months whose lead is known.
	SaleTimes(ctx context.Context, first, last calendar.Month) ([]ledger.SaleTime, error)
}

// Funnel counts the six months up to last, the oldest first, of a segment: a zero
// channel or persona is all of them.
func Funnel(ctx context.Context, from FunnelBooks, last calendar.Month, of ledger.Segment) ([]FunnelMonth, error) {
	first := last.Add(1 - FunnelMonths)
	totals, err := from.MonthTotals(ctx, first, last)
	if err != nil {
		return nil, fmt.Errorf("funnel up to %s: %w", last, err)
	}
	sales, err := from.SaleTimes(ctx, first, last)
	if err != nil {
		return nil, fmt.Errorf("funnel up to %s: %w", last, err)
	}
	var months []FunnelMonth
	for m := first; !m.After(last); m = m.Add(1) {
		one := FunnelMonth{Month: m}
		for _, t := range totals {
			if t.Month == m && covers(of, t.Segment) {
				one.add(t)
			}
		}
		one.time(sales, of)
		months = append(months, one)
	}
	return months, nil
}

func (m *FunnelMonth) add(t ledger.MonthTotal) {
	switch t.Stage {
	case ledger.Lead:
		m.Leads += t.Count
	case ledger.Contacted:
		m.Contacted += t.Count
	case ledger.Won:
		m.Won, m.WonCents = m.Won+t.Count, m.WonCents+t.AmountCents
	case ledger.Lost:
		m.Lost += t.Count
	case ledger.Rejected:
		m.Rejected += t.Count
	}
}

func (m *FunnelMonth) time(sales []ledger.SaleTime, of ledger.Segment) {
	var days []int
	for _, s := range sales {
		if s.Won.In() == m.Month && covers(of, s.Segment) {
			days = append(days, s.Lead.DaysUntil(s.Won))
		}
	}
	if slices.Sort(days); len(days) > 0 {
		m.DaysToSale, m.Timed = days[(len(days)-1)/2], len(days)
	}
}
