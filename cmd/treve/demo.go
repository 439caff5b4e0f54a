package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/web"
)

func newDemoCommand(p *program) *cobra.Command {
	var o demoOptions
	c := &cobra.Command{
		Use:   "demo",
		Short: "Try everything on this machine, in the browser",
		Long: `It starts the real bot against a Slack workspace on this machine, with a
fictitious industrial company: five acquisition channels, three personas, six
months of history and a month in progress. Nothing leaves the machine.`,
		Example: "  treve demo\n  treve demo --lang en --db demo.db",
		RunE:    func(c *cobra.Command, _ []string) error { return p.demo(c.Context(), o) },
	}
	c.Flags().StringVar(&o.database, "db", "", "file that keeps the data (default: a temporary one)")
	c.Flags().IntVar(&o.port, "port", 8065, "port of the page on this machine; 0 for any free one")
	c.Flags().StringVar(&o.language, "lang", "fr", "language of the company: fr or en")
	return c
}

type demoOptions struct {
	database string
	port     int
	language string
}

func (p *program) demo(ctx context.Context, o demoOptions) (err error) {
	if o.language != "fr" && o.language != "en" {
		return usageError("--lang is fr or en")
	}
	p.language = lang.Language(o.language)
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", o.port))
	if err != nil {
		return fmt.Errorf("open the page's port (another one: --port): %w", err)
	}
	database, remove, err := demoDatabase(o.database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	return p.runDemo(ctx, l, config.Config{Database: database, Language: o.language})
}

// demoDatabase is the file asked for, or one in a folder that goes away.
func demoDatabase(file string) (database string, remove func() error, err error) {
	if file != "" {
		return file, func() error { return nil }, nil
	}
	folder, err := os.MkdirTemp("", "treve-demo-")
	if err != nil {
		return "", nil, fmt.Errorf("make a place for the data: %w", err)
	}
	return filepath.Join(folder, "treve.db"), func() error { return os.RemoveAll(folder) }, nil
}

// runDemo starts the local Slack, then the bot as it would run in production,
// over Socket Mode.
func (p *program) runDemo(ctx context.Context, l net.Listener, c config.Config) error {
	address := "http://" + l.Addr().String()
	slack := localslack.SampleCompany(localslack.Options{Language: p.language}, "")
	defer slack.Close()
	app := localslack.SampleTreve(p.language, "")
	c.BotToken, c.AppToken = config.Secret(app.BotToken), config.Secret(app.AppToken)
	c.APIURL = slack.APIURL(address)

	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return web.Serve(ctx, l, slack.Handler(), p.logger("text")) })
	g.Go(func() error { return p.demoBot(ctx, c, address) })
	g.Go(func() error { slack.Overhear(ctx, p.narrate); return nil })
	return g.Wait()
}

func (p *program) demoBot(ctx context.Context, c config.Config, address string) error {
	db, err := p.database(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	s, err := p.newService(ctx, c, db)
	if err != nil {
		return err
	}
	books, err := db.Local(ctx, "", defaults(c))
	if err != nil {
		return err
	}
	if err := prepareDemo(ctx, books, p.language, s.clock.Now()); err != nil {
		return err
	}
	say := p.speaker()
	fmt.Fprintln(p.stdout, say.Say("cli.demo_open", lang.Args{"address": address}))
	fmt.Fprintln(p.stdout, say.Say("cli.demo_kept", lang.Args{"file": c.Database}))
	fmt.Fprintln(p.stdout, say.Say("cli.demo_stop", nil))
	return s.run(ctx)
}

// prepareDemo fills an empty database; one kept from an earlier run stays as it
// was left.
func prepareDemo(ctx context.Context, books *store.Space, language lang.Language, now time.Time) error {
	catalogue, err := books.Catalogue(ctx)
	if err != nil || len(catalogue.Channels) > 0 {
		return err
	}
	if err := fillSample(ctx, books, language, now); err != nil {
		return err
	}
	by := sla.Author{ID: "U0CLAIRE001", At: now}
	request := ledger.Request{Key: "sample-settings", Asked: "settings", Author: by.ID, At: now}
	_, _, err = books.Once(ctx, request, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		return nil, errors.Join(
			tx.SetOption(ctx, "recap_in", `[{"ID":"C0MARKETING","Name":"marketing","SetBy":"U0CLAIRE001"}]`, by))
	})
	return err
}

// narrate prints what the bot says as it says it, so that the work is seen done
// on a machine without a browser too.
func (p *program) narrate(said localslack.Said) {
	if said.Edited {
		return
	}
	fmt.Fprintf(p.stdout, "\n%s\n%s\n", p.speaker().Say("cli.demo_said", lang.Args{"where": said.Conversation}), said.Text)
}
