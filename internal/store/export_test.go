package store

import (
	"time"

	"github.com/jmoiron/sqlx"
)

// DB lets a test meddle with the rows behind the store's back.
func (s *Store) DB() *sqlx.DB { return s.db }

// Now is the database's clock, some time later, as an SQL expression.
func (s *Store) Now(later time.Duration) string { return s.dialect.now(later) }
