// Package rates works close rates and average sales out of a workspace's own
// history: measured as they stand, estimated once leads too young to have closed
// are allowed for, and which of the two would have served better so far. It is
// statistics and pure: what leaves it to be stored is rounded first.
package rates

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Window is how many complete months a rate is worked out from.
const Window = 6

// ages is how many months old a cohort is followed to: its development stops at
// the fifth month after its own.
const ages = 6

// Depth is how many complete months a History holds: the oldest month that is
// tried again, and the months its own maturity is learned from.
const Depth = 14

// FewWins is how many wins it takes for a rate to rest on more than a few.
const FewWins = 5

// Source is what close rates are made from: one workspace's books.
type Source interface {
	// MonthTotals lists the totals of those months, both included, monthly
	// history and daily entries added up.
	MonthTotals(ctx context.Context, first, last calendar.Month) ([]ledger.MonthTotal, error)
	// LinkedWins lists the wins dated in those months, both included, which
	// name their lead.
	LinkedWins(ctx context.Context, first, last calendar.Month) ([]ledger.LinkedWins, error)
	// Sales lists, by persona, the wins dated in those months, both included,
	// which carry an amount.
	Sales(ctx context.Context, first, last calendar.Month) ([]ledger.PersonaSales, error)
}

// History is what complete months tell of leads and wins.
type History struct {
	Last   calendar.Month        // the latest complete month
	Totals []ledger.MonthTotal   // of the Depth months up to Last
	Linked []ledger.LinkedWins   // those of the wins which name their lead
	Sales  []ledger.PersonaSales // of the last six months
}

// Load reads the history that ends with a complete month.
func Load(ctx context.Context, from Source, last calendar.Month) (h History, err error) {
	h.Last = last
	first := last.Add(1 - Depth)
	if h.Totals, err = from.MonthTotals(ctx, first, last); err != nil {
		return h, fmt.Errorf("read the months up to %s: %w", last, err)
	}
	if h.Linked, err = from.LinkedWins(ctx, first, last); err != nil {
		return h, fmt.Errorf("read the wins up to %s: %w", last, err)
	}
	if h.Sales, err = from.Sales(ctx, last.Add(1-Window), last); err != nil {
		return h, fmt.Errorf("read the sales up to %s: %w", last, err)
	}
	return h, nil
}

// until is the history as it was known at the close of an earlier month.
func (h History) until(last calendar.Month) History {
	past := History{Last: last}
	for _, t := range h.Totals {
		if !t.Month.After(last) {
			past.Totals = append(past.Totals, t)
		}
	}
	for _, w := range h.Linked {
		if !w.Won.After(last) {
			past.Linked = append(past.Linked, w)
		}
	}
	return past
}

// complete is how many complete months there are since the first lead, at most
// as many as are held.
func (h History) complete() int {
	most := 0
	for _, t := range h.Totals {
		if t.Stage == ledger.Lead && t.Count > 0 {
			most = max(most, h.age(t.Month)+1)
		}
	}
	return min(most, Depth)
}

// age is how many months before Last a month was.
func (h History) age(m calendar.Month) int { return months(m, h.Last) }

func months(from, to calendar.Month) int {
	return 12*(to.Year-from.Year) + int(to.Month) - int(from.Month)
}
