package sla

import (
	"math"

	"github.com/shopspring/decimal"
)

const (
	// Half the width, in standard deviations, of a range that holds 8 outcomes
	// in 10.
	eightInTen = 1.2816
	// From this share of its commitment, in percent, a level is a burst that
	// sales may be unable to absorb.
	burstShare = 120
	// Statistics are stored to this many places.
	places = 6
)

// An outlook is where the month is heading in one unit, value or leads: what is
// still expected, and how far the outcome may stray from it.
type outlook struct{ rest, variance float64 }

// A scale says what each part's lead weighs in the unit of an outlook.
type scale []float64

// project fills in the probable end of the month, its range and the chances of
// keeping the commitment (product rule: projection), and returns the chance of
// ending far above it. All stay null before the first day has elapsed where no
// recent month says anything.
func (l Level) project(f *Figures, s sums) (burst decimal.NullDecimal) {
	share := l.started(s)
	if o, ok := l.outlook(l.counted(), share); ok {
		f.ProjectionLeads = decimal.NewNullDecimal(decimal.NewFromInt(s.leads).Add(rounded(o.rest)))
	}
	o, ok := l.outlook(l.valued(), share)
	if !ok {
		return burst
	}
	end, spread := s.value.Add(rounded(o.rest)), math.Sqrt(max(0, o.variance))
	margin := rounded(eightInTen * spread)
	f.Projection = decimal.NewNullDecimal(end)
	f.ProjectionLow = decimal.NewNullDecimal(decimal.Max(s.value, end.Sub(margin)))
	f.ProjectionHigh = decimal.NewNullDecimal(end.Add(margin))
	if !s.commitment.IsPositive() {
		return burst
	}
	f.Probability = chance(end, spread, s.commitment)
	f.HeldProbability = chance(end, spread, s.commitment.Mul(percent(l.Limits.Held)))
	return chance(end, spread, s.commitment.Mul(percent(burstShare)))
}

// started is the elapsed share of the level: what is due of what is promised,
// or the plain share of its days where nothing is.
func (l Level) started(s sums) float64 {
	if s.commitment.IsPositive() {
		return s.due.DivRound(s.commitment, digits).InexactFloat64()
	}
	return l.Days.share()
}

// valued weighs a lead at today's value, whatever month it came in.
func (l Level) valued() scale {
	w := make(scale, len(l.Parts))
	for i, p := range l.Parts {
		if p.Priced {
			w[i] = p.Value.InexactFloat64()
		}
	}
	return w
}

func (l Level) counted() scale {
	w := make(scale, len(l.Parts))
	for i := range w {
		w[i] = 1
	}
	return w
}

// outlook blends this month's rhythm with the recent months', each by how sure
// it is. It reports false where neither says anything.
func (l Level) outlook(w scale, share float64) (outlook, bool) {
	run, runVar := l.rhythm(w, share)
	prior, priorVar := l.prior(w)
	left := 1 - share
	if share == 0 {
		if priorVar == 0 {
			return outlook{}, false
		}
		return outlook{prior, l.Phi*l.expected(w, share, 0) + priorVar}, true
	}
	trust, blendVar := 1.0, runVar
	if priorVar > 0 && runVar > 0 {
		trust = priorVar / (priorVar + runVar)
		blendVar = 1 / (1/priorVar + 1/runVar)
	}
	rest := left * (trust*run + (1-trust)*prior)
	return outlook{max(0, rest), l.Phi*l.expected(w, share, trust) + left*left*blendVar}, true
}

// chance is the probability of ending at the target or above, by the normal
// approximation. Once nothing can move any more it is 0 or 1.
func chance(end decimal.Decimal, spread float64, target decimal.Decimal) decimal.NullDecimal {
	short := target.Sub(end)
	if spread == 0 {
		if short.IsPositive() {
			return decimal.NewNullDecimal(decimal.Zero)
		}
		return decimal.NewNullDecimal(decimal.NewFromInt(1))
	}
	z := short.InexactFloat64() / spread
	return decimal.NewNullDecimal(rounded(math.Erfc(z/math.Sqrt2) / 2))
}

// rounded keeps 6 places of a statistic.
func rounded(f float64) decimal.Decimal {
	const unit, exactly = 1e6, 1 << 53
	if scaled := math.Round(f * unit); math.Abs(scaled) < exactly {
		return decimal.New(int64(scaled), -places)
	}
	return decimal.NewFromFloat(f).Round(places)
}
