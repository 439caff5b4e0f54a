package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/store"
)

func newBackupCommand(p *program) *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the books into a file, while the bot runs",
		Long: `The file is a SQLite database with all workspaces as they stand at one instant,
whichever database they are kept in. It is read again and compared before it gets
its name, so that a file of that name is always a whole backup. treve restore
brings it back.`,
		Example: `  treve backup treve-2026-11-16.backup
  TREVE_DATABASE=postgres://treve@db/treve treve backup --force /var/backups/treve.backup`,
		Args: oneBackup,
		RunE: func(c *cobra.Command, args []string) error { return p.backup(c.Context(), args[0], force) },
	}
	c.Flags().BoolVar(&force, "force", false, "replace the file if it exists")
	return c
}

// oneBackup refuses a command line that does not name one file; the database is
// named elsewhere, and its address may hold a password.
func oneBackup(c *cobra.Command, args []string) error {
	if err := oneFile(c, args); err != nil {
		return err
	}
	if store.Place(args[0]) != args[0] {
		return usageError(c.CommandPath() + " takes a file: TREVE_DATABASE names the database")
	}
	return nil
}

func (p *program) backup(ctx context.Context, file string, force bool) error {
	c, err := p.config()
	if err != nil {
		return err
	}
	source, err := p.source(ctx, c, c.Database)
	if err != nil {
		return err
	}
	defer source.Close()
	if err := mayBackUpTo(file, c.Database, force); err != nil {
		return err
	}
	sums, err := p.writeBackup(ctx, c, source, file)
	if err != nil {
		return storageProblem(err, file)
	}
	p.sayCopied("storage.backed_up", sums, lang.Args{"place": file})
	return nil
}

// mayBackUpTo refuses a file that somebody may want to keep, and the database
// itself.
func mayBackUpTo(file, database string, force bool) error {
	if folder, err := os.Stat(filepath.Dir(file)); err != nil || !folder.IsDir() {
		return lang.Refuse("trouble.no_folder", lang.Args{"place": file})
	}
	there, err := os.Stat(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return storageProblem(err, file)
	}
	kept, err := os.Stat(database)
	switch {
	case err == nil && os.SameFile(there, kept):
		return lang.Refuse("storage.itself", lang.Args{"file": file})
	case there.IsDir():
		return lang.Refuse("trouble.is_folder", lang.Args{"place": file})
	case !force:
		return lang.Refuse("workbook.exists", lang.Args{"file": file})
	}
	return nil
}

// writeBackup writes beside the file and renames, so that at any moment it is
// what it was or the whole backup. Only its owner may read it.
func (p *program) writeBackup(ctx context.Context, c config.Config, source *store.Store, file string) (sums []store.Contents, err error) {
	partial, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".partial-*")
	if err != nil {
		return nil, err
	}
	path := partial.Name()
	defer func() {
		_ = os.Remove(path) // it has got its name, or is of no use
		_ = os.Remove(path + "-journal")
	}()
	if err := partial.Close(); err != nil {
		return nil, err
	}
	if sums, err = p.fill(ctx, c, source, path); err != nil {
		return nil, err
	}
	if err := os.Rename(path, file); err != nil {
		return nil, err
	}
	return sums, syncFolder(filepath.Dir(file))
}

// fill copies books into a new SQLite file, in the version of the schema they
// have.
func (p *program) fill(ctx context.Context, c config.Config, source *store.Store, path string) (sums []store.Contents, err error) {
	version, _, err := source.Version(ctx)
	if err != nil {
		return nil, err
	}
	target, err := store.OpenToFill(ctx, path, p.quietly(c))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	if err := target.MigrateTo(ctx, version); err != nil {
		return nil, err
	}
	if sums, err = store.Copy(ctx, source, target, store.Copying{Progress: p.copyProgress()}); err != nil {
		return nil, err
	}
	return sums, target.Seal(ctx, sums)
}

// syncFolder makes a new name survive a power cut.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
