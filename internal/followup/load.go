package followup

import (
	"context"
	"slices"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Books are where leads, contacts and contests are written down.
type Books interface {
	// Totals lists the daily totals of those days, both included.
	Totals(ctx context.Context, first, last calendar.Date) ([]ledger.Total, error)
	// Named lists the standing entries of leads known one by one, of those days
	// and of the stages that bear on sales' half.
	Named(ctx context.Context, first, last calendar.Date) ([]ledger.Entry, error)
	// FirstPromised returns the first month sales promised anything for; zero
	// when it never did.
	FirstPromised(ctx context.Context) (calendar.Month, error)
}

// lookBack is how many months before the running one a lead may wait to be
// contacted; nobody is expected to call back after a year.
const lookBack = 12

// Load reads all that bears on the leads of a month, up to the end of a day.
func Load(ctx context.Context, from Books, month calendar.Month, upTo calendar.Date) (in Inputs, err error) {
	promised, err := from.FirstPromised(ctx)
	if err != nil {
		return in, err
	}
	first := month.Add(-lookBack).First()
	totals, err := from.Totals(ctx, first, upTo)
	if err != nil {
		return in, err
	}
	named, err := from.Named(ctx, first, upTo)
	if err != nil {
		return in, err
	}
	in = collect(totals, named)
	if !promised.IsZero() {
		in.Since = promised.First()
	}
	return in, nil
}

// collect makes batches: one for each lead known by itself, and one for what is
// left of each day's total.
func collect(totals []ledger.Total, named []ledger.Entry) (in Inputs) {
	known := map[ledger.Cell]int64{}
	for _, e := range named {
		known[e.Cell] += e.Count
		in.add(e.Cell.Stage, Batch{
			Segment: e.Cell.Segment(), Day: e.Cell.Day, At: e.HappenedAt, Ref: e.LeadRef, Count: e.Count,
		})
	}
	in.Last = map[ledger.ChannelID]calendar.Date{}
	for _, t := range totals {
		if t.Cell.Stage != ledger.Lead {
			in.Last[t.Cell.Channel] = calendar.Later(in.Last[t.Cell.Channel], t.Cell.Day)
		}
		if rest := t.Count - known[t.Cell]; rest > 0 {
			in.add(t.Cell.Stage, Batch{Segment: t.Cell.Segment(), Day: t.Cell.Day, Count: rest})
		} else if rest < 0 && t.Cell.Stage == ledger.Lead {
			in.drop(t.Cell, -rest)
		}
	}
	return in
}

// drop takes as many of a day's named leads out as were taken off it without
// saying which: those that nobody has contacted, the last ones first.
func (in *Inputs) drop(cell ledger.Cell, n int64) {
	contacted := map[string]bool{}
	for _, b := range in.Contacted {
		contacted[b.Ref] = true
	}
	for i := len(in.Leads) - 1; i >= 0 && n > 0; i-- {
		b := in.Leads[i]
		if b.Ref != "" && b.Segment == cell.Segment() && b.Day == cell.Day && !contacted[b.Ref] {
			in.Leads = slices.Delete(in.Leads, i, i+1)
			n--
		}
	}
}

func (in *Inputs) add(stage ledger.Stage, b Batch) {
	switch stage {
	case ledger.Lead:
		in.Leads = append(in.Leads, b)
	case ledger.Contacted:
		in.Contacted = append(in.Contacted, b)
	case ledger.Rejected:
		in.Contested = append(in.Contested, b)
	}
}
