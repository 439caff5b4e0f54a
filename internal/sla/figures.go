package sla

import "github.com/shopspring/decimal"

// Status is where a level stands, see Judge.
type Status string

// The statuses, as programs read them; people read the catalogue's words.
const (
	NoCommitment Status = "no_commitment"
	Reached      Status = "reached"
	Missed       Status = "missed"
	NotReported  Status = "not_reported"
	TooEarly     Status = "too_early"
	Ahead        Status = "ahead"
	OnTrack      Status = "on_track"
	AtRisk       Status = "at_risk"
	OffTrack     Status = "off_track"
)

// Figures are the numbers of one level: a segment, a channel or the total.
// Amounts are in currency units. Leads, Value and Attainment include today's
// when Today is set; everything that depends on elapsed time (Due, Gap, Pace,
// projection, status) stops at the cut-off. A null figure is undefined and is
// printed as a dash.
type Figures struct {
	Leads           int64
	CommitmentLeads int64
	Value           decimal.Decimal
	Commitment      decimal.Decimal
	Attainment      decimal.NullDecimal
	Due             decimal.Decimal
	Gap             decimal.Decimal
	Volume          decimal.NullDecimal
	Mix             decimal.NullDecimal
	Pace            decimal.NullDecimal
	RequiredPerDay  decimal.NullDecimal
	AchievedPerDay  decimal.NullDecimal
	CatchUp         decimal.NullDecimal
	Projection      decimal.NullDecimal
	ProjectionLow   decimal.NullDecimal
	ProjectionHigh  decimal.NullDecimal
	Probability     decimal.NullDecimal
	HeldProbability decimal.NullDecimal
	Status          Status
	Contacted       int64
	Won             int64
	WonAmount       decimal.Decimal
	Today           *Today // set in a live answer only

	// LeadsPerDayNeeded and LeadsPerDayNow are the catch-up in leads: per
	// remaining working day in the usual persona mix, beside the pace so far.
	LeadsPerDayNeeded decimal.NullDecimal
	LeadsPerDayNow    decimal.NullDecimal

	LeadValue       decimal.NullDecimal // mean value of a lead in the usual persona mix
	ProjectionLeads decimal.NullDecimal // probable month end in leads
}

// Today is what was recorded for the day that has not ended yet.
type Today struct {
	Leads int64
	Value decimal.Decimal
}

// Likely is the probable end of the month as people are told it.
type Likely struct{ Low, End, High decimal.Decimal }

// Likely rounds the projection to three figures: more would claim a precision
// that a range of several thousand does not have. Neither rounding nor today's
// leads put the end below what is there already.
func (f Figures) Likely() Likely {
	low := decimal.Max(about(f.ProjectionLow.Decimal), f.Value)
	return Likely{low, decimal.Max(about(f.Projection.Decimal), low), decimal.Max(about(f.ProjectionHigh.Decimal), low)}
}

func about(d decimal.Decimal) decimal.Decimal {
	if digits := int32(len(d.Abs().Round(0).String())); digits > 3 { //nolint:gosec // a number has no two billion digits
		return d.Round(3 - digits)
	}
	return d
}
