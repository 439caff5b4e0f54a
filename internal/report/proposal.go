package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Wanted is the revenue a plan is to bring.
type Wanted struct {
	Month   calendar.Month
	Running calendar.Month  // the mix is that of the complete months before this one
	Revenue decimal.Decimal // of the month, in currency units
	Share   decimal.Decimal // of it that marketing brings, 1 for all
}

// Part is what marketing has to bring of the revenue, to the cent.
func (w Wanted) Part() decimal.Decimal { return w.Revenue.Mul(w.Share).Round(2) }

// Proposal is a month's plan as the planner proposes it (product rule: planner).
type Proposal struct {
	Wanted
	sla.Proposal

	// Past says that the mix is that of the leads of First to Last; else it is
	// that of the plan's own commitments, for want of such leads.
	Past        bool
	First, Last calendar.Month
	MixLeads    int64

	Lines   []ProposedLine   // of marketing's segments, in the catalogue's order
	Unknown []ledger.Segment // left out and left as they are, for want of a rate or price
	Outside []ledger.Channel // channels of sales that promise something, left as they are
	plan    sla.Plan
}

// ProposedLine is what a segment promises now, and what it would.
type ProposedLine struct {
	Segment  ledger.Segment
	Now, New int64
	Value    decimal.Decimal // of one lead, in currency units
}

// Propose works out the commitments that bring a revenue. What keeps it from
// doing so is a Problem, which says what to do about it.
func Propose(ctx context.Context, from Source, w Wanted) (Proposal, error) {
	p := Proposal{Wanted: w}
	if !w.Part().IsPositive() {
		return p, lang.Refuse("planner.what", nil)
	}
	catalogue, err := from.Catalogue(ctx)
	if err != nil {
		return p, fmt.Errorf("propose the plan of %s: %w", w.Month, err)
	}
	if p.plan, err = from.Plan(ctx, w.Month); err != nil {
		return p, fmt.Errorf("propose the plan of %s: %w", w.Month, err)
	}
	p.Last = w.Running.Add(-1)
	if w.Month.Before(w.Running) {
		p.Last = w.Month.Add(-1)
	}
	p.First = p.Last.Add(1 - sla.Lookback)
	months, err := from.MonthTotals(ctx, p.First, p.Last)
	if err != nil {
		return p, fmt.Errorf("propose the plan of %s: %w", w.Month, err)
	}
	return p.from(catalogue, months)
}

// from proposes in the mix of the past months or, where they hold none of
// marketing's leads, in that of the plan.
func (p Proposal) from(c ledger.Catalogue, months []ledger.MonthTotal) (Proposal, error) {
	weights := map[ledger.Segment]int64{}
	for _, t := range months {
		if t.Stage == ledger.Lead {
			weights[t.Segment] += t.Count
		}
	}
	if p.Past = p.brought(c, weights); !p.Past {
		weights = p.plan.Goals
	}
	return p.propose(c, p.mix(c, weights))
}

// brought reports whether any lead is one of marketing's channels and personas
// in use.
func (p Proposal) brought(c ledger.Catalogue, weights map[ledger.Segment]int64) bool {
	for _, s := range segmentsOf(c.Active(), ledger.Marketing) {
		if weights[s] > 0 {
			return true
		}
	}
	return false
}

// mix keeps what a plan can be proposed for, and notes what it leaves alone.
func (p *Proposal) mix(c ledger.Catalogue, weights map[ledger.Segment]int64) (mix []sla.Mixed) {
	active := map[ledger.Segment]bool{}
	for _, s := range segmentsOf(c.Active(), ledger.Marketing) {
		active[s] = true
	}
	for _, s := range segmentsOf(c, ledger.Marketing) {
		value, known := p.plan.Value(s)
		leads := max(0, weights[s])
		if !active[s] {
			leads = 0
		}
		switch now := p.plan.Goals[s]; {
		case leads == 0 && now == 0:
		case !known:
			p.Unknown = append(p.Unknown, s)
		default:
			mix = append(mix, sla.Mixed{Segment: s, Leads: leads, Value: value})
			p.MixLeads += leads
			p.Lines = append(p.Lines, ProposedLine{Segment: s, Now: now, Value: value})
		}
	}
	for _, channel := range c.Channels {
		if channel.Team == ledger.Sales && p.promises(channel.ID) {
			p.Outside = append(p.Outside, channel)
		}
	}
	return mix
}

func (p Proposal) promises(channel ledger.ChannelID) bool {
	for s, leads := range p.plan.Goals {
		if s.Channel == channel && leads > 0 {
			return true
		}
	}
	return false
}

func (p Proposal) propose(c ledger.Catalogue, mix []sla.Mixed) (_ Proposal, err error) {
	p.Proposal, err = sla.Propose(p.Part(), mix)
	switch {
	case errors.Is(err, sla.ErrTooMany):
		return p, lang.Refuse("planner.too_many", nil)
	case len(p.Unknown) > 0 && err != nil:
		return p, lang.Refuse("planner.unknown", lang.Args{"names": namesOf(c, p.Unknown)})
	case len(mix) > 0 && err != nil:
		return p, lang.Refuse("planner.worthless", nil)
	case err != nil:
		return p, lang.Refuse("planner.no_mix", nil)
	}
	for i := range p.Lines {
		p.Lines[i].New = p.Goals[p.Lines[i].Segment]
	}
	return p, nil
}

// Promiser writes what is promised into a plan.
type Promiser interface {
	SetGoal(ctx context.Context, m calendar.Month, s ledger.Segment, leads int64, by sla.Author) error
	SetTarget(ctx context.Context, m calendar.Month, cents int64, by sla.Author) error
}

// Promise makes the proposal the plan: its target, and each commitment that is
// not what it was.
func (p Proposal) Promise(ctx context.Context, in Promiser, by sla.Author) error {
	if err := in.SetTarget(ctx, p.Month, p.Target.Shift(2).IntPart(), by); err != nil {
		return err
	}
	for _, l := range p.Lines {
		if l.New == l.Now {
			continue
		}
		if err := in.SetGoal(ctx, p.Month, l.Segment, l.New, by); err != nil {
			return err
		}
	}
	return nil
}

// Version differs as soon as the plan, or what is proposed for it, does: what
// somebody looked at is applied as it was, or not at all.
func (p Proposal) Version() string {
	terms := sla.TermsOf(p.plan, ledger.Catalogue{})
	parts := []string{p.Month.String(), p.Revenue.String(), p.Share.String(), p.plan.Target.Decimal.String(), terms.Plan}
	for _, l := range p.Lines {
		parts = append(parts, fmt.Sprintf("%d %d %d", l.Segment.Channel, l.Segment.Persona, l.New))
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:16])
}

// segmentsOf lists a side's segments in the catalogue's order.
func segmentsOf(c ledger.Catalogue, side ledger.Team) (all []ledger.Segment) {
	for _, channel := range c.Channels {
		if channel.Team != side {
			continue
		}
		for _, persona := range c.Personas {
			all = append(all, ledger.Segment{Channel: channel.ID, Persona: persona.ID})
		}
	}
	return all
}

// mostListed bounds a list of names in a sentence.
const mostListed = 6

// namesOf names segments as people read them: "E-mail · PME".
func namesOf(c ledger.Catalogue, segments []ledger.Segment) (names []string) {
	for _, s := range segments[:min(len(segments), mostListed)] {
		names = append(names, c.Channel(s.Channel).Name+" · "+c.Persona(s.Persona).Name)
	}
	return names
}
