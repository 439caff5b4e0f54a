package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func deliveries(t *testing.T, s *store.Store) {
	f, ctx := newFirm(t, s), t.Context()
	twelve := func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		after, err := tx.Append(ctx, typed(f.cell(16), 12))
		return fmt.Appendf(nil, "12 leads, %d today", after.Count), err
	}
	deliver := func(r ledger.Request, write func(context.Context, *store.Tx) ([]byte, error)) (string, bool) {
		t.Helper()
		answer, replayed, err := f.Once(ctx, r, write)
		if err != nil {
			t.Fatal(err)
		}
		return string(answer), replayed
	}
	asked := request()
	for _, replayed := range []bool{false, true, true} {
		answer, again := deliver(asked, twelve)
		same(t, "the answer", "12 leads, 12 today", answer)
		same(t, "replayed", replayed, again)
	}
	otherwise := asked
	otherwise.Asked = "/leads 13"
	if _, _, err := f.Once(ctx, otherwise, twelve); !errors.Is(err, store.ErrKeyReused) {
		t.Errorf("another question under the same key: %v; want ErrKeyReused", err)
	}
	if answer, replayed, err := newFirm(t, s).Once(ctx, asked, nothing); err != nil || replayed || len(answer) > 0 {
		t.Errorf("the same key in another workspace: %q, %t, %v; want it to be new", answer, replayed, err)
	}
	quiet := request()
	for _, replayed := range []bool{false, true} { // an answer without words is stored too
		answer, again := deliver(quiet, nothing)
		same(t, "no answer", "", answer)
		same(t, "replayed", replayed, again)
	}
	if err := f.try(func(ctx context.Context, _ *store.Tx) error {
		_, _, err := f.Once(ctx, request(), nothing)
		return err
	}); err == nil {
		t.Error("a write inside a write was let through")
	}
	failing(t, f, twelve)
	sameKeyTogether(t, f)
	f.balanced()
}

func nothing(context.Context, *store.Tx) ([]byte, error) { return nil, nil }

// failing checks that an error leaves nothing behind, the key included.
func failing(t *testing.T, f *firm, write func(context.Context, *store.Tx) ([]byte, error)) {
	r, refused := request(), errors.New("refused")
	before := must(f.RecentEntries(t.Context(), 0, 100))(t)
	_, _, err := f.Once(t.Context(), r, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		if _, err := write(ctx, tx); err != nil {
			return nil, err
		}
		return []byte("never said"), refused
	})
	if !errors.Is(err, refused) {
		t.Errorf("a write that fails: %v; want its own error", err)
	}
	same(t, "entries after a failure", before, must(f.RecentEntries(t.Context(), 0, 100))(t))
	if _, replayed, err := f.Once(t.Context(), r, nothing); err != nil || replayed {
		t.Errorf("the key after a failure: replayed %t, %v; want it free", replayed, err)
	}
}

// sameKeyTogether delivers one request ten times at once.
func sameKeyTogether(t *testing.T, f *firm) {
	r := request()
	var written, first atomic.Int64
	allWell(t, together(10, func(int) error {
		answer, replayed, err := f.Once(t.Context(), r, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
			written.Add(1)
			_, err := tx.Append(ctx, typed(f.cell(2), 5))
			return []byte("5 leads"), err
		})
		if err == nil && string(answer) != "5 leads" {
			err = fmt.Errorf("answered %q", answer)
		}
		if !replayed {
			first.Add(1)
		}
		return err
	}))
	same(t, "deliveries that wrote", int64(1), first.Load())
	total := must(f.Totals(t.Context(), day(2), day(2)))(t)[0]
	same(t, "leads after ten deliveries of five", int64(5), total.Count)
	if written.Load() != 1 {
		t.Errorf("the request was carried out %d times", written.Load())
	}
}
