package sheet

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

// Book is what a workbook shows: a month's plan, its daily log, and where it
// stands at a cut-off.
type Book struct {
	Report   report.Report
	Plan     sla.Plan
	Names    ledger.Catalogue // the channels and personas that have a row or a column
	Log      []Logged
	Calendar *calendar.Calendar
}

// Logged is how many leads a segment had on a day. A month known only as a whole
// stands on its last day.
type Logged struct {
	Day     calendar.Date
	Segment ledger.Segment
	Leads   int64
}

// Gather reads what the workbook of a month shows at a cut-off.
func Gather(ctx context.Context, from report.Source, cut report.Cut) (b Book, err error) {
	if b.Report, err = report.Gather(ctx, from, cut); err != nil {
		return b, err
	}
	if b.Plan, err = from.Plan(ctx, cut.Month); err != nil {
		return b, err
	}
	if b.Calendar, err = calendarOf(ctx, from); err != nil {
		return b, err
	}
	if b.Log, err = readLog(ctx, from, cut.Month); err != nil {
		return b, err
	}
	all, err := from.Catalogue(ctx)
	b.Names = b.shown(all)
	return b, err
}

func calendarOf(ctx context.Context, from report.Source) (*calendar.Calendar, error) {
	s, err := from.Settings(ctx)
	if err != nil {
		return nil, err
	}
	exceptions, err := from.Exceptions(ctx)
	if err != nil {
		return nil, err
	}
	return calendar.New(calendar.Rule{
		Country: s.Country, Alsace: s.Alsace, CalendarDays: s.CalendarDays, Exceptions: exceptions,
	})
}

// readLog lists a month's leads by day. What the month has beyond its days was
// taken in for the month as a whole.
func readLog(ctx context.Context, from report.Source, m calendar.Month) (log []Logged, err error) {
	days, err := from.Totals(ctx, m.First(), m.Last())
	if err != nil {
		return nil, fmt.Errorf("read the log of %s: %w", m, err)
	}
	months, err := from.MonthTotals(ctx, m, m)
	if err != nil {
		return nil, fmt.Errorf("read the log of %s: %w", m, err)
	}
	daily := map[ledger.Segment]int64{}
	for _, t := range days {
		if t.Cell.Stage == ledger.Lead {
			log = append(log, Logged{t.Cell.Day, t.Cell.Segment(), t.Count})
			daily[t.Cell.Segment()] += t.Count
		}
	}
	for _, t := range months {
		if more := t.Count - daily[t.Segment]; t.Stage == ledger.Lead && more != 0 {
			log = append(log, Logged{m.Last(), t.Segment, more})
		}
	}
	slices.SortStableFunc(log, func(a, b Logged) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Segment.Channel, b.Segment.Channel),
			cmp.Compare(a.Segment.Persona, b.Segment.Persona))
	})
	return log, nil
}

// shown leaves out the archived channels and personas that the month has nothing
// of.
func (b Book) shown(c ledger.Catalogue) ledger.Catalogue {
	channels, personas := map[ledger.ChannelID]bool{}, map[ledger.PersonaID]bool{}
	use := func(s ledger.Segment) { channels[s.Channel], personas[s.Persona] = true, true }
	for s := range b.Plan.Goals {
		use(s)
	}
	for _, l := range b.Log {
		use(l.Segment)
	}
	return ledger.Catalogue{
		Channels: slices.DeleteFunc(slices.Clone(c.Channels), func(c ledger.Channel) bool { return c.Archived && !channels[c.ID] }),
		Personas: slices.DeleteFunc(slices.Clone(c.Personas), func(p ledger.Persona) bool { return p.Archived && !personas[p.ID] }),
	}
}

// figures finds those of a segment; the zero Figures where the report has none.
func (b Book) figures(s ledger.Segment) sla.Figures {
	for _, c := range b.Report.Channels {
		for _, p := range c.Segments {
			if c.ID == s.Channel && p.ID == s.Persona {
				return p.Figures
			}
		}
	}
	return sla.Figures{}
}

// channel finds the figures of a channel.
func (b Book) channel(id ledger.ChannelID) sla.Figures {
	for _, c := range b.Report.Channels {
		if c.ID == id {
			return c.Figures
		}
	}
	return sla.Figures{}
}
