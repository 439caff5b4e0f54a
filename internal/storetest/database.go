// Package storetest is the behaviour a store must show on every database it
// keeps books in, and the databases to show it on.
package storetest

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/store"
)

// serverVariable names the environment variable that holds the URL of a
// PostgreSQL server to test on; postgres.sh starts one.
const serverVariable = "TEST_POSTGRES_URL"

// OnEachDatabase runs test against SQLite, and against PostgreSQL where
// TEST_POSTGRES_URL names a server: in CI that must be so. fresh makes an empty
// database and returns what store.Open takes for it; it is gone after the test.
func OnEachDatabase(t *testing.T, test func(t *testing.T, fresh func(testing.TB) string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, SQLite)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, Postgres)
	})
}

// SQLite returns the path of a database file that does not exist yet.
func SQLite(tb testing.TB) string { return filepath.Join(tb.TempDir(), "book #1 & 2%.db") }

var schemas atomic.Int64

// Postgres makes an empty schema and returns a URL that opens it; the test is
// skipped where no server is named, and fails there in CI.
func Postgres(tb testing.TB) string {
	tb.Helper()
	server := os.Getenv(serverVariable)
	if server == "" {
		if os.Getenv("CI") != "" {
			tb.Fatal(serverVariable + " is not set, and CI tests both databases")
		}
		tb.Skip(serverVariable + " is not set")
	}
	schema := fmt.Sprintf("test_%d_%d", os.Getpid(), schemas.Add(1))
	administer(tb, server, "CREATE SCHEMA "+schema)
	tb.Cleanup(func() { administer(tb, server, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(server)
	if err != nil {
		tb.Fatal(serverVariable + " is not a URL")
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	return u.String()
}

func administer(tb testing.TB, server, statement string) {
	tb.Helper()
	db, err := sqlx.Open("postgres", server)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		tb.Fatal(err)
	}
}

// Open opens and migrates the database, and closes it after the test.
func Open(tb testing.TB, target string) *store.Store {
	tb.Helper()
	s, err := store.Open(context.Background(), target, slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	if err := s.Migrate(context.Background()); err != nil {
		tb.Fatal(err)
	}
	return s
}
