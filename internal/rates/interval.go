package rates

import (
	"math"

	"github.com/shopspring/decimal"
)

// z80 bounds eight chances in ten of a normal distribution.
const z80 = 1.2815515655446004

// interval is a rate with the range that holds the true one eight times in ten.
type interval struct{ rate, low, high float64 }

// quantile is the quantile of a gamma distribution of that shape and scale 1,
// by the approximation of Wilson and Hilferty; z is the normal one.
func quantile(shape, z float64) float64 {
	c := max(0, 1-1/(9*shape)+z/(3*math.Sqrt(shape)))
	return shape * c * c * c
}

// measure is a raw ratio, with the range of a Poisson count of wins. There must
// be leads.
func measure(leads, wins int64) interval {
	n, k := float64(leads), float64(max(0, wins))
	m := interval{rate: float64(wins) / n, high: quantile(k+1, z80) / n}
	if k > 0 {
		m.low = quantile(k, -z80) / n
	}
	return m
}

// places is how many decimals of a rate are kept.
const places = 6

// Interval is a close rate, a share, and the range that holds the true one eight
// times in ten. All are rounded to 6 decimals.
type Interval struct{ Rate, Low, High decimal.Decimal }

func (i interval) rounded() *Interval {
	return &Interval{round(i.rate), round(i.low), round(i.high)}
}

func round(f float64) decimal.Decimal { return decimal.NewFromFloat(f).Round(places) }
