package store

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// owedTotal is a total that imported entries have yet to be added to.
type owedTotal struct {
	cell    ledger.Cell
	monthly bool
}

// AppendImported writes an entry whose import key is new, and says whether it
// was. Its total is brought up to date before anybody can read it, but not yet:
// a file has many rows for a cell, and changing one row of a database thousands
// of times in a transaction takes longer each time.
func (t *Tx) AppendImported(ctx context.Context, e ledger.Entry) (bool, error) {
	if t.insert == nil {
		insert, err := t.tx.PreparexContext(ctx, insertEntry) // closed with the transaction
		if err != nil {
			return false, fmt.Errorf("prepare to import: %w", err)
		}
		t.insert, t.owed = insert, map[owedTotal]*ledger.Total{}
	}
	stored, err := inserted(t.insert.ExecContext(ctx, t.values(e)...))
	if err != nil {
		return false, fmt.Errorf("import an entry of %s: %w", e.Cell.Day, err)
	}
	if stored {
		t.written++
		t.owe(e)
	}
	return stored, nil
}

func (t *Tx) owe(e ledger.Entry) {
	key := owedTotal{e.Cell, e.Monthly}
	more := t.owed[key]
	if more == nil {
		more = &ledger.Total{Cell: e.Cell}
		t.owed[key] = more
	}
	more.Count += e.Count
	more.AmountCents += e.AmountCents
	more.Standing++
}

// settleTotals adds what imported entries still owe to their totals.
func (t *Tx) settleTotals(ctx context.Context) error {
	for key, more := range t.owed {
		if _, err := t.upsertEither(ctx, key.monthly, *more); err != nil {
			return err
		}
	}
	clear(t.owed)
	return nil
}

// Totals is as outside a transaction, see books.
func (t *Tx) Totals(ctx context.Context, first, last calendar.Date) ([]ledger.Total, error) {
	if err := t.settleTotals(ctx); err != nil {
		return nil, err
	}
	return t.books.Totals(ctx, first, last)
}

// MonthTotals is as outside a transaction, see books.
func (t *Tx) MonthTotals(ctx context.Context, first, last calendar.Month) ([]ledger.MonthTotal, error) {
	if err := t.settleTotals(ctx); err != nil {
		return nil, err
	}
	return t.books.MonthTotals(ctx, first, last)
}

// LastReported is as outside a transaction, see books.
func (t *Tx) LastReported(ctx context.Context, upTo calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	if err := t.settleTotals(ctx); err != nil {
		return nil, err
	}
	return t.books.LastReported(ctx, upTo)
}

// LargestDay is as outside a transaction, see books.
func (t *Tx) LargestDay(ctx context.Context, channel ledger.ChannelID) (int64, error) {
	if err := t.settleTotals(ctx); err != nil {
		return 0, err
	}
	return t.books.LargestDay(ctx, channel)
}

// Check is as outside a transaction, see books.
func (t *Tx) Check(ctx context.Context) ([]Difference, error) {
	if err := t.settleTotals(ctx); err != nil {
		return nil, err
	}
	return t.books.Check(ctx)
}
