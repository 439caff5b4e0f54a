package bot

import (
	"context"
	"slices"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// ofPersona is one persona's part of the books, history included: the total of
// a report made from it is that persona across all channels, by the very rules
// of any other total.
type ofPersona struct {
	report.Source
	persona ledger.PersonaID
}

// Catalogue has every channel but one persona.
func (o ofPersona) Catalogue(ctx context.Context) (ledger.Catalogue, error) {
	c, err := o.Source.Catalogue(ctx)
	c.Personas = slices.DeleteFunc(slices.Clone(c.Personas), func(p ledger.Persona) bool { return p.ID != o.persona })
	return c, err
}

// Plan has the commitments of the persona alone.
func (o ofPersona) Plan(ctx context.Context, m calendar.Month) (sla.Plan, error) {
	plan, err := o.Source.Plan(ctx, m)
	goals := map[ledger.Segment]int64{}
	for s, goal := range plan.Goals {
		if s.Persona == o.persona {
			goals[s] = goal
		}
	}
	plan.Goals = goals
	return plan, err
}

// Totals has the persona's daily totals.
func (o ofPersona) Totals(ctx context.Context, first, last calendar.Date) ([]ledger.Total, error) {
	totals, err := o.Source.Totals(ctx, first, last)
	return slices.DeleteFunc(slices.Clone(totals), func(t ledger.Total) bool { return t.Cell.Persona != o.persona }), err
}

// MonthTotals has the persona's months.
func (o ofPersona) MonthTotals(ctx context.Context, first, last calendar.Month) ([]ledger.MonthTotal, error) {
	totals, err := o.Source.MonthTotals(ctx, first, last)
	return slices.DeleteFunc(slices.Clone(totals), func(t ledger.MonthTotal) bool { return t.Segment.Persona != o.persona }), err
}
