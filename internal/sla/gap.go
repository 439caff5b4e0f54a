package sla

import "github.com/shopspring/decimal"

// explain splits a gap in two (product rule: why the gap): what comes from the
// number of leads, at the value the plan counted on, and what comes from their
// being worth more or less. Mix is the remainder, so that both always add up to
// the gap.
func explain(gap decimal.Decimal, s sums) (volume, mix decimal.NullDecimal) {
	ahead := decimal.NewFromInt(s.priced).Sub(s.leadsDue)
	volume = ratio(ahead.Mul(s.commitment), decimal.NewFromInt(s.goals))
	if volume.Valid {
		mix = decimal.NewNullDecimal(gap.Sub(volume.Decimal))
	}
	return volume, mix
}

// catchUp is how many times faster than so far the rest of the month has to go:
// null when either pace is, or when nothing has been achieved.
func catchUp(required, achieved decimal.NullDecimal) decimal.NullDecimal {
	if !required.Valid || !achieved.Valid || !achieved.Decimal.IsPositive() {
		return decimal.NullDecimal{}
	}
	return ratio(required.Decimal, achieved.Decimal)
}

// usualValue is what a lead of the level is worth on average in its usual
// persona mix: this month's as far as it goes, else the recent months', else
// the plan's.
func (l Level) usualValue(s sums) decimal.NullDecimal {
	if s.value.IsPositive() {
		return ratio(s.value, decimal.NewFromInt(s.priced))
	}
	var value decimal.Decimal
	var leads int64
	for _, p := range l.Parts {
		if past := l.past(p); p.Priced {
			value, leads = value.Add(times(p.Value, past)), leads+past
		}
	}
	if value.IsPositive() {
		return ratio(value, decimal.NewFromInt(leads))
	}
	return ratio(s.commitment, decimal.NewFromInt(s.goals))
}

// past counts a part's leads over the months of the level's history.
func (l Level) past(p Part) (leads int64) {
	for i, m := range l.Past {
		if m.Counts {
			leads += p.Past[i]
		}
	}
	return leads
}

// leadsNeeded turns the amount required per day into leads of the usual mix
// (product rule: catch-up in leads). Nothing is needed once the commitment is
// reached.
func leadsNeeded(required, value decimal.NullDecimal) decimal.NullDecimal {
	if !required.Valid || !value.Valid {
		return decimal.NullDecimal{}
	}
	return ratio(decimal.Max(decimal.Zero, required.Decimal), value.Decimal)
}

// Missing is what a level lacks to be on pace again, today's leads counted in:
// an amount, and that amount in leads of the usual mix, rounded up. Both are 0
// on pace; leads is also 0 where the value of a lead is not known.
func (f Figures) Missing() (leads int64, value decimal.Decimal) {
	value = f.Due.Sub(f.Value)
	if !value.IsPositive() {
		return 0, decimal.Zero
	}
	if f.LeadValue.Valid && f.LeadValue.Decimal.IsPositive() {
		leads = value.DivRound(f.LeadValue.Decimal, digits).Ceil().IntPart()
	}
	return leads, value
}
