package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/store"
)

func newRestoreCommand(p *program) *cobra.Command {
	var replace bool
	c := &cobra.Command{
		Use:   "restore FILE",
		Short: "Bring a backup back into the database that TREVE_DATABASE names",
		Long: `Stop the bot first. All of the backup is brought back, or nothing. One of an older
version is brought up to date on the way; the file itself is left as it is. A
database that holds books is refused; with --replace they are first saved in a
file beside the backup.`,
		Example: `  treve restore treve-2026-11-16.backup
  TREVE_DATABASE=postgres://treve@db/treve treve restore --replace /var/backups/treve.backup`,
		Args: oneBackup,
		RunE: func(c *cobra.Command, args []string) error { return p.restore(c.Context(), args[0], replace) },
	}
	c.Flags().BoolVar(&replace, "replace", false, "replace the books that are there, after saving them beside FILE")
	return c
}

func (p *program) restore(ctx context.Context, file string, replace bool) error {
	c, err := p.config()
	if err != nil {
		return err
	}
	if err := p.wantBackup(ctx, c, file); err != nil {
		return backupProblem(err, file)
	}
	source, err := p.source(ctx, c, file)
	if err != nil {
		return err
	}
	defer source.Close()
	current, done, err := p.current(ctx, c, source)
	if err != nil {
		return storageProblem(err, file)
	}
	defer done()
	var save func(*store.Store) ([]store.Contents, error)
	if replace {
		save = func(there *store.Store) ([]store.Contents, error) { return p.saveBefore(ctx, c, there, file) }
	}
	sums, err := p.copyInto(ctx, c, current, c.Database, store.Copying{RestoredAt: time.Now()}, save)
	if err != nil {
		return storageProblem(err, c.Database)
	}
	if err := p.listTables(sums); err != nil {
		return err
	}
	p.sayCopied("storage.restored", sums, lang.Args{"place": store.Place(c.Database)})
	return nil
}

// wantBackup refuses what is no whole backup, before anything else is opened or
// made.
func (p *program) wantBackup(ctx context.Context, c config.Config, file string) error {
	there, err := os.Stat(file)
	if err != nil {
		return err
	}
	if !there.Mode().IsRegular() {
		return store.ErrNoBackup
	}
	backup, err := store.OpenToRead(ctx, file, p.quietly(c))
	if err != nil {
		return err
	}
	return errors.Join(backup.Verify(ctx), backup.Close())
}

// backupProblem says what can be done about a file that is not restored.
func backupProblem(err error, file string) error {
	args := lang.Args{"file": file}
	trouble := store.TroubleOf(err)
	switch {
	case errors.Is(err, store.ErrNoBackup), trouble == store.NoDatabase:
		return lang.Refuse("storage.not_backup", args)
	case errors.Is(err, store.ErrBroken), trouble == store.Damaged:
		return lang.Refuse("storage.broken_backup", args)
	}
	return storageProblem(err, file)
}

// saveBefore keeps the books that are about to be replaced in a file beside the
// backup that replaces them.
func (p *program) saveBefore(ctx context.Context, c config.Config, there *store.Store, file string) ([]store.Contents, error) {
	kept := file + ".replaced-" + time.Now().Format("20060102-150405")
	sums, err := p.writeBackup(ctx, c, there, kept)
	if err != nil {
		return nil, storageProblem(err, kept)
	}
	fmt.Fprintln(p.stdout, p.speaker().Say("storage.saved_before", lang.Args{"file": kept}))
	return sums, p.warnInUse(ctx, there, c.Database)
}
