package store_test

import (
	"context"
	_ "embed"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// everything fills every table, see wantEveryTable.
//
//go:embed testdata/everything.sql
var everything string

// bytesOfAll is an answer with bytes that are no text.
const bytesOfAll = "\x00\xff\\x41 \n"

func fillEverything(t *testing.T, s *store.Store) {
	t.Helper()
	for statement := range strings.SplitSeq(everything, ";\n") {
		if _, err := s.DB().ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%v:\n%s", err, statement)
		}
	}
	for key, answer := range map[string]string{"k1": bytesOfAll, "k2": ""} {
		if _, err := s.DB().ExecContext(t.Context(), `
			INSERT INTO requests (workspace_id, key, asked, answer, author, recorded_at)
			VALUES (2, $1, 'ab', $2, 'U1', '2026-11-16T09:00:00.000000Z')`, key, []byte(answer)); err != nil {
			t.Fatal(err)
		}
	}
}

// fromEachToEach copies books between all four pairs of databases.
func fromEachToEach(t *testing.T, test func(t *testing.T, from, to string)) {
	t.Helper()
	storetest.OnEachDatabase(t, func(t *testing.T, from func(testing.TB) string) {
		storetest.OnEachDatabase(t, func(t *testing.T, to func(testing.TB) string) { test(t, from(t), to(t)) })
	})
}

// TestCopyTakesEverything copies books that hold something in every table, and
// then writes to the copy.
func TestCopyTakesEverything(t *testing.T) {
	fromEachToEach(t, func(t *testing.T, from, to string) {
		source, target := storetest.Open(t, from), storetest.Open(t, to)
		fillEverything(t, source)
		sums, err := store.Copy(t.Context(), source, target, store.Copying{Still: true})
		if err != nil {
			t.Fatal(err)
		}
		wantEveryTable(t, source, sums)
		for _, s := range []*store.Store{source, target} {
			if again, err := s.Contents(t.Context()); err != nil || !cmp.Equal(again, sums) {
				t.Errorf("the tables hold something else, %v:\n%s", err, cmp.Diff(sums, again))
			}
		}
		wantSettings(t, target)
		wantNewIDs(t, target)
	})
}

// TestCopyNotesARestore leaves in every workspace since when its books know all,
// whatever they said of it.
func TestCopyNotesARestore(t *testing.T) {
	fromEachToEach(t, func(t *testing.T, from, to string) {
		source, target := storetest.Open(t, from), storetest.Open(t, to)
		fillEverything(t, source)
		if _, err := source.DB().ExecContext(t.Context(), `INSERT INTO settings VALUES (2, 'restored_at', '2026-11-02T08:00:00Z')`); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, time.November, 16, 11, 30, 0, 250_000_000, time.UTC)
		if _, err := store.Copy(t.Context(), source, target, store.Copying{RestoredAt: at}); err != nil {
			t.Fatal(err)
		}
		var notes []string
		err := target.DB().SelectContext(t.Context(), &notes, `SELECT value FROM settings WHERE key = 'restored_at'`)
		if want := slices.Repeat([]string{"2026-11-16T11:30:00.25Z"}, 3); err != nil || !slices.Equal(notes, want) {
			t.Errorf("the workspaces were restored at %v, %v; want %v", notes, err, want)
		}
	})
}

// wantEveryTable holds the copied tables to those that the migrations made.
func wantEveryTable(t *testing.T, s *store.Store, sums []store.Contents) {
	t.Helper()
	copied := map[string]int64{}
	for _, c := range sums {
		copied[c.Table] = c.Rows
	}
	list := `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'`
	if s.DB().DriverName() == "postgres" {
		list = `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`
	}
	var tables []string
	if err := s.DB().SelectContext(t.Context(), &tables, list); err != nil {
		t.Fatal(err)
	}
	for _, name := range tables {
		if copied[name] == 0 && name != "goose_db_version" {
			t.Errorf("no row of %s was copied: has testdata/everything.sql one?", name)
		}
	}
	if len(copied) != len(tables)-1 {
		t.Errorf("%d tables were copied of %d", len(copied), len(tables)-1)
	}
}

// wantSettings looks at what is spelt otherwise in the two databases.
func wantSettings(t *testing.T, s *store.Store) {
	t.Helper()
	var person struct {
		Name  string
		Admin bool
		Guest bool
	}
	err := s.DB().GetContext(t.Context(), &person, `SELECT name, admin, guest FROM people WHERE workspace_id = 2`)
	if err != nil || person.Name != "Zoë 🦊 O'Hara" || !person.Admin || person.Guest {
		t.Errorf("a person became %+v, %v", person, err)
	}
	var answer []byte
	err = s.DB().GetContext(t.Context(), &answer, `SELECT answer FROM requests WHERE key = 'k1'`)
	if err != nil || string(answer) != bytesOfAll {
		t.Errorf("an answer became %q, %v", answer, err)
	}
}

