package rates

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Offer sets what the rates and average sales of a month's plan could become
// beside what they are. Nothing of it is in force before somebody accepts.
type Offer struct {
	Table
	Plan     sla.Plan
	Segments []Segment // in the catalogue's order
	Personas []Persona
}

// Segment is one segment's part of an offer.
type Segment struct {
	ledger.Segment
	Rate
	InForce  *sla.Rate // nil where no rate is known
	Proposed *sla.Rate // nil where nothing is proposed that is not in force
}

// Persona is one persona's part of an offer.
type Persona struct {
	ID ledger.PersonaID
	Sale
	InForce  *int64 // average sale in cents; nil where none is known
	Proposed *int64 // nil where nothing is proposed that is not in force
}

// Propose makes the offer for a plan. It is about the channels and personas in
// use; a segment without leads of its own is offered a rate only where it
// promises some and has none.
func Propose(t Table, plan sla.Plan, c ledger.Catalogue) Offer {
	o := Offer{Table: t, Plan: plan}
	active := c.Active()
	for _, channel := range active.Channels {
		for _, persona := range active.Personas {
			if s, told := t.segment(ledger.Segment{Channel: channel.ID, Persona: persona.ID}, plan); told {
				o.Segments = append(o.Segments, s)
			}
		}
	}
	for _, persona := range active.Personas {
		if p, told := t.persona(persona.ID, plan); told {
			o.Personas = append(o.Personas, p)
		}
	}
	return o
}

// segment is a segment's part; false where there is nothing to say of it.
func (t Table) segment(id ledger.Segment, plan sla.Plan) (s Segment, told bool) {
	s = Segment{Segment: id, Rate: t.Rate(id)}
	if rate, known := plan.Rates[id]; known {
		s.InForce = &rate
	}
	promised := plan.Goals[id] > 0
	if t.Verdict.Method != "" && (s.Leads > 0 || promised && s.InForce == nil) {
		s.Proposed = s.Changed(t.Verdict.Method)
	}
	return s, s.Leads > 0 || s.Wins > 0 || s.InForce != nil || promised
}

// As is the segment's rate by one of the two methods; nil where it has none that
// a plan could use. A raw ratio of no wins is no rate: it would make every lead
// worthless.
func (s Segment) As(method string) *sla.Rate {
	if method == sla.Estimated {
		return &sla.Rate{Value: s.Estimated.Rate, Source: sla.Estimated}
	}
	if s.Measured == nil || !s.Measured.Rate.IsPositive() || s.Measured.Rate.GreaterThan(decimal.New(1, 0)) {
		return nil
	}
	return &sla.Rate{Value: s.Measured.Rate, Source: sla.Measured}
}

// Changed is the same, and nil too where that rate is in force already.
func (s Segment) Changed(method string) *sla.Rate {
	rate := s.As(method)
	if rate == nil || s.InForce != nil && s.InForce.Source == rate.Source && s.InForce.Value.Equal(rate.Value) {
		return nil
	}
	return rate
}

// persona is a persona's part; false where there is nothing to say of it.
func (t Table) persona(id ledger.PersonaID, plan sla.Plan) (p Persona, told bool) {
	sale, sold := t.Sale(id)
	p = Persona{ID: id, Sale: sale}
	if cents, known := plan.Sales[id]; known {
		p.InForce = &cents
	}
	if sold && t.Verdict.Method != "" && (p.InForce == nil || *p.InForce != sale.ProposedCents) {
		p.Proposed = &sale.ProposedCents
	}
	return p, sold || p.InForce != nil
}

// Choice is what somebody takes of an offer.
type Choice struct {
	Rates map[ledger.Segment]sla.Rate
	Sales map[ledger.PersonaID]int64 // in cents
}

// NewChoice takes nothing yet.
func NewChoice() Choice {
	return Choice{map[ledger.Segment]sla.Rate{}, map[ledger.PersonaID]int64{}}
}

// Empty reports whether nothing is taken.
func (c Choice) Empty() bool { return len(c.Rates) == 0 && len(c.Sales) == 0 }

// All takes everything proposed.
func (o Offer) All() Choice {
	c := NewChoice()
	for _, s := range o.Segments {
		if s.Proposed != nil {
			c.Rates[s.Segment] = *s.Proposed
		}
	}
	for _, p := range o.Personas {
		if p.Proposed != nil {
			c.Sales[p.ID] = *p.Proposed
		}
	}
	return c
}

// Effect returns the month's commitment in currency units as it is, and as it
// would be with what is taken.
func (o Offer) Effect(c Choice) (before, after decimal.Decimal) {
	with := o.Plan.With(c.Rates, c.Sales)
	return o.Plan.Commitment(), with.Commitment()
}

// Digest stands for the offer as it was shown: it differs as soon as a figure
// offered, or the one it would replace, does.
func (o Offer) Digest() string {
	lines := []string{o.Plan.Month.String(), o.Verdict.Method}
	for _, s := range o.Segments {
		lines = append(lines, fmt.Sprintf("rate %d %d %s %s %s", s.Channel, s.Persona,
			written(s.As(sla.Measured)), written(s.As(sla.Estimated)), written(s.InForce)))
	}
	for _, p := range o.Personas {
		inForce := int64(-1)
		if p.InForce != nil {
			inForce = *p.InForce
		}
		lines = append(lines, fmt.Sprintf("sale %d %d %d", p.ID, p.ProposedCents, inForce))
	}
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:8])
}

func written(r *sla.Rate) string {
	if r == nil {
		return ""
	}
	return r.Value.String() + r.Source
}

// About keeps the part of an offer that is about a channel, a persona or one
// segment; 0 stands for all. Average sales belong to no channel.
func (o Offer) About(about ledger.Segment) Offer {
	o.Segments = slices.DeleteFunc(slices.Clone(o.Segments), func(s Segment) bool {
		return about.Channel != 0 && s.Channel != about.Channel || about.Persona != 0 && s.Persona != about.Persona
	})
	o.Personas = slices.DeleteFunc(slices.Clone(o.Personas), func(p Persona) bool {
		return about.Channel != 0 || about.Persona != 0 && p.ID != about.Persona
	})
	return o
}
