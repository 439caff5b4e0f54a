package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

const writeAttempts = 4

// outcomeError wraps what went wrong while committing: the transaction may
// have been committed or not.
type outcomeError struct{ err error }

func (u *outcomeError) Error() string { return "commit: " + u.err.Error() }
func (u *outcomeError) Unwrap() error { return u.err }

// errNested is returned for a write begun inside another: it would be stored
// without the other, and on SQLite wait for it for ever.
var errNested = errors.New("a write was begun inside another one")

// writing marks the context of a running write.
type writing struct{}

// transact runs write in a transaction, and once more, up to three times, when
// another transaction or a lost connection had it rolled back: write must have
// no effect but through tx.
func (s *Store) transact(ctx context.Context, write func(tx *sqlx.Tx) error) error {
	if ctx.Value(writing{}) != nil {
		return errNested
	}
	for attempt := 1; ; attempt++ {
		err := s.attempt(ctx, write)
		if err == nil || attempt == writeAttempts || ctx.Err() != nil || !s.again(err) {
			return err
		}
		if err := wait(ctx, time.Duration(attempt)*5*time.Millisecond); err != nil {
			return err
		}
	}
}

func (s *Store) again(err error) bool {
	_, unknown := errors.AsType[*outcomeError](err)
	return s.dialect.conflicted(err) || s.dialect.unreachable(err) && !unknown
}

func (s *Store) attempt(ctx context.Context, write func(tx *sqlx.Tx) error) error {
	if err := s.takeTurn(ctx); err != nil {
		return fmt.Errorf("wait to write: %w", err)
	}
	defer s.endTurn()
	tx, err := s.db.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin to write: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // without effect once committed
	if err := write(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return &outcomeError{err}
	}
	return nil
}

func (s *Store) takeTurn(ctx context.Context) error {
	if s.turn == nil {
		return nil
	}
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) endTurn() {
	if s.turn != nil {
		<-s.turn
	}
}
