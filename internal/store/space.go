package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/ledger"
)

// local is what a workspace is called until a Slack workspace takes it over.
const local = "local"

// Workspace is a workspace as it is listed.
type Workspace struct {
	ID   int64  `db:"id"`
	Team string `db:"team"` // Slack team id; "" until Slack has connected
	Name string `db:"name"`
}

// Space is one workspace's books. It is safe for concurrent use.
type Space struct {
	books

	store *Store
}

// Tx is a workspace's books inside the transaction of one request.
type Tx struct {
	books

	tx      *sqlx.Tx
	recaps  Recaps
	request ledger.Request
	held    bool  // other changes of this workspace's plan wait, see planTurn
	written int64 // entries

	insert *sqlx.Stmt                  // of imported entries; nil until there is one
	owed   map[owedTotal]*ledger.Total // what imported entries have yet to add to totals
}

// books are one workspace's rows, inside a transaction or not.
type books struct {
	id int64 // of the workspace
	db queryer
}

// queryer is a database or a transaction.
type queryer interface {
	GetContext(ctx context.Context, dest any, query string, args ...any) error
	SelectContext(ctx context.Context, dest any, query string, args ...any) error
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Workspaces lists the workspaces in the order they came.
func (s *Store) Workspaces(ctx context.Context) ([]Workspace, error) {
	var list []Workspace
	err := s.db.SelectContext(ctx, &list, `
		SELECT id, COALESCE(team, '') AS team, name FROM workspaces ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("list workspaces: %w", err)
	}
	return list, nil
}

// Adopt returns the books of a Slack workspace: those it has, else those kept
// so far under the name "local", else new ones that begin with the defaults.
func (s *Store) Adopt(ctx context.Context, team, name string, defaults ledger.Settings) (*Space, error) {
	var id int64
	err := s.transact(ctx, func(tx *sqlx.Tx) (err error) {
		id, err = adopt(ctx, tx, team, name)
		if errors.Is(err, sql.ErrNoRows) {
			id, err = create(ctx, tx, sql.NullString{String: team, Valid: true}, name, defaults)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("adopt workspace %s: %w", team, err)
	}
	return s.space(id), nil
}

// adopt finds the team's workspace, or gives it the one that has no team.
func adopt(ctx context.Context, tx *sqlx.Tx, team, name string) (id int64, err error) {
	err = tx.GetContext(ctx, &id, `UPDATE workspaces SET name = $1 WHERE team = $2 RETURNING id`, name, team)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	err = tx.GetContext(ctx, &id, `
		UPDATE workspaces SET team = $1, name = $2 WHERE team IS NULL AND name = $3 RETURNING id`, team, name, local)
	return id, err
}

// Local returns the books the command line works on: those of the workspace of
// that name or team id; with no name those of the only workspace, or new ones
// under the name "local" that begin with the defaults.
func (s *Store) Local(ctx context.Context, name string, defaults ledger.Settings) (*Space, error) {
	all, err := s.Workspaces(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, w := range all {
		if w.Name == name || w.Team == name && name != "" || name == "" && len(all) == 1 {
			return s.space(w.ID), nil
		}
		names = append(names, w.Name)
	}
	switch {
	case len(all) == 0 && (name == "" || name == local):
		return s.createLocal(ctx, defaults)
	case name == "":
		return nil, fmt.Errorf("there are several workspaces, name one of them: %s", strings.Join(names, ", "))
	}
	return nil, fmt.Errorf("find workspace %q among %s: %w", name, strings.Join(names, ", "), ledger.ErrNotFound)
}

func (s *Store) createLocal(ctx context.Context, defaults ledger.Settings) (*Space, error) {
	var id int64
	err := s.transact(ctx, func(tx *sqlx.Tx) (err error) {
		id, err = create(ctx, tx, sql.NullString{}, local, defaults)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("create the local workspace: %w", err)
	}
	return s.space(id), nil
}

// create adds a workspace, unless another process has just done so.
func create(ctx context.Context, tx *sqlx.Tx, team sql.NullString, name string, defaults ledger.Settings) (id int64, err error) {
	err = tx.GetContext(ctx, &id, `
		INSERT INTO workspaces (team, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id`, team, name)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.GetContext(ctx, &id, `
			SELECT id FROM workspaces WHERE team = $1 OR team IS NULL AND CAST($1 AS TEXT) IS NULL AND name = $2`, team, name)
		return id, err
	}
	if err != nil {
		return 0, err
	}
	return id, saveDefaults(ctx, tx, id, defaults)
}

func (s *Store) space(id int64) *Space { return &Space{books{id, prepared{s.statements, nil}}, s} }

// ID returns the workspace's number in this database.
func (s *Space) ID() int64 { return s.id }
