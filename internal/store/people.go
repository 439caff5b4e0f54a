package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/ledger"
)

type personRow struct {
	ID          string
	Name        string
	Locale      string
	Admin       bool
	Manager     bool
	Guest       bool
	Stranger    bool
	Deactivated bool
	RefreshedAt instant `db:"refreshed_at"`
}

func (r personRow) person() ledger.Person {
	return ledger.Person{
		ID: r.ID, Name: r.Name, Locale: r.Locale, Admin: r.Admin, Manager: r.Manager, Guest: r.Guest,
		Stranger: r.Stranger, Deactivated: r.Deactivated, RefreshedAt: r.RefreshedAt.time(),
	}
}

const selectPeople = `
	SELECT id, name, locale, admin, manager, guest, stranger, deactivated, refreshed_at
	FROM people WHERE workspace_id = $1 AND `

// Person returns someone as last looked up, or ErrNotFound.
func (b books) Person(ctx context.Context, id string) (ledger.Person, error) {
	var row personRow
	err := b.db.GetContext(ctx, &row, selectPeople+`id = $2`, b.id, id)
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Person{}, ledger.ErrNotFound
	}
	if err != nil {
		return ledger.Person{}, fmt.Errorf("find person %s: %w", id, err)
	}
	return b.letIn(ctx, row.person())
}

// Managers lists whoever may manage the workspace, by user id.
func (b books) Managers(ctx context.Context) ([]ledger.Person, error) {
	var rows []personRow
	err := b.db.SelectContext(ctx, &rows, selectPeople+`(admin OR manager) ORDER BY id`, b.id)
	if err != nil {
		return nil, fmt.Errorf("list managers: %w", err)
	}
	var managers []ledger.Person
	for _, r := range rows {
		if p := r.person(); p.MayManage() {
			managers = append(managers, p)
		}
	}
	return managers, nil
}

// SavePerson stores what was looked up of someone. Whoever was named manager
// stays one, so that a look-up begun before cannot take it back.
func (s *Space) SavePerson(ctx context.Context, p ledger.Person) error {
	err := s.store.transact(ctx, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO people (workspace_id, id, name, locale, admin, manager, guest, stranger, deactivated, refreshed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (workspace_id, id) DO UPDATE SET
			    name = excluded.name, locale = excluded.locale, admin = excluded.admin,
			    manager = people.manager OR excluded.manager, guest = excluded.guest, stranger = excluded.stranger,
			    deactivated = excluded.deactivated, refreshed_at = excluded.refreshed_at`,
			s.id, p.ID, p.Name, p.Locale, p.Admin, p.Manager, p.Guest, p.Stranger, p.Deactivated, instant(p.RefreshedAt))
		return err
	})
	if err != nil {
		return fmt.Errorf("save person %s: %w", p.ID, err)
	}
	return nil
}
