package store

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"
)

var sqliteDialect = dialect{
	name:        "sqlite",
	driver:      "sqlite",
	goose:       goose.DialectSQLite3,
	connections: 8,
	oneWriter:   true,
	migrated:    "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'goose_db_version')",
	schema:      "SELECT 'main'",
	now: func(later time.Duration) string {
		return "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '" + interval(later) + "')"
	},
	conflicted:  isBusy,
	unreachable: isBusy, // switching a new file to its journal mode can find it locked
}

// isBusy looks at the primary code, the low byte, which the many kinds of busy
// have in common.
func isBusy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlitelib.SQLITE_BUSY
}

// sqliteSource is the data source of a file. Its parameters reach every
// connection, which a PRAGMA statement would not. What is committed survives a
// power cut (synchronous FULL), a transaction takes the write lock when it
// begins, and a misspelt column is an error instead of a string.
func sqliteSource(path string) (string, error) {
	if path == "" || strings.Contains(path, "://") || path == ":memory:" {
		return "", fmt.Errorf("open the database: want the path of a file or a postgres:// URL")
	}
	query := url.Values{
		"_foreign_keys": {"on"}, "_busy_timeout": {"5000"}, "_journal_mode": {"WAL"},
		"_synchronous": {"FULL"}, "_txlock": {"immediate"}, "_dqs": {"0"},
	}
	escaped := (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	return (&url.URL{Scheme: "file", Opaque: escaped, RawQuery: query.Encode()}).String(), nil
}
