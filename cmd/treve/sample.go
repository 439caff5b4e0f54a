package main

import (
	"context"
	"math"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// sampleChannel is an acquisition channel of the fictitious company, with what
// it promises and how this month goes for it.
type sampleChannel struct {
	french, english string
	aliases         []string
	team            ledger.Team
	owner           string // Slack user id in the local workspace
	rates           [3]string
	goals           [3]int64
	form            float64 // this month's leads against the commitment's rhythm
}

// The company sells to three personas; one channel runs late, one runs ahead,
// so that there is something to talk about.
var sampleChannels = []sampleChannel{
	{"Trafic naturel", "Organic traffic", []string{"SEO", "organic", "naturel"}, ledger.Marketing, "U0MARC00001", [3]string{"0.05", "0.04", "0.02"}, [3]int64{48, 16, 4}, 1.0},
	{"Inbound", "Inbound", []string{"site", "formulaire"}, ledger.Marketing, "U0MARC00001", [3]string{"0.08", "0.06", "0.03"}, [3]int64{34, 16, 6}, 0.80},
	{"E-mail", "Email", []string{"mail", "emailing", "newsletter"}, ledger.Marketing, "U0CLAIRE001", [3]string{"0.04", "0.03", "0.015"}, [3]int64{60, 24, 6}, 0.55},
	{"Publicité", "Ads", []string{"pub", "ads", "paid"}, ledger.Marketing, "U0MARC00001", [3]string{"0.03", "0.02", "0.01"}, [3]int64{50, 14, 4}, 1.5},
	{"Outbound", "Outbound", []string{"prospection", "cold"}, ledger.Sales, "U0JULIEN001", [3]string{"0.06", "0.05", "0.04"}, [3]int64{10, 6, 2}, 1.05},
}

var samplePersonas = []struct {
	french, english string
	aliases         []string
	saleCents       int64
}{
	{"PME", "Small business", []string{"SMB", "petite entreprise"}, 180_000},
	{"ETI", "Mid-size", []string{"mid", "moyenne"}, 650_000},
	{"Grand compte", "Key account", []string{"GC", "key"}, 1_500_000},
}

const sampleMonths = 6 // of history before the running month

// fillSample gives an empty workspace a plan, six months of history and a month
// in progress up to yesterday. The same day always gives the same figures.
func fillSample(ctx context.Context, books *store.Space, language lang.Language, now time.Time) error {
	settings, err := books.Settings(ctx)
	if err != nil {
		return err
	}
	zone, days, err := almanac(ctx, books, settings)
	if err != nil {
		return err
	}
	s := &sample{books: books, language: language, days: days, now: now, today: calendar.On(now, zone),
		// Any fixed seed will do: the point is that a demonstration repeats.
		dice: rand.New(rand.NewPCG(1803, 2018))}
	if err := s.addCatalogue(ctx); err != nil {
		return err
	}
	if err := s.addHistory(ctx); err != nil {
		return err
	}
	return s.addMonth(ctx)
}

type sample struct {
	books    *store.Space
	language lang.Language
	days     *calendar.Calendar
	now      time.Time
	today    calendar.Date
	dice     *rand.Rand
	channels []ledger.ChannelID
	personas []ledger.PersonaID
}

func (s *sample) name(french, english string) string {
	if s.language == lang.English {
		return english
	}
	return french
}

func (s *sample) once(ctx context.Context, what string, write func(context.Context, *store.Tx) error) error {
	r := ledger.Request{Key: "sample-" + what, Asked: what, At: s.now}
	_, _, err := s.books.Once(ctx, r, func(ctx context.Context, tx *store.Tx) ([]byte, error) { return nil, write(ctx, tx) })
	return err
}

// addCatalogue writes the plan as of the oldest month, so that every month of
// history has had its commitments.
func (s *sample) addCatalogue(ctx context.Context) error {
	first := s.today.In().Add(-sampleMonths)
	by := sla.Author{ID: "U0CLAIRE001", At: s.now}
	return s.once(ctx, "plan", func(ctx context.Context, tx *store.Tx) error {
		for _, persona := range samplePersonas {
			id, err := tx.AddPersona(ctx, ledger.Persona{Name: s.name(persona.french, persona.english), Aliases: persona.aliases}, by)
			if err == nil {
				err = tx.SetSale(ctx, first, id, persona.saleCents, by)
			}
			if err != nil {
				return err
			}
			s.personas = append(s.personas, id)
		}
		for _, channel := range sampleChannels {
			if err := s.addChannel(ctx, tx, channel, first, by); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *sample) addChannel(ctx context.Context, tx *store.Tx, c sampleChannel, first calendar.Month, by sla.Author) error {
	id, err := tx.AddChannel(ctx, ledger.Channel{Name: s.name(c.french, c.english), Aliases: c.aliases,
		Team: c.team, Owner: c.owner, Rhythm: ledger.Daily}, by)
	if err != nil {
		return err
	}
	s.channels = append(s.channels, id)
	for i, persona := range s.personas {
		segment := ledger.Segment{Channel: id, Persona: persona}
		if err := tx.SetRate(ctx, first, segment, decimal.RequireFromString(c.rates[i]), sla.Declared, by); err != nil {
			return err
		}
		if err := tx.SetGoal(ctx, first, segment, c.goals[i], by); err != nil {
			return err
		}
	}
	return nil
}

// addHistory imports the months before this one as a file of counts would be.
func (s *sample) addHistory(ctx context.Context) error {
	var rows []ledger.ImportRow
	month := s.today.In()
	for m := month.Add(-sampleMonths); m.Before(month); m = m.Add(1) {
		for day := m.First(); !day.After(m.Last()); day = day.AddDays(1) {
			rows = append(rows, s.day(day, func(sampleChannel) float64 { return 0.97 })...)
		}
	}
	rules := ledger.ImportRules{Today: s.today, Calendar: s.days, ClosesAfter: 3, Request: "sample-history", At: s.now}
	_, err := takeIn(ctx, s.books, ledger.Counts, rules, rows, func(ledger.ImportResult) bool { return true })
	return err
}

// day invents the counts of one working day.
func (s *sample) day(day calendar.Date, form func(sampleChannel) float64) []ledger.ImportRow {
	if !s.days.Works(day) {
		return nil
	}
	var rows []ledger.ImportRow
	working := float64(s.days.WorkingDays(day.In().First(), day.In().Last()))
	for _, c := range sampleChannels {
		for i, persona := range samplePersonas {
			rows = append(rows, ledger.ImportRow{Day: day, Channel: s.name(c.french, c.english),
				Persona: s.name(persona.french, persona.english), Stage: ledger.Lead,
				Count: s.poisson(float64(c.goals[i]) * form(c) / working)})
		}
	}
	return rows
}

// poisson draws how many leads come in a day when mean do on average (Knuth's
// method, fine for the small means of a day).
func (s *sample) poisson(mean float64) int64 {
	limit, product, n := math.Exp(-mean), s.dice.Float64(), int64(0)
	for product > limit {
		product *= s.dice.Float64()
		n++
	}
	return n
}

// addMonth records this month's days up to yesterday, each under the name of
// the channel's owner on the evening of the day.
func (s *sample) addMonth(ctx context.Context) error {
	return s.once(ctx, "month", func(ctx context.Context, tx *store.Tx) error {
		line := 0
		for day := s.today.In().First(); day.Before(s.today); day = day.AddDays(1) {
			for i, row := range s.day(day, func(c sampleChannel) float64 { return c.form }) {
				channel, persona := i/len(samplePersonas), i%len(samplePersonas)
				_, err := tx.Append(ctx, ledger.Entry{
					Cell:  ledger.Cell{Day: day, Channel: s.channels[channel], Persona: s.personas[persona], Stage: ledger.Lead},
					Count: row.Count, Author: sampleChannels[channel].owner, Source: ledger.Typed,
					RecordedAt: day.At(calendar.TimeOfDay{Hour: 17, Minute: 30}, time.UTC), Request: "sample-month", Line: line,
				})
				if err != nil {
					return err
				}
				line++
			}
		}
		return nil
	})
}
