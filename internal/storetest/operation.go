package storetest

import (
	"context"
	"runtime"
	"testing"

	"github.com/treve-bot/treve/internal/store"
)

// operation is what whoever runs the bot is told of its books.
func operation(t *testing.T, s *store.Store) {
	f := newFirm(t, s)
	if err := s.Current(t.Context()); err != nil {
		t.Errorf("the schema just brought up to date: %v", err)
	}
	same(t, "entries before any", int64(0), s.Entries())
	twice := request()
	for range 2 { // the second delivery writes nothing
		_, _, err := f.Once(t.Context(), twice, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
			_, err := tx.Append(ctx, typed(f.cell(16), 12))
			return nil, err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	_ = f.try(func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Append(ctx, typed(f.cell(16), 3)); err != nil {
			return err
		}
		return context.Canceled // and nothing is stored
	})
	f.write(func(ctx context.Context, tx *store.Tx) error {
		e := typed(f.cell(17), 5)
		e.ImportKey = "one"
		for range 2 { // known the second time
			if _, err := tx.AppendImported(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	same(t, "entries", int64(2), s.Entries())
	for s.Pool().InUse > 0 && t.Context().Err() == nil {
		runtime.Gosched() // a statement is being prepared beside
	}
	if pool := s.Pool(); pool.Open < 1 {
		t.Errorf("%d connections are open; want some", pool.Open)
	}
}
