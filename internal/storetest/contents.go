package storetest

import (
	"os"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
)

// Contents is all that a database holds, as bytes or as text: for a test that
// looks for what must not be there.
func Contents(tb testing.TB, target string) string {
	tb.Helper()
	if strings.HasPrefix(target, "postgres") {
		return postgresContents(tb, target)
	}
	var all strings.Builder
	for _, part := range []string{"", "-wal"} {
		content, err := os.ReadFile(target + part)
		if err != nil && !os.IsNotExist(err) {
			tb.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}

func postgresContents(tb testing.TB, target string) string {
	tb.Helper()
	db, err := sqlx.Open("postgres", target)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`SET bytea_output = 'escape'`); err != nil { // bytes that are text stay readable
		tb.Fatal(err)
	}
	var tables, all []string
	if err := db.Select(&tables, `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`); err != nil {
		tb.Fatal(err)
	}
	for _, table := range tables {
		var rows []string
		if err := db.Select(&rows, `SELECT t::text FROM "`+table+`" t`); err != nil {
			tb.Fatal(err)
		}
		all = append(all, rows...)
	}
	return strings.Join(all, "\n")
}
