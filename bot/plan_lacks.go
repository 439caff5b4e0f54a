package bot

import (
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// lack is one thing a month's plan needs before all of it counts in money.
type lack struct {
	what    planChange
	segment ledger.Segment
}

// lacks lists what a plan needs, in the order it is best typed.
func lacks(c ledger.Catalogue, plan sla.Plan) []lack {
	c = c.Active()
	switch {
	case len(c.Channels) == 0:
		return []lack{{what: channelAdded}}
	case len(c.Personas) == 0:
		return []lack{{what: personaAdded}}
	}
	var sales, rates []lack
	promised := false
	for _, persona := range c.Personas {
		_, priced := plan.Sales[persona.ID]
		needed := false
		for _, channel := range c.Channels {
			s := ledger.Segment{Channel: channel.ID, Persona: persona.ID}
			if plan.Goals[s] == 0 {
				continue
			}
			promised, needed = true, true
			if _, known := plan.Rates[s]; !known {
				rates = append(rates, lack{rateSet, s})
			}
		}
		if needed && !priced {
			sales = append(sales, lack{saleSet, ledger.Segment{Persona: persona.ID}})
		}
	}
	if !promised {
		return firstSteps(c.Channels[0], c.Personas[0], plan)
	}
	return append(sales, rates...)
}

// firstSteps is what a plan begins with: one segment's goal, rate and price.
func firstSteps(c ledger.Channel, p ledger.Persona, plan sla.Plan) []lack {
	s := ledger.Segment{Channel: c.ID, Persona: p.ID}
	steps := []lack{{goalSet, s}}
	if _, known := plan.Rates[s]; !known {
		steps = append(steps, lack{rateSet, s})
	}
	if _, priced := plan.Sales[p.ID]; !priced {
		steps = append(steps, lack{saleSet, ledger.Segment{Persona: p.ID}})
	}
	return steps
}
