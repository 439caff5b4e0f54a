package rates

import (
	"cmp"
	"maps"
	"slices"

	"github.com/treve-bot/treve/internal/ledger"
)

// cohort is the leads of one segment that came in in one month, with the wins
// they have brought so far; a win that may be of several cohorts is shared out.
type cohort struct {
	leads int64
	wins  float64
}

// cohorts are the last six months of a segment, by age: the latest first.
type cohorts [Window]cohort

// cohorts puts every win beside the leads it came from: where the lead is named
// by its month, else by the usual lag.
func (h History) cohorts(c Curve) map[ledger.Segment]*cohorts {
	leads, wins := h.leads(), h.unlinked()
	all := map[ledger.Segment]*cohorts{}
	of := func(s ledger.Segment) *cohorts {
		if all[s] == nil {
			all[s] = &cohorts{}
		}
		return all[s]
	}
	for s, counts := range leads {
		for age := range Window {
			of(s)[age].leads = counts[age]
		}
	}
	for _, w := range h.Linked {
		if age := h.age(w.Came); age >= 0 && age < Window {
			of(w.Segment)[age].wins += float64(w.Count)
		}
	}
	for s, counts := range wins {
		for age, n := range counts {
			of(s).credit(c, leads[s], age, float64(n))
		}
	}
	return all
}

// span is how many months back leads can still have brought a win of the last
// six months.
const span = Window + ages - 1

// leads are the leads of each segment, by the age of their month.
func (h History) leads() map[ledger.Segment][span]int64 {
	leads := map[ledger.Segment][span]int64{}
	for _, t := range h.Totals {
		if age := h.age(t.Month); t.Stage == ledger.Lead && age < span {
			counts := leads[t.Segment]
			counts[age] += t.Count
			leads[t.Segment] = counts
		}
	}
	return leads
}

// unlinked are the wins of each segment that name no lead, by the age of the
// month in which they are dated.
func (h History) unlinked() map[ledger.Segment][Window]int64 {
	wins := map[ledger.Segment][Window]int64{}
	add := func(s ledger.Segment, age int, n int64) {
		if age >= 0 && age < Window {
			counts := wins[s]
			counts[age] += n
			wins[s] = counts
		}
	}
	for _, t := range h.Totals {
		if t.Stage == ledger.Won {
			add(t.Segment, h.age(t.Month), t.Count)
		}
	}
	for _, w := range h.Linked {
		add(w.Segment, h.age(w.Won), -w.Count)
	}
	return wins
}

// credit shares wins of one month out among the cohorts they may have come from:
// those of that month and the five before, as each had leads that usually close
// by then. Wins that no lead can have brought are left out.
func (all *cohorts) credit(c Curve, leads [span]int64, age int, wins float64) {
	var shares [ages]float64
	total := 0.0
	for lag := range shares {
		shares[lag] = max(0, float64(leads[age+lag])*c.lag(lag))
		total += shares[lag]
	}
	if total == 0 || wins <= 0 {
		return
	}
	for lag, share := range shares {
		if age+lag < Window {
			all[age+lag].wins += wins * share / total
		}
	}
}

// pool is matured leads, those that have had their time to close, and the wins
// they brought.
type pool struct{ leads, wins float64 }

func (p *pool) add(more pool) {
	p.leads += more.leads
	p.wins += more.wins
}

// matured adds up the youngest cohorts of a segment, each counting for as many
// leads as can have closed by its age.
func (all *cohorts) matured(c Curve, youngest int) (p pool) {
	for age, one := range all[:youngest] {
		p.add(pool{float64(one.leads) * c[age], one.wins})
	}
	return p
}

// inOrder lists segments in one order, so that sums always come out the same.
func inOrder[T any](of map[ledger.Segment]T) []ledger.Segment {
	return slices.SortedFunc(maps.Keys(of), func(a, b ledger.Segment) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Persona, b.Persona))
	})
}
