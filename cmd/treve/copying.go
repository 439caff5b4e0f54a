package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

// source opens books that are only read, and speaks their language.
func (p *program) source(ctx context.Context, c config.Config, place string) (*store.Store, error) {
	db, err := store.OpenToRead(ctx, place, p.quietly(c))
	if err != nil {
		return nil, storageProblem(err, place)
	}
	version, _, err := db.Version(ctx)
	if err == nil && version == 0 {
		err = lang.Refuse("storage.no_books", lang.Args{"place": store.Place(place)})
	}
	if err == nil && c.Language == "" {
		p.language, err = languageOf(ctx, db, defaults(c))
	}
	if err != nil {
		db.Close()
		return nil, storageProblem(err, place)
	}
	return db, nil
}

// languageOf is what the first workspace speaks.
func languageOf(ctx context.Context, db *store.Store, settings ledger.Settings) (lang.Language, error) {
	all, err := db.Workspaces(ctx)
	if err != nil || len(all) == 0 {
		return lang.Language(settings.Language), err
	}
	books, err := db.Local(ctx, all[0].Name, settings)
	if err != nil {
		return "", err
	}
	settings, err = books.Settings(ctx)
	return lang.Language(settings.Language), err
}

// current returns the same books in this program's version of the schema, in a
// temporary file if need be: the source is left as it is.
func (p *program) current(ctx context.Context, c config.Config, source *store.Store) (*store.Store, func(), error) {
	_, old, err := source.Version(ctx)
	if err != nil || !old {
		return source, func() {}, err
	}
	folder, err := os.MkdirTemp("", "treve-")
	if err != nil {
		return nil, nil, err
	}
	discard := func() { _ = os.RemoveAll(folder) } // a temporary folder
	path := filepath.Join(folder, "books")
	if _, err = p.fill(ctx, c, source, path); err == nil {
		source, err = p.upgraded(ctx, c, path)
	}
	if err != nil {
		discard()
		return nil, nil, err
	}
	return source, func() { source.Close(); discard() }, nil
}

func (p *program) upgraded(ctx context.Context, c config.Config, path string) (*store.Store, error) {
	db, err := store.OpenToFill(ctx, path, p.quietly(c))
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// copyInto copies books into the database at a place, which is made if need be,
// and gone again where that fails.
func (p *program) copyInto(ctx context.Context, c config.Config, source *store.Store, place string, how store.Copying,
	replacing func(*store.Store) ([]store.Contents, error),
) (sums []store.Contents, err error) {
	_, missing := os.Stat(place)
	target, err := p.upgraded(ctx, c, place)
	if err == nil {
		how.Progress = p.copyProgress()
		sums, err = store.Copy(ctx, source, target, how)
		if errors.Is(err, store.ErrNotEmpty) && replacing != nil {
			if how.Replace, err = replacing(target); err == nil {
				sums, err = store.Copy(ctx, source, target, how)
			}
		}
		err = errors.Join(err, target.Close())
	}
	if err != nil && errors.Is(missing, os.ErrNotExist) {
		_ = os.Remove(place) // empty, if it was made at all
	}
	return sums, err
}

// warnInUse says that the bot had better be stopped, where it seems to run.
func (p *program) warnInUse(ctx context.Context, db *store.Store, place string) error {
	busy, err := db.InUse(ctx)
	if err == nil && busy {
		fmt.Fprintln(p.stderr, p.speaker().Say("storage.in_use", lang.Args{"place": store.Place(place)}))
	}
	return err
}

// quietly logs only trouble: what happens to files made on the way is no news.
func (p *program) quietly(c config.Config) *slog.Logger {
	p.level = slog.LevelWarn
	return p.logger(c.LogFormat)
}

// clearLine takes away what stands on the terminal's line.
const clearLine = "\r\033[K"

// copyProgress tells somebody who watches how far a copy is, once a second.
func (p *program) copyProgress() func(table string, rows int64) {
	if !isTerminal(p.stderr) {
		return nil
	}
	last := time.Now()
	return func(table string, rows int64) {
		if now := time.Now(); now.Sub(last) >= time.Second {
			last = now
			fmt.Fprintf(p.stderr, "%s%s %s", clearLine, table, p.speaker().Int(rows))
		}
	}
}

// sayCopied ends a command with what was copied.
func (p *program) sayCopied(id lang.ID, sums []store.Contents, args lang.Args) {
	if isTerminal(p.stderr) {
		fmt.Fprint(p.stderr, clearLine)
	}
	var rows int64
	for _, s := range sums {
		rows += s.Rows
	}
	fmt.Fprintln(p.stdout, p.speaker().Count(id, rows, args))
}

// listTables prints how many rows each table has, with their checksum.
func (p *program) listTables(sums []store.Contents) error {
	say := p.speaker()
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, say.Say("storage.heading", nil))
	byName := func(a, b store.Contents) int { return strings.Compare(a.Table, b.Table) }
	for _, s := range slices.SortedFunc(slices.Values(sums), byName) {
		fmt.Fprintf(w, "%s\t%s\t%016x  OK\n", s.Table, say.Int(s.Rows), s.Checksum)
	}
	return w.Flush()
}

// storageProblem says what can be done about trouble with the database, or with
// the file, at a place; other errors come back as they are.
func storageProblem(err error, place string) error {
	args := lang.Args{"place": store.Place(place)}
	switch {
	case errors.Is(err, store.ErrNotEmpty):
		return lang.Refuse("storage.not_empty", args)
	case errors.Is(err, store.ErrChanged):
		return lang.Refuse("storage.changed", args)
	case errors.Is(err, os.ErrNotExist):
		return lang.Refuse("trouble.no_file", args)
	case errors.Is(err, os.ErrPermission):
		return lang.Refuse("trouble.not_allowed", args)
	case errors.Is(err, syscall.ENOSPC):
		return lang.Refuse("trouble.disk_full", args)
	}
	if trouble := store.TroubleOf(err); trouble != store.NoTrouble {
		args["error"] = err.Error()
		return lang.Refuse("trouble."+lang.ID(trouble), args)
	}
	return err
}
