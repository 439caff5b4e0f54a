package report

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// books are a workspace kept in memory, read as the database would be.
type books struct {
	settings   ledger.Settings
	exceptions []calendar.Exception
	catalogue  ledger.Catalogue
	plans      map[calendar.Month]sla.Plan
	entries    []ledger.Entry
	calls      int
}

func newBooks() *books {
	return &books{settings: ledger.DefaultSettings(), plans: map[calendar.Month]sla.Plan{}}
}

func (b *books) Settings(context.Context) (ledger.Settings, error) {
	b.calls++
	return b.settings, nil
}

func (b *books) Exceptions(context.Context) ([]calendar.Exception, error) {
	b.calls++
	return b.exceptions, nil
}

func (b *books) Catalogue(context.Context) (ledger.Catalogue, error) {
	b.calls++
	return b.catalogue, nil
}

// A month without a plan of its own takes the latest before it.
func (b *books) Plan(_ context.Context, month calendar.Month) (sla.Plan, error) {
	b.calls++
	for m := month; m.Year > month.Year-2; m = m.Add(-1) {
		if plan, ok := b.plans[m]; ok {
			plan.Month, plan.From = month, m
			if m != month {
				plan.Changes = nil
			}
			return plan, nil
		}
	}
	return sla.Plan{Month: month}, nil
}

func (b *books) Totals(_ context.Context, first, last calendar.Date) ([]ledger.Total, error) {
	b.calls++
	sums := map[ledger.Cell]ledger.Total{}
	for _, e := range b.entries {
		if d := e.Cell.Day; !e.Monthly && !d.Before(first) && !d.After(last) {
			t := sums[e.Cell]
			t.Cell, t.Count, t.AmountCents, t.Standing = e.Cell, t.Count+e.Count, t.AmountCents+e.AmountCents, t.Standing+standing(e)
			sums[e.Cell] = t
		}
	}
	var totals []ledger.Total
	for _, t := range sums {
		if t.Standing > 0 {
			totals = append(totals, t)
		}
	}
	slices.SortFunc(totals, func(x, y ledger.Total) int { return x.Cell.Day.Compare(y.Cell.Day) })
	return totals, nil
}

// standing is what an entry adds to the standing entries of its cell.
func standing(e ledger.Entry) int64 {
	if e.Reverses != 0 {
		return -1
	}
	return 1
}

func (b *books) MonthTotals(_ context.Context, first, last calendar.Month) ([]ledger.MonthTotal, error) {
	b.calls++
	type key struct {
		month   calendar.Month
		segment ledger.Segment
		stage   ledger.Stage
	}
	sums, stand := map[key]ledger.MonthTotal{}, map[key]int64{}
	for _, e := range b.entries {
		k := key{e.Cell.Day.In(), e.Cell.Segment(), e.Cell.Stage}
		if k.month.Before(first) || k.month.After(last) {
			continue
		}
		t := sums[k]
		sums[k] = ledger.MonthTotal{
			Month: k.month, Segment: k.segment, Stage: k.stage,
			Count: t.Count + e.Count, AmountCents: t.AmountCents + e.AmountCents,
		}
		stand[k] += standing(e)
	}
	var totals []ledger.MonthTotal
	for k, t := range sums {
		if stand[k] > 0 {
			totals = append(totals, t)
		}
	}
	slices.SortFunc(totals, func(x, y ledger.MonthTotal) int {
		return cmp.Or(x.Month.First().Compare(y.Month.First()), cmp.Compare(x.Segment.Channel, y.Segment.Channel))
	})
	return totals, nil
}

func (b *books) LastReported(_ context.Context, upTo calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	b.calls++
	days := map[ledger.ChannelID]calendar.Date{}
	totals, _ := b.Totals(context.Background(), calendar.Date{}, upTo)
	b.calls--
	for _, t := range totals {
		if c := t.Cell; c.Stage == ledger.Lead && days[c.Channel].Before(c.Day) {
			days[c.Channel] = c.Day
		}
	}
	return days, nil
}

// channel adds a channel with a segment for each persona of the catalogue.
func (b *books) channel(name string, rhythm ledger.Rhythm) ledger.ChannelID {
	id := ledger.ChannelID(len(b.catalogue.Channels) + 1)
	b.catalogue.Channels = append(b.catalogue.Channels, ledger.Channel{ID: id, Name: name, Rhythm: rhythm, Team: ledger.Marketing})
	return id
}

func (b *books) persona(name string) ledger.PersonaID {
	id := ledger.PersonaID(len(b.catalogue.Personas) + 1)
	b.catalogue.Personas = append(b.catalogue.Personas, ledger.Persona{ID: id, Name: name})
	return id
}

// promise sets a segment's commitment, rate and price in a month's plan.
func (b *books) promise(m calendar.Month, s ledger.Segment, goal int64, rate string, sale int64) {
	plan, ok := b.plans[m]
	if !ok {
		plan = sla.Plan{
			Goals: map[ledger.Segment]int64{}, Rates: map[ledger.Segment]sla.Rate{},
			Sales: map[ledger.PersonaID]int64{}, Spans: map[ledger.ChannelID]sla.Span{},
		}
	}
	plan.Goals[s] = goal
	plan.Rates[s] = sla.Rate{Value: decimal.RequireFromString(rate), Source: "declared"}
	plan.Sales[s.Persona] = sale * 100
	b.plans[m] = plan
}

func (b *books) record(t testing.TB, text string, s ledger.Segment, stage ledger.Stage, count int64) {
	t.Helper()
	b.entries = append(b.entries, ledger.Entry{
		ID: int64(len(b.entries) + 1), Count: count,
		Cell: ledger.Cell{Day: day(t, text), Channel: s.Channel, Persona: s.Persona, Stage: stage},
	})
}

func day(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustGather(t testing.TB, b *books, cut Cut) Report {
	t.Helper()
	r, err := Gather(context.Background(), b, cut)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func find(t testing.TB, r Report, name string) Channel {
	t.Helper()
	for _, c := range r.Channels {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no channel %s", name)
	return Channel{}
}

var (
	may2026      = calendar.Month{Year: 2026, Month: time.May}
	november2026 = calendar.Month{Year: 2026, Month: time.November}
)
