package main

import (
	"context"
	"fmt"
	"time"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

const (
	measureEvery = time.Minute
	noticedSkew  = 2 * time.Second
	// worstSkew is what Slack's signatures forgive: the door refuses a request that
	// is older, or comes from later, than that.
	worstSkew = 5 * time.Minute
)

// timepiece is a clock that can be asked, such as a database's.
type timepiece interface {
	Clock(ctx context.Context) (time.Time, error)
}

// skewOf is how far this machine's clock is ahead of another one's; what the
// question itself may have taken is not counted.
func skewOf(ctx context.Context, now func() time.Time, other timepiece) (time.Duration, error) {
	before := now()
	there, err := other.Clock(ctx)
	after := now()
	switch {
	case err != nil:
		return 0, err
	case there.Before(before):
		return before.Sub(there), nil
	case there.After(after):
		return after.Sub(there), nil
	}
	return 0, nil
}

// watchSkew compares the clock with the database's until ctx ends, and says when
// they begin to differ.
func (s *service) watchSkew(ctx context.Context) error {
	for ctx.Err() == nil {
		s.measureSkew(ctx)
		pause(ctx, measureEvery)
	}
	return nil
}

func (s *service) measureSkew(ctx context.Context) {
	skew, err := skewOf(ctx, s.machine, s.db)
	if err != nil {
		return // an unreachable database is told of elsewhere
	}
	before := time.Duration(s.skew.Swap(int64(skew)))
	if skew.Abs() > noticedSkew && before.Abs() <= noticedSkew {
		s.log.WarnContext(ctx, "this machine's clock differs from the database's: set it (NTP)", "ahead", skew.Round(time.Second))
	}
}

// timely says why requests should not come this way: where the clock is so
// wrong, Slack's signatures look forged or replayed.
func (s *service) timely(context.Context) error {
	if skew := time.Duration(s.skew.Load()); skew.Abs() > worstSkew && !s.config.SocketMode() {
		return fmt.Errorf("the clock differs by %s from the database's, and Slack's signatures are refused", skew.Abs().Round(time.Second))
	}
	return nil
}

// examineSkew compares the clock with the database's for doctor.
func (p *program) examineSkew(ctx context.Context, books *store.Space, _ ledger.Settings) (bot.Finding, error) {
	skew, err := skewOf(ctx, time.Now, books)
	if err == nil && skew.Abs() > noticedSkew {
		return bot.Finding{Check: "database_clock", ID: "clock.database_differs", Args: lang.Args{"skew": skew.Abs().Round(time.Second).String()}}, nil
	}
	return bot.Finding{Check: "database_clock", OK: true, ID: "clock.database"}, err
}
