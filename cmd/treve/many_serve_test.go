package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/schedule"
	"github.com/treve-bot/treve/internal/store"
)

// manyVariable tells the test binary to be a bot of many workspaces.
const manyVariable = "TREVE_TEST_MANY"

// workspacesAtOnce is how many of them are looked at at once.
const workspacesAtOnce = 16

// many is a bot that serves many workspaces of one store, each as serve does: the
// same wiring and the same schedule, but no door, as nobody asks it anything.
type many struct {
	Database   string
	Workspaces []tenant
	Timing     recap.Timing  // zero: as serve
	Tick       time.Duration // between looks; zero: as serve
}

// tenant is one workspace's Slack.
type tenant struct{ Token, APIURL string }

// serveMany is that bot, as its environment describes it, until it is told to stop.
func serveMany() (code int) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	var m many
	err := json.Unmarshal([]byte(os.Getenv(manyVariable)), &m)
	if err == nil {
		err = m.run(ctx, newProgram(nil, os.Stdout, os.Stderr))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "ERR", err)
		return 1
	}
	return 0
}

func (m many) run(ctx context.Context, p *program) error {
	c := config.Config{Database: m.Database}
	db, err := p.database(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	services, err := m.services(ctx, p, db)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, "ready")
	g, ctx := errgroup.WithContext(ctx)
	turns := make(chan struct{}, workspacesAtOnce)
	for _, s := range services {
		g.Go(func() error { return m.schedule(ctx, s, turns) })
	}
	return g.Wait()
}

// services connects to every workspace, several at a time.
func (m many) services(ctx context.Context, p *program, db *store.Store) ([]*service, error) {
	services := make([]*service, len(m.Workspaces))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workspacesAtOnce)
	for i, w := range m.Workspaces {
		g.Go(func() (err error) {
			c := config.Config{BotToken: config.Secret(w.Token), APIURL: w.APIURL}
			if services[i], err = p.newService(ctx, c, db); err == nil {
				services[i].deliverer.Timing = m.Timing
			}
			return err
		})
	}
	return services, g.Wait()
}

// schedule looks at one workspace when anything is due there, once there is a turn
// to be had. A workspace takes one turn at most, however long it holds it.
func (m many) schedule(ctx context.Context, s *service, turns chan struct{}) error {
	look := func(ctx context.Context, now time.Time) (time.Time, error) {
		select {
		case turns <- struct{}{}:
			defer func() { <-turns }()
		case <-ctx.Done():
			return time.Time{}, ctx.Err()
		}
		return s.deliverer.Look(ctx, now)
	}
	if m.Tick == 0 {
		return schedule.Run(ctx, s.clock, look, s.log)
	}
	for ctx.Err() == nil {
		if _, err := look(ctx, s.clock.Now()); err != nil && !errors.Is(err, context.Canceled) {
			s.log.Error("look at what is due", "error", err)
		}
		pause(ctx, m.Tick)
	}
	return nil
}
