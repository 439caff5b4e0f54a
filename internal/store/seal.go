package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// A backup is sealed when it is whole. SQLite leaves two numbers in the head of a
// file to whoever writes it: one says here that the file is a backup, the other
// is a checksum of all it holds. A bot that works on the file keeps it in another
// journal mode for ever after, and it is a backup no more.
const backupMark = 0x54726576 // "Trev"

// Why a backup is refused.
var (
	// ErrNoBackup is returned for a file that is no backup, or not a whole one.
	ErrNoBackup = errors.New("the file is no whole backup")
	// ErrBroken is returned for a backup that does not hold any more what it held.
	ErrBroken = errors.New("the backup does not hold any more what it held")
)

// Seal makes a SQLite file that books were copied into a backup of what it holds.
func (s *Store) Seal(ctx context.Context, holds []Contents) error {
	seal, err := s.sealOf(ctx, holds)
	if err == nil {
		_, err = s.db.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", seal, backupMark))
	}
	if err != nil {
		return fmt.Errorf("seal the backup: %w", err)
	}
	return nil
}

// Verify reads a backup from end to end, and refuses it with ErrNoBackup or
// ErrBroken.
func (s *Store) Verify(ctx context.Context) error {
	var mark, seal int32
	var journal string
	err := errors.Join(
		s.db.GetContext(ctx, &mark, "PRAGMA application_id"),
		s.db.GetContext(ctx, &seal, "PRAGMA user_version"),
		s.db.GetContext(ctx, &journal, "PRAGMA journal_mode"))
	if err != nil {
		return fmt.Errorf("look for the seal: %w", err)
	}
	if mark != backupMark || journal != "delete" {
		return ErrNoBackup
	}
	holds, err := s.Contents(ctx)
	if err != nil {
		return err
	}
	got, err := s.sealOf(ctx, holds)
	if err == nil && got != seal {
		err = ErrBroken
	}
	return err
}

// sealOf is the checksum of what a file holds, in what tables and columns.
func (s *Store) sealOf(ctx context.Context, holds []Contents) (seal int32, err error) {
	version, _, err := s.Version(ctx)
	if err != nil {
		return 0, err
	}
	err = s.look(ctx, func(_ *sqlx.Tx, tables []table) error {
		digest := sha256.New()
		fmt.Fprintln(digest, version, holds)
		for _, t := range tables {
			fmt.Fprintln(digest, t.name, t.names())
		}
		seal = int32(binary.BigEndian.Uint32(digest.Sum(nil))) //nolint:gosec // its bits, whatever their sign
		return nil
	})
	return seal, err
}
