package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/treve-bot/treve/internal/schedule"
)

// follower keeps the bot on the civil clock of a local Slack: when somebody
// moves that clock, the bot's own jumps there and does on the way all that falls
// due. Only a Slack on this machine is ever followed.
type follower struct {
	name  string
	base  *url.URL // of the local Slack's page API
	http  *http.Client
	log   *slog.Logger
	clock *schedule.Clock

	sequence int64 // of the last move followed
}

// clockState is what the local Slack says of its clock.
type clockState struct {
	Now      time.Time `json:"now"`
	Target   time.Time `json:"target"`
	Sequence int64     `json:"sequence"`
}

// follow returns a clock that shows the local Slack's civil time, and what will
// keep it there.
func follow(ctx context.Context, name, apiURL string, log *slog.Logger) (*follower, error) {
	u, err := url.Parse(apiURL)
	if err != nil {
		return nil, fmt.Errorf("follow the local Slack's clock: %w", err)
	}
	f := &follower{
		name: name, base: u.ResolveReference(&url.URL{Path: "/local/clock"}), log: log,
		http: &http.Client{Timeout: time.Minute}, // a poll is answered after 25 s at the latest
	}
	state, err := f.ask(ctx, url.Values{})
	if err != nil {
		return nil, fmt.Errorf("follow the local Slack's clock: %w", err)
	}
	f.clock, f.sequence = schedule.NewClockAt(state.Now), state.Sequence
	f.clock.OnStep = f.step
	return f, nil
}

// run follows every move from now on until ctx ends.
func (f *follower) run(ctx context.Context) error {
	for ctx.Err() == nil {
		state, err := f.ask(ctx, url.Values{"after": {fmt.Sprint(f.sequence)}})
		if err != nil {
			if ctx.Err() == nil {
				f.log.WarnContext(ctx, "the local Slack's clock cannot be read", "error", err)
				pause(ctx, time.Second)
			}
			continue
		}
		if state.Sequence == f.sequence {
			continue
		}
		f.sequence = state.Sequence
		if err := f.clock.Jump(ctx, state.Target); err != nil && ctx.Err() == nil {
			f.log.ErrorContext(ctx, "the clock did not move all the way", "error", err)
		}
		f.report(ctx, progress{})
	}
	return nil
}

// step says how far a jump has come, so that what is said there bears its time.
func (f *follower) step(ctx context.Context, now time.Time) { f.report(ctx, progress{Now: now}) }

// ask follows: it says that every step of a jump will be reported.
func (f *follower) ask(ctx context.Context, query url.Values) (state clockState, err error) {
	query.Set("follower", f.name)
	query.Set("steps", "1")
	u := *f.base
	u.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return state, err
	}
	return state, f.do(request, &state)
}

// progress is what a follower reports; without an instant, that it is done.
type progress struct {
	Follower string    `json:"follower"`
	Sequence int64     `json:"sequence"`
	Now      time.Time `json:"now,omitzero"`
}

func (f *follower) report(ctx context.Context, p progress) {
	p.Follower, p.Sequence = f.name, f.sequence
	if err := f.tell(ctx, p); err != nil && ctx.Err() == nil {
		f.log.WarnContext(ctx, "the local Slack was not told", "error", err)
	}
}

func (f *follower) tell(ctx context.Context, p progress) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, f.base.JoinPath("reached").String(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Local", "1")
	return f.do(request, nil)
}

func (f *follower) do(request *http.Request, answer any) error {
	response, err := f.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the local Slack answers %s", response.Status)
	}
	if answer == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
