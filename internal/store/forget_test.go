package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// zoe is somebody whose name is written in more ways than one.
var zoe = ledger.Person{ID: "U0ZOE", Name: `Zoé "Zed" O'Hara & Fils`, Locale: "fr-FR", Manager: true, RefreshedAt: whenForgotten}

// house is a workspace with one channel and one persona.
type house struct {
	*testing.T
	*store.Space

	email ledger.ChannelID
	pme   ledger.PersonaID
}

var whenForgotten = time.Date(2026, time.November, 16, 11, 0, 0, 0, time.UTC)

func novemberDay(d int) calendar.Date { return calendar.NewDate(2026, time.November, d) }

func newHouse(t *testing.T, s *store.Store) *house {
	t.Helper()
	space, err := s.Adopt(t.Context(), "T1", "Ateliers", ledger.DefaultSettings())
	f := &house{T: t, Space: space}
	f.well(err)
	f.write(func(ctx context.Context, tx *store.Tx) (err error) {
		by := sla.Author{ID: "UBOSS", At: whenForgotten}
		if f.email, err = tx.AddChannel(ctx, ledger.Channel{Name: "E-mail", Team: ledger.Marketing, Rhythm: ledger.Daily}, by); err == nil {
			f.pme, err = tx.AddPersona(ctx, ledger.Persona{Name: "PME"}, by)
		}
		return err
	})
	return f
}

func (f *house) well(errs ...error) {
	f.Helper()
	for _, err := range errs {
		if err != nil {
			f.Fatal(err)
		}
	}
}

var requests atomic.Int64

func (f *house) write(write func(ctx context.Context, tx *store.Tx) error) {
	f.Helper()
	request := ledger.Request{Key: fmt.Sprint("set up ", requests.Add(1)), Asked: "set up", At: whenForgotten}
	_, _, err := f.Once(f.Context(), request, func(ctx context.Context, tx *store.Tx) ([]byte, error) { return nil, write(ctx, tx) })
	f.well(err)
}

// dump is every word of every table, a row a line.
func dump(t *testing.T, s *store.Store) string {
	t.Helper()
	sums, err := s.Contents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, table := range sums {
		dumpTable(t, s, table.Table, &all)
	}
	return all.String()
}

