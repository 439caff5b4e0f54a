package main

import (
	"context"
	"errors"
	"time"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// prepareDemo makes sure the books have a company in them, and returns when the
// demonstration begins: now or, where an earlier run had moved its clock ahead
// of that, where it left off.
func (p *program) prepareDemo(ctx context.Context, db *store.Store, c config.Config, now time.Time) (time.Time, error) {
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
	return now, errors.Join(
		introduce(ctx, books, p.language),
		fillSample(ctx, books, p.language, now),
		scheduleSample(ctx, books, now))
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
func scheduleSample(ctx context.Context, books *store.Space, now time.Time) error {
	by := sla.Author{ID: sampleManager, At: now}
	request := ledger.Request{Key: "sample-recap", Asked: "recap", Author: by.ID, At: now}
	_, _, err := books.Once(ctx, request, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		return nil, errors.Join(
			tx.SetOption(ctx, "recap_in", `[{"ID":"C0MARKETING","Name":"marketing","SetBy":"`+sampleManager+`"}]`, by),
			tx.SetOption(ctx, "recap_since", now.UTC().Format(time.RFC3339Nano), by))
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
