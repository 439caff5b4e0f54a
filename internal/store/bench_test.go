package store_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// rowsVariable says how many rows the large ledger of BenchmarkReport has, such
// as 10000000; without it there is only the small one.
const rowsVariable = "TREVE_BENCH_ROWS"

func onEach(b *testing.B, bench func(b *testing.B, fresh func(testing.TB) string)) {
	b.Run("sqlite", func(b *testing.B) { bench(b, storetest.SQLite) })
	b.Run("postgres", func(b *testing.B) { bench(b, storetest.Postgres) })
}

// BenchmarkReport reads and computes a month's report, from a small ledger and
// from a large one with the same cells: it should not take longer.
func BenchmarkReport(b *testing.B) {
	sizes := []int{10_000}
	if rows, err := strconv.Atoi(os.Getenv(rowsVariable)); err == nil {
		sizes = append(sizes, rows)
	}
	onEach(b, func(b *testing.B, fresh func(testing.TB) string) {
		for _, rows := range sizes {
			b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
				s := storetest.Open(b, fresh(b))
				a := openShop(b, s, "T1")
				lastDay := furnish(b, a)
				fill(b, s, a, rows)
				cut := report.ClosedCut(lastDay)
				history, err := report.LoadHistory(b.Context(), a, cut.Month)
				if err != nil {
					b.Fatal(err)
				}
				b.Run("whole", func(b *testing.B) {
					read(b, func() (report.Report, error) { return report.Gather(b.Context(), a, cut) })
				})
				b.Run("history known", func(b *testing.B) {
					read(b, func() (report.Report, error) { return report.GatherWith(b.Context(), a, cut, history) })
				})
			})
		}
	})
}

func read(b *testing.B, gather func() (report.Report, error)) {
	b.ReportAllocs()
	for b.Loop() {
		if r, err := gather(); err != nil || r.Total.Leads == 0 {
			b.Fatal(r.Total.Leads, err)
		}
	}
}

// BenchmarkAppend records one lead a request, one after another and 32 at once.
func BenchmarkAppend(b *testing.B) {
	onEach(b, func(b *testing.B, fresh func(testing.TB) string) {
		a := openShop(b, storetest.Open(b, fresh(b)), "T1")
		var keys atomic.Int64
		record := func() error {
			n := keys.Add(1)
			r := ledger.Request{Key: fmt.Sprintf("trigger %d", n), Asked: "/leads 1 email", At: noon}
			_, _, err := a.Once(b.Context(), r, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
				_, err := tx.Append(ctx, a.entry(1+int(n%28), 1))
				return []byte("1 lead recorded"), err
			})
			return err
		}
		b.Run("clients=1", func(b *testing.B) {
			for b.Loop() {
				if err := record(); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("clients=32", func(b *testing.B) {
			b.SetParallelism(max(1, 32/runtime.GOMAXPROCS(0)))
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := record(); err != nil {
						b.Error(err)
					}
				}
			})
		})
	})
}

