package main

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// firm is a workspace's books in memory: channels and personas with a plan, six
// months of history and a month in progress, drawn from a seed.
type firm struct {
	recap.Books // what nobody asks of these books
	t           *testing.T
	settings    ledger.Settings
	exceptions  []calendar.Exception
	catalogue   ledger.Catalogue
	plan        sla.Plan
	totals      []ledger.Total
	reported    map[ledger.ChannelID]calendar.Date
	random      *rand.Rand
}

// newFirm has the channels of the worked example, in one month.
func newFirm(t *testing.T, month string) *firm {
	t.Helper()
	m, err := calendar.ParseMonth(month)
	if err != nil {
		t.Fatal(err)
	}
	f := &firm{
		t: t, settings: ledger.DefaultSettings(), random: rand.New(rand.NewPCG(16, 11)),
		reported: map[ledger.ChannelID]calendar.Date{},
		plan: sla.Plan{
			Month: m, From: m, Goals: map[ledger.Segment]int64{}, Rates: map[ledger.Segment]sla.Rate{},
			Sales: map[ledger.PersonaID]int64{}, Spans: map[ledger.ChannelID]sla.Span{},
		},
	}
	f.settings.RecapIn = []ledger.Conversation{{ID: "C1", Name: "marketing", SetBy: "U1"}}
	for i, name := range []string{"PME", "ETI", "Grand compte"} {
		id := ledger.PersonaID(i + 1)
		f.catalogue.Personas = append(f.catalogue.Personas, ledger.Persona{ID: id, Name: name})
		f.plan.Sales[id] = []int64{180_000, 640_000, 2_400_000}[i]
	}
	f.channel("E-mail", 90, "0.04", "U2")
	f.channel("Inbound", 56, "0.08", "U3")
	f.channel("Outbound", 18, "0.07", "")
	f.channel("Trafic naturel", 68, "0.05", "")
	f.channel("Publicité", 68, "0.03", "")
	return f
}

// channel adds a channel that promises so many leads, most of them of small
// companies.
func (f *firm) channel(name string, goal int64, rate, owner string) ledger.ChannelID {
	id := ledger.ChannelID(len(f.catalogue.Channels) + 1)
	f.catalogue.Channels = append(f.catalogue.Channels, ledger.Channel{
		ID: id, Name: name, Team: ledger.Marketing, Rhythm: ledger.Daily, Owner: owner,
	})
	for i, part := range []int64{60, 30, 10} {
		s := ledger.Segment{Channel: id, Persona: ledger.PersonaID(i + 1)}
		f.plan.Goals[s] = goal * part / 100
		f.plan.Rates[s] = sla.Rate{Value: decimal.RequireFromString(rate), Source: sla.Declared}
	}
	return id
}

// works has every channel bring what it promises, times a speed, from the
// history's first day to another; others are speeds of their own.
func (f *firm) works(until string, speed float64, others map[string]float64) *firm {
	f.t.Helper()
	last, err := calendar.ParseDate(until)
	if err != nil {
		f.t.Fatal(err)
	}
	days := f.calendar()
	for d := f.plan.Month.Add(-sla.Lookback).First(); !d.After(last); d = days.Next(d) {
		if !days.Works(d) {
			continue
		}
		for _, c := range f.catalogue.Channels {
			usual := 1.0
			if d.In() == f.plan.Month {
				usual = speed
				if own, set := others[c.Name]; set {
					usual = own
				}
			}
			f.day(d, c.ID, usual)
		}
	}
	return f
}

func (f *firm) day(d calendar.Date, c ledger.ChannelID, speed float64) {
	if speed < 0 { // nobody reports it
		return
	}
	for _, p := range f.catalogue.Personas {
		s := ledger.Segment{Channel: c, Persona: p.ID}
		f.came(d, s, f.poisson(float64(f.plan.Goals[s])/20.5*speed))
	}
	f.reported[c] = d
}

func (f *firm) came(d calendar.Date, s ledger.Segment, leads int64) {
	f.totals = append(f.totals, ledger.Total{
		Cell:  ledger.Cell{Day: d, Channel: s.Channel, Persona: s.Persona, Stage: ledger.Lead},
		Count: leads, Standing: 1,
	})
}

// poisson draws how many come where so many are expected.
func (f *firm) poisson(mean float64) (n int64) {
	for limit, p := math.Exp(-mean), f.random.Float64(); p > limit; n++ {
		p *= f.random.Float64()
	}
	return n
}

func (f *firm) calendar() *calendar.Calendar {
	f.t.Helper()
	days, err := calendar.New(calendar.Rule{Country: f.settings.Country, CalendarDays: f.settings.CalendarDays, Exceptions: f.exceptions})
	if err != nil {
		f.t.Fatal(err)
	}
	return days
}

// morning is the recap of a day.
func (f *firm) morning(day string) recap.Edition {
	f.t.Helper()
	d, err := calendar.ParseDate(day)
	if err != nil {
		f.t.Fatal(err)
	}
	e, err := recap.Preview(f.t.Context(), f, d)
	if err != nil {
		f.t.Fatal(err)
	}
	return e
}

func (f *firm) Settings(context.Context) (ledger.Settings, error)        { return f.settings, nil }
func (f *firm) Exceptions(context.Context) ([]calendar.Exception, error) { return f.exceptions, nil }
func (f *firm) Catalogue(context.Context) (ledger.Catalogue, error)      { return f.catalogue, nil }
func (f *firm) Person(_ context.Context, id string) (ledger.Person, error) {
	names := map[string]string{"U1": "Claire M.", "U2": "Claire M.", "U3": "Marc D."}
	return ledger.Person{ID: id, Name: names[id]}, nil
}

func (f *firm) Plan(_ context.Context, m calendar.Month) (sla.Plan, error) {
	plan := f.plan
	plan.Month = m
	return plan, nil
}

func (f *firm) Totals(_ context.Context, first, last calendar.Date) (found []ledger.Total, _ error) {
	for _, t := range f.totals {
		if !t.Cell.Day.Before(first) && !t.Cell.Day.After(last) {
			found = append(found, t)
		}
	}
	return found, nil
}

func (f *firm) MonthTotals(_ context.Context, first, last calendar.Month) ([]ledger.MonthTotal, error) {
	type key struct {
		month   calendar.Month
		segment ledger.Segment
	}
	var order []key
	sums := map[key]int64{}
	for _, t := range f.totals {
		k := key{t.Cell.Day.In(), t.Cell.Segment()}
		if k.month.Before(first) || k.month.After(last) {
			continue
		}
		if _, known := sums[k]; !known {
			order = append(order, k)
		}
		sums[k] += t.Count
	}
	var months []ledger.MonthTotal
	for _, k := range order {
		months = append(months, ledger.MonthTotal{Month: k.month, Segment: k.segment, Stage: ledger.Lead, Count: sums[k]})
	}
	return months, nil
}

func (f *firm) Named(context.Context, calendar.Date, calendar.Date) ([]ledger.Entry, error) {
	return nil, nil
}

func (f *firm) FirstPromised(context.Context) (calendar.Month, error) { return calendar.Month{}, nil }

func (f *firm) Signatures(context.Context, calendar.Month) ([]sla.Signature, error) { return nil, nil }

func (f *firm) LastReported(context.Context, calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	return f.reported, nil
}