// wantNewIDs adds a row where the database hands out ids: it gets one that no
// row of the source ever had.
func wantNewIDs(t *testing.T, s *store.Store) {
	t.Helper()
	for insert, want := range map[string]int64{
		`INSERT INTO workspaces (name) VALUES ('new') RETURNING id`:                                                         5,
		`INSERT INTO personas (workspace_id, name, folded, aliases, archived) VALUES (2, 'n', 'n', '', FALSE) RETURNING id`: 4,
		`INSERT INTO alert_mutes (workspace_id, person, channel_id) VALUES (2, 'U2', 7) RETURNING channel_id`:               7,
		`INSERT INTO entries (workspace_id, day, monthly, channel_id, persona_id, stage, count, amount_cents, lead_ref, note, author, source, recorded_at, request, line)
		 VALUES (2, '2026-11-17', FALSE, 1, 2, 'lead', 1, 0, '', '', 'U1', 'typed', '2026-11-17T09:00:00.000000Z', 'k9', 0) RETURNING id`: 4,
	} {
		var id int64
		if err := s.DB().GetContext(t.Context(), &id, insert); err != nil || id != want {
			t.Errorf("%s\nis row %d, %v; want %d", insert, id, err, want)
		}
	}
}

// TestCopyRefuses checks what is left in a target that cannot be filled: what was
// there.
func TestCopyRefuses(t *testing.T) {
	fromEachToEach(t, func(t *testing.T, from, to string) {
		source, target := storetest.Open(t, from), storetest.Open(t, to)
		fillEverything(t, source)
		kept := openShop(t, target, "T9")
		kept.append(t, kept.entry(16, 12))
		before := contents(t, target)

		if _, err := store.Copy(t.Context(), source, target, store.Copying{}); !errors.Is(err, store.ErrNotEmpty) {
			t.Errorf("Copy = %v; want ErrNotEmpty", err)
		}
		meddle := store.Copying{Replace: before, Still: true, Progress: func(table string, _ int64) {
			if table == "absences" {
				_, _ = source.DB().ExecContext(t.Context(), `UPDATE workspaces SET name = name || '!'`)
			}
		}}
		if _, err := store.Copy(t.Context(), source, target, meddle); !errors.Is(err, store.ErrChanged) {
			t.Errorf("Copy = %v; want ErrChanged", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		hurried := store.Copying{Replace: before, Progress: func(table string, _ int64) {
			if table == "entries" {
				cancel()
			}
		}}
		if _, err := store.Copy(ctx, source, target, hurried); !errors.Is(err, context.Canceled) {
			t.Errorf("Copy = %v; want it given up", err)
		}
		if after := contents(t, target); !cmp.Equal(before, after) {
			t.Errorf("the target is not what it was:\n%s", cmp.Diff(before, after))
		}
		if _, err := store.Copy(t.Context(), source, target, store.Copying{Replace: contents(t, source)}); !errors.Is(err, store.ErrChanged) {
			t.Errorf("Copy over other books than those = %v; want ErrChanged", err)
		}
		if _, err := store.Copy(t.Context(), source, target, store.Copying{Replace: before}); err != nil {
			t.Error(err)
		}
		if want, got := contents(t, source), contents(t, target); !cmp.Equal(want, got) {
			t.Errorf("replaced, the target holds something else:\n%s", cmp.Diff(want, got))
		}
	})
}

// TestCopyIsOneInstant copies while somebody writes: the copy's totals are those
// of its ledger, whatever moment it shows.
func TestCopyIsOneInstant(t *testing.T) {
	fromEachToEach(t, func(t *testing.T, from, to string) {
		source, target := storetest.Open(t, from), storetest.Open(t, to)
		a := openShop(t, source, "T1")
		a.append(t, a.entry(16, 12))
		busy := store.Copying{Progress: func(string, int64) { a.append(t, a.entry(17, 1)) }}
		if _, err := store.Copy(t.Context(), source, target, busy); err != nil {
			t.Fatal(err)
		}
		b, err := find(target)
		if err != nil {
			t.Fatal(err)
		}
		if found, err := b.Check(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("Check = %+v, %v; want nothing", found, err)
		}
		totals, err := b.Totals(t.Context(), b.cell(16).Day, b.cell(17).Day)
		if err != nil || len(totals) != 1 || totals[0].Count != 12 {
			t.Errorf("the copy has %+v, %v; want the 12 leads it began with", totals, err)
		}
	})
}

func contents(t *testing.T, s *store.Store) []store.Contents {
	t.Helper()
	sums, err := s.Contents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return sums
}
