package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/store"
)

func newMigrateCommand(p *program) *cobra.Command {
	c := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database's schema up to date, or say where it stands",
		Long:  "Every command that opens the database does this by itself. Run it apart to see it\nhappen before a new version takes over.",
		Args:  oneOf("up", "status"),
	}
	c.AddCommand(
		&cobra.Command{
			Use: "up", Short: "Apply what is missing", Args: noArguments,
			RunE: func(c *cobra.Command, _ []string) error { return p.migrate(c.Context(), true) },
		},
		&cobra.Command{
			Use: "status", Short: "List the schema's versions", Args: noArguments,
			RunE: func(c *cobra.Command, _ []string) error { return p.migrate(c.Context(), false) },
		},
	)
	return c
}

// oneOf refuses a command line that names none of the sub-commands.
func oneOf(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		return usageError(fmt.Sprintf("%s takes one of %v", c.CommandPath(), names))
	}
}

func (p *program) migrate(ctx context.Context, up bool) error {
	c, err := p.config()
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, c.Database, p.logger(c.LogFormat))
	if err != nil {
		return err
	}
	defer db.Close()
	if up {
		if err := db.Migrate(ctx); err != nil {
			return err
		}
	}
	steps, err := db.MigrationStatus(ctx)
	if err != nil {
		return err
	}
	for _, step := range steps {
		state := "missing"
		if step.Applied {
			state = "applied"
		}
		fmt.Fprintf(p.stdout, "%-8s %s\n", state, step.Name)
	}
	return nil
}
