package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/errgroup"
)

const (
	wires       = 2               // Slack allows an app ten, over all its processes
	drainFor    = 5 * time.Second // for what has been taken to be answered at the end
	firstPause  = 250 * time.Millisecond
	longestWait = 30 * time.Second // between two attempts to connect
)

// ServeSocket answers what Slack sends over Socket Mode until ctx ends, when
// what has been taken is still answered. It keeps several connections, so that
// one is there while another is renewed or has failed; a token that Slack no
// longer accepts ends it with an error.
func (b *Bot) ServeSocket(ctx context.Context) error {
	working, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	defer giveUp()
	g, ctx := errgroup.WithContext(ctx)
	defer context.AfterFunc(ctx, func() { time.AfterFunc(drainFor, giveUp) })()
	for range wires {
		g.Go(func() error { return b.keepWire(ctx, working) })
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("keep a connection to Slack: %w", err)
	}
	return nil
}

// keepWire keeps one connection. When Slack is about to end it, it goes on until
// the next one is there.
func (b *Bot) keepWire(ctx, working context.Context) error {
	var answering sync.WaitGroup
	defer answering.Wait()
	end := func() {} // of the wire before
	for {
		w, err := b.connect(ctx)
		if err != nil {
			end()
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		b.connections.Add(1)
		b.Log.Info("connected to Slack")
		answering.Go(func() { b.listen(working, w) })
		end()
		end = w.end
		select {
		case <-w.leaving:
			rest(ctx, firstPause) // where connections break as soon as they are made
		case <-ctx.Done():
			w.end()
			return nil
		}
	}
}

// connect opens a wire, however long Slack or the network is away.
func (b *Bot) connect(ctx context.Context) (*wire, error) {
	for pause := firstPause; ; pause = min(2*pause, longestWait) {
		w, err := b.slack.dial(ctx)
		if err == nil {
			return w, nil
		}
		if ctx.Err() != nil || tokenRefused(err) {
			return nil, err
		}
		wait := pause
		if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
			wait = max(wait, limited.RetryAfter)
		}
		b.Log.Warn("no connection to Slack, another attempt follows", "in", wait, "error", err)
		rest(ctx, wait)
	}
}

// rest waits, unless ctx ends before.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// tokenRefused reports an error that no further attempt will get past.
func tokenRefused(err error) bool {
	return slices.Contains([]string{"invalid_auth", "account_inactive", "not_authed", "token_revoked", "not_allowed_token_type"}, err.Error())
}

// Connections returns over how many connections Slack can reach us just now.
func (b *Bot) Connections() int { return int(b.connections.Load()) }

// listen takes what comes by a wire until it is gone, and waits until that is
// answered.
func (b *Bot) listen(ctx context.Context, w *wire) {
	var taken sync.WaitGroup
	defer taken.Wait()
	defer w.cut()
	defer b.connections.Add(-1)
	b.receive(ctx, w, w.first, &taken)
	for {
		_, text, err := w.ws.ReadMessage()
		if err != nil {
			b.Log.Debug("a connection to Slack has ended", "error", err)
			return
		}
		w.heard()
		b.receive(ctx, w, text, &taken)
	}
}

// receive starts the work of one frame.
func (b *Bot) receive(ctx context.Context, w *wire, text []byte, taken *sync.WaitGroup) {
	var f frame
	switch err := json.Unmarshal(text, &f); {
	case err != nil:
		b.Log.Warn("Slack sent what cannot be read")
	case f.Type == disconnect:
		b.Log.Info("Slack ends a connection, another one follows", "reason", f.Reason)
		w.leave()
	case f.ID == "":
		b.Log.Debug("socket mode", "type", f.Type)
	case w.take():
		taken.Go(func() { b.handOver(ctx, w, f) })
	}
}

// handOver answers one envelope. Whatever it holds is acknowledged: what cannot
// be read does not get better by being sent again.
func (b *Bot) handOver(ctx context.Context, w *wire, f frame) {
	defer b.survive(request{})
	delivery, err := f.read()
	if err != nil {
		b.Log.Warn("Slack sent what cannot be read", "error", err, "type", f.Type)
	}
	delivery.door = bySocket
	ack, then := b.dispatch(ctx, delivery)
	if err := w.acknowledge(f.ID, ack); err != nil {
		b.note(delivery, fmt.Errorf("acknowledge: %w", err))
	}
	then(ctx)
}

func (f frame) read() (request, error) {
	switch f.Type {
	case "slash_commands":
		return readSlash(f.Payload)
	case "interactive":
		return readInteraction(f.Payload)
	case "events_api":
		return readEvent(f.Payload)
	}
	return request{}, nil
}
