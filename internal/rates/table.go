package rates

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Table is what six complete months say of close rates and average sales.
type Table struct {
	First, Last calendar.Month // the six months
	Complete    int            // months since the first lead, at most Depth
	Curve       Curve
	Typed       bool // the curve was typed; otherwise it is learned
	Leads, Wins int64
	Verdict     Verdict
	Trials      []Trial // the oldest first

	leads, wins map[ledger.Segment]int64
	estimator   estimator
	sales       map[ledger.PersonaID]Sale
}

// Rate is what the six months say of one segment's close rate.
type Rate struct {
	Leads, Wins int64     // dated in them
	Measured    *Interval // nil without leads
	Estimated   *Interval
	Few         bool // the wins are too few to rely on
}

// Tabulate works a history out. Without points of its own the curve is learned.
func Tabulate(h History, typed ledger.Maturity) Table {
	t := Table{
		First: h.Last.Add(1 - Window), Last: h.Last, Complete: h.complete(), Typed: len(typed) > 0,
		leads: h.sums(ledger.Lead), wins: h.sums(ledger.Won), sales: h.averageSales(),
	}
	t.Curve = h.curve(typed)
	t.estimator = h.estimator(t.Curve)
	for _, n := range t.leads {
		t.Leads += n
	}
	for _, n := range t.wins {
		t.Wins += n
	}
	t.Trials = h.trials(typed, t.Curve)
	t.Verdict = t.verdict()
	return t
}

func (h History) curve(typed ledger.Maturity) Curve {
	if len(typed) > 0 {
		return Typed(typed)
	}
	return h.learn()
}

// sums are a stage's counts of the last six months, by segment.
func (h History) sums(stage ledger.Stage) map[ledger.Segment]int64 {
	sums := map[ledger.Segment]int64{}
	for _, t := range h.Totals {
		if t.Stage == stage && h.age(t.Month) < Window {
			sums[t.Segment] += t.Count
		}
	}
	return sums
}

// Segments lists those with leads or wins, in the order of their ids.
func (t Table) Segments() []ledger.Segment {
	seen := map[ledger.Segment]bool{}
	for s := range t.leads {
		seen[s] = true
	}
	for s := range t.wins {
		seen[s] = true
	}
	return inOrder(seen)
}

// Rate returns what is said of a segment, be there leads of its own or not.
func (t Table) Rate(s ledger.Segment) Rate {
	r := Rate{Leads: t.leads[s], Wins: t.wins[s], Estimated: t.estimator.rate(s).rounded(), Few: t.wins[s] < FewWins}
	if r.Leads > 0 {
		r.Measured = measure(r.Leads, r.Wins).rounded()
	}
	return r
}

// Global returns the rate of all leads together.
func (t Table) Global() Rate {
	r := Rate{Leads: t.Leads, Wins: t.Wins, Estimated: t.estimator.global().rounded(), Few: t.Wins < FewWins}
	if r.Leads > 0 {
		r.Measured = measure(r.Leads, r.Wins).rounded()
	}
	return r
}

// Sale returns what is said of a persona's average sale; false without any.
func (t Table) Sale(p ledger.PersonaID) (Sale, bool) {
	s, sold := t.sales[p]
	return s, sold
}

// pseudoSales is how far a persona's average sale leans towards everybody's.
const pseudoSales = 3

// Sale is what the six months say of a persona's average sale.
type Sale struct {
	Count         int64 // wins with an amount
	MeasuredCents int64 // their mean
	ProposedCents int64 // the same, leaning towards the mean of all personas
	Few           bool
	Lopsided      bool // one sale makes up more than half of the amount
}

// averageSales works out every persona's that has sold for a known amount.
func (h History) averageSales() map[ledger.PersonaID]Sale {
	var all ledger.PersonaSales
	for _, s := range h.Sales {
		all.Count += s.Count
		all.AmountCents += s.AmountCents
	}
	sales := map[ledger.PersonaID]Sale{}
	for _, s := range h.Sales {
		if s.Count <= 0 || s.AmountCents <= 0 {
			continue
		}
		usual := decimal.NewFromInt(pseudoSales * all.AmountCents).Div(decimal.NewFromInt(all.Count))
		sales[s.Persona] = Sale{
			Count: s.Count, Few: s.Count < FewWins, Lopsided: 2*s.LargestCents > s.AmountCents,
			MeasuredCents: divided(decimal.NewFromInt(s.AmountCents), s.Count),
			ProposedCents: divided(decimal.NewFromInt(s.AmountCents).Add(usual), s.Count+pseudoSales),
		}
	}
	return sales
}

// divided is an amount over a count, in whole cents.
func divided(cents decimal.Decimal, n int64) int64 {
	return cents.DivRound(decimal.NewFromInt(n), 0).IntPart()
}
