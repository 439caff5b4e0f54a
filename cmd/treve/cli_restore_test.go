package main

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/treve-bot/treve/internal/store"
)

// What is no whole backup is told before anything is touched: the books that are to
// be replaced stay as they are, nor is a copy of them left.
func TestRestoreRefusesWhatIsNoWholeBackup(t *testing.T) {
	onEachBooks(t, func(full shell) {
		full.run(0, "import testdata/counts.csv --kind counts --create")
		folder := full.TempDir()
		good := full.backup(filepath.Join(folder, "good"))
		full.record(7)
		before := full.answers()
		words := bytes.Index(good, []byte("Trafic naturel"))
		for name, c := range map[string]struct {
			content []byte
			behind  string
			want    string
		}{
			"text":       {[]byte("12 leads\n"), "", "n'est pas une sauvegarde entière"},
			"empty":      {nil, "", "n'est pas une sauvegarde entière"},
			"foreign":    {nil, "CREATE TABLE leads (n INTEGER); INSERT INTO leads VALUES (12)", "n'est pas une sauvegarde entière"},
			"half":       {good[:len(good)/2], "", "est abîmé"},
			"end cut":    {good[:len(good)-4096], "", "est abîmé"},
			"noise":      {overwritten(good, len(good)/4, len(good)), "", "est abîmé"},
			"a letter":   {overwritten(good, words, words+1), "", "est abîmé"},
			"half-done":  {overwritten(good, 68, 72), "", "n'est pas une sauvegarde entière"},
			"meddled in": {good, "UPDATE entries SET count = count + 1 WHERE id = 1", "est abîmé"},
			"newer":      {good, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)", "newer treve"},
		} {
			path := filepath.Join(folder, "bad")
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				full.Fatal(err)
			}
			if c.behind != "" {
				shell{full.T, []string{"TREVE_DATABASE=" + path}}.behind(c.behind)
			}
			full.Run(name, func(t *testing.T) { shell{t, full.environ}.runArgs(1, []string{"restore", "--replace", path}, c.want) })
		}
		full.wantAnswers(before)
		wantFiles(full, folder, "bad", "good")
	})
}

// backup makes a backup and returns its bytes.
func (s shell) backup(file string) []byte {
	s.Helper()
	s.runArgs(0, []string{"backup", file})
	content, err := os.ReadFile(file)
	if err != nil {
		s.Fatal(err)
	}
	return content
}

// overwritten is a file with noise in the middle.
func overwritten(good []byte, from, to int) []byte {
	bad := slices.Clone(good)
	for i := from; i < to; i++ {
		bad[i] = byte(i*7) | 0x20
	}
	return bad
}

// A backup of an older version is brought up to date on the way, and the file
// is left as it is; a move wants the books to be so first.
func TestRestoreAnOlderBackup(t *testing.T) {
	onEachBooks(t, func(s shell) {
		file := filepath.Join(s.TempDir(), "old.backup")
		old, err := store.OpenToFill(s.Context(), file, slog.New(slog.DiscardHandler))
		if err == nil {
			err = old.MigrateTo(s.Context(), 3)
		}
		if err != nil {
			s.Fatal(err)
		}
		if err := old.Close(); err != nil {
			s.Fatal(err)
		}
		shell{s.T, []string{"TREVE_DATABASE=" + file}}.behind("INSERT INTO workspaces (team, name) VALUES ('T1', 'Vernier')")
		s.seal(file)
		before, err := os.ReadFile(file)
		if err != nil {
			s.Fatal(err)
		}
		s.runArgs(0, []string{"restore", file}, "Restauré dans")
		s.run(0, "status --workspace Vernier")
		s.runArgs(1, []string{"move", "--from", file, "--to", filepath.Join(s.TempDir(), "new.db")}, "version plus ancienne", "treve migrate up")
		after, err := os.ReadFile(file)
		if err != nil || string(before) != string(after) {
			s.Errorf("the backup was changed, %v", err)
		}
	})
}

// seal makes a file a backup of what it holds.
func (s shell) seal(file string) {
	s.Helper()
	backup, err := store.OpenToFill(s.Context(), file, slog.New(slog.DiscardHandler))
	if err != nil {
		s.Fatal(err)
	}
	holds, err := backup.Contents(s.Context())
	if err == nil {
		err = backup.Seal(s.Context(), holds)
	}
	if err := errors.Join(err, backup.Close()); err != nil {
		s.Fatal(err)
	}
}
