package recap

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

type fakeBooks struct {
	settings   ledger.Settings
	exceptions []calendar.Exception
	planned    func(calendar.Month) bool
	changes    []sla.Change
	mu         sync.Mutex
	entries    []ledger.Entry
}

// record adds an entry of that many leads, by somebody for a day.
func (f *fakeBooks) record(at time.Time, author string, day calendar.Date, count int64) {
	cell := ledger.Cell{Day: day, Channel: 1, Persona: 1, Stage: ledger.Lead}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.entries = append(f.entries, ledger.Entry{ID: int64(len(f.entries) + 1), Cell: cell, Count: count, Author: author, RecordedAt: at})
}

func (f *fakeBooks) written() []ledger.Entry {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.entries)
}

func (f *fakeBooks) Recorded(_ context.Context, first, last calendar.Date, since time.Time) (entries []ledger.Entry, _ error) {
	for _, e := range f.written() {
		if !e.Cell.Day.Before(first) && !e.Cell.Day.After(last) && !e.RecordedAt.Before(since) {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

func (f *fakeBooks) Named(context.Context, calendar.Date, calendar.Date) ([]ledger.Entry, error) {
	return nil, nil
}

func (f *fakeBooks) FirstPromised(context.Context) (calendar.Month, error) {
	return calendar.Month{}, nil
}

func (f *fakeBooks) Settings(context.Context) (ledger.Settings, error) { return f.settings, nil }
func (f *fakeBooks) Exceptions(context.Context) ([]calendar.Exception, error) {
	return f.exceptions, nil
}

func (f *fakeBooks) Catalogue(context.Context) (ledger.Catalogue, error) {
	return ledger.Catalogue{
		Channels: []ledger.Channel{{ID: 1, Name: "E-mail", Team: ledger.Marketing, Owner: "U2", Rhythm: ledger.Daily}},
		Personas: []ledger.Persona{{ID: 1, Name: "PME"}},
	}, nil
}

func (f *fakeBooks) Plan(_ context.Context, m calendar.Month) (sla.Plan, error) {
	if !f.planned(m) {
		return sla.Plan{Month: m}, nil
	}
	segment := ledger.Segment{Channel: 1, Persona: 1}
	return sla.Plan{
		Month: m, From: m, Goals: map[ledger.Segment]int64{segment: 100},
		Rates: map[ledger.Segment]sla.Rate{segment: {Value: share("0.04"), Source: "declared"}},
		Sales: map[ledger.PersonaID]int64{1: 180_000}, Changes: f.changes,
	}, nil
}

func (f *fakeBooks) Signatures(context.Context, calendar.Month) ([]sla.Signature, error) {
	return nil, nil
}

func (f *fakeBooks) Totals(_ context.Context, first, last calendar.Date) (totals []ledger.Total, _ error) {
	for _, e := range f.written() {
		if e.Cell.Day.Before(first) || e.Cell.Day.After(last) {
			continue
		}
		i := slices.IndexFunc(totals, func(t ledger.Total) bool { return t.Cell == e.Cell })
		if i < 0 {
			i, totals = len(totals), append(totals, ledger.Total{Cell: e.Cell})
		}
		totals[i].Count += e.Count
		totals[i].Standing++
	}
	return totals, nil
}

func (f *fakeBooks) MonthTotals(_ context.Context, first, last calendar.Month) (totals []ledger.MonthTotal, _ error) {
	for _, e := range f.written() {
		if m := e.Cell.Day.In(); !m.Before(first) && !last.Before(m) {
			totals = append(totals, ledger.MonthTotal{Month: m, Segment: e.Cell.Segment(), Stage: e.Cell.Stage, Count: e.Count})
		}
	}
	return totals, nil
}

func (f *fakeBooks) LastReported(context.Context, calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	return nil, nil
}

func (f *fakeBooks) Person(_ context.Context, id string) (ledger.Person, error) {
	if id != "U1" {
		return ledger.Person{}, ledger.ErrNotFound
	}
	return ledger.Person{ID: "U1", Name: "Claire M."}, nil
}
