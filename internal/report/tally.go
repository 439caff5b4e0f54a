package report

import (
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// counts are a segment's entries of the month.
type counts struct {
	leads, today   int64 // up to the cut-off, and of the running day
	contacted, won int64
	cents          int64
}

// tally adds the entries up by segment.
func tally(in Inputs, cut Cut) map[ledger.Segment]counts {
	sums := map[ledger.Segment]counts{}
	if cut.whole() {
		for _, t := range in.Whole {
			sums[t.Segment] = sums[t.Segment].add(t.Stage, t.Count, t.AmountCents)
		}
		return sums
	}
	for _, t := range in.Totals {
		segment, day := t.Cell.Segment(), t.Cell.Day
		c := sums[segment]
		switch {
		case day == cut.Live && t.Cell.Stage == ledger.Lead:
			c.today += t.Count
		case day == cut.Live || within(day, cut.Month.First(), cut.AsOf):
			c = c.add(t.Cell.Stage, t.Count, t.AmountCents)
		default:
			continue
		}
		sums[segment] = c
	}
	return sums
}

func (c counts) add(stage ledger.Stage, n, cents int64) counts {
	switch stage {
	case ledger.Lead:
		c.leads += n
	case ledger.Contacted:
		c.contacted += n
	case ledger.Won:
		c.won += n
		c.cents += cents
	}
	return c
}

// sinceLeads counts the leads of the days a recap covers for the first time.
func sinceLeads(in Inputs, cut Cut) (leads int64) {
	if cut.Since.IsZero() {
		return 0
	}
	for _, t := range in.Totals {
		if t.Cell.Stage == ledger.Lead && within(t.Cell.Day, cut.Since, cut.AsOf) {
			leads += t.Count
		}
	}
	return leads
}

func within(d, first, last calendar.Date) bool { return !d.Before(first) && !d.After(last) }
