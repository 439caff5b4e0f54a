package store

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// stands is what neither takes anything back nor was taken back, of the entries
// under a name.
func stands(name string) string {
	return name + `.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = ` + name + `.id)`
}

// LinkedWins lists the standing wins dated in those months, both included, which
// name their lead, by segment and by the months of the lead and of the win.
func (b books) LinkedWins(ctx context.Context, first, last calendar.Month) ([]ledger.LinkedWins, error) {
	var rows []struct {
		Channel   ledger.ChannelID `db:"channel_id"`
		Persona   ledger.PersonaID `db:"persona_id"`
		Came, Won calendar.Month
		Count     int64
	}
	err := b.db.SelectContext(ctx, &rows, `
		SELECT channel_id, persona_id, came, won, CAST(SUM(count) AS BIGINT) AS count
		FROM (SELECT w.channel_id, w.persona_id, w.count, substr(CAST(l.day AS TEXT), 1, 7) AS came,
		             substr(CAST(w.day AS TEXT), 1, 7) AS won
		      FROM entries w
		      JOIN entries l ON l.workspace_id = w.workspace_id AND l.lead_ref = w.lead_ref AND l.lead_ref <> ''
		        AND l.stage = 'lead' AND `+stands("l")+`
		      WHERE w.workspace_id = $1 AND w.stage = 'won' AND w.day BETWEEN $2 AND $3 AND `+stands("w")+`) AS wins
		GROUP BY channel_id, persona_id, came, won
		ORDER BY channel_id, persona_id, came, won`, b.id, first.First(), last.Last())
	if err != nil {
		return nil, fmt.Errorf("read the wins of known leads from %s to %s: %w", first, last, err)
	}
	wins := make([]ledger.LinkedWins, len(rows))
	for i, r := range rows {
		wins[i] = ledger.LinkedWins{
			Segment: ledger.Segment{Channel: r.Channel, Persona: r.Persona}, Came: r.Came, Won: r.Won, Count: r.Count,
		}
	}
	return wins, nil
}

// Sales lists, by persona, the standing wins dated in those months, both
// included, which carry an amount.
func (b books) Sales(ctx context.Context, first, last calendar.Month) ([]ledger.PersonaSales, error) {
	var rows []struct {
		Persona ledger.PersonaID `db:"persona_id"`
		Count   int64
		Amount  int64
		Largest int64
	}
	err := b.db.SelectContext(ctx, &rows, `
		SELECT persona_id, CAST(SUM(count) AS BIGINT) AS count, CAST(SUM(amount_cents) AS BIGINT) AS amount,
		       MAX(CASE WHEN count > 0 THEN amount_cents / count ELSE 0 END) AS largest
		FROM entries e
		WHERE workspace_id = $1 AND stage = 'won' AND amount_cents <> 0 AND day BETWEEN $2 AND $3
		  AND `+stands("e")+`
		GROUP BY persona_id
		ORDER BY persona_id`, b.id, first.First(), last.Last())
	if err != nil {
		return nil, fmt.Errorf("read the sales from %s to %s: %w", first, last, err)
	}
	sales := make([]ledger.PersonaSales, len(rows))
	for i, r := range rows {
		sales[i] = ledger.PersonaSales{Persona: r.Persona, Count: r.Count, AmountCents: r.Amount, LargestCents: r.Largest}
	}
	return sales, nil
}
