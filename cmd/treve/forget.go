package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

func newForgetCommand(p *program) *cobra.Command {
	var o forgetOptions
	c := &cobra.Command{
		Use:   "forget USER",
		Short: "Replace somebody's name and id by a pseudonym, and keep their entries",
		Long: `USER is a Slack user id, or a name exactly as Trêve knows it. Without --yes it only
counts what speaks of them. Figures, undo and receipts stay as they are; what is in
Slack already is Slack's, and earlier backups keep what they hold. Whoever is
forgotten and writes to Trêve again is somebody new.`,
		Example: "  treve forget U0MARC00001\n  treve forget \"Marc Dubois\" --also \"Marc D.\" --yes",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError("forget takes one person: a Slack user id, or a name between quotes")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return p.forget(c.Context(), args[0], o) },
	}
	c.Flags().BoolVar(&o.yes, "yes", false, "do it; there is no way back")
	c.Flags().StringArrayVar(&o.also, "also", nil, "another name they had, to be replaced as well; may be repeated")
	return c
}

type forgetOptions struct {
	yes  bool
	also []string
}

func (p *program) forget(ctx context.Context, user string, o forgetOptions) error {
	return p.books(ctx, func(books *store.Space, _ ledger.Settings) error {
		who, err := find(ctx, books, user)
		if err != nil {
			return err
		}
		mark := rand.Text()
		f := store.Forgetting{
			ID: who.ID, Name: who.Name, Others: o.also, DryRun: !o.yes, Pseudonym: "UX" + mark[:14],
			Placeholder: p.speaker().Say("forget.placeholder", lang.Args{"mark": mark[:4]}), At: sla.Author{At: time.Now()},
		}
		done, err := books.Forget(ctx, f)
		if err != nil {
			return err
		}
		p.sayForgotten(f, done)
		if o.yes {
			return p.scrub(ctx, books)
		}
		return nil
	})
}

var slackUser = regexp.MustCompile(`^[UW][A-Z0-9]{2,}$`)

// find returns the person of that id or that exact name. An id need not be known:
// somebody may have been named who never spoke to the bot.
func find(ctx context.Context, books *store.Space, user string) (ledger.Person, error) {
	people, err := books.People(ctx)
	if err != nil {
		return ledger.Person{}, err
	}
	var found []ledger.Person
	for _, one := range people {
		if one.ID == user || one.Name == user {
			found = append(found, one)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		var ids []string
		for _, one := range found {
			ids = append(ids, one.ID)
		}
		return ledger.Person{}, lang.Refuse("forget.several", lang.Args{"name": user, "ids": ids})
	case slackUser.MatchString(user):
		return ledger.Person{ID: user}, nil
	}
	return ledger.Person{}, lang.Refuse("forget.unknown", lang.Args{"name": user})
}

// sayForgotten prints what was found, by table.
func (p *program) sayForgotten(f store.Forgetting, done store.Forgotten) {
	say := p.speaker()
	args := lang.Args{"id": f.ID, "pseudonym": f.Pseudonym, "placeholder": f.Placeholder}
	if done.None() {
		fmt.Fprintln(p.stdout, say.Say("forget.none", args))
	}
	for _, name := range slices.Sorted(maps.Keys(done.Changed)) {
		fmt.Fprintf(p.stdout, "  %-16s %s\n", name, say.Count("forget.rows", int64(done.Changed[name]), nil))
	}
	for _, name := range slices.Sorted(maps.Keys(done.Left)) {
		fmt.Fprintln(p.stdout, say.Count("forget.left", int64(done.Left[name]), lang.Args{"table": name}))
	}
	switch {
	case done.None():
	case f.DryRun:
		fmt.Fprintln(p.stdout, say.Say("forget.dry", args))
	default:
		fmt.Fprintln(p.stdout, say.Say("forget.done", args))
		fmt.Fprintln(p.stdout, say.Say("forget.elsewhere", nil))
	}
}

// scrub takes what was replaced out of the database's file. A bot that is busy
// keeps it from that: the data is replaced all the same.
func (p *program) scrub(ctx context.Context, books *store.Space) error {
	err := books.Scrub(ctx)
	if err != nil && !errors.Is(err, ctx.Err()) {
		fmt.Fprintln(p.stdout, p.speaker().Say("forget.not_scrubbed", lang.Args{"error": err.Error()}))
		return nil
	}
	return err
}
