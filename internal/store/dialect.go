package store

import (
	"fmt"
	"time"

	"github.com/pressly/goose/v3"
)

// dialect is everything that differs between the two databases. Query text is
// not on the list: it is shared.
type dialect struct {
	name        string // folder under migrations
	driver      string // database/sql name
	goose       goose.Dialect
	connections int // open at once; idle ones are kept
	// oneWriter says that only one connection writes at a time, so that the
	// writers of this process had better queue here than collide there.
	oneWriter bool
	// migrated asks whether any migration was ever applied.
	migrated string
	// schema asks what the migrations are applied to, where one database can
	// hold several.
	schema string
	// now is the database's clock some time later, as an SQL expression to
	// store in an instant or compare with one.
	now func(later time.Duration) string
	// conflicted reports whether a transaction was rolled back because of
	// another one, and may well get through when it is run again.
	conflicted func(err error) bool
	// unreachable reports whether the connection, not the statement, is to
	// blame, so that a later attempt may succeed.
	unreachable func(err error) bool
}

// interval writes d the way both databases read it.
func interval(d time.Duration) string { return fmt.Sprintf("%+.3f seconds", d.Seconds()) }
