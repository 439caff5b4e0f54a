package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/alert"
	"github.com/treve-bot/treve/internal/chase"
	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/metrics"
	"github.com/treve-bot/treve/internal/nudge"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/refresh"
	"github.com/treve-bot/treve/internal/schedule"
	"github.com/treve-bot/treve/internal/store"
)

func newServeCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Answer a Slack workspace and post its recaps",
		Long: `Tokens and addresses come from the environment; treve doctor says what is missing.
Until a first manager has spoken to it, it prints a code for them to send to it.`,
		Example: "  SLACK_BOT_TOKEN=xoxb-... SLACK_APP_TOKEN=xapp-... treve serve",
		RunE:    func(c *cobra.Command, _ []string) error { return p.serve(c.Context()) },
	}
}

func (p *program) serve(ctx context.Context) error {
	c, err := p.config()
	if err := errors.Join(err, c.Slack()); err != nil {
		return err
	}
	db, err := p.database(ctx, c)
	if err != nil {
		return unstarted(ctx, err)
	}
	defer db.Close()
	s, err := p.newService(ctx, c, db)
	if err != nil {
		return unstarted(ctx, err)
	}
	return s.run(ctx)
}

// unstarted is what a start that failed comes to: nothing, where the program was
// told to stop meanwhile.
func unstarted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil //nolint:nilerr // to stop when told to is no failure
	}
	return err
}

// service is a running bot and all that keeps it going.
type service struct {
	config    config.Config
	log       *slog.Logger
	db        *store.Store
	bot       *bot.Bot
	deliverer *recap.Deliverer
	metrics   *metrics.Metrics
	clock     *schedule.Clock
	follower  *follower        // nil in production: only a local Slack moves the clock
	machine   func() time.Time // this machine's clock, which nobody moves
	skew      atomic.Int64     // how many nanoseconds it is ahead of the database's
}

// httpTimeout bounds every call to Slack; an attempt to post has its own.
const httpTimeout = 15 * time.Second

// conversationsAtOnce is how many conversations are written to at once: enough for
// a hundred to have their recap within seconds, and far from what Slack takes of
// an app in a workspace.
const conversationsAtOnce = 8

// newService connects to Slack, opens the workspace's books, and puts the two
// together. Nothing runs yet.
func (p *program) newService(ctx context.Context, c config.Config, db *store.Store) (*service, error) {
	s := &service{config: c, log: p.logger(c.LogFormat), db: db, clock: schedule.NewClock(), machine: time.Now}
	s.metrics = metrics.New(version(), metrics.Clocks{Now: s.civil, Real: time.Now})
	connection, err := bot.Connect(ctx, bot.Account{
		BotToken: c.BotToken, AppToken: c.AppToken, APIURL: c.APIURL, HTTP: slackClient(s.metrics),
	})
	if err != nil {
		return nil, fmt.Errorf("%w (treve doctor says what to do)", err)
	}
	books, err := db.Adopt(ctx, connection.Team, connection.TeamName, defaults(c))
	if err != nil {
		return nil, err
	}
	if err := s.keepTime(ctx, p.clock); err != nil {
		return nil, err
	}
	code, err := p.firstCode(ctx, books, c.BotToken)
	if err != nil {
		return nil, err
	}
	s.deliverer = s.newDeliverer(books)
	s.bot = bot.New(connection, bot.Options{
		Books: botBooks{books}, People: books, Recaps: botRecaps{books.Recaps(), s.deliverer},
		Files: botFiles{books}, Draw: s.deliverer.Draw, Now: s.clock.Now, Real: time.Now, Log: s.log, Code: code,
		MostAMinute: c.MostAMinute, Answered: s.answered,
		Unmanaged: p.sayCode, Look: s.clock.Look,
	})
	s.deliverer.Poster = s.bot.Poster()
	if c.LocalSlack() { // it answers at once or not at all, and whoever plays with its faults waits for the end
		s.deliverer.Timing = recap.Timing{Lease: 15 * time.Second, Timeout: 4 * time.Second, Gap: time.Second}
	}
	s.watch()
	return s, nil
}

