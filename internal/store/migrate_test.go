package store_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
	"github.com/treve-bot/treve/migrations"
)

func TestMigrationsTwin(t *testing.T) {
	names := func(dialect string) []string {
		files, err := migrations.For(dialect)
		if err != nil {
			t.Fatal(err)
		}
		names, err := fs.Glob(files, "*")
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	if diff := cmp.Diff(names("postgres"), names("sqlite")); diff != "" {
		t.Errorf("migrations of PostgreSQL and SQLite differ:\n%s", diff)
	}
}

// column is a column as a database describes it.
type column struct {
	Table, Column string
	Required      bool
}

func TestSchemasAgree(t *testing.T) {
	sqlite := columns(t, storetest.Open(t, storetest.SQLite(t)), `
		SELECT m.name AS "table", c.name AS "column", c."notnull" OR c.pk > 0 AS required
		FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT IN ('sqlite_sequence', 'goose_db_version')
		ORDER BY 1, 2`)
	postgres := columns(t, storetest.Open(t, storetest.Postgres(t)), `
		SELECT table_name AS "table", column_name AS "column", is_nullable = 'NO' AS required
		FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name <> 'goose_db_version'
		ORDER BY table_name COLLATE "C", column_name COLLATE "C"`)
	if diff := cmp.Diff(postgres, sqlite); diff != "" {
		t.Errorf("schemas of PostgreSQL (-) and SQLite (+) differ:\n%s", diff)
	}
	if len(sqlite) < 50 {
		t.Errorf("only %d columns were compared", len(sqlite))
	}
}

func columns(t *testing.T, s *store.Store, query string) (list []column) {
	t.Helper()
	if err := s.DB().SelectContext(t.Context(), &list, query); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestMigrationStatus(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		s, err := store.Open(t.Context(), fresh(t), quiet)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		wantApplied(t, s, false)
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantApplied(t, s, true)
	})
}

func wantApplied(t *testing.T, s *store.Store, want bool) {
	t.Helper()
	steps, err := s.MigrationStatus(t.Context())
	if err != nil || len(steps) == 0 || steps[0].Name != "00001_books.sql" {
		t.Fatalf("MigrationStatus = %+v, %v", steps, err)
	}
	for _, step := range steps {
		if step.Applied != want {
			t.Errorf("%s: applied %t; want %t", step.Name, step.Applied, want)
		}
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		target := fresh(t)
		s := storetest.Open(t, target)
		if _, err := s.DB().ExecContext(t.Context(),
			"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)"); err != nil {
			t.Fatal(err)
		}
		if again, err := store.Open(t.Context(), target, quiet); !errors.Is(err, store.ErrNewerSchema) {
			t.Errorf("Open = %v, %v; want ErrNewerSchema", again, err)
		}
	})
}

// TestOpenTogether has six processes find an empty database at once.
func TestOpenTogether(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		for range 3 {
			target := fresh(t)
			var group sync.WaitGroup
			for range 6 {
				group.Go(func() {
					s, err := store.Open(context.Background(), target, quiet)
					if err != nil {
						t.Error(err)
						return
					}
					defer s.Close()
					if err := s.Migrate(context.Background()); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			wantVersions(t, storetest.Open(t, target).DB())
		}
	})
}

func wantVersions(t *testing.T, db *sqlx.DB) {
	t.Helper()
	var twice int
	err := db.GetContext(t.Context(), &twice, `
		SELECT COUNT(*) FROM (SELECT version_id FROM goose_db_version GROUP BY version_id HAVING COUNT(*) > 1) AS d`)
	if err != nil || twice > 0 {
		t.Errorf("%d migrations were applied twice, %v", twice, err)
	}
}

var quiet = slog.New(slog.DiscardHandler)

// A program whose schema is missing is not ready, and says what to do.
func TestCurrentWantsTheSchema(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		s, err := store.Open(t.Context(), fresh(t), quiet)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.Current(t.Context()); err == nil || !strings.Contains(err.Error(), "treve migrate up") {
			t.Errorf("Current = %v; want it to say what to do", err)
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.Current(t.Context()); err != nil {
			t.Errorf("Current = %v after Migrate", err)
		}
	})
}

// takesAway finds what an older program, which goes on while replicas are
// replaced one after another, could not live with.
var takesAway = regexp.MustCompile(`(?i)\b(DROP\s+(TABLE|COLUMN)|RENAME|SET\s+NOT\s+NULL)\b`)

// TestMigrationsOnlyAdd holds from the first version on that anybody upgrades
// from: the steps before made the schema of that one.
func TestMigrationsOnlyAdd(t *testing.T) {
	files, err := migrations.For("postgres")
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		if found := takesAway.Find(text); found != nil && name > "00006" {
			t.Errorf("%s has %q: an older replica may still need it", name, found)
		}
	}
}
