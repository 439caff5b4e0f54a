package store

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Audit lists the latest changes of the plan, the catalogue and the settings,
// newest first.
func (b books) Audit(ctx context.Context, limit int) ([]ledger.AuditLine, error) {
	var rows []struct {
		At     instant `db:"recorded_at"`
		Author string
		What   string
		Old    string `db:"old_value"`
		New    string `db:"new_value"`
		Reason string
	}
	err := b.db.SelectContext(ctx, &rows, `
		SELECT recorded_at, author, what, old_value, new_value, reason FROM audit_log
		WHERE workspace_id = $1 ORDER BY id DESC LIMIT $2`, b.id, limit)
	if err != nil {
		return nil, fmt.Errorf("list the changes: %w", err)
	}
	lines := make([]ledger.AuditLine, len(rows))
	for i, r := range rows {
		lines[i] = ledger.AuditLine{At: r.At.time(), Author: r.Author, What: r.What, Old: r.Old, New: r.New, Reason: r.Reason}
	}
	return lines, nil
}

func (t *Tx) audit(ctx context.Context, what, before, after string, by sla.Author) error {
	_, err := t.db.ExecContext(ctx, `
		INSERT INTO audit_log (workspace_id, recorded_at, author, what, old_value, new_value, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, t.id, instant(by.At), by.ID, what, before, after, by.Reason)
	if err != nil {
		return fmt.Errorf("log the change of %s: %w", what, err)
	}
	return nil
}

// HoldChannel makes other requests that hold the channel wait: what is checked
// over many of its days then stays as it was checked.
func (t *Tx) HoldChannel(ctx context.Context, id ledger.ChannelID) error {
	_, err := t.db.ExecContext(ctx, `UPDATE channels SET archived = archived WHERE workspace_id = $1 AND id = $2`, t.id, id)
	if err != nil {
		return fmt.Errorf("hold channel %d: %w", id, err)
	}
	return nil
}

// planTurn makes changes of one workspace's plan, catalogue and settings wait
// for each other, so that what a change replaces is what it says it replaces.
// Touching the workspace's row locks it on PostgreSQL; SQLite has one writer.
func (t *Tx) planTurn(ctx context.Context) error {
	if t.held {
		return nil
	}
	if _, err := t.db.ExecContext(ctx, `UPDATE workspaces SET name = name WHERE id = $1`, t.id); err != nil {
		return fmt.Errorf("wait for other changes: %w", err)
	}
	t.held = true
	return nil
}
