package store

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Signatures lists who signed the month's plan, the oldest first.
func (b books) Signatures(ctx context.Context, month calendar.Month) ([]sla.Signature, error) {
	var rows []struct {
		Side        ledger.Team
		Person      string
		Plan        string
		Definitions string
		SignedAt    instant `db:"signed_at"`
	}
	err := b.db.SelectContext(ctx, &rows, `
		SELECT side, person, plan, definitions, signed_at FROM signatures
		WHERE workspace_id = $1 AND month = $2 ORDER BY id`, b.id, month)
	if err != nil {
		return nil, fmt.Errorf("list who signed the plan of %s: %w", month, err)
	}
	var all []sla.Signature
	for _, r := range rows {
		all = append(all, sla.Signature{
			Month: month, Side: r.Side, Person: r.Person, At: r.SignedAt.time(),
			Terms: sla.Terms{Plan: r.Plan, Definitions: r.Definitions},
		})
	}
	return all, nil
}

// HoldPlan makes all other changes of the workspace's plan, catalogue, settings
// and signatures wait for this transaction: what is read of them from here on
// still stands when it is written.
func (t *Tx) HoldPlan(ctx context.Context) error { return t.planTurn(ctx) }

// Sign adds a signature, and a line to the log. Whether the person may sign is
// for the caller to say.
func (t *Tx) Sign(ctx context.Context, s sla.Signature) error {
	if err := t.planTurn(ctx); err != nil {
		return err
	}
	_, err := t.db.ExecContext(ctx, `
		INSERT INTO signatures (workspace_id, month, side, person, plan, definitions, signed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		t.id, s.Month, s.Side, s.Person, s.Plan, s.Definitions, instant(s.At))
	if err != nil {
		return fmt.Errorf("sign the plan of %s: %w", s.Month, err)
	}
	return t.audit(ctx, "signature "+s.Month.String()+" "+string(s.Side), "", s.Plan, sla.Author{ID: s.Person, At: s.At})
}
