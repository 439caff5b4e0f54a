package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

func TestOpenRefuses(t *testing.T) {
	for name, c := range map[string]struct{ target, want string }{
		"nothing":                  {"", "want the path of a file or a postgres:// URL"},
		"another kind of database": {"mysql://root:canary@localhost/treve", "want the path of a file or a postgres:// URL"},
		"memory":                   {":memory:", "want the path of a file"},
		"a folder that is not":     {filepath.Join(t.TempDir(), "no", "treve.db"), "unable to open database file"},
		"a broken URL":             {"postgres://treve:canary@host:port/treve", "not a URL such as postgres://"},
		"a URL without a host":     {"postgres://", "not a URL such as postgres://"},
		"an unknown parameter":     {"postgres://treve:canary@127.0.0.1:1/treve?sslmode=canary", "PostgreSQL at 127.0.0.1:1/treve"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := store.Open(t.Context(), c.target, quiet)
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("Open = %q; want it to say %q", err, c.want)
			}
			if strings.Contains(err.Error(), "canary@") || strings.Contains(err.Error(), ":canary") {
				t.Errorf("the password was told: %v", err)
			}
		})
	}
}

// TestOpenGivesUp checks that an unreachable server is tried again, until the
// caller's time is up, and named without its password.
func TestOpenGivesUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 350*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_, err := store.Open(ctx, "postgres://treve:canary@127.0.0.1:1/treve?sslmode=disable", quiet)
	if err == nil || strings.Contains(err.Error(), "canary") || !strings.Contains(err.Error(), "127.0.0.1:1/treve") {
		t.Errorf("Open = %v; want the place without its password", err)
	}
	if took := time.Since(begun); took < 100*time.Millisecond {
		t.Errorf("Open gave up after %s, at the first attempt", took)
	}
}

// TestSettingsReachEveryConnection checks what a PRAGMA statement would not do.
func TestSettingsReachEveryConnection(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	for range 3 { // three connections, held together
		conn, err := s.DB().Connx(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		for pragma, want := range map[string]string{"foreign_keys": "1", "journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000"} {
			var got string
			if err := conn.GetContext(t.Context(), &got, "PRAGMA "+pragma); err != nil || got != want {
				t.Errorf("%s is %s, %v; want %s", pragma, got, err, want)
			}
		}
		var n int
		if err := conn.GetContext(t.Context(), &n, `SELECT "no_such_column"`); err == nil {
			t.Error("a misspelt column was taken for a string")
		}
	}
}

func TestFileNamesAreTakenLiterally(t *testing.T) {
	for _, name := range []string{"a b.db", "50%.db", "x#y.db", "q?mode=memory.db", "é&co.db", "a:b.db"} {
		path := filepath.Join(t.TempDir(), name)
		storetest.Open(t, path)
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDatabaseClock checks that leases can be compared on either database.
func TestDatabaseClock(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		s := storetest.Open(t, fresh(t))
		if _, err := s.DB().ExecContext(t.Context(), `
			INSERT INTO workspaces (name) VALUES ('w')`); err != nil {
			t.Fatal(err)
		}
		if _, err := s.DB().ExecContext(t.Context(), `
			INSERT INTO audit_log (workspace_id, recorded_at, author, what, old_value, new_value, reason)
			SELECT id, `+s.Now(time.Hour)+`, '', '', '', '', '' FROM workspaces`); err != nil {
			t.Fatal(err)
		}
		var later, muchLater bool
		for comparison, got := range map[string]*bool{s.Now(0): &later, s.Now(61 * time.Minute): &muchLater} {
			if err := s.DB().GetContext(t.Context(), got, `SELECT recorded_at > `+comparison+` FROM audit_log`); err != nil {
				t.Fatal(err)
			}
		}
		if !later || muchLater {
			t.Errorf("an hour from now is after now: %t, after 61 minutes from now: %t; want true, false", later, muchLater)
		}
	})
}

// The books name people: nobody else of the machine reads them.
func TestANewFileIsPrivate(t *testing.T) {
	s, target := fresh(t)
	defer s.Close()
	files, err := filepath.Glob(target + "*")
	if err != nil || len(files) < 2 {
		t.Fatalf("%v, %v; want the file, and its log", files, err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
}

// What is being prepared beside, on a connection of its own, would otherwise open
// a file again that is closed, and leave files beside it.
func TestCloseEndsWhatIsBeingPrepared(t *testing.T) {
	for range 100 {
		s, target := fresh(t)
		space, err := s.Adopt(t.Context(), "T1", "Fonderie", ledger.DefaultSettings())
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time it is worth preparing
			if _, err := space.Settings(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		beside, err := filepath.Glob(target + "-*")
		if err != nil || len(beside) > 0 {
			t.Fatalf("after closing there is %v, %v", beside, err)
		}
	}
}

func fresh(t *testing.T) (s *store.Store, target string) {
	t.Helper()
	target = filepath.Join(t.TempDir(), "treve.db")
	s, err := store.Open(t.Context(), target, quiet)
	if err == nil {
		err = s.Migrate(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, target
}
