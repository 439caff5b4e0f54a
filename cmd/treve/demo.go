package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
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
	p.language, p.level = lang.Language(o.language), slog.LevelWarn
	l, err := openPage(ctx, o.port, "cli.demo_port_taken")
	if err != nil {
		return err
	}
	database, remove, err := demoDatabase(o.database)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer func() { err = errors.Join(err, remove()) }()
	return p.runDemo(ctx, l, config.Config{Database: database, Language: o.language})
}

// openPage listens on this machine alone; taken is what is said when somebody
// else does.
func openPage(ctx context.Context, port int, taken lang.ID) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, lang.Refuse(taken, lang.Args{"port": strconv.Itoa(port)})
	}
	if err != nil {
		return nil, fmt.Errorf("open the page's port (another one: --port): %w", err)
	}
	return l, nil
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
// over Socket Mode. The bot ends first, so that what it has begun it can finish.
func (p *program) runDemo(ctx context.Context, l net.Listener, c config.Config) error {
	db, err := p.database(ctx, c)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer db.Close()
	now := time.Now().Truncate(time.Second) // as fine as what is overheard is dated
	start, err := lastMorning(defaults(c), now)
	if err == nil {
		start, err = p.prepareDemo(ctx, db, c, start, now)
	}
	if err != nil {
		return errors.Join(err, l.Close())
	}
	address := "http://" + l.Addr().String()
	slack := localslack.SampleCompany(localslack.Options{Language: p.language, Start: start}, "")
	defer slack.Close()
	c = demoAccount(c, slack, address)

	g, ctx := errgroup.WithContext(ctx)
	open, shut := context.WithCancel(context.WithoutCancel(ctx))
	g.Go(func() error { return web.Serve(open, l, slack.Handler(), p.logger("text")) })
	g.Go(func() error { defer shut(); return p.demoBot(ctx, c, db) })
	g.Go(func() error {
		slack.Overhear(ctx, func(said localslack.Said) {
			if !said.At.Before(now) { // what came before is where the story begins
				p.narrate(said)
			}
		})
		return nil
	})
	g.Go(func() error {
		select {
		case <-slack.Online(localslack.SampleApp):
			slack.Clock().Jump(ctx, now) // from the morning on
			p.welcome(address, c.Database)
		case <-ctx.Done():
		}
		return nil
	})
	return g.Wait()
}

// demoAccount is how the bot reaches the local Slack.
func demoAccount(c config.Config, slack *localslack.Server, address string) config.Config {
	app := localslack.SampleTreve(lang.Language(c.Language), "")
	c.BotToken, c.AppToken = config.Secret(app.BotToken), config.Secret(app.AppToken)
	c.APIURL = slack.APIURL(address)
	return c
}

func (p *program) demoBot(ctx context.Context, c config.Config, db *store.Store) error {
	s, err := p.newService(ctx, c, db)
	if err != nil {
		return err
	}
	return s.run(ctx)
}

// welcome says where to go, once somebody answers there.
func (p *program) welcome(address, database string) {
	say := p.speaker()
	fmt.Fprintln(p.stdout, say.Say("cli.demo_open", lang.Args{"address": address}))
	fmt.Fprintln(p.stdout, say.Say("cli.demo_kept", lang.Args{"file": database}))
	fmt.Fprintln(p.stdout, say.Say("cli.demo_stop", nil))
}

// narrate prints what the bot says as it says it, so that the work is seen done
// on a machine without a browser too.
func (p *program) narrate(said localslack.Said) {
	if said.Edited {
		return
	}
	where := lang.ID("cli.demo_said")
	switch {
	case said.Conversation == "":
		where = "cli.demo_said_direct"
	case said.To != "":
		where = "cli.demo_said_privately"
	}
	say, day := p.speaker(), calendar.On(said.At, said.At.Location())
	title := say.Say(where, lang.Args{
		"at":    say.ShortDayMonth(day) + " " + say.Clock(calendar.TimeOfDay{Hour: said.At.Hour(), Minute: said.At.Minute()}),
		"where": said.Conversation, "to": said.To,
	})
	fmt.Fprintf(p.stdout, "\n%s\n%s\n", title, bot.Words(said.Text))
}
