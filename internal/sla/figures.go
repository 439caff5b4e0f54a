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