// keepTime has the service go by a clock of a test's, or by a local Slack's, which
// alone may move it.
func (s *service) keepTime(ctx context.Context, given *schedule.Clock) (err error) {
	switch {
	case given != nil:
		s.clock, s.machine = given, given.Now
	case s.config.LocalSlack():
		if s.follower, err = follow(ctx, owner(), s.config.APIURL, s.log); err != nil {
			return err
		}
		s.clock = s.follower.clock
	}
	return nil
}

// newDeliverer returns what posts a workspace's recaps and letters, once it has
// been given a voice.
func (s *service) newDeliverer(books *store.Space) *recap.Deliverer {
	return &recap.Deliverer{
		Books: books, Posts: books.Recaps(), Render: bot.RenderRecap, RenderLine: bot.RenderCorrection, Draw: drawing(s.log),
		Mail: []func(context.Context) (recap.Mail, error){
			refresh.Mail{Books: books, Render: bot.RenderRefresh}.Open,
			chase.Mail{Books: books, Render: bot.RenderChase}.Open,
			nudge.Mail{Books: books, Render: bot.RenderNudge, Who: s.who}.Open,
			alert.Mail{Books: books, Render: bot.RenderAlert, Who: s.who, Now: s.clock.Now}.Open,
			s.signMail, s.successionMail,
		},
		Owner: owner(), Real: s.machine, Moved: s.moved, Seen: s.metrics.Seen, AtOnce: conversationsAtOnce,
	}
}

// who asks the bot about a person: it is made after the letters that need to know.
func (s *service) who(ctx context.Context, id string) (ledger.Person, error) {
	return s.bot.Who(ctx, id)
}

// signMail and successionMail open the bot's own letters.
func (s *service) signMail(ctx context.Context) (recap.Mail, error) { return s.bot.SignMail(ctx) }

func (s *service) successionMail(ctx context.Context) (recap.Mail, error) {
	return s.bot.SuccessionMail(ctx)
}

// owner names this process among replicas.
func owner() string {
	host, err := os.Hostname()
	if err != nil {
		host = "treve"
	}
	return fmt.Sprintf("%s-%d", host, os.Getpid())
}

// firstCode returns the code that all others follow from, and prints the one that
// is good now while there is no manager.
func (p *program) firstCode(ctx context.Context, books *store.Space, token config.Secret) (config.Secret, error) {
	first := bot.NewCode(token)
	managers, err := books.Managers(ctx)
	if err != nil || len(managers) > 0 {
		return first, err
	}
	left, err := books.ManagersLeft(ctx)
	if err != nil {
		return "", err
	}
	p.sayCode(bot.CodeAfter(first, left))
	return first, nil
}

func (p *program) sayCode(code config.Secret) {
	fmt.Fprintln(p.stdout, p.speaker().Say("cli.code", lang.Args{"code": code.Reveal()}))
}

// run answers until ctx ends, then lets what is under way come to its end.
func (s *service) run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	if err := s.listen(ctx, g); err != nil { // before Slack sends anything that way
		return err
	}
	if s.config.SocketMode() {
		g.Go(func() error { return s.bot.ServeSocket(ctx) })
	}
	g.Go(func() error { return s.watchSkew(ctx) })
	s.schedule(ctx, g)
	s.log.InfoContext(ctx, "ready", "version", version())
	return g.Wait()
}

// schedule looks at what is due. Another clock is followed only once somebody
// looks: before, a jump would pass by all that is due on its way.
func (s *service) schedule(ctx context.Context, g *errgroup.Group) {
	looking := make(chan struct{})
	begin := sync.OnceFunc(func() { close(looking) })
	look := func(ctx context.Context, now time.Time) (time.Time, error) {
		begin()
		began := time.Now()
		next, err := s.deliverer.Look(ctx, now)
		s.metrics.Looked(began, err)
		return next, err
	}
	g.Go(func() error { return schedule.Run(ctx, s.clock, look, s.log) })
	if s.follower == nil {
		return
	}
	g.Go(func() error {
		select {
		case <-looking:
			return s.follower.run(ctx)
		case <-ctx.Done():
			return nil
		}
	})
}

// door is Slack's way in over HTTP; nil under Socket Mode.
func (s *service) door() http.Handler {
	if s.config.SocketMode() {
		return nil
	}
	return s.bot.HTTPDoor(s.config.SigningSecret, s.config.PreviousSecret)
}
