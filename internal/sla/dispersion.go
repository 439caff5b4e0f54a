package sla

import "math"

// Bounds of the dispersion, and the history it takes to measure it.
const (
	calmest, wildest = 1.2, 4.0
	enoughDays       = 60
	leastVariation   = 0.20
)

// Dispersion measures how much more a level's daily leads vary than chance
// alone would have them (product rule: phi). Each month is the leads of its
// working days in order; months without a lead say nothing. It lies between
// 1.2, also taken before 60 days are known, and 4.
func Dispersion(months [][]int64) float64 {
	var excess float64
	days, used := 0, 0
	for _, month := range months {
		var sum int64
		for _, leads := range month {
			sum += leads
		}
		if sum <= 0 {
			continue
		}
		used++
		days += len(month)
		mean := float64(sum) / float64(len(month))
		for _, leads := range month {
			excess += (float64(leads) - mean) * (float64(leads) - mean) / mean
		}
	}
	if days < enoughDays {
		return calmest
	}
	return min(wildest, max(calmest, excess/float64(days-used)))
}

// variation is how much a level's months differ beyond the chance arrival of
// leads, relative to their mean: 0.20 at least (product rule: cv).
func variation(values [Lookback]float64, past [Lookback]PastMonth, n int, noise float64) float64 {
	if n < 2 {
		return leastVariation
	}
	var mean, squares float64
	for i, m := range past {
		if m.Counts {
			mean += values[i] / float64(n)
		}
	}
	for i, m := range past {
		if m.Counts {
			squares += (values[i] - mean) * (values[i] - mean)
		}
	}
	if mean <= 0 {
		return leastVariation
	}
	return max(leastVariation, math.Sqrt(max(0, squares/float64(n-1)-noise))/mean)
}
