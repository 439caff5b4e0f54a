package store

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/ledger"
)

// Difference is a total that is not what the ledger adds up to.
type Difference struct {
	Monthly bool         // of a month, its cell being on the month's last day
	Kept    ledger.Total // as it is kept
	Ledger  ledger.Total // as the ledger adds up
}

// The two kinds of totals, each beside what its entries add up to. One
// statement sees both as they stood at one instant.
const (
	checkDays = `
	SELECT COALESCE(e.day, t.day) AS day, ` + checkColumns + `
	FROM (SELECT workspace_id, day, channel_id, persona_id, stage, ` + checkSums + `
	      FROM entries WHERE workspace_id = $1 AND NOT monthly
	      GROUP BY workspace_id, day, channel_id, persona_id, stage) AS e
	FULL JOIN (SELECT * FROM daily_totals WHERE workspace_id = $1) AS t
	  ON t.day = e.day AND ` + checkJoin + `
	ORDER BY 1, 2, 3, 4`

	checkMonths = `
	SELECT COALESCE(e.month, t.month) AS month, ` + checkColumns + `
	FROM (SELECT workspace_id, substr(CAST(day AS TEXT), 1, 7) AS month, channel_id, persona_id, stage, ` + checkSums + `
	      FROM entries WHERE workspace_id = $1 AND monthly
	      GROUP BY workspace_id, substr(CAST(day AS TEXT), 1, 7), channel_id, persona_id, stage) AS e
	FULL JOIN (SELECT * FROM monthly_totals WHERE workspace_id = $1) AS t
	  ON t.month = e.month AND ` + checkJoin + `
	ORDER BY 1, 2, 3, 4`

	checkColumns = `
	       COALESCE(e.channel_id, t.channel_id) AS channel_id, COALESCE(e.persona_id, t.persona_id) AS persona_id,
	       COALESCE(e.stage, t.stage) AS stage,
	       COALESCE(t.count, 0) AS count, COALESCE(t.amount_cents, 0) AS amount_cents, COALESCE(t.standing, 0) AS standing,
	       COALESCE(e.count, 0) AS ledger_count, COALESCE(e.amount_cents, 0) AS ledger_cents,
	       COALESCE(e.standing, 0) AS ledger_standing`

	// An undo is of the same cell as what it takes back, and neither stands.
	checkSums = `
	             CAST(SUM(count) AS BIGINT) AS count, CAST(SUM(amount_cents) AS BIGINT) AS amount_cents,
	             COUNT(*) - 2 * COUNT(reverses) AS standing`

	checkJoin = `t.channel_id = e.channel_id AND t.persona_id = e.persona_id AND t.stage = e.stage`
)

// Check adds the whole ledger up again and lists every total that differs.
func (b books) Check(ctx context.Context) ([]Difference, error) {
	var found []Difference
	for _, kind := range []struct {
		query   string
		monthly bool
	}{{checkDays, false}, {checkMonths, true}} {
		var rows []struct {
			totalRow

			LedgerCount    int64 `db:"ledger_count"`
			LedgerCents    int64 `db:"ledger_cents"`
			LedgerStanding int64 `db:"ledger_standing"`
		}
		if err := b.db.SelectContext(ctx, &rows, kind.query, b.id); err != nil {
			return nil, fmt.Errorf("add the ledger up again: %w", err)
		}
		for _, r := range rows {
			if kind.monthly {
				r.Day = r.Month.Last()
			}
			kept := r.total()
			added := ledger.Total{Cell: kept.Cell, Count: r.LedgerCount, AmountCents: r.LedgerCents, Standing: r.LedgerStanding}
			if kept != added {
				found = append(found, Difference{Monthly: kind.monthly, Kept: kept, Ledger: added})
			}
		}
	}
	return found, nil
}
