package rates

import (
	"context"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// PlannedBooks are the part of a workspace's books that an offer is about.
type PlannedBooks interface {
	Catalogue(ctx context.Context) (ledger.Catalogue, error)
	Plan(ctx context.Context, month calendar.Month) (sla.Plan, error)
}

// Gather reads what a month's offer is made from and makes it. Its history ends
// before the month, and before the one that runs on the day today.
func Gather(ctx context.Context, from interface {
	Source
	PlannedBooks
}, s ledger.Settings, m calendar.Month, today calendar.Date,
) (Offer, error) {
	t, err := Look(ctx, from, s, m, today)
	if err != nil {
		return Offer{}, err
	}
	return Fit(ctx, from, t, m)
}

// Look reads and works out what is offered for a month.
func Look(ctx context.Context, from Source, s ledger.Settings, m calendar.Month, today calendar.Date) (Table, error) {
	last := today.In().Add(-1)
	if before := m.Add(-1); before.Before(last) {
		last = before
	}
	h, err := Load(ctx, from, last)
	if err != nil {
		return Table{}, err
	}
	return Tabulate(h, s.Maturity), nil
}

// Fit sets what was worked out beside the month's plan.
func Fit(ctx context.Context, from PlannedBooks, t Table, m calendar.Month) (Offer, error) {
	c, err := from.Catalogue(ctx)
	if err != nil {
		return Offer{}, err
	}
	plan, err := from.Plan(ctx, m)
	if err != nil {
		return Offer{}, err
	}
	return Propose(t, plan, c), nil
}
