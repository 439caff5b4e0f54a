package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
)

// dialect is everything that differs between the two databases. Query text is
// not on the list: it is shared.
type dialect struct {
	name  string // folder under migrations
	goose goose.Dialect
	// connect readies connections to a source; none is opened yet.
	connect     func(source string) (*sqlx.DB, error)
	connections int // open at once; idle ones are kept
	// oneWriter says that only one connection writes at a time, so that the
	// writers of this process had better queue here than collide there.
	oneWriter bool
	// migrated asks whether any migration was ever applied.
	migrated string
	// schema asks what the migrations are applied to, where one database can
	// hold several.
	schema string
	// columns and parents ask for the tables, their columns, and the tables that
	// their rows refer to.
	columns, parents string
	// integrity asks the database what it has against itself.
	integrity []string
	// others counts the other connections of a bot; "" where the database does not
	// know, see InUse.
	others string
	// snapshot is a transaction that sees the database as it stood at its
	// beginning, whatever is written meanwhile.
	snapshot sql.TxOptions
	// unhurried lets the transaction it is run in take its time, and its rows
	// refer to rows still to come where the database allows it.
	unhurried string
	// scrub takes what was deleted out of the database's file; PostgreSQL sees to it
	// by itself, and has none.
	scrub func(ctx context.Context, db *sqlx.DB) error
	// load adds rows to a table in the fastest way the database has.
	load func(ctx context.Context, tx *sqlx.Tx, t table, rows [][]any) error
	// resume makes the ids that the database hands out begin after those that
	// were loaded.
	resume func(ctx context.Context, tx *sqlx.Tx, t table) error
	// now is the database's clock some time later, as an SQL expression to
	// store in an instant or compare with one.
	now func(later time.Duration) string
	// conflicted reports whether a transaction was rolled back because of
	// another one, and may well get through when it is run again.
	conflicted func(err error) bool
	// unreachable reports whether the connection, not the statement, is to
	// blame, so that a later attempt may succeed.
	unreachable func(err error) bool
	// trouble finds in an error what somebody can put right.
	trouble func(err error) Trouble
}

// interval writes d the way both databases read it.
func interval(d time.Duration) string { return fmt.Sprintf("%+.3f seconds", d.Seconds()) }
