package report

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Gather reads what a report is made from and makes it.
func Gather(ctx context.Context, from Source, cut Cut) (Report, error) {
	in, err := read(ctx, from, cut)
	if err != nil {
		return Report{}, err
	}
	if in.History, err = loadHistory(ctx, from, in.Calendar, cut.Month); err != nil {
		return Report{}, err
	}
	return Compute(in, cut), nil
}

// GatherWith makes a report from a history read before, see History for how
// long one stays true. It reads the month itself only, which is what answers in
// a conversation need to be quick.
func GatherWith(ctx context.Context, from Source, cut Cut, history History) (Report, error) {
	in, err := read(ctx, from, cut)
	if err != nil {
		return Report{}, err
	}
	in.History = history
	return Compute(in, cut), nil
}

// LoadHistory reads what the months before a month say about it.
func LoadHistory(ctx context.Context, from Source, month calendar.Month) (History, error) {
	settings, err := from.Settings(ctx)
	if err != nil {
		return History{}, err
	}
	c, err := calendarOf(ctx, from, settings)
	if err != nil {
		return History{}, err
	}
	return loadHistory(ctx, from, c, month)
}

func loadHistory(ctx context.Context, from Source, c *calendar.Calendar, month calendar.Month) (h History, err error) {
	past := Past{Month: month}
	first, last := month.Add(-sla.Lookback), month.Add(-1)
	if past.Totals, err = from.Totals(ctx, first.First(), last.Last()); err != nil {
		return h, err
	}
	if past.Months, err = from.MonthTotals(ctx, first, last); err != nil {
		return h, err
	}
	if past.Plans, err = plansOf(ctx, from, first, last); err != nil {
		return h, err
	}
	return Remember(c, past), nil
}

// plansOf returns the plans of some months, the latest first, and reads each
// once: a plan carried over promises the same in every month since its own.
func plansOf(ctx context.Context, from Source, first, last calendar.Month) (plans []sla.Plan, err error) {
	var plan sla.Plan
	for m := last; !m.Before(first); m = m.Add(-1) {
		if m == last || m.Before(plan.From) {
			if plan, err = from.Plan(ctx, m); err != nil {
				return nil, err
			}
		}
		if plan.From.IsZero() {
			return plans, nil
		}
		plan.Month = m
		plans = append(plans, plan)
	}
	return plans, nil
}

func calendarOf(ctx context.Context, from Source, s ledger.Settings) (*calendar.Calendar, error) {
	exceptions, err := from.Exceptions(ctx)
	if err != nil {
		return nil, err
	}
	c, err := calendar.New(calendar.Rule{
		Country: s.Country, Alsace: s.Alsace, CalendarDays: s.CalendarDays, Exceptions: exceptions,
	})
	if err != nil {
		return nil, fmt.Errorf("calendar of the workspace: %w", err)
	}
	return c, nil
}

func read(ctx context.Context, from Source, cut Cut) (in Inputs, err error) {
	if in.Settings, err = from.Settings(ctx); err != nil {
		return in, err
	}
	if in.Calendar, err = calendarOf(ctx, from, in.Settings); err != nil {
		return in, err
	}
	if in.Catalogue, err = from.Catalogue(ctx); err != nil {
		return in, err
	}
	if in.Plan, err = from.Plan(ctx, cut.Month); err != nil {
		return in, err
	}
	if in.Reported, err = from.LastReported(ctx, cut.AsOf); err != nil {
		return in, err
	}
	return in, readCounts(ctx, from, cut, &in)
}

// readCounts reads the month's entries. A month that is over is read as a
// whole, monthly history included, and only a recap needs its days too.
func readCounts(ctx context.Context, from Source, cut Cut, in *Inputs) (err error) {
	first, last := cut.days()
	if cut.whole() {
		if in.Whole, err = from.MonthTotals(ctx, cut.Month, cut.Month); err != nil {
			return err
		}
		if cut.Since.IsZero() {
			return nil
		}
	}
	if !last.Before(first) {
		in.Totals, err = from.Totals(ctx, first, last)
	}
	return err
}
