package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func imports(t *testing.T, s *store.Store) {
	f, ctx := newFirm(t, s), t.Context()
	lead := ledger.Entry{Cell: f.cell(16), Count: 1, LeadRef: "CRM-7", Source: ledger.Imported, RecordedAt: noon, ImportKey: "lead:CRM-7"}
	takeIn := func(e ledger.Entry) (stored bool) {
		t.Helper()
		f.write(func(ctx context.Context, tx *store.Tx) (err error) {
			stored, err = tx.AppendImported(ctx, e)
			return err
		})
		return stored
	}
	same(t, "a new row", true, takeIn(lead))
	same(t, "the same row", false, takeIn(lead))
	same(t, "leads taken in", int64(1), must(f.Totals(ctx, day(16), day(16)))(t)[0].Count)
	same(t, "the import key came back", "lead:CRM-7", f.latest().ImportKey)

	other := newFirm(t, s)
	other.write(func(ctx context.Context, tx *store.Tx) error {
		same := lead
		same.Cell = other.cell(16)
		stored, err := tx.AppendImported(ctx, same)
		if err == nil && !stored {
			t.Error("a row was known from another workspace")
		}
		return err
	})

	same(t, "the lead's segment", f.cell(16).Segment(), must(f.LeadSegment(ctx, "CRM-7"))(t))
	for _, ref := range []string{"CRM-8", ""} {
		if _, err := f.LeadSegment(ctx, ref); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("the segment of lead %q: %v; want ErrNotFound", ref, err)
		}
	}
	imported(t, f)
	countedSoFar(t, f)
	readWhileImporting(t, f)
	f.balanced()
}

// readWhileImporting checks that a transaction sees in every total what it has
// taken in so far.
func readWhileImporting(t *testing.T, f *firm) {
	cell := f.cell(25)
	rows := 0
	takeIn := func(ctx context.Context, tx *store.Tx) {
		t.Helper()
		rows++
		e := ledger.Entry{Cell: cell, Count: 1000, Source: ledger.Imported, RecordedAt: noon, ImportKey: fmt.Sprintf("row %d", rows)}
		if stored, err := tx.AppendImported(ctx, e); err != nil || !stored {
			t.Fatal(stored, err)
		}
	}
	f.write(func(ctx context.Context, tx *store.Tx) error {
		takeIn(ctx, tx)
		same(t, "totals", int64(1000), must(tx.Totals(ctx, cell.Day, cell.Day))(t)[0].Count)
		takeIn(ctx, tx)
		same(t, "held", int64(2000), must(tx.Hold(ctx, cell))(t).Count)
		takeIn(ctx, tx)
		same(t, "appended", int64(3001), must(tx.Append(ctx, typed(cell, 1)))(t).Count)
		takeIn(ctx, tx)
		same(t, "the largest day", int64(4001), must(tx.LargestDay(ctx, f.email))(t))
		takeIn(ctx, tx)
		months := must(tx.MonthTotals(ctx, cell.Day.In(), cell.Day.In()))(t)
		same(t, "the month, with 641 taken in before", int64(5642), months[0].Count)
		cell.Day = day(26)
		takeIn(ctx, tx)
		same(t, "last reported", cell.Day, must(tx.LastReported(ctx, day(30)))(t)[f.email])
		takeIn(ctx, tx)
		same(t, "differences", 0, len(must(tx.Check(ctx))(t)))
		takeIn(ctx, tx)
		return nil
	})
	same(t, "in the end", int64(3000), must(f.Totals(t.Context(), cell.Day, cell.Day))(t)[0].Count)
}

// imported checks what imports alone have put in a cell.
func imported(t *testing.T, f *firm) {
	want := func(what string, cell ledger.Cell, monthly bool, count, cents int64, ever bool) {
		t.Helper()
		gotCount, gotCents, gotEver, err := f.Imported(t.Context(), cell, monthly)
		if err != nil {
			t.Fatal(err)
		}
		if gotCount != count || gotCents != cents || gotEver != ever {
			t.Errorf("%s: %d, %d, %t; want %d, %d, %t", what, gotCount, gotCents, gotEver, count, cents, ever)
		}
	}
	cell := f.cell(20)
	want("before", cell, false, 0, 0, false)
	f.append(typed(cell, 100))
	want("typed only", cell, false, 0, 0, false)
	f.append(ledger.Entry{Cell: cell, Count: 40, AmountCents: 7, Source: ledger.Imported, RecordedAt: noon})
	f.append(ledger.Entry{Cell: cell, Count: -3, Source: ledger.Imported, RecordedAt: noon})
	third := f.latest()
	f.append(ledger.Entry{Cell: cell, Monthly: true, Count: 500, Source: ledger.Imported, RecordedAt: noon})
	want("imported and corrected", cell, false, 37, 7, true)
	want("by month", cell, true, 500, 0, true)
	f.append(reversal(third))
	want("a correction taken back", cell, false, 40, 7, true)
}

// countedSoFar checks that month-to-date counts are found again by their month,
// and that nobody's undo takes back what a file brought.
func countedSoFar(t *testing.T, f *firm) {
	ctx := t.Context()
	before := must(f.LastRequest(ctx, "U1"))(t)
	for _, e := range []ledger.Entry{
		{Cell: f.cell(15), Count: 37, ImportKey: ledger.SoFarKey + "2026-11:1:1:1=40"},
		{Cell: f.cell(17), Count: -2, ImportKey: ledger.SoFarKey + "2026-11:1:1:2=38"},
		{Cell: f.cell(17), Count: 5, ImportKey: "lead:so far"},
	} {
		e.Author, e.Source, e.RecordedAt = "U1", ledger.Imported, noon
		f.append(e)
	}
	var keys []string
	for _, e := range must(f.CountedSoFar(ctx, month(11)))(t) {
		keys = append(keys, e.ImportKey)
	}
	same(t, "counts of November", []string{ledger.SoFarKey + "2026-11:1:1:1=40", ledger.SoFarKey + "2026-11:1:1:2=38"}, keys)
	same(t, "counts of October", 0, len(must(f.CountedSoFar(ctx, month(10)))(t)))
	same(t, "my last request", before, must(f.LastRequest(ctx, "U1"))(t))
	f.append(ledger.Entry{Cell: f.cell(15), Count: -37, Source: ledger.Imported, RecordedAt: noon})
	f.append(ledger.Entry{Cell: f.cell(17), Count: -3, Source: ledger.Imported, RecordedAt: noon})
}
