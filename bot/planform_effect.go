package bot

import (
	"context"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

// effect is the month's plan once a form is saved; previous is that of the month
// before.
func (f formMaker) effect(p planForm, previous sla.Plan) sla.Plan {
	switch p.Kind {
	case archiveChannel, archivePersona:
		return without(f.plan, p.segment())
	case copyForm:
		return over(f.plan, previous)
	}
	after := f.plan
	for _, cmd := range p.commands(f.fields(p), p.segment()) {
		after = with(after, cmd)
	}
	return after
}

// over is a plan after another one's promises, rates and prices are said again in
// it; what only the first says stays.
func over(plan, said sla.Plan) sla.Plan {
	plan.Goals, plan.Rates, plan.Sales = maps.Clone(plan.Goals), maps.Clone(plan.Rates), maps.Clone(plan.Sales)
	maps.Copy(plan.Goals, said.Goals)
	maps.Copy(plan.Rates, said.Rates)
	maps.Copy(plan.Sales, said.Sales)
	return plan
}

// with is a plan after a change of what a lead is worth or how many are
// promised; after any other change it is the same.
func with(plan sla.Plan, cmd phrase.Command) sla.Plan {
	switch c := cmd.(type) {
	case phrase.SetGoal:
		plan.Goals = maps.Clone(plan.Goals)
		plan.Goals[c.Segment] = c.Leads
	case phrase.SetRate:
		plan.Rates = maps.Clone(plan.Rates)
		plan.Rates[c.Segment] = sla.Rate{Value: c.Rate, Source: sla.Declared}
	case phrase.SetSale:
		plan.Sales = maps.Clone(plan.Sales)
		plan.Sales[c.Persona] = c.Cents
	case phrase.SetTarget:
		plan.Target = decimal.NewNullDecimal(decimal.New(c.Cents, -2))
	}
	return plan
}

// about lists the changes of the month's agreement that a form is about to make.
func (f formMaker) about(p planForm, after sla.Plan) (changes []sla.Change) {
	for _, one := range p.changes(f.fields(p)) {
		if valued([]field{one}) {
			changes = append(changes, sla.Change{What: string(one.what), Segment: one.of, Old: one.value, New: p.Typed[one.id]})
		}
	}
	if p.Kind == archiveChannel || p.Kind == archivePersona {
		for segment := range f.plan.Goals {
			if _, kept := after.Goals[segment]; !kept {
				changes = append(changes, sla.Change{What: sla.GoalChanged, Segment: segment, New: "0"})
			}
		}
	}
	return changes
}

// amends reports whether changes, made now, would be of a plan that has settled:
// the recaps of the month will say so, and a reason is asked for.
func (b *Bot) amends(ctx context.Context, a asked, p planForm, changes []sla.Change) (bool, error) {
	v, err := b.look(ctx, a, a.say, subject{Month: p.Month}, false)
	if err != nil {
		return false, err
	}
	zone, err := a.settings.Zone()
	if err != nil {
		return false, err
	}
	r := v.report
	r.Changes = slices.Clone(r.Changes)
	for _, c := range changes {
		c.Author, c.At = a.person.ID, a.now
		r.Changes = append(r.Changes, c)
	}
	return len(r.Amendments(a.calendar, zone, v.signing.AgreedAt)) > len(v.amendments), nil
}
