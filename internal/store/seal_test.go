package store_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// sealedBackup is a file that holds something in every table, and what that is.
func sealedBackup(t *testing.T) (content []byte, holds []store.Contents) {
	t.Helper()
	source := storetest.Open(t, storetest.SQLite(t))
	fillEverything(t, source)
	path := filepath.Join(t.TempDir(), "backup")
	backup, err := store.OpenToFill(t.Context(), path, slog.New(slog.DiscardHandler))
	if err == nil {
		err = backup.Migrate(t.Context())
	}
	if err == nil {
		holds, err = store.Copy(t.Context(), source, backup, store.Copying{})
	}
	if err == nil {
		err = errors.Join(backup.Seal(t.Context(), holds), backup.Close())
	}
	if err == nil {
		content, err = os.ReadFile(path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return content, holds
}

// verified opens a file and has it verified. Of one that passes it returns what it
// holds.
func verified(t *testing.T, content []byte) (holds []store.Contents, err error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "backup")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	backup, err := store.OpenToRead(t.Context(), path, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer backup.Close()
	if err := backup.Verify(t.Context()); err != nil {
		return nil, err
	}
	return backup.Contents(t.Context())
}

// Whichever bit of a backup has turned, it is refused, or nothing that it holds is
// another.
func TestABitOfABackupTurns(t *testing.T) {
	t.Parallel()
	content, want := sealedBackup(t)
	if got, err := verified(t, content); err != nil || !cmp.Equal(got, want) {
		t.Fatalf("the whole backup: %v\n%s", err, cmp.Diff(want, got))
	}
	refused, broken := 0, 0
	for at := 0; at < len(content); at += 509 {
		content[at] ^= 1 << (at % 8)
		got, err := verified(t, content)
		content[at] ^= 1 << (at % 8)
		switch {
		case errors.Is(err, store.ErrBroken):
			broken++
		case err != nil:
			refused++
		case !cmp.Equal(got, want):
			t.Errorf("bit %d of byte %d: the backup passes, and holds something else:\n%s", at%8, at, cmp.Diff(want, got))
		}
	}
	t.Logf("of %d bits, SQLite noticed %d and the seal %d", (len(content)+508)/509, refused, broken)
	if broken == 0 {
		t.Error("the seal never noticed anything")
	}
}

// A backup that ends early, or has not begun to be one, is none.
func TestABackupIsWholeOrNone(t *testing.T) {
	t.Parallel()
	content, _ := sealedBackup(t)
	for _, n := range []int{0, 1, 99, 100, 4096, 5000, len(content) / 2, len(content) - 4096, len(content) - 1} {
		if _, err := verified(t, content[:n]); err == nil {
			t.Errorf("%d of %d bytes pass for a backup", n, len(content))
		}
	}
	content[68]++ // the first byte of what SQLite keeps for the application's mark
	if _, err := verified(t, content); !errors.Is(err, store.ErrNoBackup) {
		t.Errorf("never sealed: %v; want ErrNoBackup", err)
	}
	content[68]--
	path := filepath.Join(t.TempDir(), "books")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := storetest.Open(t, path).Verify(t.Context()); !errors.Is(err, store.ErrNoBackup) {
		t.Errorf("a backup that a bot works on: %v; want ErrNoBackup", err)
	}
}
