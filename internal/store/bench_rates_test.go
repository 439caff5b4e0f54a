package store_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/rates"
	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// BenchmarkRates reads what close rates are worked out from, where one lead in
// fifty is known by its id and was won: it should follow the wins and not the
// leads.
func BenchmarkRates(b *testing.B) {
	sizes := []int{10_000}
	if rows, err := strconv.Atoi(os.Getenv(rowsVariable)); err == nil {
		sizes = append(sizes, rows)
	}
	last := calendar.Month{Year: 2026, Month: time.October}
	onEach(b, func(b *testing.B, fresh func(testing.TB) string) {
		for _, leads := range sizes {
			b.Run(fmt.Sprintf("leads=%d", leads), func(b *testing.B) {
				s := storetest.Open(b, fresh(b))
				a := openShop(b, s, "T1")
				name(b, s, a, leads)
				for b.Loop() {
					h, err := rates.Load(b.Context(), a, last)
					if err != nil || len(h.Linked) == 0 || len(h.Sales) == 0 {
						b.Fatal(len(h.Linked), len(h.Sales), err)
					}
				}
			})
		}
	})
}

// name gives the shop fourteen months of leads, every fiftieth of which is known
// by its id and won a month later.
func name(b *testing.B, s *store.Store, a shop, leads int) {
	b.Helper()
	after := `date('2025-09-01', '+' || (%s) || ' days')`
	if s.DB().DriverName() == "postgres" {
		after = `(DATE '2025-09-01' + (%s))`
	}
	rows := func(day, what string) string {
		return fmt.Sprintf(`
			INSERT INTO entries (workspace_id, day, monthly, channel_id, persona_id, stage, count, amount_cents, lead_ref,
			                     note, author, source, recorded_at, request, line)
			WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %d)
			SELECT %d, `+after+`, FALSE, %d, %d, %s, CASE WHEN n %% 50 = 0 THEN 'CRM-' || n ELSE '' END, '', 'U1', 'imported',
			       CAST('2026-11-16T11:00:00.000000Z' AS %s), 'filled', n
			FROM numbers`, leads, a.ID(), day, a.segment.Channel, a.segment.Persona, what, instantType(s))
	}
	execute(b, s, rows("n % 420", "'lead', 1, 0"))
	execute(b, s, rows("n % 390 + 30", "'won', 1, 90000")+" WHERE n % 50 = 0")
	execute(b, s, `
		INSERT INTO daily_totals
		SELECT workspace_id, day, channel_id, persona_id, stage, SUM(count), SUM(amount_cents), COUNT(*)
		FROM entries GROUP BY workspace_id, day, channel_id, persona_id, stage`)
	execute(b, s, "ANALYZE")
}
