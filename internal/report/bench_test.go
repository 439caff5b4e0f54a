package report

import (
	"context"
	"fmt"
	"testing"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// busy has entries for every segment on every working day of six months and a
// half.
func busy(b *testing.B, channels, personas int) (Source, Cut) {
	b.Helper()
	k := newBooks()
	for i := range personas {
		k.persona(fmt.Sprint("persona ", i))
	}
	for i := range channels {
		k.channel(fmt.Sprint("channel ", i), ledger.Daily)
	}
	c := france(b)
	for i, s := range k.segments() {
		k.promise(november2026, s, int64(20+i%30), "0.035", int64(1000+100*i))
		for d := day(b, "2026-05-04"); d.Before(day(b, "2026-11-16")); d = c.Next(d) {
			k.record(b, d.String(), s, ledger.Lead, int64((d.Day+i)%5))
		}
	}
	cut := Cut{Month: november2026, AsOf: day(b, "2026-11-15"), Live: day(b, "2026-11-16")}
	return readOnce(b, k, cut), cut
}

// answers gives back what was read once, so that a benchmark measures the
// report and not the books.
type answers struct {
	*books
	history, month []ledger.Total
	months         []ledger.MonthTotal
}

func readOnce(b *testing.B, k *books, cut Cut) Source {
	b.Helper()
	ctx := context.Background()
	first := cut.Month.First()
	history, _ := k.Totals(ctx, cut.Month.Add(-6).First(), first.AddDays(-1))
	month, _ := k.Totals(ctx, first, cut.Live)
	months, _ := k.MonthTotals(ctx, cut.Month.Add(-6), cut.Month.Add(-1))
	k.entries = nil
	return &answers{k, history, month, months}
}

func (a *answers) Totals(_ context.Context, _, last calendar.Date) ([]ledger.Total, error) {
	if last.Before(november2026.First()) {
		return a.history, nil
	}
	return a.month, nil
}

func (a *answers) MonthTotals(context.Context, calendar.Month, calendar.Month) ([]ledger.MonthTotal, error) {
	return a.months, nil
}

func benchmark(b *testing.B, channels, personas int) {
	ctx := context.Background()
	from, cut := busy(b, channels, personas)
	in, err := read(ctx, from, cut)
	if err != nil {
		b.Fatal(err)
	}
	if in.History, err = LoadHistory(ctx, from, cut.Month); err != nil {
		b.Fatal(err)
	}
	b.Run("compute", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Compute(in, cut)
		}
	})
	b.Run("gather", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Gather(ctx, from, cut); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkCompute(b *testing.B) {
	b.Run("15 segments", func(b *testing.B) { benchmark(b, 5, 3) })
	b.Run("480 segments", func(b *testing.B) { benchmark(b, 60, 8) })
}
