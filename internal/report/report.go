// Package report puts the ledger and the plan together: the state of a month at
// a cut-off, which every surface shows.
package report

import (
	"context"
	"slices"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Report is where a month stands at the close of a day.
type Report struct {
	Month       calendar.Month
	AsOf        calendar.Date // the last ended day taken into account
	Live        calendar.Date // the running day whose leads are counted apart; zero when there is none
	Currency    string
	WorkingDays WorkingDays
	Planned     bool           // there is at least one priced commitment
	PlanFrom    calendar.Month // earlier than Month when the plan is carried over
	Total       sla.Figures
	Channels    []Channel // by position; archived ones only with leads or a commitment
	Personas    []Persona // those with anything to say this month, over all channels
	Changes     []sla.Change
	// Since is the first day that the recap before this one did not count, and
	// SinceLeads the leads from then to AsOf; zero outside a recap.
	Since      calendar.Date
	SinceLeads int64
	Course     []Close // the month day by day; none outside a recap
}

// WorkingDays counts the month's days of weight 1 (calendar days under that
// rule), and those up to AsOf.
type WorkingDays struct{ Total, Elapsed int }

// Channel is one channel's part of a report.
type Channel struct {
	ledger.Channel
	Figures      sla.Figures
	LastReported calendar.Date // the last day an entry covers; zero when never
	Silent       bool          // for longer than its rhythm allows, whatever its status
	Segments     []Segment
}

// Valued reports whether any of its segments has a known value: a channel with
// neither rates nor prices is counted in leads, and is not worth nothing.
func (c Channel) Valued() bool {
	return slices.ContainsFunc(c.Segments, func(s Segment) bool { return !s.Unknown })
}

// Segment is one persona within a channel.
type Segment struct {
	ledger.Persona
	Figures sla.Figures
	Unknown bool // rate or price not set: leads only, outside G and V
	sla.Rate
	SaleCents int64
	Span      sla.Days // the days its channel's commitment covers
}

// Persona is one persona's part of a report, over all channels.
type Persona struct {
	ledger.Persona
	Figures sla.Figures
}

// Source is what a report is made from: one workspace's books.
type Source interface {
	Settings(ctx context.Context) (ledger.Settings, error)
	Exceptions(ctx context.Context) ([]calendar.Exception, error)
	Catalogue(ctx context.Context) (ledger.Catalogue, error)
	Plan(ctx context.Context, month calendar.Month) (sla.Plan, error)
	// Totals lists the daily totals of those days, both included, by day,
	// channel, persona and stage.
	Totals(ctx context.Context, first, last calendar.Date) ([]ledger.Total, error)
	// MonthTotals lists the totals of those months, both included, monthly
	// history and daily entries added up, by month, channel, persona and stage.
	MonthTotals(ctx context.Context, first, last calendar.Month) ([]ledger.MonthTotal, error)
	// LastReported returns, per channel, the last day up to upTo for which an
	// entry of leads stands. A zero typed is an entry.
	LastReported(ctx context.Context, upTo calendar.Date) (map[ledger.ChannelID]calendar.Date, error)
}

// Cut says up to when a report counts.
type Cut struct {
	Month calendar.Month
	AsOf  calendar.Date // the close of this day; before the month's first day nothing has elapsed
	Live  calendar.Date // today, when its leads are to be counted apart; zero for none
	Since calendar.Date // first day that the recap before did not count; zero outside a recap
}
