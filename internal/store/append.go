package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/treve-bot/treve/internal/ledger"
)

// ErrReversed is returned when an entry was already taken back, or cannot be:
// an undo happens once and is not undone.
var ErrReversed = errors.New("the entry was already taken back")

// insertEntry leaves the database as it is where the entry's import key is
// known or what it reverses is already reversed.
const insertEntry = `
	INSERT INTO entries (workspace_id, day, monthly, channel_id, persona_id, stage, count, amount_cents,
	                     lead_ref, note, author, source, recorded_at, request, line, reverses, import_key, happened_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
	        NULLIF(CAST($16 AS BIGINT), 0), NULLIF(CAST($17 AS TEXT), ''), $18)
	ON CONFLICT DO NOTHING`

// Append writes the entry, as part of this transaction's request, and returns
// its cell's total after it.
func (t *Tx) Append(ctx context.Context, e ledger.Entry) (ledger.Total, error) {
	if err := t.settleTotals(ctx); err != nil {
		return ledger.Total{}, err
	}
	if e.Reverses != 0 {
		if err := t.mayReverse(ctx, e); err != nil {
			return ledger.Total{}, err
		}
	}
	stored, err := inserted(t.db.ExecContext(ctx, insertEntry, t.values(e)...))
	switch {
	case err != nil:
		return ledger.Total{}, fmt.Errorf("append an entry on %s: %w", e.Cell.Day, err)
	case !stored && e.Reverses != 0:
		return ledger.Total{}, ErrReversed
	case !stored:
		return ledger.Total{}, fmt.Errorf("append an entry on %s: import key %q is known", e.Cell.Day, e.ImportKey)
	}
	t.written++
	return t.add(ctx, e)
}

// values are the parameters of insertEntry.
func (t *Tx) values(e ledger.Entry) []any {
	c := e.Cell
	return []any{
		t.id, c.Day, e.Monthly, c.Channel, c.Persona, c.Stage, e.Count, e.AmountCents, e.LeadRef, e.Note,
		e.Author, e.Source, instant(e.RecordedAt), t.request.Key, e.Line, e.Reverses, e.ImportKey,
		nullInstant(e.HappenedAt),
	}
}

// inserted reports whether an insertion left a row.
func inserted(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows == 1, err
}

// mayReverse makes sure that e takes back an entry of its own cell which is
// itself no undo, so that the cell keeps count of what stands in it.
func (t *Tx) mayReverse(ctx context.Context, e ledger.Entry) error {
	found, err := t.entries(ctx, `e.id = $2`, e.Reverses)
	if err != nil {
		return fmt.Errorf("find entry %d to take back: %w", e.Reverses, err)
	}
	if len(found) == 0 {
		return fmt.Errorf("take back entry %d: %w", e.Reverses, ledger.ErrNotFound)
	}
	of := found[0]
	if of.Cell != e.Cell || of.Monthly != e.Monthly {
		return fmt.Errorf("take back entry %d: it is not of the same cell", e.Reverses)
	}
	if of.Reverses != 0 || of.Reversed {
		return ErrReversed
	}
	return nil
}

// The totals' upserts differ only in their table and its key. The table's name
// before a column is what PostgreSQL requires.
const (
	addToDay = `
	INSERT INTO daily_totals (workspace_id, day, channel_id, persona_id, stage, count, amount_cents, standing)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
	ON CONFLICT (workspace_id, day, channel_id, persona_id, stage) DO UPDATE SET
	    count        = daily_totals.count + excluded.count,
	    amount_cents = daily_totals.amount_cents + excluded.amount_cents,
	    standing     = daily_totals.standing + excluded.standing
	RETURNING count, amount_cents, standing`

	addToMonth = `
	INSERT INTO monthly_totals (workspace_id, month, channel_id, persona_id, stage, count, amount_cents, standing)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
	ON CONFLICT (workspace_id, month, channel_id, persona_id, stage) DO UPDATE SET
	    count        = monthly_totals.count + excluded.count,
	    amount_cents = monthly_totals.amount_cents + excluded.amount_cents,
	    standing     = monthly_totals.standing + excluded.standing
	RETURNING count, amount_cents, standing`
)

// Hold returns the cell's total and keeps it from changing under the
// transaction: adding nothing to it locks its row.
func (t *Tx) Hold(ctx context.Context, cell ledger.Cell) (ledger.Total, error) {
	if err := t.settleTotals(ctx); err != nil {
		return ledger.Total{}, err
	}
	return t.upsert(ctx, addToDay, cell.Day, ledger.Total{Cell: cell})
}

// add brings an entry's total up to date. Neither an undo nor what it takes
// back stands any more.
func (t *Tx) add(ctx context.Context, e ledger.Entry) (ledger.Total, error) {
	standing := int64(1)
	if e.Reverses != 0 {
		standing = -1
	}
	return t.upsertEither(ctx, e.Monthly, ledger.Total{Cell: e.Cell, Count: e.Count, AmountCents: e.AmountCents, Standing: standing})
}

// upsertEither adds more to a day's total or to a month's.
func (t *Tx) upsertEither(ctx context.Context, monthly bool, more ledger.Total) (ledger.Total, error) {
	if monthly {
		return t.upsert(ctx, addToMonth, more.Cell.Day.In(), more)
	}
	return t.upsert(ctx, addToDay, more.Cell.Day, more)
}

func (t *Tx) upsert(ctx context.Context, query string, when any, more ledger.Total) (ledger.Total, error) {
	c := more.Cell
	var row totalRow
	err := t.db.GetContext(ctx, &row, query,
		t.id, when, c.Channel, c.Persona, c.Stage, more.Count, more.AmountCents, more.Standing)
	if err != nil {
		return ledger.Total{}, fmt.Errorf("add to the total of %s: %w", when, err)
	}
	return ledger.Total{Cell: c, Count: row.Count, AmountCents: row.AmountCents, Standing: row.Standing}, nil
}
