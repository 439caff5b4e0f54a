package rates

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// scenario is a company whose true close rates are known. Months count back from
// the last complete one.
type scenario struct {
	name   string
	months int                   // since it began
	volume func(ago int) float64 // leads of a month against a usual one
	linked float64               // share of the wins that name their lead
}

var scenarios = []scenario{
	{name: "stationary", months: Depth, volume: func(int) float64 { return 1 }, linked: 1},
	{name: "growing 12 % a month", months: Depth, volume: func(ago int) float64 { return math.Pow(1.12, float64(5-ago)) }, linked: 1},
	{name: "begun three months ago", months: 3, volume: func(int) float64 { return 1 }, linked: 1},
	{name: "seasonal", months: Depth, volume: func(ago int) float64 { return 1 + 0.6*math.Sin(float64(ago)*math.Pi/6) }, linked: 1},
	{name: "half the wins name no lead", months: Depth, volume: func(ago int) float64 { return math.Pow(1.12, float64(5-ago)) }, linked: 0.5},
}

// The true rates, by channel and persona, and a month's usual leads.
var (
	trueRates = [5][3]float64{{0.05, 0.04, 0.02}, {0.08, 0.06, 0.03}, {0.04, 0.03, 0.015}, {0.03, 0.02, 0.01}, {0.06, 0.05, 0.04}}
	usual     = [5][3]float64{{48, 16, 4}, {34, 16, 6}, {60, 24, 6}, {50, 14, 4}, {10, 6, 2}}
	// The chance that a win comes in the lead's own month, the next, and so on.
	delays = [ages]float64{0.20, 0.28, 0.22, 0.15, 0.10, 0.05}
)

// play invents a history of the company, and the true rate of each segment.
func (s scenario) play(dice *rand.Rand) (h History, truth map[ledger.Segment]float64) {
	h.Last, truth = october, map[ledger.Segment]float64{}
	for c, rates := range trueRates {
		for p, rate := range rates {
			segment := ledger.Segment{Channel: ledger.ChannelID(c + 1), Persona: ledger.PersonaID(p + 1)}
			truth[segment] = rate
			for ago := range s.months {
				leads := poisson(dice, usual[c][p]*s.volume(ago))
				h.Totals = append(h.Totals, ledger.MonthTotal{Month: october.Add(-ago), Segment: segment, Stage: ledger.Lead, Count: leads})
				s.close(&h, dice, segment, ago, leads)
			}
		}
	}
	return h, truth
}

// close has a month's leads become wins, those still to come left out.
func (s scenario) close(h *History, dice *rand.Rand, segment ledger.Segment, ago int, leads int64) {
	rate := trueRates[segment.Channel-1][segment.Persona-1]
	for range leads {
		delay := delayed(dice)
		if dice.Float64() >= rate || delay > ago {
			continue
		}
		won := october.Add(delay - ago)
		h.Totals = append(h.Totals, ledger.MonthTotal{Month: won, Segment: segment, Stage: ledger.Won, Count: 1})
		if dice.Float64() < s.linked {
			h.Linked = append(h.Linked, ledger.LinkedWins{Segment: segment, Came: october.Add(-ago), Won: won, Count: 1})
		}
	}
}

func delayed(dice *rand.Rand) int {
	draw := dice.Float64()
	for month, chance := range delays {
		if draw -= chance; draw < 0 {
			return month
		}
	}
	return ages - 1
}

func poisson(dice *rand.Rand, mean float64) int64 {
	limit, product, n := math.Exp(-mean), dice.Float64(), int64(0)
	for product > limit {
		product *= dice.Float64()
		n++
	}
	return n
}

// mistakes are how far each method is from the truth, each segment weighing as
// many leads as it has.
func mistakes(table Table, truth map[ledger.Segment]float64) (measured, estimated float64) {
	var m, e fit
	for segment, rate := range truth {
		r := table.Rate(segment)
		if r.Leads == 0 {
			continue
		}
		seen := pool{float64(r.Leads), rate * float64(r.Leads)}
		m.add(r.Measured.Rate.InexactFloat64(), seen)
		e.add(r.Estimated.Rate.InexactFloat64(), seen)
	}
	return m.error(), e.error()
}

// The estimate is nearer to the truth than the raw ratio on every kind of
// history, on average over companies; and what is proposed by default loses
// little to the better of the two.
func TestSimulatedHistories(t *testing.T) {
	const companies = 60
	var table strings.Builder
	fmt.Fprintf(&table, "\n%-28s %9s %9s %9s %12s", "error in points", "measured", "estimated", "proposed", "est. chosen")
	for i, s := range scenarios {
		var measured, estimated, proposed float64
		chosen := 0
		for seed := range uint64(companies) {
			h, truth := s.play(rand.New(rand.NewPCG(seed, uint64(i))))
			tabulated := Tabulate(h, nil)
			m, e := mistakes(tabulated, truth)
			measured, estimated = measured+m, estimated+e
			if tabulated.Verdict.Method == sla.Measured {
				proposed += m
			} else {
				proposed += e
				chosen++
			}
		}
		points := func(sum float64) string { return fmt.Sprintf("%.2f", 100*sum/companies) }
		fmt.Fprintf(&table, "\n%-28s %9s %9s %9s %8d%%", s.name, points(measured), points(estimated), points(proposed), 100*chosen/companies)
		if estimated >= measured || proposed >= measured {
			t.Errorf("%s: measured is off by %s points, estimated by %s, what is proposed by %s",
				s.name, points(measured), points(estimated), points(proposed))
		}
	}
	t.Log(table.String())
}
