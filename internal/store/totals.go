package store

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// totalRow is a total as it is stored or added up.
type totalRow struct {
	Day         calendar.Date
	Month       calendar.Month
	Channel     ledger.ChannelID `db:"channel_id"`
	Persona     ledger.PersonaID `db:"persona_id"`
	Stage       ledger.Stage
	Count       int64
	AmountCents int64 `db:"amount_cents"`
	Standing    int64
}

func (r totalRow) total() ledger.Total {
	cell := ledger.Cell{Day: r.Day, Channel: r.Channel, Persona: r.Persona, Stage: r.Stage}
	return ledger.Total{Cell: cell, Count: r.Count, AmountCents: r.AmountCents, Standing: r.Standing}
}

// Totals lists the daily totals of those days, both included, by day, channel,
// persona and stage. Cells in which nothing stands are left out.
func (b books) Totals(ctx context.Context, first, last calendar.Date) ([]ledger.Total, error) {
	var rows []totalRow
	err := b.db.SelectContext(ctx, &rows, `
		SELECT day, channel_id, persona_id, stage, count, amount_cents, standing
		FROM daily_totals
		WHERE workspace_id = $1 AND day BETWEEN $2 AND $3 AND standing > 0
		ORDER BY day, channel_id, persona_id, stage`, b.id, first, last)
	if err != nil {
		return nil, fmt.Errorf("read the totals from %s to %s: %w", first, last, err)
	}
	totals := make([]ledger.Total, len(rows))
	for i, r := range rows {
		totals[i] = r.total()
	}
	return totals, nil
}

// MonthTotals lists the totals of those months, both included, monthly history
// and daily entries added up, by month, channel, persona and stage.
func (b books) MonthTotals(ctx context.Context, first, last calendar.Month) ([]ledger.MonthTotal, error) {
	var rows []totalRow
	err := b.db.SelectContext(ctx, &rows, `
		SELECT month, channel_id, persona_id, stage,
		       CAST(SUM(count) AS BIGINT)        AS count,
		       CAST(SUM(amount_cents) AS BIGINT) AS amount_cents
		FROM (SELECT substr(CAST(day AS TEXT), 1, 7) AS month, channel_id, persona_id, stage, count, amount_cents
		      FROM daily_totals
		      WHERE workspace_id = $1 AND day BETWEEN $2 AND $3 AND standing > 0
		      UNION ALL
		      SELECT month, channel_id, persona_id, stage, count, amount_cents
		      FROM monthly_totals
		      WHERE workspace_id = $1 AND month BETWEEN $4 AND $5 AND standing > 0) AS parts
		GROUP BY month, channel_id, persona_id, stage
		ORDER BY month, channel_id, persona_id, stage`, b.id, first.First(), last.Last(), first, last)
	if err != nil {
		return nil, fmt.Errorf("read the totals of %s to %s: %w", first, last, err)
	}
	totals := make([]ledger.MonthTotal, len(rows))
	for i, r := range rows {
		totals[i] = ledger.MonthTotal{
			Month: r.Month, Segment: ledger.Segment{Channel: r.Channel, Persona: r.Persona},
			Stage: r.Stage, Count: r.Count, AmountCents: r.AmountCents,
		}
	}
	return totals, nil
}

// LastReported returns, per channel, the last day up to upTo for which an entry
// of leads stands. A zero typed is an entry.
func (b books) LastReported(ctx context.Context, upTo calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	var rows []struct {
		Channel ledger.ChannelID `db:"id"`
		Day     calendar.Date
	}
	err := b.db.SelectContext(ctx, &rows, `
		SELECT c.id, (SELECT t.day FROM daily_totals t
		              WHERE t.workspace_id = c.workspace_id AND t.channel_id = c.id AND t.stage = 'lead'
		                AND t.day <= $2 AND t.standing > 0
		              ORDER BY t.day DESC LIMIT 1) AS day
		FROM channels c
		WHERE c.workspace_id = $1`, b.id, upTo)
	if err != nil {
		return nil, fmt.Errorf("find the last days reported: %w", err)
	}
	days := map[ledger.ChannelID]calendar.Date{}
	for _, r := range rows {
		if !r.Day.IsZero() {
			days[r.Channel] = r.Day
		}
	}
	return days, nil
}

// LargestDay returns the channel's largest total of leads on one day.
func (b books) LargestDay(ctx context.Context, channel ledger.ChannelID) (leads int64, err error) {
	err = b.db.GetContext(ctx, &leads, `
		SELECT COALESCE(MAX(leads), 0)
		FROM (SELECT CAST(SUM(count) AS BIGINT) AS leads
		      FROM daily_totals
		      WHERE workspace_id = $1 AND channel_id = $2 AND stage = 'lead'
		      GROUP BY day) AS days`, b.id, channel)
	if err != nil {
		return 0, fmt.Errorf("find the largest day: %w", err)
	}
	return leads, nil
}
