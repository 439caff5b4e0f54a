package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// TryWriting writes a workspace's name as it is: whatever keeps the bot from
// recording keeps this from being done. It is not tried again, to say why.
func (s *Space) TryWriting(ctx context.Context) error {
	err := s.store.attempt(ctx, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE workspaces SET name = name WHERE id = $1`, s.id)
		return err
	})
	if err != nil {
		return fmt.Errorf("try to write: %w", err)
	}
	return nil
}

// Complaints lists what a SQLite file has against itself, such as damaged pages
// or rows that refer to none, and reads all of it for that. PostgreSQL looks after
// itself: it is not examined.
func (s *Space) Complaints(ctx context.Context) (all []string, examined bool, err error) {
	for _, query := range s.store.dialect.integrity {
		var some []string
		if err := s.db.SelectContext(ctx, &some, query); err != nil {
			return nil, true, fmt.Errorf("examine the file: %w", err)
		}
		all = append(all, some...)
	}
	return all, s.store.dialect.integrity != nil, nil
}
