package store

import (
	"context"
	"fmt"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Drafts lists the counts that wait for their channel, oldest first.
func (b books) Drafts(ctx context.Context) ([]ledger.Draft, error) {
	var rows []struct {
		ID      int64
		Name    string
		Persona ledger.PersonaID `db:"persona_id"`
		Day     calendar.Date
		Count   int64
		Whole   bool
		Author  string
		Request string
		KeptAt  instant `db:"kept_at"`
	}
	err := b.db.SelectContext(ctx, &rows, `
		SELECT id, name, persona_id, day, count, whole, author, request, kept_at FROM drafts
		WHERE workspace_id = $1 AND state = 'pending' ORDER BY id`, b.id)
	if err != nil {
		return nil, fmt.Errorf("list the drafts: %w", err)
	}
	drafts := make([]ledger.Draft, len(rows))
	for i, r := range rows {
		drafts[i] = ledger.Draft{
			ID: r.ID, Name: r.Name, Persona: r.Persona, Day: r.Day, Count: r.Count, Set: r.Whole,
			Author: r.Author, Request: r.Request, KeptAt: r.KeptAt.time(),
		}
	}
	return drafts, nil
}

// KeepDraft keeps a count until a manager has decided.
func (t *Tx) KeepDraft(ctx context.Context, d ledger.Draft) error {
	_, err := t.db.ExecContext(ctx, `
		INSERT INTO drafts (workspace_id, name, folded, persona_id, day, count, whole, author, request, kept_at, state, decided_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending', '')`,
		t.id, d.Name, ledger.Fold(d.Name), d.Persona, d.Day, d.Count, d.Set, d.Author, d.Request, instant(d.KeptAt))
	if err != nil {
		return fmt.Errorf("keep a draft of %s: %w", d.Name, err)
	}
	return nil
}

// SettleDraft notes what became of a draft, or returns ErrNotFound when that is
// settled already.
func (t *Tx) SettleDraft(ctx context.Context, id int64, state ledger.DraftState, by string, at time.Time) error {
	result, err := t.db.ExecContext(ctx, `
		UPDATE drafts SET state = $3, decided_by = $4, decided_at = $5
		WHERE workspace_id = $1 AND id = $2 AND state = 'pending'`, t.id, id, state, by, instant(at))
	if err != nil {
		return fmt.Errorf("settle draft %d: %w", id, err)
	}
	if settled, err := result.RowsAffected(); err != nil || settled == 0 {
		return fmt.Errorf("settle draft %d: %w", id, ledger.ErrNotFound)
	}
	return nil
}
