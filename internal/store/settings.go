package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/ledger"
)

// Settings returns what is decided for the workspace, the defaults where
// nothing is.
func (b books) Settings(ctx context.Context) (ledger.Settings, error) {
	s := ledger.DefaultSettings()
	var rows []struct{ Key, Value string }
	err := b.db.SelectContext(ctx, &rows, `SELECT key, value FROM settings WHERE workspace_id = $1`, b.id)
	if err != nil {
		return s, fmt.Errorf("read the settings: %w", err)
	}
	for _, row := range rows {
		if err := s.SetOption(row.Key, row.Value); err != nil {
			return s, fmt.Errorf("read the settings: %s is stored as %q: %w", row.Key, row.Value, err)
		}
	}
	return s, nil
}

// saveDefaults stores what a new workspace's settings have of their own.
func saveDefaults(ctx context.Context, tx *sqlx.Tx, workspace int64, defaults ledger.Settings) error {
	usual := ledger.DefaultSettings()
	for _, key := range ledger.OptionKeys() {
		value := defaults.Option(key)
		if value == usual.Option(key) {
			continue
		}
		if err := saveOption(ctx, tx, workspace, key, value); err != nil {
			return err
		}
	}
	return nil
}

func saveOption(ctx context.Context, db queryer, workspace int64, key, value string) error {
	_, err := db.ExecContext(ctx, `
		INSERT INTO settings (workspace_id, key, value) VALUES ($1, $2, $3)
		ON CONFLICT (workspace_id, key) DO UPDATE SET value = excluded.value`, workspace, key, value)
	if err != nil {
		return fmt.Errorf("store setting %s: %w", key, err)
	}
	return nil
}
