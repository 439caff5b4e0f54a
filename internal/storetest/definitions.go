package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

// definitions checks that what counts as a lead is dated: a month keeps its own.
func definitions(t *testing.T, s *store.Store) {
	f := newFirm(t, s)
	var webinar ledger.ChannelID
	f.write(func(ctx context.Context, tx *store.Tx) (err error) {
		webinar, err = tx.AddChannel(ctx, ledger.Channel{
			Name: "Webinaire", Team: ledger.Marketing, Rhythm: ledger.Daily, Definition: "une inscription",
		}, manager)
		return err
	})
	at := func(m calendar.Month) map[ledger.ChannelID]string { return must(f.Plan(t.Context(), m))(t).Definitions }
	same(t, "from before any month", map[ledger.ChannelID]string{webinar: "une inscription"}, at(month(time.May)))

	later := sla.Author{ID: "U2", Reason: "trop d'inscrits absents", At: noon.Add(time.Hour)}
	f.write(func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.SetDefinition(ctx, month(time.November), webinar, "une présence", later),
			tx.SetDefinition(ctx, month(time.November), f.email, "un clic", later),
			tx.SetDefinition(ctx, month(time.December), f.email, "", later))
	})
	same(t, "October keeps its own", map[ledger.ChannelID]string{webinar: "une inscription"}, at(month(time.October)))
	same(t, "November", map[ledger.ChannelID]string{webinar: "une présence", f.email: "un clic"}, at(month(time.November)))
	same(t, "December, one taken away", map[ledger.ChannelID]string{webinar: "une présence"}, at(month(time.December)))
	same(t, "November's changes", []sla.Change{
		{What: sla.DefinitionChanged, Segment: ledger.Segment{Channel: webinar}, Old: "une inscription", New: "une présence", Author: "U2", Reason: later.Reason, At: later.At},
		{What: sla.DefinitionChanged, Segment: ledger.Segment{Channel: f.email}, New: "un clic", Author: "U2", Reason: later.Reason, At: later.At},
	}, must(f.Plan(t.Context(), month(time.November)))(t).Changes)
	same(t, "the channel goes by the last", "une présence", must(f.Catalogue(t.Context()))(t).Channel(webinar).Definition)
	same(t, "the log", "definition 2026-12 E-mail", must(f.Audit(t.Context(), 1))(t)[0].What)

	channel := must(f.Catalogue(t.Context()))(t).Channel(webinar)
	channel.Definition, channel.Owner = "n'importe quoi", "U9"
	f.write(func(ctx context.Context, tx *store.Tx) error { return tx.UpdateChannel(ctx, channel, manager) })
	channel.Definition = "une présence"
	same(t, "a channel changed otherwise", channel, must(f.Catalogue(t.Context()))(t).Channel(webinar))
	raisedByEach(t, f, ledger.Segment{Channel: f.seo, Persona: f.eti}, 8)
}

func personaChanged(t *testing.T, f *firm) {
	changed := ledger.Persona{ID: f.pme, Name: "Petites entreprises", Aliases: []string{"PME", "TPE"}, Archived: true}
	f.write(func(ctx context.Context, tx *store.Tx) error { return tx.UpdatePersona(ctx, changed, manager) })
	same(t, "the persona changed", changed, must(f.Catalogue(t.Context()))(t).Persona(f.pme))
	log := must(f.Audit(t.Context(), 3))(t)
	same(t, "the log's first line", "persona name PME", log[2].What)
	same(t, "its last line", [3]string{"persona archived PME", "false", "true"}, [3]string{log[0].What, log[0].Old, log[0].New})
	err := f.try(func(ctx context.Context, tx *store.Tx) error {
		return tx.UpdatePersona(ctx, ledger.Persona{ID: f.eti, Name: "pme"}, manager)
	})
	if !isProblem(err) {
		t.Errorf("a persona renamed as another's alias: %v; want a Problem", err)
	}
	err = f.try(func(ctx context.Context, tx *store.Tx) error {
		return tx.UpdatePersona(ctx, ledger.Persona{ID: f.eti + 1000, Name: "X"}, manager)
	})
	if !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("change a persona there is not: %v; want ErrNotFound", err)
	}
}
