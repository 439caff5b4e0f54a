// Package store keeps the books in a database: SQLite in one file, or
// PostgreSQL. It is the only place that speaks SQL, in one text for both.
//
// A Store holds workspaces, a Space is one of them, and a Tx is a Space inside
// a transaction. All that a delivery writes goes through Space.Once.
package store

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	db      *sqlx.DB
	dialect dialect
	log     *slog.Logger
	// turn is held by the one writer of a database that has only one; nil where
	// writers do not wait for each other.
	turn chan struct{}
	// found says that a SQLite file was found with the files of whoever has it
	// open, or had when they were killed.
	found   bool
	entries atomic.Int64 // written since it was opened
	// statements is what is asked of the workspaces' books.
	statements *statements
}

// How long Open waits for a database that is only just starting.
const (
	connectAttempts = 12
	connectPause    = 100 * time.Millisecond // at first; it doubles up to the longest
	longestPause    = 2 * time.Second
)

// Open connects to the database that target names: the path of a SQLite file,
// which is created if need be, or a postgres:// URL. A database that cannot be
// reached yet is tried again for some fifteen seconds. The schema is left as it
// is, see Migrate; one newer than this program is refused with ErrNewerSchema.
func Open(ctx context.Context, target string, log *slog.Logger) (*Store, error) {
	return open(ctx, target, daily, log)
}

// OpenToRead is Open for a database in which nothing is to be changed, not even
// its schema; a file that does not exist is not created.
func OpenToRead(ctx context.Context, target string, log *slog.Logger) (*Store, error) {
	return open(ctx, target, reading, log)
}

// OpenToFill is Open for a database that books are to be copied into. A SQLite
// file is refused while another process has it open.
func OpenToFill(ctx context.Context, target string, log *slog.Logger) (*Store, error) {
	return open(ctx, target, filling, log)
}

// purpose is what a database is opened for.
type purpose int

const (
	daily purpose = iota
	reading
	filling
)

func open(ctx context.Context, target string, to purpose, log *slog.Logger) (*Store, error) {
	d, source, place, err := locate(target, to)
	if err != nil {
		return nil, err
	}
	if d.oneWriter && to != reading {
		createPrivately(target)
	}
	db, err := d.connect(source)
	if err != nil {
		return nil, fmt.Errorf("open %s: the address cannot be used", place) // the reason may quote a password
	}
	db.SetMaxOpenConns(d.connections)
	db.SetMaxIdleConns(d.connections)
	db.SetConnMaxIdleTime(5 * time.Minute)
	s := &Store{db: db, dialect: d, log: log, statements: newStatements(db)}
	if d.oneWriter {
		s.turn = make(chan struct{}, 1)
		_, err := os.Stat(target + "-shm")
		s.found = err == nil
	}
	attempts := connectAttempts
	if d.oneWriter && to == filling { // whoever has the file open is not only just starting
		attempts = 1
	}
	if err := s.connect(ctx, place, attempts); err != nil {
		_ = s.Close() // the first error says more
		return nil, &openError{s.openTrouble(err, target, to), err}
	}
	return s, nil
}

// createPrivately makes a file that is not there yet one that its owner alone may
// read, which SQLite, and the files it puts beside it, go by. Where it cannot be
// made SQLite says why.
func createPrivately(path string) {
	if file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600); err == nil {
		_ = file.Close() // nothing was written
	}
}

// openTrouble is what ails a database that does not open.
func (s *Store) openTrouble(err error, target string, to purpose) Trouble {
	trouble := s.dialect.trouble(err)
	switch {
	case trouble == NotAllowed && s.dialect.oneWriter:
		return placeTrouble(target, to)
	case trouble == NoTrouble && s.dialect.unreachable(err):
		return Unreachable
	}
	return trouble
}

func locate(target string, to purpose) (d dialect, source, place string, err error) {
	if isPostgres(target) {
		source, err = postgresSource(target, to)
		return postgresDialect, source, postgresPlace(target), err
	}
	source, err = sqliteSource(target, to)
	return sqliteDialect, source, target, err
}

func (s *Store) connect(ctx context.Context, place string, attempts int) error {
	pause := connectPause
	for attempt := 1; ; attempt++ {
		err := s.refuseNewer(ctx)
		if err == nil {
			return nil
		}
		if attempt == attempts || ctx.Err() != nil || !s.dialect.unreachable(err) {
			return fmt.Errorf("open %s: %w", place, err)
		}
		s.log.Warn("database not reachable yet", "attempt", attempt, "error", err)
		if err := wait(ctx, pause); err != nil {
			return fmt.Errorf("open %s: %w", place, err)
		}
		pause = min(2*pause, longestPause)
	}
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.db.PingContext(ctx); err != nil {
		return fmt.Errorf("reach the database: %w", err)
	}
	return nil
}

// InUse reports whether it looks as if a bot had these books open. It is no more
// than a guess: a killed one leaves its traces, and an idle one may show none.
func (s *Store) InUse(ctx context.Context) (bool, error) {
	if s.dialect.others == "" {
		return s.found, nil
	}
	var others int
	if err := s.db.GetContext(ctx, &others, s.dialect.others); err != nil {
		return false, fmt.Errorf("look for others: %w", err)
	}
	return others > 0, nil
}

// Close lets go of the database once its running queries have ended.
func (s *Store) Close() error {
	s.statements.end()
	return s.db.Close()
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
