package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

func catalogue(t *testing.T, s *store.Store) {
	f, ctx := newFirm(t, s), t.Context()
	newFirm(t, s) // whose channels are not seen here
	webinar := ledger.Channel{
		Name: "Webinaire 🎤", Aliases: []string{"web", "<visio> & co"}, Team: ledger.Sales,
		Owner: "U7", Rhythm: ledger.Occasional, Definition: "une inscription", DefaultPersona: f.eti, Archived: true,
	}
	f.write(func(ctx context.Context, tx *store.Tx) (err error) {
		webinar.ID, err = tx.AddChannel(ctx, webinar, manager)
		return err
	})
	want := ledger.Catalogue{
		Channels: []ledger.Channel{
			{ID: f.email, Name: "E-mail", Team: ledger.Marketing, Rhythm: ledger.Daily},
			{ID: f.seo, Name: "Référencement", Team: ledger.Marketing, Rhythm: ledger.Daily},
			webinar,
		},
		Personas: []ledger.Persona{{ID: f.pme, Name: "PME"}, {ID: f.eti, Name: "ETI"}},
	}
	if diff := cmp.Diff(want, must(f.Catalogue(ctx))(t), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("catalogue (-want +got):\n%s", diff)
	}
	takenNames(t, f)
	changedChannel(t, f, webinar)
	personaChanged(t, f)
}

func takenNames(t *testing.T, f *firm) {
	for name, add := range map[string]func(context.Context, *store.Tx) error{
		"a channel's name, spelt otherwise": func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddChannel(ctx, ledger.Channel{Name: "EMAIL", Team: ledger.Sales, Rhythm: ledger.Daily}, manager)
			return err
		},
		"an alias that is a channel's name": func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddChannel(ctx, ledger.Channel{Name: "Mailing", Aliases: []string{"email"}, Team: ledger.Sales, Rhythm: ledger.Daily}, manager)
			return err
		},
		"a channel renamed as another's alias": func(ctx context.Context, tx *store.Tx) error {
			return tx.UpdateChannel(ctx, ledger.Channel{ID: f.seo, Name: "Web", Team: ledger.Sales, Rhythm: ledger.Daily}, manager)
		},
		"a persona's name": func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddPersona(ctx, ledger.Persona{Name: "p.m.e."}, manager)
			return err
		},
	} {
		if err := f.try(add); !isProblem(err) {
			t.Errorf("%s: %v; want a Problem", name, err)
		}
	}
}

func changedChannel(t *testing.T, f *firm, c ledger.Channel) {
	c.Owner, c.Archived, c.DefaultPersona = "U8", false, 0
	f.write(func(ctx context.Context, tx *store.Tx) error { return tx.UpdateChannel(ctx, c, manager) })
	same(t, "the channel changed", c, must(f.Catalogue(t.Context()))(t).Channel(c.ID))
	log := make([][3]string, 0, 3)
	for _, line := range must(f.Audit(t.Context(), 3))(t) {
		log = append(log, [3]string{line.What, line.Old, line.New})
	}
	same(t, "the log, newest first", 3, len(log))
	same(t, "its first line", [3]string{"channel owner Webinaire 🎤", "U7", "U8"}, log[2])
	same(t, "its last line", [3]string{"channel archived Webinaire 🎤", "true", "false"}, log[0])
	err := f.try(func(ctx context.Context, tx *store.Tx) error {
		return tx.UpdateChannel(ctx, ledger.Channel{ID: c.ID + 1000, Name: "X", Team: ledger.Sales, Rhythm: ledger.Daily}, manager)
	})
	if !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("change a channel there is not: %v; want ErrNotFound", err)
	}
}

func closures(t *testing.T, s *store.Store) {
	f := newFirm(t, s)
	newFirm(t, s).write(func(ctx context.Context, tx *store.Tx) error { // not seen here
		return tx.AddException(ctx, calendar.Exception{First: day(2), Last: day(2)}, manager)
	})
	later := sla.Author{ID: "U2", At: noon.Add(time.Hour)}
	closed := calendar.Exception{First: day(9), Last: day(13), Label: "inventaire"}
	opened := calendar.Exception{First: day(2), Last: day(30), Working: true}
	f.write(func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(tx.AddException(ctx, closed, manager), tx.AddException(ctx, opened, later))
	})
	closed.By, closed.DeclaredAt = manager.ID, manager.At
	opened.By, opened.DeclaredAt = later.ID, later.At
	got := must(f.Exceptions(t.Context()))(t)
	if diff := cmp.Diff([]calendar.Exception{closed, opened}, got, cmpopts.IgnoreFields(calendar.Exception{}, "ID")); diff != "" {
		t.Errorf("closures (-want +got):\n%s", diff)
	}
	days := must(calendar.New(calendar.Rule{Exceptions: got}))(t)
	same(t, "worked, as declared last", true, days.Works(day(10)))
	same(t, "the log", "2026-11-02/2026-11-30", must(f.Audit(t.Context(), 1))(t)[0].New)
	if f.try(func(ctx context.Context, tx *store.Tx) error {
		return tx.AddException(ctx, calendar.Exception{First: day(5), Last: day(4)}, manager)
	}) == nil {
		t.Error("a closure that ends before it begins was taken")
	}
}
