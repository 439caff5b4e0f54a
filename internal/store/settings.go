package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
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

// SetOption changes one setting from its canonical text. A value that means
// nothing is refused with a Problem. A change of the recap's schedule also
// notes since when it is in force.
func (t *Tx) SetOption(ctx context.Context, key, value string, by sla.Author) error {
	if err := t.planTurn(ctx); err != nil {
		return err
	}
	settings, err := t.Settings(ctx)
	if err != nil {
		return err
	}
	before := settings.Option(key)
	if err := settings.SetOption(key, value); err != nil {
		return err
	}
	if err := t.known(ctx, settings.DefaultPersona); err != nil {
		return err
	}
	after := settings.Option(key)
	if after == before {
		return nil
	}
	if err := saveOption(ctx, t.db, t.id, key, after); err != nil {
		return err
	}
	if key == "recap_at" || key == "recap_in" || key == "recap_paused" {
		settings.RecapSince = by.At
		if err := saveOption(ctx, t.db, t.id, "recap_since", settings.Option("recap_since")); err != nil {
			return err
		}
	}
	return t.audit(ctx, "setting "+key, before, after, by)
}

// known refuses a default persona that does not exist.
func (t *Tx) known(ctx context.Context, p ledger.PersonaID) error {
	if p == 0 {
		return nil
	}
	var known bool
	err := t.db.GetContext(ctx, &known, `
		SELECT EXISTS (SELECT 1 FROM personas WHERE workspace_id = $1 AND id = $2)`, t.id, p)
	if err == nil && !known {
		err = lang.Refuse("options.default_persona", lang.Args{"value": strconv.FormatInt(int64(p), 10)})
	}
	return err
}
