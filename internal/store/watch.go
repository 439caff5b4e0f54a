package store

import (
	"context"
	"fmt"
	"time"
)

// Current reports whether the schema is as this program needs it. A newer one
// passes: while replicas are replaced one after another the old ones go on.
func (s *Store) Current(ctx context.Context) error {
	known, applied, err := s.versions(ctx)
	if err == nil && applied < known {
		err = fmt.Errorf("it is version %d, this program needs %d: run treve migrate up", applied, known)
	}
	if err != nil {
		return fmt.Errorf("look at the schema: %w", err)
	}
	return nil
}

// SchemaVersion returns the version of the schema in the database.
func (s *Space) SchemaVersion(ctx context.Context) (int64, error) {
	_, applied, err := s.store.versions(ctx)
	return applied, err
}

// Entries returns how many entries were written since the store was opened.
func (s *Store) Entries() int64 { return s.entries.Load() }

// Pool is how a store's connections are used.
type Pool struct {
	Open, InUse int
	Waits       int64         // for a connection, since the store was opened
	Waited      time.Duration // by all of them together
}

// Pool returns how the connections are used just now.
func (s *Store) Pool() Pool {
	d := s.db.Stats()
	return Pool{d.OpenConnections, d.InUse, d.WaitCount, d.WaitDuration}
}
