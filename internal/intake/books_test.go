package intake

import (
	"context"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

var (
	november = calendar.Month{Year: 2026, Month: time.November}
	noon     = time.Date(2026, time.November, 16, 11, 0, 0, 0, time.UTC)
)

func day(d int) calendar.Date { return calendar.NewDate(2026, time.November, d) }

// books are a workspace's, kept in memory.
type books struct {
	catalogue ledger.Catalogue
	plan      sla.Plan
	entries   []ledger.Entry
	writes    []string // what was set, by what it is
}

func newBooks() *books {
	b := &books{plan: sla.Plan{
		Month: november, From: november, Goals: map[ledger.Segment]int64{}, Rates: map[ledger.Segment]sla.Rate{},
		Sales: map[ledger.PersonaID]int64{1: 180_000, 2: 650_000},
	}}
	for i, name := range []string{"Trafic naturel", "Inbound"} {
		b.catalogue.Channels = append(b.catalogue.Channels, ledger.Channel{ID: ledger.ChannelID(i + 1), Name: name})
	}
	for i, name := range []string{"PME", "ETI"} {
		b.catalogue.Personas = append(b.catalogue.Personas, ledger.Persona{ID: ledger.PersonaID(i + 1), Name: name})
	}
	b.plan.Rates[inbound] = sla.Rate{Value: decimal.New(8, -2), Source: sla.Measured}
	b.plan.Goals[inbound] = 34
	return b
}

var inbound = ledger.Segment{Channel: 2, Persona: 1} // for PME

func (b *books) HoldPlan(context.Context) error                         { return nil }
func (b *books) Catalogue(context.Context) (ledger.Catalogue, error)    { return b.catalogue, nil }
func (b *books) Plan(context.Context, calendar.Month) (sla.Plan, error) { return b.plan, nil }
func (b *books) wrote(what string)                                      { b.writes = append(b.writes, what) }

func (b *books) SetGoal(_ context.Context, _ calendar.Month, s ledger.Segment, leads int64, _ sla.Author) error {
	b.wrote(sla.GoalChanged)
	b.plan.Goals[s] = leads
	return nil
}

func (b *books) SetRate(_ context.Context, _ calendar.Month, s ledger.Segment, rate decimal.Decimal, source string, _ sla.Author) error {
	b.wrote(sla.RateChanged)
	b.plan.Rates[s] = sla.Rate{Value: rate, Source: source}
	return nil
}

func (b *books) SetSale(_ context.Context, _ calendar.Month, p ledger.PersonaID, cents int64, _ sla.Author) error {
	b.wrote(sla.SaleChanged)
	b.plan.Sales[p] = cents
	return nil
}

func (b *books) SetTarget(_ context.Context, _ calendar.Month, cents int64, _ sla.Author) error {
	b.wrote(sla.TargetChanged)
	b.plan.Target = decimal.NewNullDecimal(decimal.New(cents, -2))
	return nil
}

func (b *books) Totals(_ context.Context, first, last calendar.Date) (totals []ledger.Total, err error) {
	for _, e := range b.entries {
		if !e.Cell.Day.Before(first) && !e.Cell.Day.After(last) {
			totals = append(totals, ledger.Total{Cell: e.Cell, Count: e.Count})
		}
	}
	return totals, nil
}

func (b *books) Append(_ context.Context, e ledger.Entry) (ledger.Total, error) {
	b.entries = append(b.entries, e)
	total := ledger.Total{Cell: e.Cell}
	for _, other := range b.entries {
		if other.Cell == e.Cell {
			total.Count += other.Count
		}
	}
	return total, nil
}

func (b *books) CountedSoFar(context.Context, calendar.Month) (counted []ledger.Entry, err error) {
	for _, e := range b.entries {
		if e.ImportKey != "" {
			counted = append(counted, e)
		}
	}
	return counted, nil
}

func (b *books) AddChannel(_ context.Context, c ledger.Channel) (ledger.ChannelID, error) {
	c.ID = ledger.ChannelID(len(b.catalogue.Channels) + 1)
	b.catalogue.Channels = append(b.catalogue.Channels, c)
	return c.ID, nil
}

func (b *books) AddPersona(_ context.Context, p ledger.Persona) (ledger.PersonaID, error) {
	p.ID = ledger.PersonaID(len(b.catalogue.Personas) + 1)
	b.catalogue.Personas = append(b.catalogue.Personas, p)
	return p.ID, nil
}

// typed writes down what somebody recorded in Slack.
func (b *books) typed(d int, s ledger.Segment, leads int64) {
	cell := ledger.Cell{Day: day(d), Channel: s.Channel, Persona: s.Persona, Stage: ledger.Lead}
	b.entries = append(b.entries, ledger.Entry{Cell: cell, Count: leads, Source: ledger.Typed})
}

// on says when and how a file is taken in.
func on(t testing.TB, today calendar.Date) Rules {
	t.Helper()
	c, err := calendar.New(calendar.Rule{Country: "FR"})
	if err != nil {
		t.Fatal(err)
	}
	return Rules{ImportRules: ledger.ImportRules{
		Today: today, Calendar: c, ClosesAfter: 3, FirstKept: november, Author: "UCLAIRE", Request: "r", At: noon,
	}, By: sla.Author{ID: "UCLAIRE", Reason: "plan.xlsx", At: noon}}
}

// anything is a valid name, but for one.
func anything(name string) error {
	if name == "hier" {
		return lang.Refuse("phrase.name_reserved", lang.Args{"name": name})
	}
	return nil
}

// take takes a file in.
func (b *books) take(t testing.TB, f File, rules Rules, decided Choices) (Revision, []Bad) {
	t.Helper()
	names := ledger.NewNames(b.catalogue, b, anything)
	f.Settle(names, decided)
	done, bad, err := Revise(t.Context(), b, names, f, rules)
	if err != nil {
		t.Fatal(err)
	}
	return done, bad
}

func cell(at, what, channel, persona, value string) Cell {
	return Cell{Place{Sheet: "F", Cell: at}, what, channel, persona, decimal.RequireFromString(value)}
}
