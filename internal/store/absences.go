package store

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Absences lists who has said that they are away, by person; those that have
// ended by their own last day are among them.
func (b books) Absences(ctx context.Context) (ledger.Absences, error) {
	var rows []struct {
		Person  string
		StandIn string `db:"stand_in"`
		Until   calendar.Date
		Since   instant
	}
	err := b.db.SelectContext(ctx, &rows, `
		SELECT person, stand_in, until, since FROM absences WHERE workspace_id = $1 ORDER BY person`, b.id)
	if err != nil {
		return nil, fmt.Errorf("list the absences: %w", err)
	}
	var all ledger.Absences
	for _, r := range rows {
		all = append(all, ledger.Absence{Person: r.Person, StandIn: r.StandIn, Until: r.Until, Since: r.Since.time()})
	}
	return all, nil
}

// SetAbsence notes who records in somebody's place, instead of whoever was named
// before.
func (t *Tx) SetAbsence(ctx context.Context, a ledger.Absence) error {
	_, err := t.db.ExecContext(ctx, `
		INSERT INTO absences (workspace_id, person, stand_in, until, since) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (workspace_id, person) DO UPDATE SET
			stand_in = excluded.stand_in, until = excluded.until, since = excluded.since`,
		t.id, a.Person, a.StandIn, a.Until, instant(a.Since))
	if err != nil {
		return fmt.Errorf("note the absence of %s: %w", a.Person, err)
	}
	return nil
}

// EndAbsence forgets somebody's absence, if there is one.
func (t *Tx) EndAbsence(ctx context.Context, person string) error {
	_, err := t.db.ExecContext(ctx, `DELETE FROM absences WHERE workspace_id = $1 AND person = $2`, t.id, person)
	if err != nil {
		return fmt.Errorf("end the absence of %s: %w", person, err)
	}
	return nil
}
