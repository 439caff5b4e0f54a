package main

import (
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
)

// behind changes the books behind the program's back.
func (s shell) behind(statement string) {
	s.Helper()
	target, driver := strings.TrimPrefix(s.environ[0], "TREVE_DATABASE="), "postgres"
	if !strings.HasPrefix(target, "postgres://") {
		target, driver = "file:"+strings.NewReplacer("%", "%25", "#", "%23", "?", "%3F").Replace(target), "sqlite"
	}
	db, err := sqlx.Open(driver, target)
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	result, err := db.ExecContext(s.Context(), statement)
	if err != nil {
		s.Fatal(err)
	}
	if n, err := result.RowsAffected(); n != 1 || err != nil {
		s.Fatalf("%s: %d rows, %v", statement, n, err)
	}
}

// A total that is not what the ledger says is found, and a script notices.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "import testdata/counts.csv --kind counts --create")
		s.run(0, "check", "Les totaux correspondent au registre.")
		s.behind("UPDATE daily_totals SET count = count + 1 WHERE day = '2026-11-12' AND count = 23")
		said := s.run(1, "check", "1 total ne correspond pas au registre", "2026-11-12")
		if !strings.Contains(said.out, "23") || !strings.Contains(said.out, "24") {
			s.Errorf("both counts are to be read: %s", said.out)
		}
	})
}

// A schema that a newer binary has made is left alone.
func TestANewerSchemaIsRefused(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "migrate up")
		s.behind("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)")
		for _, args := range []string{"status", "check", "migrate up", "import testdata/counts.csv --kind counts --create"} {
			s.run(1, args, "newer")
		}
	})
}
