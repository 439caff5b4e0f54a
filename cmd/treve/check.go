package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func newCheckCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Recompute every total from the ledger and report any difference",
		RunE:  func(c *cobra.Command, _ []string) error { return p.check(c.Context()) },
	}
}

func (p *program) check(ctx context.Context) error {
	return p.books(ctx, func(books *store.Space, _ ledger.Settings) error {
		differences, err := books.Check(ctx)
		if err != nil {
			return err
		}
		if len(differences) == 0 {
			fmt.Fprintln(p.stdout, p.speaker().Say("cli.check_ok", nil))
			return nil
		}
		fmt.Fprintln(p.stdout, p.speaker().Count("cli.check_bad", int64(len(differences)), nil))
		for _, d := range differences {
			fmt.Fprintln(p.stdout, " ", d)
		}
		return errSaid
	})
}
