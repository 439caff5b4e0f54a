package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"
)

var sqliteDialect = dialect{
	name:        "sqlite",
	connect:     func(source string) (*sqlx.DB, error) { return sqlx.Open("sqlite", source) },
	goose:       goose.DialectSQLite3,
	connections: 8,
	oneWriter:   true,
	migrated:    "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'goose_db_version')",
	schema:      "SELECT 'main'",
	columns: `
		SELECT m.name AS "table", c.name AS "column", lower(c.type) AS kind, c.pk AS key_part,
		       m.sql LIKE '%AUTOINCREMENT%' AND c.pk > 0 AS identity
		FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT IN ('sqlite_sequence', 'goose_db_version')
		ORDER BY 1, 2`,
	parents: `
		SELECT m.name AS "table", f."table" AS parent
		FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`,
	integrity: []string{
		`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok' LIMIT 10`,
		`SELECT 'a row of ' || "table" || ' refers to none of ' || parent FROM pragma_foreign_key_check LIMIT 10`,
	},
	snapshot:  sql.TxOptions{ReadOnly: true},
	unhurried: "PRAGMA defer_foreign_keys = ON",
	scrub:     scrubSQLite,
	load:      loadSQLite,
	resume:    func(context.Context, *sqlx.Tx, table) error { return nil }, // SQLite has seen them
	now: func(later time.Duration) string {
		return "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '" + interval(later) + "')"
	},
	conflicted:  isBusy,
	unreachable: isBusy, // switching a new file to its journal mode can find it locked
	trouble:     sqliteTrouble,
}

// isBusy looks at the primary code, the low byte, which the many kinds of busy
// have in common.
func isBusy(err error) bool { return primaryCode(err) == sqlitelib.SQLITE_BUSY }

func primaryCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return sqlitelib.SQLITE_OK
}

func sqliteTrouble(err error) Trouble {
	if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code() == sqlitelib.SQLITE_IOERR_SHMSIZE {
		return DiskFull // for the file beside it that readers share
	}
	return map[int]Trouble{
		sqlitelib.SQLITE_BUSY: Locked, sqlitelib.SQLITE_LOCKED: Locked, sqlitelib.SQLITE_FULL: DiskFull,
		sqlitelib.SQLITE_READONLY: ReadOnly, sqlitelib.SQLITE_PERM: NotAllowed, sqlitelib.SQLITE_CANTOPEN: NotAllowed,
		sqlitelib.SQLITE_IOERR: DiskError, sqlitelib.SQLITE_CORRUPT: Damaged, sqlitelib.SQLITE_NOTADB: NoDatabase,
	}[primaryCode(err)]
}

// sqliteSource is the data source of a file. Its parameters reach every
// connection, which a PRAGMA statement would not. What is committed survives a
// power cut (synchronous FULL), a transaction takes the write lock when it
// begins, and a misspelt column is an error instead of a string.
//
// A file that is only read must be there, and is left as it is. One that is filled is so without a
// write-ahead log, in which a large copy would stand a second time, and which
// leaves it a single file; nobody else can have it open then.
func sqliteSource(path string, to purpose) (string, error) {
	if path == "" || strings.Contains(path, "://") || path == ":memory:" {
		return "", fmt.Errorf("open the database: want the path of a file or a postgres:// URL")
	}
	query := url.Values{
		"_foreign_keys": {"on"}, "_busy_timeout": {"5000"}, "_journal_mode": {"WAL"},
		"_synchronous": {"FULL"}, "_txlock": {"immediate"}, "_dqs": {"0"},
	}
	switch to {
	case reading:
		query.Set("mode", "rw") // so that the files beside it go away again
		query.Set("_query_only", "on")
		query.Del("_journal_mode")
	case filling:
		query.Set("_journal_mode", "DELETE")
	}
	escaped := (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	return (&url.URL{Scheme: "file", Opaque: escaped, RawQuery: query.Encode()}).String(), nil
}

func loadSQLite(ctx context.Context, tx *sqlx.Tx, t table, rows [][]any) error {
	insert, err := tx.PrepareContext(ctx, "INSERT INTO "+quoted(t.name)+" ("+quoted(t.names()...)+") VALUES (?"+
		strings.Repeat(", ?", len(t.columns)-1)+")")
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }() // a statement of this transaction
	for _, row := range rows {
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

// scrubSQLite writes the file anew, and brings it up to date with its log: until
// then the old pages stand in it.
func scrubSQLite(ctx context.Context, db *sqlx.DB) error {
	if _, err := db.ExecContext(ctx, "VACUUM"); err != nil {
		return err
	}
	var done struct {
		Busy, Log, Checkpointed int
	}
	if err := db.GetContext(ctx, &done, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return err
	}
	if done.Busy != 0 {
		return errors.New("somebody is reading the database")
	}
	return nil
}
