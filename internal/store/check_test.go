package store_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

var noon = time.Date(2026, time.November, 16, 11, 0, 0, 0, time.UTC)

// noonsDay is the day of noon.
var noonsDay = calendar.NewDate(2026, time.November, 16)

// reporter is what a test and a property have in common.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// shop is a workspace with one channel and one persona.
type shop struct {
	*store.Space

	segment ledger.Segment
}

func openShop(tb reporter, s *store.Store, team string) shop {
	tb.Helper()
	space, err := s.Adopt(context.Background(), team, "Atelier", ledger.DefaultSettings())
	if err != nil {
		tb.Fatal(err)
	}
	opened := shop{Space: space}
	opened.write(tb, func(ctx context.Context, tx *store.Tx) error {
		by := sla.Author{At: noon}
		channel, err := tx.AddChannel(ctx, ledger.Channel{Name: "E-mail", Team: ledger.Marketing, Rhythm: ledger.Daily}, by)
		if err != nil {
			return err
		}
		persona, err := tx.AddPersona(ctx, ledger.Persona{Name: "PME"}, by)
		opened.segment = ledger.Segment{Channel: channel, Persona: persona}
		return err
	})
	return opened
}

func (s shop) cell(day int) ledger.Cell {
	return ledger.Cell{
		Day: calendar.NewDate(2026, time.November, day), Channel: s.segment.Channel,
		Persona: s.segment.Persona, Stage: ledger.Lead,
	}
}

func (s shop) entry(day int, count int64) ledger.Entry {
	return ledger.Entry{Cell: s.cell(day), Count: count, Author: "U1", Source: ledger.Typed, RecordedAt: noon}
}

var written atomic.Int64

func (s shop) write(tb reporter, write func(context.Context, *store.Tx) error) {
	tb.Helper()

	r := ledger.Request{Key: fmt.Sprintf("key %d", written.Add(1)), At: noon}
	_, _, err := s.Once(context.Background(), r, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		return nil, write(ctx, tx)
	})
	if err != nil {
		tb.Fatal(err)
	}
}

func (s shop) append(tb reporter, e ledger.Entry) {
	tb.Helper()
	s.write(tb, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Append(ctx, e)
		return err
	})
}

// TestCheckFindsWhatWasTamperedWith changes totals behind the store's back.
func TestCheckFindsWhatWasTamperedWith(t *testing.T) {
	for name, c := range map[string]struct {
		tamper string
		want   store.Difference
	}{
		"nothing": {tamper: `SELECT 1`},
		"a count": {`UPDATE daily_totals SET count = 13 WHERE count = 12`, store.Difference{
			Kept: ledger.Total{Count: 13, Standing: 1}, Ledger: ledger.Total{Count: 12, Standing: 1},
		}},
		"what stands": {`UPDATE daily_totals SET standing = 2 WHERE count = 12`, store.Difference{
			Kept: ledger.Total{Count: 12, Standing: 2}, Ledger: ledger.Total{Count: 12, Standing: 1},
		}},
		"a total lost":  {`DELETE FROM daily_totals`, store.Difference{Ledger: ledger.Total{Count: 12, Standing: 1}}},
		"an entry lost": {`DELETE FROM entries WHERE NOT monthly`, store.Difference{Kept: ledger.Total{Count: 12, Standing: 1}}},
		"a month's total": {`UPDATE monthly_totals SET count = 1`, store.Difference{
			Monthly: true,
			Kept:    ledger.Total{Count: 1, Standing: 1}, Ledger: ledger.Total{Count: 300, Standing: 1},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
				s := storetest.Open(t, fresh(t))
				a := openShop(t, s, "T1")
				a.append(t, a.entry(16, 12))
				monthly := a.entry(30, 300)
				monthly.Monthly = true
				a.append(t, monthly)
				if _, err := s.DB().ExecContext(t.Context(), c.tamper); err != nil {
					t.Fatal(err)
				}
				wantDifference(t, a, c.want)
			})
		})
	}
}

func wantDifference(t *testing.T, a shop, one store.Difference) {
	t.Helper()
	var want []store.Difference
	if one != (store.Difference{}) {
		cell := a.cell(16)
		if one.Monthly {
			cell = a.cell(30)
		}
		one.Kept.Cell, one.Ledger.Cell = cell, cell
		want = append(want, one)
	}
	got, err := a.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences found (-want +got):\n%s", diff)
	}
}

// TestTotalsAlwaysAddUp writes entries and undoes some, in any order, and
// compares the totals with a plain sum of them.
func TestTotalsAlwaysAddUp(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		s := storetest.Open(t, fresh(t))
		teams := 0
		rapid.Check(t, func(rt *rapid.T) {
			teams++
			a := openShop(rt, s, fmt.Sprintf("T%d", teams))
			a.write(rt, func(ctx context.Context, tx *store.Tx) error {
				for range rapid.IntRange(1, 25).Draw(rt, "steps") {
					if err := anyStep(ctx, rt, a, tx); err != nil {
						return err
					}
				}
				return nil
			})
			compareTotals(rt, a)
		})
	})
}

// anyStep appends an entry, or undoes one that still stands.
func anyStep(ctx context.Context, rt *rapid.T, a shop, tx *store.Tx) error {
	e := a.entry(rapid.IntRange(1, 4).Draw(rt, "day"), rapid.Int64Range(-50, 1000).Draw(rt, "count"))
	if rapid.IntRange(0, 2).Draw(rt, "undo") == 0 {
		standing, err := tx.EntriesOn(ctx, e.Cell)
		if err != nil {
			return err
		}
		if len(standing) > 0 {
			of := rapid.SampledFrom(standing).Draw(rt, "of")
			e.Count, e.AmountCents, e.Reverses = -of.Count, -of.AmountCents, of.ID
		}
	} else {
		e.AmountCents = rapid.Int64Range(-5, 99).Draw(rt, "cents")
		e.Monthly = rapid.IntRange(0, 4).Draw(rt, "monthly") == 0
	}
	_, err := tx.Append(ctx, e)
	return err
}

func compareTotals(t reporter, a shop) {
	t.Helper()
	ctx := context.Background()
	all, err := a.RecentEntries(ctx, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[int]ledger.Total{}
	for _, e := range all {
		if !e.Monthly {
			sum := sums[e.Cell.Day.Day]
			sum.Cell = e.Cell
			sum.Count += e.Count
			sum.AmountCents += e.AmountCents
			if e.Reverses == 0 && !e.Reversed {
				sum.Standing++
			}
			sums[e.Cell.Day.Day] = sum
		}
	}
	want := []ledger.Total{}
	for _, sum := range sums {
		if sum.Standing > 0 {
			want = append(want, sum)
		}
	}
	slices.SortFunc(want, func(x, y ledger.Total) int { return x.Cell.Day.Compare(y.Cell.Day) })
	got, err := a.Totals(ctx, a.cell(1).Day, a.cell(30).Day)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("totals (-added up +kept):\n%s", diff)
	}
	if found, err := a.Check(ctx); err != nil || len(found) > 0 {
		t.Errorf("Check = %+v, %v; want nothing", found, err)
	}
}
