package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func entries(t *testing.T, s *store.Store) {
	f, ctx := newFirm(t, s), t.Context()
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.November, 15, 23, 59, 59, 999999999, newYork)
	sale := ledger.Entry{
		Cell: ledger.Cell{Day: day(16), Channel: f.seo, Persona: f.eti, Stage: ledger.Won}, Count: 2,
		AmountCents: 180_050, LeadRef: "CRM-7", Note: "l'été ☀️ ; DROP", Author: "U2", Source: ledger.Typed, RecordedAt: at, Line: 1,
	}
	f.append(sale)
	got := f.latest()
	if !got.RecordedAt.Equal(at.Truncate(time.Microsecond)) || got.RecordedAt.Location() != time.UTC {
		t.Errorf("recorded at %s, read back as %s", at, got.RecordedAt)
	}
	sale.ID, sale.Request, sale.RecordedAt = got.ID, got.Request, got.RecordedAt
	same(t, "an entry stored and read", ledger.Written{Entry: sale}, got)
	same(t, "by its request", []ledger.Written{got}, must(f.EntriesOf(ctx, got.Request))(t))

	f.append(typed(f.cell(16), 3))
	f.append(ledger.Entry{Cell: f.cell(30), Monthly: true, Count: 90, Source: ledger.Imported, RecordedAt: noon})
	same(t, "all, newest first", []int64{90, 3, 2}, counts(must(f.RecentEntries(ctx, 0, 10))(t)))
	same(t, "the latest two", []int64{90, 3}, counts(must(f.RecentEntries(ctx, 0, 2))(t)))
	same(t, "of one channel", []int64{2}, counts(must(f.RecentEntries(ctx, f.seo, 10))(t)))
	same(t, "of another workspace", 0, len(must(newFirm(t, s).RecentEntries(ctx, 0, 10))(t)))
	same(t, "standing on a day", 1, len(must(f.EntriesOn(ctx, f.cell(16)))(t)))
	same(t, "monthly history is of no day", 0, len(must(f.EntriesOn(ctx, f.cell(30)))(t)))

	nowhere := f.cell(16)
	nowhere.Channel = newFirm(t, s).email
	err = f.try(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Append(ctx, typed(nowhere, 1))
		return err
	})
	if err == nil {
		t.Error("an entry of another workspace's channel was taken")
	}
}

func counts(written []ledger.Written) []int64 {
	var list []int64
	for _, w := range written {
		list = append(list, w.Count)
	}
	return list
}

func undo(t *testing.T, s *store.Store) {
	f, ctx := newFirm(t, s), t.Context()
	f.append(typed(f.cell(16), 12))
	first := f.latest()
	f.append(typed(f.cell(16), 0))
	second := f.latest()
	same(t, "my last request", second.Request, must(f.LastRequest(ctx, "U1"))(t))
	if _, err := f.LastRequest(ctx, "U9"); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("the last request of somebody who wrote nothing: %v; want ErrNotFound", err)
	}
	takeBack := func(e ledger.Written) (after ledger.Total, err error) {
		err = f.try(func(ctx context.Context, tx *store.Tx) (err error) {
			after, err = tx.Append(ctx, reversal(e))
			return err
		})
		return after, err
	}
	same(t, "after undoing the zero", ledger.Total{Cell: f.cell(16), Count: 12, Standing: 1}, must(takeBack(second))(t))
	same(t, "my last request is then", first.Request, must(f.LastRequest(ctx, "U1"))(t))
	same(t, "it has been reversed", true, must(f.EntriesOf(ctx, second.Request))(t)[0].Reversed)
	if _, err := takeBack(second); !errors.Is(err, store.ErrReversed) {
		t.Errorf("undo twice: %v; want ErrReversed", err)
	}
	if _, err := takeBack(f.latest()); !errors.Is(err, store.ErrReversed) {
		t.Errorf("undo an undo: %v; want ErrReversed", err)
	}
	elsewhere := first
	elsewhere.Cell.Day = day(17)
	if _, err := takeBack(elsewhere); err == nil {
		t.Error("an entry was taken back on another day than its own")
	}
	stranger := newFirm(t, s)
	foreign := reversal(first)
	foreign.Cell = stranger.cell(16)
	if err := stranger.try(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Append(ctx, foreign)
		return err
	}); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("undo another workspace's entry: %v; want ErrNotFound", err)
	}

	var done int
	for _, err := range together(8, func(int) error { _, err := takeBack(first); return err }) {
		switch {
		case err == nil:
			done++
		case !errors.Is(err, store.ErrReversed):
			t.Error(err)
		}
	}
	same(t, "undone by eight at once", 1, done)
	if _, err := f.LastRequest(ctx, "U1"); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("the last request when all are undone: %v; want ErrNotFound", err)
	}
	if diff := cmp.Diff([]ledger.Total{}, must(f.Totals(ctx, day(1), day(30)))(t)); diff != "" {
		t.Errorf("totals after everything was undone:\n%s", diff)
	}
	f.balanced()
}

func reversal(e ledger.Written) ledger.Entry {
	back := typed(e.Cell, -e.Count)
	back.AmountCents, back.Monthly, back.Reverses = -e.AmountCents, e.Monthly, e.ID
	return back
}
