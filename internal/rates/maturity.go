package rates

import (
	"math"

	"github.com/treve-bot/treve/internal/ledger"
)

// Curve says which share of a cohort's eventual wins has been seen by the end of
// its own month, of the next one, and so on. Its last value is 1.
type Curve [ages]float64

// The ladder learns from few months only, each step pulled towards no growth by
// a few wins that never happened: all of a young sales process's history
// promises wins that do not come.
const (
	ladderMonths = 3
	pseudoWins   = 10
)

// learn is the chain ladder over the pooled cohorts: how much cohorts grew from
// one age to the next, in the last three calendar months.
func (h History) learn() Curve {
	var before, after [ages]float64
	for _, w := range h.Linked {
		won := max(0, months(w.Came, w.Won)) // some are dated before their lead
		for to := max(1, won); to < ages; to++ {
			if ended := h.age(w.Came) - to; ended < 0 || ended >= ladderMonths {
				continue // the month in which the cohort came to that age
			}
			after[to] += float64(w.Count)
			if won < to {
				before[to] += float64(w.Count)
			}
		}
	}
	var c Curve
	c[ages-1] = 1
	for to := ages - 1; to > 0; to-- {
		growth := (after[to] + pseudoWins) / (before[to] + pseudoWins)
		c[to-1] = c[to] / max(1, growth)
	}
	return c
}

// monthDays is the length of a month, on average.
const monthDays = 365.25 / 12

// Typed is the curve of points that somebody typed. Between two points wins come
// evenly, after the last one until the end of the sixth month; the leads of a
// month come evenly too.
func Typed(m ledger.Maturity) Curve {
	xs, ys := []float64{0}, []float64{0}
	for _, p := range m {
		xs, ys = append(xs, float64(p.Days)), append(ys, p.Share.InexactFloat64())
	}
	xs, ys = append(xs, ages*monthDays), append(ys, 1)
	var c Curve
	for age := range c {
		c[age] = mean(xs, ys, float64(age)*monthDays, float64(age+1)*monthDays)
	}
	c[ages-1] = 1
	return c
}

// mean is the mean, between two abscissas, of the line through points.
func mean(xs, ys []float64, from, to float64) float64 {
	area := 0.0
	for i := 1; i < len(xs); i++ {
		a, b := math.Max(from, xs[i-1]), math.Min(to, xs[i])
		if a >= b {
			continue
		}
		slope := (ys[i] - ys[i-1]) / (xs[i] - xs[i-1])
		area += (b - a) * (ys[i-1] + slope*((a+b)/2-xs[i-1]))
	}
	return area / (to - from)
}

// lag is the share of eventual wins that comes in the month a cohort has that
// age.
func (c Curve) lag(age int) float64 {
	if age == 0 {
		return c[0]
	}
	return c[age] - c[age-1]
}
