package store

import (
	"context"
	"fmt"
)

// Place names a database for people to read: without the password that its
// address may carry.
func Place(target string) string {
	if isPostgres(target) {
		return postgresPlace(target)
	}
	return target
}

// WorkspaceName returns what the workspace is called.
func (s *Space) WorkspaceName(ctx context.Context) (name string, err error) {
	if err := s.db.GetContext(ctx, &name, `SELECT name FROM workspaces WHERE id = $1`, s.id); err != nil {
		return "", fmt.Errorf("name the workspace: %w", err)
	}
	return name, nil
}
