package store

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// SaleTimes lists the standing sales of those months, both included, whose lead
// is known, by the day they were won.
func (b books) SaleTimes(ctx context.Context, first, last calendar.Month) ([]ledger.SaleTime, error) {
	var rows []struct {
		Channel ledger.ChannelID `db:"channel_id"`
		Persona ledger.PersonaID `db:"persona_id"`
		Lead    calendar.Date
		Won     calendar.Date
	}
	err := b.db.SelectContext(ctx, &rows, `
		SELECT w.channel_id, w.persona_id, l.day AS lead, w.day AS won
		FROM entries w
		JOIN entries l ON l.workspace_id = w.workspace_id AND l.lead_ref = w.lead_ref AND l.lead_ref <> '' AND l.stage = 'lead'
		WHERE w.workspace_id = $1 AND w.day BETWEEN $2 AND $3 AND w.lead_ref <> '' AND w.stage = 'won'
		  AND w.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = w.id)
		  AND l.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = l.id)
		ORDER BY w.day, w.id`, b.id, first.First(), last.Last())
	if err != nil {
		return nil, fmt.Errorf("list the sales of %s to %s whose lead is known: %w", first, last, err)
	}
	times := make([]ledger.SaleTime, len(rows))
	for i, r := range rows {
		times[i] = ledger.SaleTime{Segment: ledger.Segment{Channel: r.Channel, Persona: r.Persona}, Lead: r.Lead, Won: r.Won}
	}
	return times, nil
}
