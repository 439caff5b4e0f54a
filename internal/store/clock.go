package store

import (
	"context"
	"fmt"
	"time"
)

// Clock returns the time by the database's clock, which decides between replicas.
func (s *Store) Clock(ctx context.Context) (time.Time, error) {
	var now instant
	if err := s.db.GetContext(ctx, &now, `SELECT `+s.dialect.now(0)); err != nil {
		return time.Time{}, fmt.Errorf("ask the database for the time: %w", err)
	}
	return now.time(), nil
}

// Clock returns the time by the clock of the workspace's database.
func (s *Space) Clock(ctx context.Context) (time.Time, error) { return s.store.Clock(ctx) }
