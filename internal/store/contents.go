package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/treve-bot/treve/internal/calendar"
)

// Contents is what a table holds: how many rows, and a checksum of all of them
// that depends neither on their order nor on the database they are kept in.
type Contents struct {
	Table    string
	Rows     int64
	Checksum uint64
}

// batch is how many rows are read before they are handed on.
const batch = 1000

// contents reads a whole table in the order of its key, hands its rows on in
// batches and adds them up.
func (d dialect) contents(ctx context.Context, tx *sqlx.Tx, t table, use func(rows [][]any) error) (Contents, error) {
	sum := Contents{Table: t.name}
	found, err := tx.QueryxContext(ctx, "SELECT "+quoted(t.names()...)+" FROM "+quoted(t.name)+" ORDER BY "+quoted(t.key...))
	if err != nil {
		return sum, fmt.Errorf("read %s: %w", t.name, err)
	}
	defer func() { _ = found.Close() }() // Err tells what went wrong
	var rows [][]any
	for found.Next() {
		row, err := found.SliceScan()
		if err == nil {
			err = sum.add(t, row)
		}
		if err != nil {
			return sum, fmt.Errorf("read %s: %w", t.name, err)
		}
		if rows = append(rows, row); len(rows) == batch {
			if err := use(rows); err != nil {
				return sum, err
			}
			rows = rows[:0]
		}
	}
	if err := errors.Join(found.Err(), found.Close()); err != nil {
		return sum, fmt.Errorf("read %s: %w", t.name, err)
	}
	return sum, use(rows)
}

// add takes a row into the sum, and turns its values into those that both
// databases have: text, integers and bytes, as SQLite keeps them.
func (c *Contents) add(t table, row []any) error {
	var text []byte
	for i, value := range row {
		common, err := commonValue(t.columns[i].Kind, value)
		if err != nil {
			return fmt.Errorf("column %s: %w", t.columns[i].Column, err)
		}
		row[i] = common
		text = appendValue(text, common)
	}
	digest := sha256.Sum256(text)
	c.Rows++
	c.Checksum += binary.BigEndian.Uint64(digest[:])
	return nil
}

func commonValue(kind string, value any) (any, error) {
	switch v := value.(type) {
	case nil, int64, string:
		return v, nil
	case []byte:
		return append([]byte{}, v...), nil // none are not NULL
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case time.Time:
		if kind == "date" {
			return calendar.On(v, time.UTC).String(), nil
		}
		return instant(v).Value()
	}
	return nil, fmt.Errorf("a value of the type %T has no place on both databases", value)
}

// appendValue writes a value so that no two rows are written alike.
func appendValue(text []byte, value any) []byte {
	switch v := value.(type) {
	case int64:
		return binary.AppendVarint(append(text, 'i'), v)
	case string:
		return append(binary.AppendUvarint(append(text, 't'), uint64(len(v))), v...)
	case []byte:
		return append(binary.AppendUvarint(append(text, 'b'), uint64(len(v))), v...)
	}
	return append(text, '-')
}

// Contents adds up every table as it stands at one instant.
func (s *Store) Contents(ctx context.Context) (sums []Contents, err error) {
	err = s.look(ctx, func(tx *sqlx.Tx, tables []table) error {
		sums, err = s.dialect.sums(ctx, tx, tables)
		return err
	})
	return sums, err
}

func (d dialect) sums(ctx context.Context, tx *sqlx.Tx, tables []table) ([]Contents, error) {
	sums := make([]Contents, len(tables))
	for i, t := range tables {
		var err error
		if sums[i], err = d.contents(ctx, tx, t, func([][]any) error { return nil }); err != nil {
			return nil, err
		}
	}
	return sums, nil
}

// look reads inside one snapshot.
func (s *Store) look(ctx context.Context, read func(tx *sqlx.Tx, tables []table) error) error {
	tx, err := s.db.BeginTxx(ctx, &s.dialect.snapshot)
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // it has only read
	tables, err := s.dialect.prepare(ctx, tx)
	if err != nil {
		return err
	}
	return read(tx, tables)
}

// prepare lets a transaction take its time, and lists the tables.
func (d dialect) prepare(ctx context.Context, tx *sqlx.Tx) ([]table, error) {
	if _, err := tx.ExecContext(ctx, d.unhurried); err != nil {
		return nil, fmt.Errorf("take one's time: %w", err)
	}
	return d.layout(ctx, tx)
}
