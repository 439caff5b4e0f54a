package alert

import (
	"context"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
)

// unwritten is the books without some of a month's entries.
type unwritten struct {
	report.Source
	entries []ledger.Entry
}

// Totals takes the entries off.
func (u unwritten) Totals(ctx context.Context, first, last calendar.Date) ([]ledger.Total, error) {
	totals, err := u.Source.Totals(ctx, first, last)
	if err != nil {
		return nil, err
	}
	at := map[ledger.Cell]int{}
	for i, t := range totals {
		at[t.Cell] = i
	}
	for _, e := range u.entries {
		if e.Cell.Day.Before(first) || e.Cell.Day.After(last) {
			continue
		}
		i, known := at[e.Cell]
		if !known { // all of it was taken back, and is left out
			i = len(totals)
			at[e.Cell], totals = i, append(totals, ledger.Total{Cell: e.Cell})
		}
		totals[i].Count -= e.Count
		totals[i].AmountCents -= e.AmountCents
		totals[i].Standing -= stands(e)
	}
	return totals, nil
}

// stands is what an entry adds to those that stand in its cell.
func stands(e ledger.Entry) int64 {
	if e.Reverses != 0 {
		return -1
	}
	return 1
}

// LastReported goes back to the last day that stands without the entries.
func (u unwritten) LastReported(ctx context.Context, upTo calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	days, err := u.Source.LastReported(ctx, upTo)
	if err != nil || len(u.entries) == 0 {
		return days, err
	}
	first := u.entries[0].Cell.Day.In().First()
	before, err := u.Source.LastReported(ctx, first.AddDays(-1))
	if err != nil {
		return nil, err
	}
	totals, err := u.Totals(ctx, first, upTo)
	if err != nil {
		return nil, err
	}
	for _, t := range totals {
		if t.Cell.Stage == ledger.Lead && t.Standing > 0 && t.Cell.Day.After(before[t.Cell.Channel]) {
			before[t.Cell.Channel] = t.Cell.Day
		}
	}
	return before, nil
}
