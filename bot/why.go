package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// Of the entries behind a number so many of the latest are read, and rates are
// traced back so many months.
const (
	entriesRead  = 500
	monthsTraced = 12
)

// pressWhy answers the button that asks where a number comes from, to whoever
// pressed it.
func (b *Bot) pressWhy(ctx context.Context, a asked) (reply, error) {
	about, err := subjectOf(a.value)
	if err != nil {
		return reply{}, err
	}
	return b.why(ctx, a, about)
}

// why lays open a number: the entries, the rates in force, and the formula with
// its numbers put in.
func (b *Bot) why(ctx context.Context, a asked, about subject) (reply, error) {
	v, err := b.look(ctx, a, a.say, about, false)
	if err != nil {
		return reply{}, err
	}
	r := v.report
	plan, err := b.Books.Plan(ctx, r.Month)
	if err != nil {
		return reply{}, fmt.Errorf("read the plan of %s: %w", r.Month, err)
	}
	origins, err := b.origins(ctx, r)
	if err != nil {
		return reply{}, fmt.Errorf("trace the rates of %s: %w", r.Month, err)
	}
	entries, err := b.Books.RecentEntries(ctx, about.Channel, entriesRead)
	if err != nil {
		return reply{}, fmt.Errorf("list the entries of %s: %w", r.Month, err)
	}
	moves, err := b.moves(ctx, a, v)
	if err != nil {
		return reply{}, err
	}
	answer := reasons{
		view: v, moves: moves, plan: plan, calendar: a.calendar, exceptions: a.exceptions, origins: origins,
		entries: entriesOf(entries, v.about, cmp.Or(r.Live, r.AsOf)),
	}.reply()
	return a.full(answer), nil
}

// entriesOf keeps the standing entries of leads that a number is made of, oldest
// day first.
func entriesOf(entries []ledger.Written, about subject, last calendar.Date) []ledger.Entry {
	var kept []ledger.Entry
	for _, e := range entries {
		c := e.Cell
		switch {
		case e.Reversed, e.Reverses != 0, c.Stage != ledger.Lead, e.Count == 0:
		case c.Day.In() != about.Month, c.Day.After(last):
		case about.Persona != 0 && c.Persona != about.Persona:
		default:
			kept = append(kept, e.Entry)
		}
	}
	slices.SortStableFunc(kept, func(x, y ledger.Entry) int { return x.Cell.Day.Compare(y.Cell.Day) })
	return kept
}

// provenance is who put a rate or a price into the plan, and from which month.
type provenance struct {
	sla.Change
	month calendar.Month
}

// origins traces the rates and prices of a report back to the change that set
// them. What is older than a year stays without origin.
func (b *Bot) origins(ctx context.Context, r report.Report) (map[ledger.Segment]provenance, error) {
	found := map[ledger.Segment]provenance{}
	wanted := traced(r)
	for back := 0; back < monthsTraced && len(wanted) > 0; back++ {
		m := r.Month.Add(-back)
		plan, err := b.Books.Plan(ctx, m)
		if err != nil {
			return nil, err
		}
		for _, c := range plan.Changes {
			if wanted[c.Segment] && (c.What == sla.RateChanged || c.What == sla.SaleChanged) {
				found[c.Segment] = provenance{c, m} // the last change of a month wins
			}
		}
		for s := range found {
			delete(wanted, s)
		}
	}
	return found, nil
}

// traced lists what has an origin: each segment's rate, and each persona's
// price, which is a segment without channel.
func traced(r report.Report) map[ledger.Segment]bool {
	wanted := map[ledger.Segment]bool{}
	for _, c := range r.Channels {
		for _, s := range c.Segments {
			if !s.Unknown {
				wanted[ledger.Segment{Channel: c.ID, Persona: s.ID}] = true
				wanted[ledger.Segment{Persona: s.ID}] = true
			}
		}
	}
	return wanted
}
