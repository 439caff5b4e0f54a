package main

import (
	"context"
	"errors"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// lastMorning is a minute before the latest recap there would have been by now:
// whoever comes to the demonstration finds it there to read.
func lastMorning(s ledger.Settings, now time.Time) (time.Time, error) {
	zone, err := s.Zone()
	if err != nil {
		return now, err
	}
	days, err := calendar.New(calendar.Rule{Country: s.Country})
	if err != nil {
		return now, err
	}
	at := now.Add(time.Hour)
	for day := calendar.On(now, zone).AddDays(1); at.After(now); {
		day = days.Previous(day)
		at = day.At(s.RecapAt, zone)
	}
	return at.Add(-time.Minute), nil
}

// prepareDemo makes sure the books have a company in them, whose recap is posted
// from since on, and returns when the demonstration begins: then or, where the
// books were kept of an earlier run, now; where that had moved its clock ahead,
// where it left off.
func (p *program) prepareDemo(ctx context.Context, db *store.Store, c config.Config, since, now time.Time) (time.Time, error) {
	books, err := db.Local(ctx, "", defaults(c))
	if err != nil {
		return now, err
	}
	catalogue, err := books.Catalogue(ctx)
	if err != nil {
		return now, err
	}
	if len(catalogue.Channels) > 0 {
		return leftOff(ctx, books, now)
	}
	return since, errors.Join(
		introduce(ctx, books, p.language),
		fillSample(ctx, books, p.language, now),
		scheduleSample(ctx, books, since))
}

// introduce makes the people of the company known by their names, as they would
// be had each spoken to the bot before; it asks anew as soon as they do.
func introduce(ctx context.Context, books *store.Space, language lang.Language) error {
	var errs []error
	for _, u := range localslack.SamplePeople(language) {
		errs = append(errs, books.SavePerson(ctx, ledger.Person{
			ID: u.ID, Name: u.RealName, Locale: u.Locale, Admin: u.Admin || u.Owner, Manager: u.Admin || u.Owner,
			Guest: u.Restricted, Stranger: u.Stranger,
		}))
	}
	return errors.Join(errs...)
}

// scheduleSample has the recap posted in #marketing from the next morning on.
func scheduleSample(ctx context.Context, books *store.Space, since time.Time) error {
	by := sla.Author{ID: sampleManager, At: since}
	request := ledger.Request{Key: "sample-recap", Asked: "recap", Author: by.ID, At: since}
	_, _, err := books.Once(ctx, request, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		return nil, errors.Join(
			tx.SetOption(ctx, "recap_in", `[{"ID":"C0MARKETING","Name":"marketing","SetBy":"`+sampleManager+`"}]`, by),
			tx.SetOption(ctx, "recap_since", since.UTC().Format(time.RFC3339Nano), by))
	})
	return err
}

// leftOff is the latest instant the books tell of, or now.
func leftOff(ctx context.Context, books *store.Space, now time.Time) (time.Time, error) {
	latest := now
	entries, err := books.RecentEntries(ctx, 0, 1)
	if err != nil {
		return now, err
	}
	posts, err := books.Recaps().Recent(ctx, 1)
	if err != nil {
		return now, err
	}
	for _, e := range entries {
		latest = later(latest, e.RecordedAt)
	}
	for _, p := range posts {
		latest = later(latest, lastOf(p))
	}
	return latest, nil
}

func lastOf(p recap.Post) time.Time { return later(p.PostedAt, p.DueAt) }

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
