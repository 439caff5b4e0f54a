package main

import (
	"context"
	"fmt"
	"math"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

// addHistory imports the months before this one as files would be: counts, leads
// known one by one, and the deals they became.
func (s *sample) addHistory(ctx context.Context) error {
	var files sampleFiles
	month := s.today.In()
	for m := month.Add(-sampleMonths); m.Before(month); m = m.Add(1) {
		for day := m.First(); !day.After(m.Last()); day = day.AddDays(1) {
			s.sell(&files, s.day(day, func(sampleChannel) float64 { return 0.97 }))
		}
	}
	for _, file := range []struct {
		kind ledger.ImportKind
		rows []ledger.ImportRow
	}{{ledger.Counts, files.counts}, {ledger.Leads, files.leads}, {ledger.Deals, files.deals}} {
		rules := ledger.ImportRules{
			Today: s.today, Calendar: s.days, ClosesAfter: 3, Author: sampleManager, Request: "sample-" + string(file.kind), At: s.now,
		}
		if _, err := takeIn(ctx, s.books, file.kind, rules, file.rows, func(ledger.ImportResult) bool { return true }); err != nil {
			return err
		}
	}
	return nil
}

// day invents the counts of one working day, channel by channel.
func (s *sample) day(day calendar.Date, form func(sampleChannel) float64) []ledger.ImportRow {
	if !s.days.Works(day) {
		return nil
	}
	var rows []ledger.ImportRow
	working := float64(s.days.WorkingDays(day.In().First(), day.In().Last()))
	for _, c := range sampleChannels {
		for i, persona := range samplePersonas {
			rows = append(rows, ledger.ImportRow{
				Day: day, Channel: s.spelled(c.french, c.english).name,
				Persona: s.spelled(persona.french, persona.english).name, Stage: ledger.Lead,
				Count: s.poisson(float64(s.goal(c, i, day.In())) * form(c) / working),
			})
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

// addMonth records this month's days up to yesterday, each channel in a request
// of its owner's on the evening of the day: undoing one takes back no more than
// that.
func (s *sample) addMonth(ctx context.Context) error {
	var before []ledger.ImportRow // of the working day before
	for day := s.today.In().First(); day.Before(s.today); day = day.AddDays(1) {
		rows := s.day(day, func(c sampleChannel) float64 { return c.form })
		if len(rows) > 0 {
			if err := s.followUp(ctx, day, before); err != nil {
				return err
			}
			before = rows
		}
		for i := 0; i < len(rows); i += len(s.personas) {
			if err := s.addEvening(ctx, i/len(s.personas), rows[i:i+len(s.personas)]); err != nil {
				return err
			}
		}
	}
	return nil
}

// addEvening records one channel's leads of a day.
func (s *sample) addEvening(ctx context.Context, channel int, rows []ledger.ImportRow) error {
	owner, day := sampleChannels[channel].owner, rows[0].Day
	at := day.At(calendar.TimeOfDay{Hour: 17, Minute: 30 + channel}, s.zone)
	r := ledger.Request{Key: fmt.Sprintf("sample-%s-%d", day, channel), Asked: "leads", Author: owner, At: at}
	_, _, err := s.books.Once(ctx, r, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		for i, row := range rows {
			_, err := tx.Append(ctx, ledger.Entry{
				Cell:  ledger.Cell{Day: day, Channel: s.channels[channel], Persona: s.personas[i], Stage: ledger.Lead},
				Count: row.Count, Author: owner, Source: ledger.Typed, RecordedAt: at, Request: r.Key, Line: i,
			})
			if err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}
