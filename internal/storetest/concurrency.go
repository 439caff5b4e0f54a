package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func concurrency(t *testing.T, s *store.Store) {
	t.Run("additions", func(t *testing.T) { additions(t, newFirm(t, s)) })
	t.Run("opposite orders", func(t *testing.T) { oppositeOrders(t, newFirm(t, s)) })
	t.Run("one name", func(t *testing.T) { oneName(t, newFirm(t, s)) })
	t.Run("one goal", func(t *testing.T) { oneGoal(t, newFirm(t, s)) })
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

// oneName has managers add the same channel at once: all but one are told that
// it is there.
func oneName(t *testing.T, f *firm) {
	added := 0
	for _, err := range together(6, func(int) error {
		return f.try(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.AddChannel(ctx, ledger.Channel{Name: "Salon", Team: ledger.Sales, Rhythm: ledger.Occasional}, manager)
			return err
		})
	}) {
		switch {
		case err == nil:
			added++
		case !isProblem(err):
			t.Errorf("a name taken meanwhile: %v; want a Problem", err)
		}
	}
	same(t, "channels added", 1, added)
}

// oneGoal has managers change the same goal at once: each change says what it
// really replaced.
func oneGoal(t *testing.T, f *firm) {
	segment := f.cell(1).Segment()
	allWell(t, together(8, func(i int) error {
		return f.try(func(ctx context.Context, tx *store.Tx) error {
			return tx.SetGoal(ctx, month(time.November), segment, int64(i+1), manager)
		})
	}))
	log := must(f.Audit(t.Context(), 8))(t)
	slices.Reverse(log)
	before := ""
	for _, line := range log {
		same(t, "the goal replaced", before, line.Old)
		before = line.New
	}
	same(t, "the goal in force", before, fmt.Sprint(must(f.Plan(t.Context(), month(time.November)))(t).Goals[segment]))
}
