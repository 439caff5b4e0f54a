package main

import (
	"cmp"
	"context"
	"os"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/store"
)

func newMoveCommand(p *program) *cobra.Command {
	var from, to string
	c := &cobra.Command{
		Use:   "move --to TARGET",
		Short: "Move the whole history to another database, such as from SQLite to PostgreSQL",
		Long: `Stop the bot first. All workspaces are copied with their ids, every row is read
again in the target and compared, and the source is left as it is. Nothing is left
in the target unless all of it is there, and nobody wrote to the source meanwhile.
Each table is printed with its rows and a checksum, the same on both databases.`,
		Example: `  treve move --from treve.db --to postgres://treve@db/treve
  PGPASSWORD=... treve move --to postgres://treve@db/treve
  treve move --from postgres://treve@db/treve --to treve.db`,
		RunE: func(c *cobra.Command, _ []string) error { return p.move(c.Context(), from, to) },
	}
	c.Flags().StringVar(&from, "from", "", "database to read (default: that of TREVE_DATABASE)")
	c.Flags().StringVar(&to, "to", "", "empty database to write, or a file that does not exist")
	return c
}

func (p *program) move(ctx context.Context, from, to string) error {
	c, err := p.config()
	if err != nil {
		return err
	}
	from = cmp.Or(from, c.Database)
	if to == "" {
		return usageError("treve move needs --to: a file, or postgres://user@host/database")
	}
	if sameDatabase(from, to) {
		return usageError("--from and --to are the same database")
	}
	source, err := p.source(ctx, c, from)
	if err != nil {
		return err
	}
	defer source.Close()
	_, old, err := source.Version(ctx)
	if err == nil && old {
		err = lang.Refuse("storage.old", lang.Args{"place": store.Place(from)})
	}
	if err == nil {
		err = p.warnInUse(ctx, source, from)
	}
	if err != nil {
		return err
	}
	sums, err := p.copyInto(ctx, c, source, to, store.Copying{Still: true}, nil)
	if err != nil {
		return storageProblem(err, to)
	}
	if err := p.listTables(sums); err != nil {
		return err
	}
	p.sayCopied("storage.moved", sums, lang.Args{"from": store.Place(from), "place": store.Place(to)})
	return nil
}

func sameDatabase(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return a == b
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}