func dumpTable(t *testing.T, s *store.Store, table string, into *strings.Builder) {
	t.Helper()
	rows, err := s.DB().QueryxContext(t.Context(), `SELECT * FROM "`+table+`"`) //nolint:sqlclosecheck,unqueryvet // closed below, and all columns are wanted
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		row, err := rows.SliceScan()
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range row {
			if raw, ok := v.([]byte); ok {
				row[i] = string(raw)
			}
		}
		fmt.Fprintln(into, table, strings.ReplaceAll(fmt.Sprint(row...), "\n", " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// speakOfZoe writes her into all that can hold her.
func (f *house) speakOfZoe() {
	f.Helper()
	by := sla.Author{ID: zoe.ID, At: whenForgotten, Reason: zoe.Name + " le veut"}
	f.well(f.SavePerson(f.Context(), zoe), f.SavePerson(f.Context(), ledger.Person{ID: "U1", Name: "Marc", RefreshedAt: whenForgotten}))
	f.write(func(ctx context.Context, tx *store.Tx) error {
		catalogue, err := tx.Catalogue(ctx)
		email := catalogue.Channel(f.email)
		email.Owner, email.SalesOwner = zoe.ID, zoe.ID
		return firstOf(
			err,
			tx.UpdateChannel(ctx, email, by),
			tx.SetAbsence(ctx, ledger.Absence{Person: "U1", StandIn: zoe.ID, Since: whenForgotten}),
			tx.SetMute(ctx, ledger.Mute{Person: zoe.ID, Channel: f.email}, true),
			tx.SetOption(ctx, "recap_in", `[{"ID":"C1","Name":"marketing","SetBy":"`+zoe.ID+`"}]`, by),
			tx.SetOption(ctx, "signer_sales", zoe.ID, by),
			tx.SetGoal(ctx, calendar.Month{Year: 2026, Month: 11}, ledger.Segment{Channel: f.email, Persona: f.pme}, 10, by),
			tx.KeepDraft(ctx, ledger.Draft{Name: "Webinaire", Persona: f.pme, Day: novemberDay(16), Count: 3, Author: zoe.ID, Request: "d1", KeptAt: whenForgotten}),
			tx.Sign(ctx, sla.Signature{Month: calendar.Month{Year: 2026, Month: 11}, Side: ledger.Sales, Person: zoe.ID, Terms: sla.Terms{Plan: "p", Definitions: "d"}, At: whenForgotten}),
		)
	})
	f.write(func(ctx context.Context, tx *store.Tx) error {
		cell := ledger.Cell{Day: novemberDay(16), Channel: f.email, Persona: f.pme, Stage: ledger.Lead}
		_, err := tx.Append(ctx, ledger.Entry{
			Cell: cell, Count: 12, Author: zoe.ID, Source: ledger.Typed, RecordedAt: whenForgotten, Note: "vu par " + zoe.Name,
		})
		return err
	})
	kept, err := json.Marshal(map[string]any{"By": zoe.ID, "Name": zoe.Name, "Count": 12})
	f.well(err)
	_, _, err = f.Once(f.Context(), ledger.Request{Key: "another's", Asked: "/sla set", Author: "UBOSS", At: whenForgotten},
		func(context.Context, *store.Tx) ([]byte, error) { return kept, nil })
	f.well(err)
	_, _, err = f.Once(f.Context(), ledger.Request{Key: "trigger", Asked: "/leads 12", Author: zoe.ID, At: whenForgotten},
		func(context.Context, *store.Tx) ([]byte, error) { return kept, nil })
	f.well(err)
	recaps := f.Recaps()
	for _, key := range []recap.Key{
		{Conversation: zoe.ID, Day: novemberDay(16), Kind: recap.Letter("nudge")},
		{Conversation: "U1", Day: novemberDay(16), Kind: recap.Letter("left-" + zoe.ID)},
		{Conversation: "C1", Day: novemberDay(16), Kind: recap.Daily},
	} {
		f.postAbout(recaps, key)
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *house) postAbout(recaps store.Recaps, key recap.Key) {
	f.Helper()
	blocks, err := json.Marshal([]map[string]string{{"text": "saisi par\n" + zoe.Name + " et <@" + zoe.ID + ">"}})
	f.well(err)
	letter := recap.Note{Key: key, MadeAt: whenForgotten, Message: recap.Message{Text: "Zoé : " + zoe.Name, Blocks: blocks}}
	f.well(recaps.Keep(f.Context(), []recap.Note{letter}))
}

func TestForget(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		s := storetest.Open(t, fresh(t))
		f, ctx := newHouse(t, s), t.Context()
		f.speakOfZoe()
		totals := func() []ledger.Total {
			all, err := f.Totals(ctx, novemberDay(1), novemberDay(30))
			f.well(err)
			return all
		}
		before := totals()
		order := store.Forgetting{
			ID: zoe.ID, Name: zoe.Name, Others: []string{"Zoé"}, Pseudonym: "UX7K2M", Placeholder: "Personne oubliée 7K2M",
			At: sla.Author{At: whenForgotten}, DryRun: true,
		}
		counted, err := f.Forget(ctx, order)
		f.well(err)
		if text := dump(t, s); !strings.Contains(text, zoe.ID) || strings.Contains(text, order.Pseudonym) {
			t.Error("a dry run changed something")
		}
		order.DryRun = false
		done, err := f.Forget(ctx, order)
		f.well(err)
		f.wantForgotten(s, counted, done)
		if after := totals(); !slices.Equal(before, after) {
			t.Errorf("the totals were %v and are %v", before, after)
		}
		found, err := f.Check(ctx)
		if err != nil || len(found) > 0 {
			t.Errorf("totals differ from the ledger: %v, %v", found, err)
		}
		f.wantStillThere(order)
	})
}

// wantForgotten wants nothing left of her, in any column of any table.
func (f *house) wantForgotten(s *store.Store, counted, done store.Forgotten) {
	f.Helper()
	if !maps.Equal(counted.Changed, done.Changed) {
		f.Errorf("counted %v, replaced %v", counted.Changed, done.Changed)
	}
	for _, table := range []string{
		"people", "entries", "requests", "audit_log", "channels", "absences", "alert_mutes", "settings", "commitments",
		"drafts", "signatures", "recaps", "recap_versions",
	} {
		if done.Changed[table] == 0 {
			f.Errorf("%s spoke of nobody: %v", table, done.Changed)
		}
	}
	for line := range strings.Lines(dump(f.T, s)) {
		for _, word := range []string{zoe.ID, "Zoé", "O'Hara", "Zed"} {
			if strings.Contains(line, word) {
				f.Errorf("%q is still there: %.300s", word, line)
			}
		}
	}
}

// wantStillThere wants what she did to be there under the pseudonym, a second
// delivery to find the first one's answer, and her writing again to be somebody
// new.
func (f *house) wantStillThere(order store.Forgetting) {
	f.Helper()
	ctx := f.Context()
	answer, replayed, err := f.Once(ctx, ledger.Request{Key: "trigger", Asked: "/leads 12", Author: zoe.ID, At: whenForgotten},
		func(context.Context, *store.Tx) ([]byte, error) {
			f.Error("delivered again it was done again")
			return nil, nil
		})
	if err != nil || !replayed || !strings.Contains(string(answer), order.Pseudonym) {
		f.Errorf("delivered again: %s, %t, %v", answer, replayed, err)
	}
	entries, err := f.EntriesBy(ctx, order.Pseudonym, 10)
	if err != nil || len(entries) != 1 || entries[0].Count != 12 {
		f.Errorf("the entries are %v, %v", entries, err)
	}
	catalogue, err := f.Catalogue(ctx)
	if err != nil || !slices.Equal(catalogue.Leavers(), []string{order.Pseudonym}) {
		f.Errorf("channels were left by %v, %v", catalogue.Leavers(), err)
	}
	log, err := f.Audit(ctx, 1)
	if err != nil || log[0].What != "forgotten" || log[0].New != order.Pseudonym {
		f.Errorf("the log says %v, %v", log, err)
	}
	again, err := f.Forget(ctx, order)
	if err != nil || !again.None() {
		f.Errorf("the second time: %v, %v", again, err)
	}
	f.well(f.Scrub(ctx), f.SavePerson(ctx, zoe))
	entries, err = f.EntriesBy(ctx, zoe.ID, 10)
	if err != nil || len(entries) != 0 {
		f.Errorf("somebody new has the entries %v, %v", entries, err)
	}
}
