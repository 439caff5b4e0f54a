package bot

import (
	"context"
	"slices"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/followup"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// oldestShown is how many of the oldest days that leads wait from are named.
const oldestShown = 3

// followed is where sales' half stands with what was written: of the segment of
// its only line, or of all it touched.
type followed struct {
	Waiting int64            // leads that nobody has contacted
	Oldest  []waiting        // where they wait from, oldest first
	Figures followup.Figures // of the channel; of all where several are concerned
	Promise sla.Promise      // of the channel this month; zero for none
}

// waiting is leads of one day that nobody has contacted.
type waiting struct {
	Day   calendar.Date
	Count int64
}

// bearsOnSales reports whether a request may change who has been contacted, or
// take leads off that have been.
func (w writing) bearsOnSales() bool {
	return w.Replaces != "" || slices.ContainsFunc(w.Lines, func(l ledger.Line) bool {
		return l.Cell.Stage != ledger.Lead || l.Set || l.Count < 0
	})
}

// following writes, refuses what would leave more leads contacted than came in,
// and adds where sales' half then stands. Contacts without a lead from before,
// which an import may leave behind, are nobody's fault here.
func (a asked) following(ctx context.Context, p Page, write func() (written, error)) (done written, err error) {
	before, err := report.Sales(ctx, prepared{p, a}, a.liveCut())
	if err != nil {
		return done, err
	}
	if done, err = write(); err != nil {
		return done, err
	}
	for _, id := range channelsOf(done.all()) {
		if err := p.HoldChannel(ctx, id); err != nil {
			return done, err
		}
	}
	after, err := report.Sales(ctx, prepared{p, a}, a.liveCut())
	if err != nil {
		return done, err
	}
	for _, one := range done.said() {
		s := one.Entry.Cell.Segment()
		if missing := after.Unmatched[s] - before.Unmatched[s]; missing > 0 {
			return done, a.tooMany(one, missing, after)
		}
	}
	if done.said()[0].Entry.Cell.Stage == ledger.Lead {
		return done, nil
	}
	plan, err := p.Plan(ctx, a.today.In())
	done.Followed = followedOf(done, after, plan)
	return done, err
}

// liveCut is the running month as it stands now.
func (a asked) liveCut() report.Cut {
	return report.Cut{Month: a.today.In(), AsOf: a.today.AddDays(-1), Live: a.today}
}

func channelsOf(written []ledger.Recorded) []ledger.ChannelID {
	var ids []ledger.ChannelID
	for _, one := range written {
		ids = append(ids, one.Entry.Cell.Channel)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// tooMany says how many leads there are to contact, or to contest, or to take
// off.
func (a asked) tooMany(one ledger.Recorded, missing int64, half report.SalesHalf) error {
	cell := one.Entry.Cell
	count := one.Entry.Count
	args := lang.Args{
		"channel": a.catalogue.Channel(cell.Channel).Name, "persona": a.catalogue.Persona(cell.Persona).Name,
		"day": cell.Day, "count": max(count, -count), "left": max(0, max(count, -count)-missing),
	}
	switch {
	case count < 0 || cell.Stage == ledger.Lead:
		return lang.Refuse("sales.already_contacted", args)
	case cell.Stage == ledger.Rejected:
		return lang.Refuse("sales.too_many.rejected", args)
	case args["left"] == int64(0):
		return lang.Refuse("sales.nobody_left", args)
	}
	oldest := waitingOf(half.Pieces, cell.Segment())
	if len(oldest) > 0 {
		args["oldest"] = oldest[0].Day
	}
	return lang.Refuse("sales.too_many.contacted", args)
}

// waitingOf lists, oldest first, the days that leads of a segment wait from; of
// the zero segment, those of all.
func waitingOf(pieces []followup.Piece, s ledger.Segment) (days []waiting) {
	sums := map[calendar.Date]int64{}
	for _, p := range pieces {
		if p.Fate == followup.Open && (s == ledger.Segment{} || p.Lead.Segment == s) {
			sums[p.Lead.Day] += p.Lead.Count
		}
	}
	for day, count := range sums {
		days = append(days, waiting{day, count})
	}
	slices.SortFunc(days, func(x, y waiting) int { return x.Day.Compare(y.Day) })
	return days
}

func followedOf(done written, half report.SalesHalf, plan sla.Plan) *followed {
	channels := channelsOf(done.said())
	f := followed{Figures: half.Total, Promise: plan.Promises[0]}
	if len(channels) == 1 {
		f.Figures, f.Promise = half.Channels[channels[0]], plan.Promise(channels[0])
	}
	seen := map[ledger.Segment]bool{}
	for _, one := range done.said() {
		seen[one.Entry.Cell.Segment()] = true
	}
	for s := range seen {
		for _, w := range waitingOf(half.Pieces, s) {
			f.Waiting += w.Count
			f.Oldest = append(f.Oldest, w)
		}
	}
	slices.SortFunc(f.Oldest, func(x, y waiting) int { return x.Day.Compare(y.Day) })
	f.Oldest = f.Oldest[:min(len(f.Oldest), oldestShown)]
	return &f
}
