// Package sla is the arithmetic of the agreement: values, commitments, what is
// due, pace, projection and status. It is exact where money is concerned and
// pure throughout.
package sla

import (
	"maps"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Author signs a change of the plan or of a setting.
type Author struct {
	ID     string // Slack user id; "" for the command line
	Reason string
	At     time.Time
}

// Plan is a month's agreement: what is promised, and the rates and prices it is
// valued at.
type Plan struct {
	Month calendar.Month
	// From is the month the commitments were made for: earlier than Month when
	// they are carried over, zero when nothing was ever promised.
	From   calendar.Month
	Goals  map[ledger.Segment]int64   // leads promised; absent or 0 means none
	Rates  map[ledger.Segment]Rate    // absent means not known, which is not zero
	Sales  map[ledger.PersonaID]int64 // average sale in cents; absent means not known
	Spans  map[ledger.ChannelID]Span  // channels whose commitment covers only its own dates
	Target decimal.NullDecimal        // revenue target in currency units
	// Promises are sales' half: by channel, and under 0 the one made for all.
	Promises map[ledger.ChannelID]Promise
	// Definitions say what counts as a lead of a channel; both sides sign them.
	Definitions map[ledger.ChannelID]string
	Changes     []Change // every change effective from exactly Month, oldest first
}

// Rate is a close rate: the share of a segment's leads that become customers.
type Rate struct {
	Value  decimal.Decimal // 0.035 is 3.5 %
	Source string          // declared, measured or estimated
}

// Where a rate comes from.
const (
	Declared  = "declared"  // typed, or imported in a plan
	Measured  = "measured"  // wins over leads of six months
	Estimated = "estimated" // the same, matured and pooled
)

// Span is the days, both included, that a channel's commitment covers.
type Span struct{ First, Last calendar.Date }

// Contains reports whether a day is one of the span's.
func (s Span) Contains(day calendar.Date) bool { return !day.Before(s.First) && !day.After(s.Last) }

// What a Change changed.
const (
	GoalChanged    = "goal"
	RateChanged    = "rate"
	SaleChanged    = "sale"
	SpanChanged    = "span"
	TargetChanged  = "target"
	PromiseChanged = "promise"
	// DefinitionChanged is of what counts as a lead: its values are those words.
	DefinitionChanged = "definition"

	DaysClosed = "closed" // New are the days, which belong to the calendar and not to a Plan
	DaysOpened = "opened"
)

// Change is one signed change of the plan. Values are as typed in the plan:
// leads, a decimal rate, cents, "2026-11-24/2026-11-27".
type Change struct {
	What     string
	Segment  ledger.Segment // the parts that apply, others 0
	Old, New string         // "" for not known
	Author   string
	Reason   string
	At       time.Time
}

// Value returns what a lead of the segment is worth in currency units, and
// whether its rate and price are both known.
func (p Plan) Value(s ledger.Segment) (decimal.Decimal, bool) {
	rate, known := p.Rates[s]
	cents, priced := p.Sales[s.Persona]
	if !known || !priced {
		return decimal.Zero, false
	}
	return rate.Value.Mul(decimal.New(cents, -2)), true
}

// Commitment is what the plan promises in currency units, over the segments
// whose rate and price are known.
func (p Plan) Commitment() decimal.Decimal {
	total := decimal.Zero
	for segment, leads := range p.Goals {
		if value, known := p.Value(segment); known {
			total = total.Add(value.Mul(decimal.NewFromInt(leads)))
		}
	}
	return total
}

// With is the plan with some rates and average sales in the place of its own.
func (p Plan) With(rates map[ledger.Segment]Rate, sales map[ledger.PersonaID]int64) Plan {
	p.Rates, p.Sales = replaced(p.Rates, rates), replaced(p.Sales, sales)
	return p
}

func replaced[K comparable, V any](some, by map[K]V) map[K]V {
	all := make(map[K]V, len(some)+len(by))
	maps.Copy(all, some)
	maps.Copy(all, by)
	return all
}
