package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func concurrency(t *testing.T, s *store.Store) {
	t.Run("additions", func(t *testing.T) { additions(t, newFirm(t, s)) })
	t.Run("opposite orders", func(t *testing.T) { oppositeOrders(t, newFirm(t, s)) })
	t.Run("set", func(t *testing.T) { setTogether(t, newFirm(t, s)) })
}

// additions has twenty people add to one cell at once.
func additions(t *testing.T, f *firm) {
	allWell(t, together(20, func(int) error {
		for range 10 {
			if err := f.try(func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Append(ctx, typed(f.cell(16), 1))
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	}))
	want := ledger.Total{Cell: f.cell(16), Count: 200, Standing: 200}
	same(t, "two hundred additions of one", want, must(f.Totals(t.Context(), day(16), day(16)))(t)[0])
	f.balanced()
}

// oppositeOrders has requests lock the same cells in opposite orders, which
// PostgreSQL ends by rolling one of them back.
func oppositeOrders(t *testing.T, f *firm) {
	allWell(t, together(2, func(i int) error {
		for range 3 {
			if err := f.try(func(ctx context.Context, tx *store.Tx) error {
				for step := range 4 {
					d := step + 1
					if i == 0 {
						d = 4 - step
					}
					if _, err := tx.Append(ctx, typed(f.cell(d), 1)); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	}))
	for _, total := range must(f.Totals(t.Context(), day(1), day(4)))(t) {
		same(t, "each cell", int64(6), total.Count)
	}
	f.balanced()
}

// setTogether has people make the same day's total what each of them says.
func setTogether(t *testing.T, f *firm) {
	allWell(t, together(10, func(i int) error {
		want := int64(100 * (i + 1))
		return f.try(func(ctx context.Context, tx *store.Tx) error {
			total, err := tx.Hold(ctx, f.cell(16))
			if err != nil {
				return err
			}
			after, err := tx.Append(ctx, typed(f.cell(16), want-total.Count))
			if err == nil && after.Count != want {
				err = fmt.Errorf("the total was set to %d and became %d", want, after.Count)
			}
			return err
		})
	}))
	last := f.latest()
	total := must(f.Totals(t.Context(), day(16), day(16)))(t)[0]
	if total.Count%100 != 0 || total.Standing != 10 {
		t.Errorf("ten totals set at once left %+v after %+v", total, last)
	}
	f.balanced()
}
