package sla

import "github.com/shopspring/decimal"

// Fewer leads due than this, in the first half, are too few to judge by.
const fewLeads = 10

// Over this chance of a burst a level is ahead, in percent.
const burstAbove = 80

// Standing is what a status is judged by. Chances are null where there is no
// projection.
type Standing struct {
	Promised   bool            // leads are promised, at a value that is known
	Value      decimal.Decimal // attained at the cut-off
	Commitment decimal.Decimal
	Due        decimal.Decimal
	LeadsDue   decimal.Decimal
	DaysLeft   int
	Silent     bool // see Level
	Unheard    bool
	Held       decimal.NullDecimal // chance of keeping enough of the commitment
	Burst      decimal.NullDecimal // chance of ending far above it
	Limits     Limits
}

// Judge returns the status of a level: the first rule that holds (product rule:
// status).
func Judge(s Standing) Status {
	switch {
	case !s.Promised:
		return NoCommitment
	case s.Value.GreaterThanOrEqual(s.Commitment):
		return Reached
	case s.DaysLeft <= 0:
		return Missed
	case s.Silent:
		return NotReported
	case s.early():
		return TooEarly
	case below(s.Held, s.Limits.OffTrack):
		return OffTrack
	case below(s.Held, s.Limits.AtRisk):
		return AtRisk
	case s.Burst.Valid && s.Burst.Decimal.GreaterThan(percent(burstAbove)):
		return Ahead
	}
	return OnTrack
}

// early reports whether nothing is due yet, nothing is known yet of what came in,
// or too few leads are due to judge by in a month not yet half elapsed.
func (s Standing) early() bool {
	if !s.Due.IsPositive() || s.Unheard {
		return true
	}
	return s.LeadsDue.LessThan(decimal.NewFromInt(fewLeads)) &&
		s.Due.Mul(decimal.NewFromInt(2)).LessThan(s.Commitment)
}

func (l Level) standing(f Figures, s sums, burst decimal.NullDecimal) Standing {
	return Standing{
		Promised: s.goals > 0, Value: s.value, Commitment: s.commitment,
		Due: s.due, LeadsDue: s.leadsDue, DaysLeft: l.Days.Left(), Silent: l.Silent, Unheard: l.Unheard,
		Held: f.HeldProbability, Burst: burst, Limits: l.Limits,
	}
}

func below(chance decimal.NullDecimal, limit int) bool {
	return chance.Valid && chance.Decimal.LessThan(percent(limit))
}

func percent(n int) decimal.Decimal { return decimal.New(int64(n), -2) }
