package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// managerLeft is what the log calls it when a manager leaves; the one-time codes
// go by how often it happened.
const managerLeft = "manager left"

// Retire takes from somebody who left what was theirs, and says what it was. What
// they recorded stays. Their channels remember who had them until somebody is
// named in their place.
func (t *Tx) Retire(ctx context.Context, id string, by sla.Author) (left ledger.Departure, err error) {
	if err := t.planTurn(ctx); err != nil {
		return left, err
	}
	catalogue, err := t.Catalogue(ctx)
	if err != nil {
		return left, err
	}
	absences, err := t.Absences(ctx)
	if err != nil {
		return left, err
	}
	settings, err := t.Settings(ctx)
	if err != nil {
		return left, err
	}
	left = ledger.Held(ledger.Person{ID: id}, catalogue, absences, settings)
	for _, c := range catalogue.Channels {
		if err := t.vacate(ctx, c, left, id, by); err != nil {
			return left, err
		}
	}
	for _, person := range left.StoodIn {
		if err := t.EndAbsence(ctx, person); err != nil {
			return left, err
		}
	}
	for _, side := range left.Signed {
		if err := t.SetOption(ctx, ledger.SignerOption(side), "", by); err != nil {
			return left, err
		}
	}
	if err := t.SetGuest(ctx, id, nil, by); err != nil {
		return left, err
	}
	left.Manager, err = t.unname(ctx, id, by)
	return left, err
}

func (t *Tx) vacate(ctx context.Context, c ledger.Channel, left ledger.Departure, id string, by sla.Author) error {
	brought, followed := slices.Contains(left.Channels, c.ID), slices.Contains(left.Sales, c.ID)
	if brought {
		c.Owner, c.LeftBy = "", id
	}
	if followed {
		c.SalesOwner, c.SalesLeftBy = "", id
	}
	if !brought && !followed {
		return nil
	}
	return t.UpdateChannel(ctx, c, by)
}

// unname takes from somebody that they are a manager, and reports whether they
// were one.
func (t *Tx) unname(ctx context.Context, id string, by sla.Author) (bool, error) {
	result, err := t.db.ExecContext(ctx, `
		UPDATE people SET manager = FALSE, admin = FALSE WHERE workspace_id = $1 AND id = $2 AND (manager OR admin)`, t.id, id)
	if err != nil {
		return false, fmt.Errorf("take from %s that they are a manager: %w", id, err)
	}
	if was, err := result.RowsAffected(); err != nil || was == 0 {
		return false, err
	}
	return true, t.audit(ctx, managerLeft, id, "", by)
}

// ManagersLeft counts the managers who have left so far.
func (b books) ManagersLeft(ctx context.Context) (left int, err error) {
	err = b.db.GetContext(ctx, &left, `SELECT COUNT(*) FROM audit_log WHERE workspace_id = $1 AND what = $2`, b.id, managerLeft)
	if err != nil {
		return 0, fmt.Errorf("count the managers who have left: %w", err)
	}
	return left, nil
}

// RoleHolders lists by user id whoever something depends on: owners, managers,
// signers, guests let in, those who are away and those who record in their place.
func (b books) RoleHolders(ctx context.Context) (ids []string, err error) {
	err = b.db.SelectContext(ctx, &ids, `
		SELECT DISTINCT id FROM (
		    SELECT owner AS id FROM channels WHERE workspace_id = $1
		    UNION SELECT sales_owner FROM channels WHERE workspace_id = $1
		    UNION SELECT id FROM people WHERE workspace_id = $1 AND (manager OR admin)
		    UNION SELECT person FROM guest_channels WHERE workspace_id = $1
		    UNION SELECT person FROM absences WHERE workspace_id = $1
		    UNION SELECT stand_in FROM absences WHERE workspace_id = $1
		    UNION SELECT value FROM settings WHERE workspace_id = $1 AND key IN ('signer_marketing', 'signer_sales')
		) AS held WHERE id <> '' ORDER BY id`, b.id)
	if err != nil {
		return nil, fmt.Errorf("list whom something depends on: %w", err)
	}
	return ids, nil
}
