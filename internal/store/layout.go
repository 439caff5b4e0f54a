package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
)

// table is a table as its database describes it.
type table struct {
	name     string
	columns  []column // in the order of their names
	key      []string // columns of the primary key, in its order
	identity string   // the column whose ids the database hands out
	parents  []string // tables that its rows refer to, itself apart
}

type column struct {
	Table, Column string
	Kind          string // of its values, in the database's own words
	KeyPart       int    `db:"key_part"` // its place in the primary key, from 1; 0 for none
	Identity      bool
}

func (t table) names() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.Column
	}
	return names
}

// layout lists the tables of the books, each after those it refers to. It asks
// the database, so that none can be forgotten.
func (d dialect) layout(ctx context.Context, tx *sqlx.Tx) ([]table, error) {
	var columns []column
	if err := tx.SelectContext(ctx, &columns, d.columns); err != nil {
		return nil, fmt.Errorf("list the tables: %w", err)
	}
	var links []struct{ Table, Parent string }
	if err := tx.SelectContext(ctx, &links, d.parents); err != nil {
		return nil, fmt.Errorf("list what refers to what: %w", err)
	}
	var tables []table
	for _, c := range columns {
		if len(tables) == 0 || tables[len(tables)-1].name != c.Table {
			tables = append(tables, table{name: c.Table})
		}
		tables[len(tables)-1].add(c)
	}
	for i := range tables {
		for _, l := range links {
			if l.Table == tables[i].name && l.Parent != l.Table {
				tables[i].parents = append(tables[i].parents, l.Parent)
			}
		}
	}
	return parentsFirst(tables)
}

func (t *table) add(c column) {
	t.columns = append(t.columns, c)
	if c.Identity {
		t.identity = c.Column
	}
	if c.KeyPart > 0 {
		t.key = append(t.key, make([]string, max(0, c.KeyPart-len(t.key)))...)
		t.key[c.KeyPart-1] = c.Column
	}
}

// parentsFirst puts each table after those it refers to.
func parentsFirst(tables []table) ([]table, error) {
	var order []table
	placed := map[string]bool{}
	for len(order) < len(tables) {
		before := len(order)
		for _, t := range tables {
			waits := slices.ContainsFunc(t.parents, func(p string) bool { return !placed[p] })
			if !placed[t.name] && !waits {
				placed[t.name] = true
				order = append(order, t)
			}
		}
		if len(order) == before {
			return nil, fmt.Errorf("%d tables refer to each other in a circle", len(tables)-before)
		}
	}
	return order, nil
}

// quoted are names as both databases read them.
func quoted(names ...string) string { return `"` + strings.Join(names, `", "`) + `"` }