// BenchmarkImport takes in leads known by their id, a hundred thousand in one
// transaction.
func BenchmarkImport(b *testing.B) {
	onEach(b, func(b *testing.B, fresh func(testing.TB) string) {
		a := openShop(b, storetest.Open(b, fresh(b)), "T1")
		const rows = 100_000
		first := 0
		for b.Loop() {
			a.write(b, func(ctx context.Context, tx *store.Tx) error {
				for i := range rows {
					e := a.entry(1+i%28, 1)
					e.Source, e.LeadRef = ledger.Imported, strconv.Itoa(first+i)
					e.ImportKey = "lead:" + e.LeadRef
					if _, err := tx.AppendImported(ctx, e); err != nil {
						return err
					}
				}
				return nil
			})
			first += rows
		}
		b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}

// furnish gives the shop four more channels, two more personas, a plan, and an
// entry in every cell of six months; it returns the last of those days.
func furnish(b *testing.B, a shop) (lastDay calendar.Date) {
	b.Helper()
	by := sla.Author{At: noon}
	lastDay = calendar.NewDate(2026, time.November, 15)
	a.write(b, func(ctx context.Context, tx *store.Tx) error {
		channels, personas := []ledger.ChannelID{a.segment.Channel}, []ledger.PersonaID{a.segment.Persona}
		for _, name := range []string{"Organic", "Inbound", "Ads", "Outbound"} {
			id, err := tx.AddChannel(ctx, ledger.Channel{Name: name, Team: ledger.Marketing, Rhythm: ledger.Daily}, by)
			if err != nil {
				return err
			}
			channels = append(channels, id)
		}
		for _, name := range []string{"ETI", "Grands comptes"} {
			id, err := tx.AddPersona(ctx, ledger.Persona{Name: name}, by)
			if err != nil {
				return err
			}
			personas = append(personas, id)
		}
		for _, c := range channels {
			for _, p := range personas {
				if err := sow(ctx, tx, ledger.Segment{Channel: c, Persona: p}, lastDay, by); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return lastDay
}

// sow plans a segment and writes an entry of each stage on each of its days.
func sow(ctx context.Context, tx *store.Tx, s ledger.Segment, lastDay calendar.Date, by sla.Author) error {
	first := lastDay.In().Add(-6)
	for _, err := range []error{
		tx.SetGoal(ctx, first, s, 120, by),
		tx.SetRate(ctx, first, s, decimal.RequireFromString("0.035"), "declared", by),
		tx.SetSale(ctx, first, s.Persona, 21_000, by),
	} {
		if err != nil {
			return err
		}
	}
	for d := first.First(); !d.After(lastDay); d = d.AddDays(1) {
		for _, stage := range []ledger.Stage{ledger.Lead, ledger.Contacted, ledger.Won} {
			e := ledger.Entry{
				Cell:  ledger.Cell{Day: d, Channel: s.Channel, Persona: s.Persona, Stage: stage},
				Count: 1, AmountCents: 100, Author: "U1", Source: ledger.Typed, RecordedAt: noon,
			}
			if _, err := tx.Append(ctx, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// fill spreads rows over the cells there are and brings the totals up to date.
// The database makes the rows up itself, and its indexes once they are there.
func fill(b *testing.B, s *store.Store, a shop, rows int) {
	b.Helper()
	list := `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'entries' AND sql IS NOT NULL`
	if s.DB().DriverName() == "postgres" {
		list = `SELECT indexname AS name, indexdef AS sql FROM pg_indexes
		        WHERE schemaname = current_schema() AND tablename = 'entries' AND indexname <> 'entries_pkey'`
	}
	var indexes []struct{ Name, SQL string }
	if err := s.DB().SelectContext(b.Context(), &indexes, list); err != nil {
		b.Fatal(err)
	}
	for _, index := range indexes {
		execute(b, s, "DROP INDEX "+index.Name)
	}
	multiply(b, s, a, rows)
	for _, index := range indexes {
		execute(b, s, index.SQL)
	}
	execute(b, s, "ANALYZE")
}

func execute(b *testing.B, s *store.Store, statement string) {
	b.Helper()
	if _, err := s.DB().ExecContext(b.Context(), statement); err != nil {
		b.Fatal(err)
	}
}

func multiply(b *testing.B, s *store.Store, a shop, rows int) {
	b.Helper()
	for _, statement := range []string{
		`CREATE TABLE cells AS SELECT ROW_NUMBER() OVER (ORDER BY day, channel_id, persona_id, stage) - 1 AS place,
		        day, channel_id, persona_id, stage FROM daily_totals`,
		`CREATE UNIQUE INDEX cells_by_place ON cells (place)`,
		fmt.Sprintf(`
			INSERT INTO entries (workspace_id, day, monthly, channel_id, persona_id, stage, count, amount_cents, lead_ref,
			                     note, author, source, recorded_at, request, line)
			WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %d)
			SELECT %d, c.day, FALSE, c.channel_id, c.persona_id, c.stage, 1, 100, '', '', 'U1', 'typed',
			       CAST('2026-11-16T11:00:00.000000Z' AS %s), 'filled', n
			FROM numbers JOIN cells c ON c.place = n %% (SELECT COUNT(*) FROM cells)`, rows, a.ID(), instantType(s)),
		`DROP TABLE cells`,
		`DELETE FROM daily_totals`,
		`INSERT INTO daily_totals
		 SELECT workspace_id, day, channel_id, persona_id, stage, SUM(count), SUM(amount_cents), COUNT(*)
		 FROM entries GROUP BY workspace_id, day, channel_id, persona_id, stage`,
	} {
		execute(b, s, statement)
	}
}

func instantType(s *store.Store) string {
	if s.DB().DriverName() == "postgres" {
		return "TIMESTAMPTZ"
	}
	return "TEXT"
}
