package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/store"
)

// The company is the same credible one on whatever day somebody looks at it.
func TestTheSampleCompanyOnAnyDay(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		today calendar.Date
	}{
		{"a Sunday the first", calendar.NewDate(2026, time.November, 1)},
		{"a first working day", calendar.NewDate(2026, time.November, 2)},
		{"the middle of a month", calendar.NewDate(2026, time.November, 18)},
		{"New Year's Day", calendar.NewDate(2027, time.January, 1)},
		{"the end of February", calendar.NewDate(2027, time.February, 28)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			now := c.today.At(calendar.TimeOfDay{Hour: 8}, paris)
			books := sampleBooks(t, now)
			month := c.today.In()
			plan, err := books.Plan(t.Context(), month)
			if err != nil {
				t.Fatal(err)
			}
			if plan.From != month || len(plan.Goals) != len(sampleChannels)*len(samplePersonas) {
				t.Errorf("%d goals, made for %s; want all of them, for %s", len(plan.Goals), plan.From, month)
			}
			for _, change := range plan.Changes {
				if change.At.After(now) {
					t.Errorf("%+v was made in the future", change)
				}
			}
			written, err := books.RecentEntries(t.Context(), 0, 20)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range written {
				if !w.Cell.Day.Before(c.today) || w.RecordedAt.After(now) {
					t.Errorf("an entry of %s, recorded at %s", w.Cell.Day, w.RecordedAt)
				}
			}
			if found, err := books.Check(t.Context()); err != nil || len(found) > 0 {
				t.Errorf("totals that differ: %v, %v", found, err)
			}
			edition, err := recap.Preview(t.Context(), books, c.today)
			if err == nil {
				_, err = bot.RenderRecap(edition, recap.Layout{})
			}
			if err != nil || !edition.Report.Planned || len(edition.Amendments) > 0 {
				t.Errorf("the recap: %v, planned %t, amended %+v", err, edition.Report.Planned, edition.Amendments)
			}
		})
	}
}

// sampleBooks are the company's, as they are at an instant.
func sampleBooks(t *testing.T, now time.Time) *store.Space {
	t.Helper()
	p := &program{stdout: t.Output(), stderr: t.Output(), language: lang.French}
	c := config.Config{Database: filepath.Join(t.TempDir(), "treve.db"), Language: "fr"}
	db, err := p.database(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := p.prepareDemo(t.Context(), db, c, now, now); err != nil {
		t.Fatal(err)
	}
	books, err := db.Local(t.Context(), "", ledger.DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	return books
}
