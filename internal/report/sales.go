package report

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/followup"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// SalesBooks are what sales' half of a report is made from.
type SalesBooks interface {
	Source
	followup.Books
}

// SalesHalf is sales' half of a month: the figures, and what they come from.
type SalesHalf struct {
	followup.Result
	Promises  map[ledger.ChannelID]sla.Promise // of the month; 0 is the one for all
	Pieces    []followup.Piece                 `json:"-"` // what became of each lead, of earlier months too
	Unmatched map[ledger.Segment]int64         `json:"-"` // see followup.Match

	judging func(ledger.ChannelID, calendar.Month) sla.Promise
}

// Sales measures sales' half of a month: what became of its leads by the close
// of the last ended day. What sales has recorded on the running day counts, so
// that nobody is called late for a call made this morning.
func Sales(ctx context.Context, from SalesBooks, cut Cut) (half SalesHalf, err error) {
	office, err := OfficeOf(ctx, from)
	if err != nil {
		return half, err
	}
	upTo := calendar.Later(cut.AsOf, cut.Live)
	in, err := followup.Load(ctx, from, cut.Month, upTo)
	if err != nil {
		return half, fmt.Errorf("sales' half of %s: %w", cut.Month, err)
	}
	half.Pieces, half.Unmatched = followup.Match(in)
	plans, err := promisesOf(ctx, from, cut.Month, half.Pieces)
	if err != nil {
		return half, fmt.Errorf("sales' half of %s: %w", cut.Month, err)
	}
	half.Promises = plans[cut.Month].Promises
	half.judging = func(c ledger.ChannelID, m calendar.Month) sla.Promise { return plans[m].Promise(c) }
	half.Result = followup.Judge(half.Pieces, followup.Terms{
		Office: office, Month: cut.Month, AsOf: cut.AsOf, Now: office.CloseAfter(cut.AsOf, 0),
		Of:   half.judging,
		Last: in.Last,
	})
	return half, nil
}

// OfficeOf returns when a workspace works.
func OfficeOf(ctx context.Context, from Source) (o calendar.Office, err error) {
	settings, err := from.Settings(ctx)
	if err != nil {
		return o, err
	}
	if o.Calendar, err = calendarOf(ctx, from, settings); err != nil {
		return o, err
	}
	o.Opens, o.Closes = settings.DayBeginsAt, settings.DayEndsAt
	o.Zone, err = settings.Zone()
	return o, err
}

// promisesOf reads the plans that leads are judged by: the month's, and those of
// earlier months whose leads still wait.
func promisesOf(ctx context.Context, from Source, month calendar.Month, pieces []followup.Piece) (map[calendar.Month]sla.Plan, error) {
	plans := map[calendar.Month]sla.Plan{}
	wanted := []calendar.Month{month}
	for _, p := range pieces {
		if p.Fate == followup.Open {
			wanted = append(wanted, p.Lead.Day.In())
		}
	}
	for _, m := range wanted {
		if _, known := plans[m]; known {
			continue
		}
		plan, err := from.Plan(ctx, m)
		if err != nil {
			return nil, err
		}
		plans[m] = plan
	}
	return plans, nil
}

// Judging is the promise that a batch of leads is judged by.
func (h SalesHalf) Judging(b followup.Batch) sla.Promise {
	return h.judging(b.Segment.Channel, b.Day.In())
}

// Promise is what sales promises for a channel this month; 0 is all of them.
func (h SalesHalf) Promise(c ledger.ChannelID) sla.Promise {
	return sla.Plan{Promises: h.Promises}.Promise(c)
}
