package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/ledger"
)

// What may stand in the way of a copy. Each leaves the target as it was.
var (
	// ErrNotEmpty is returned when the target holds books already.
	ErrNotEmpty = errors.New("the target holds books already")
	// ErrChanged is returned when somebody wrote to the books meanwhile.
	ErrChanged = errors.New("somebody wrote to the books meanwhile")
)

// Copying says how books are copied.
type Copying struct {
	// Replace is what the target holds and may lose, in the same transaction; a
	// target that holds something else is refused with ErrChanged.
	Replace []Contents
	// Still refuses with ErrChanged a source that was written to meanwhile.
	Still bool
	// RestoredAt notes in every workspace that it was restored then, and may not know
	// what was posted before; zero if it knows.
	RestoredAt time.Time
	// Progress is told of each table how many rows have been copied so far; nil
	// if nobody watches.
	Progress func(table string, rows int64)
}

// Copy writes all that from holds, as it stands at one instant, into to, ids
// included, and returns what each table holds. Both are of the same version.
// What was written is read again and compared before it is committed, in one
// transaction: nothing is left in the target unless all of it is there.
func Copy(ctx context.Context, from, to *Store, how Copying) (sums []Contents, err error) {
	err = from.look(ctx, func(source *sqlx.Tx, tables []table) error {
		target, err := to.db.BeginTxx(ctx, nil)
		if err != nil {
			return fmt.Errorf("begin to write: %w", err)
		}
		defer func() { _ = target.Rollback() }() // without effect once committed
		c := copier{from, to, source, target, tables, how}
		if sums, err = c.copy(ctx); err != nil {
			return err
		}
		if err := target.Commit(); err != nil {
			return fmt.Errorf("commit the copy: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return sums, nil
}

// copier copies inside a transaction on each side.
type copier struct {
	from, to       *Store
	source, target *sqlx.Tx
	tables         []table // of the source
	how            Copying
}

func (c copier) copy(ctx context.Context) ([]Contents, error) {
	tables, err := c.to.dialect.prepare(ctx, c.target)
	if err != nil {
		return nil, err
	}
	if err := sameTables(c.tables, tables); err != nil {
		return nil, err
	}
	if err := c.clear(ctx, tables); err != nil {
		return nil, err
	}
	sums := make([]Contents, len(tables))
	for i := range tables {
		if sums[i], err = c.table(ctx, c.tables[i], tables[i]); err != nil {
			return nil, err
		}
	}
	if err := c.verify(ctx, tables, sums); err != nil {
		return nil, err
	}
	return sums, c.noteRestored(ctx)
}

// sameTables reports where two databases of one version are not alike.
func sameTables(from, to []table) error {
	for i, t := range from {
		if i >= len(to) || t.name != to[i].name || !slices.Equal(t.names(), to[i].names()) {
			return fmt.Errorf("table %s is not the same on both sides", t.name)
		}
	}
	if len(to) > len(from) {
		return fmt.Errorf("table %s is only in the target", to[len(from)].name)
	}
	return nil
}

// clear refuses a target that holds books other than those to be replaced, and
// empties it.
func (c copier) clear(ctx context.Context, tables []table) error {
	holds, err := holdsBooks(ctx, c.target, tables)
	if err != nil {
		return err
	}
	if holds && c.how.Replace == nil {
		return ErrNotEmpty
	}
	if holds {
		if err := c.to.dialect.wantStill(ctx, c.target, tables, c.how.Replace); err != nil {
			return err
		}
	}
	for _, t := range slices.Backward(tables) {
		if _, err := c.target.ExecContext(ctx, "DELETE FROM "+quoted(t.name)); err != nil {
			return fmt.Errorf("empty %s: %w", t.name, err)
		}
	}
	return nil
}

// holdsBooks reports whether there is anything to lose. A workspace that no Slack
// has taken over yet, with its settings, is nothing: every command that opens an
// empty database makes one.
func holdsBooks(ctx context.Context, tx *sqlx.Tx, tables []table) (holds bool, err error) {
	for _, t := range tables {
		query := "SELECT EXISTS (SELECT 1 FROM " + quoted(t.name) + ")"
		switch t.name {
		case "settings":
			continue
		case "workspaces":
			query = "SELECT EXISTS (SELECT 1 FROM workspaces WHERE team IS NOT NULL)"
		}
		if err := tx.GetContext(ctx, &holds, query); err != nil || holds {
			return holds, err
		}
	}
	return false, nil
}

func (c copier) table(ctx context.Context, from, to table) (Contents, error) {
	var done int64
	sum, err := c.from.dialect.contents(ctx, c.source, from, func(rows [][]any) error {
		if err := c.to.dialect.load(ctx, c.target, to, rows); err != nil {
			return fmt.Errorf("write %s: %w", to.name, err)
		}
		if done += int64(len(rows)); c.how.Progress != nil {
			c.how.Progress(to.name, done)
		}
		return nil
	})
	if err != nil || to.identity == "" {
		return sum, err
	}
	if err := c.to.dialect.resume(ctx, c.target, to); err != nil {
		return sum, fmt.Errorf("continue the ids of %s: %w", to.name, err)
	}
	return sum, nil
}

// verify reads again what was written, and what it was read from.
func (c copier) verify(ctx context.Context, tables []table, want []Contents) error {
	got, err := c.to.dialect.sums(ctx, c.target, tables)
	if err != nil {
		return err
	}
	if i := differing(want, got); i >= 0 {
		return fmt.Errorf("of %s %d rows were read and %d written, or not alike", want[i].Table, want[i].Rows, got[i].Rows)
	}
	if !c.how.Still {
		return nil
	}
	return c.from.look(ctx, func(again *sqlx.Tx, tables []table) error {
		return c.from.dialect.wantStill(ctx, again, tables, want)
	})
}

func (c copier) noteRestored(ctx context.Context) error {
	if c.how.RestoredAt.IsZero() {
		return nil
	}
	const option = "restored_at"
	_, err := c.target.ExecContext(ctx, `
		INSERT INTO settings (workspace_id, key, value)
		SELECT id, CAST($1 AS TEXT), CAST($2 AS TEXT) FROM workspaces WHERE TRUE
		ON CONFLICT (workspace_id, key) DO UPDATE SET value = excluded.value`,
		option, ledger.Settings{RestoredAt: c.how.RestoredAt}.Option(option))
	if err != nil {
		return fmt.Errorf("note that the books were restored: %w", err)
	}
	return nil
}

// wantStill refuses tables that do not hold any more what they held.
func (d dialect) wantStill(ctx context.Context, tx *sqlx.Tx, tables []table, want []Contents) error {
	got, err := d.sums(ctx, tx, tables)
	if err != nil {
		return err
	}
	if i := differing(want, got); i >= 0 {
		return fmt.Errorf("%w: table %s", ErrChanged, want[i].Table)
	}
	return nil
}

// differing is the first table that does not hold the same, or -1.
func differing(a, b []Contents) int {
	for i := range a {
		if a[i] != b[i] {
			return i
		}
	}
	return -1
}
