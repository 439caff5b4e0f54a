package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/metrics"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/web"
)

// watch has the figures that others keep asked for.
func (s *service) watch() {
	watched := metrics.Watched{
		Entries: s.db.Entries, Pool: func() metrics.Pool { return metrics.Pool(s.db.Pool()) },
		Skew: func() time.Duration { return time.Duration(s.skew.Load()) },
	}
	if s.config.SocketMode() {
		watched.Connections = s.bot.Connections
	}
	s.metrics.Watch(watched)
}

// civil is the time the bot goes by: the clock is only known once Slack is.
func (s *service) civil() time.Time { return s.clock.Now() }

// answered counts what the bot answered.
func (s *service) answered(a bot.Answered) {
	s.metrics.Answered(a.Door, a.Kind, a.Name, a.Outcome, a.Took)
}

// moved logs and counts what became of a post. One that Slack has just taken is
// dated by when it was sent; how long it took is known only now.
func (s *service) moved(p recap.Post, v *recap.Version) {
	if v != nil && p.State == recap.Posted && !p.Editing {
		p.PostedAt = s.civil()
	}
	s.metrics.Moved(p)
	logDelivery(s.log, p)
}

// listen opens the addresses there are. Slack's door is open to the world, so
// the figures are not beside it: they have an address of their own, or, in Socket
// Mode, the one at which nobody but an operator has anything to ask.
func (s *service) listen(ctx context.Context, g *errgroup.Group) error {
	private := web.Site{Figures: s.metrics.Handler(), Checks: s.checks(ctx)}
	public, what := web.Site{Door: s.door(), Checks: private.Checks}, "Slack"
	if s.config.SocketMode() {
		what = "probes"
		if s.config.Metrics == "" {
			public = private
		}
	}
	return errors.Join(
		s.serveAt(ctx, g, what, s.config.Listen, public),
		s.serveAt(ctx, g, "metrics", s.config.Metrics, private),
	)
}

// serveAt serves a site at an address, if there is one.
func (s *service) serveAt(ctx context.Context, g *errgroup.Group, what, address string, site web.Site) error {
	if address == "" {
		return nil
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listen for %s: %w", what, err)
	}
	s.log.InfoContext(ctx, "listening", "address", l.Addr().String(), "for", what)
	lingering, h := web.Linger(ctx, site.Handler(s.log))
	g.Go(func() error { return web.Serve(lingering, l, h, s.log) })
	return nil
}

// checks are what must pass for commands to be answered.
func (s *service) checks(running context.Context) []web.Check {
	checks := []web.Check{
		{Name: "database", Ask: s.db.Ping},
		{Name: "schema", Ask: s.db.Current},
		{Name: "clock", Ask: s.timely},
		{Name: "running", Ask: func(context.Context) error {
			if running.Err() != nil {
				return web.ErrStopping
			}
			return nil
		}},
	}
	if s.config.SocketMode() {
		checks = append(checks, web.Check{Name: "slack", Ask: func(context.Context) error {
			if s.bot.Connections() == 0 {
				return errors.New("no Socket Mode connection")
			}
			return nil
		}})
	}
	return checks
}

// slackClient calls Slack, and has the calls counted.
func slackClient(m *metrics.Metrics) *http.Client {
	return &http.Client{Timeout: httpTimeout, Transport: m.Slack(http.DefaultTransport)}
}
