package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// words are the columns that may speak of somebody, and own of them those that are
// rewritten.
func (t table) words() (all, own []column) {
	for _, c := range t.columns {
		if c.Kind == "text" || c.Kind == "blob" || c.Kind == "bytea" {
			all = append(all, c)
			if !slices.Contains(shared[t.name], c.Column) {
				own = append(own, c)
			}
		}
	}
	return all, own
}

func (t table) ofWorkspace() bool {
	return slices.ContainsFunc(t.columns, func(c column) bool { return c.Column == "workspace_id" })
}

// speaking reads the rows whose words may speak of somebody, with their keys.
func (m mask) speaking(ctx context.Context, t *Tx, of table, words []column) (rows []map[string]any, err error) {
	var either []string
	args := []any{t.id}
	for _, c := range words {
		for _, sign := range m.signs {
			args = append(args, likeness(c, sign))
			either = append(either, fmt.Sprintf("%s LIKE $%d", c.readable(), len(args)))
		}
	}
	if len(either) == 0 || !of.ofWorkspace() {
		return nil, nil
	}
	columns := slices.Clone(of.key)
	for _, c := range words {
		columns = append(columns, c.Column)
	}
	found, err := t.tx.QueryxContext(ctx, "SELECT "+quoted(columns...)+" FROM "+quoted(of.name)+
		" WHERE workspace_id = $1 AND ("+strings.Join(either, " OR ")+")", args...)
	if err != nil {
		return nil, fmt.Errorf("look for somebody in %s: %w", of.name, err)
	}
	defer func() { _ = found.Close() }() // Err tells what went wrong
	for found.Next() {
		row := map[string]any{}
		if err := found.MapScan(row); err != nil {
			return nil, fmt.Errorf("read %s: %w", of.name, err)
		}
		for _, c := range of.columns { // PostgreSQL hands text over as bytes
			if text, ok := row[c.Column].([]byte); ok && c.Kind == "text" {
				row[c.Column] = string(text)
			}
		}
		rows = append(rows, row)
	}
	return rows, errors.Join(found.Err(), found.Close())
}

// readable is the column as LIKE takes it: SQLite compares no blobs.
func (c column) readable() string {
	if c.Kind == "blob" {
		return "CAST(" + quoted(c.Column) + " AS TEXT)"
	}
	return quoted(c.Column)
}

// likeness is a pattern for a column's own kind of values.
func likeness(c column, sign string) any {
	if c.Kind == "bytea" {
		return []byte("%" + sign + "%")
	}
	return "%" + sign + "%"
}

func (m mask) count(ctx context.Context, t *Tx, of table, done *Forgotten) error {
	all, own := of.words()
	rows, err := m.speaking(ctx, t, of, all)
	for _, row := range rows {
		switch {
		case len(m.changes(row, own)) > 0:
			done.Changed[of.name]++
		case len(m.changes(row, all)) > 0:
			done.Left[of.name]++
		}
	}
	return err
}

// changes are the words of a row that speak of somebody, without them.
func (m mask) changes(row map[string]any, words []column) map[string]any {
	changed := map[string]any{}
	for _, c := range words {
		switch v := row[c.Column].(type) {
		case string:
			if masked := m.text(v); masked != v {
				changed[c.Column] = masked
			}
		case []byte:
			if masked := m.text(string(v)); masked != string(v) {
				changed[c.Column] = []byte(masked)
			}
		}
	}
	return changed
}

func (m mask) replace(ctx context.Context, t *Tx, of table) error {
	_, own := of.words()
	rows, err := m.speaking(ctx, t, of, own)
	if err != nil {
		return err
	}
	for _, row := range rows {
		changed := m.changes(row, own)
		switch {
		case len(changed) == 0:
		case of.name == "recaps":
			err = t.renameRecap(ctx, of, row, changed)
		default:
			err = t.rewrite(ctx, of, row, changed)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// renameRecap changes the words of a post, which may be part of its key: its
// versions, which refer to it, follow a copy that then takes its place.
func (t *Tx) renameRecap(ctx context.Context, of table, row, changed map[string]any) error {
	renamed := maps.Clone(row)
	maps.Copy(renamed, changed)
	if row["conversation"] == renamed["conversation"] && row["kind"] == renamed["kind"] {
		return t.rewrite(ctx, of, row, changed)
	}
	columns, copies := []string{"conversation", "kind", "post_id"}, []string{"CAST($5 AS TEXT)", "CAST($6 AS TEXT)", "post_id || '*'"}
	for _, name := range of.names() {
		if !slices.Contains(columns[:3], name) {
			columns, copies = append(columns, name), append(copies, quoted(name))
		}
	}
	args := []any{row["workspace_id"], row["conversation"], row["day"], row["kind"], renamed["conversation"], renamed["kind"]}
	const same = ` WHERE workspace_id = $1 AND conversation = $2 AND day = $3 AND kind = $4`
	for _, step := range []struct {
		query string
		args  []any
	}{
		{"INSERT INTO recaps (" + quoted(columns...) + ") SELECT " + strings.Join(copies, ", ") + " FROM recaps" + same, args},
		{"UPDATE recap_versions SET conversation = $5, kind = $6" + same, args},
		{"DELETE FROM recaps" + same, args[:4]},
	} {
		if _, err := t.db.ExecContext(ctx, step.query, step.args...); err != nil {
			return err
		}
	}
	changed["post_id"] = row["post_id"]
	return t.rewrite(ctx, of, renamed, changed)
}

// rewrite changes the words of one row.
func (t *Tx) rewrite(ctx context.Context, of table, row, changed map[string]any) error {
	var set, where []string
	var args []any
	is := func(name string, value any) string {
		args = append(args, value)
		return fmt.Sprintf("%s = $%d", quoted(name), len(args))
	}
	for name, value := range changed {
		set = append(set, is(name, value))
	}
	for _, name := range of.key {
		where = append(where, is(name, row[name]))
	}
	_, err := t.db.ExecContext(ctx, "UPDATE "+quoted(of.name)+" SET "+strings.Join(set, ", ")+" WHERE "+strings.Join(where, " AND "), args...)
	return err
}
