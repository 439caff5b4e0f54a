package report

import (
	"context"
	"fmt"
	"maps"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Simulate makes a month's report twice: as it is, and as it would be if all of
// the trials held. It reads and never writes. Leads tried are counted as if they
// had come, on top of what is expected anyway; those of a channel or a persona
// come in its usual mix.
func Simulate(ctx context.Context, from Source, cut Cut, trials []sla.Trial) (before, after Report, err error) {
	in, err := read(ctx, from, cut)
	if err != nil {
		return before, after, fmt.Errorf("simulate %s: %w", cut.Month, err)
	}
	if in.History, err = loadHistory(ctx, from, in.Calendar, cut.Month); err != nil {
		return before, after, fmt.Errorf("simulate %s: %w", cut.Month, err)
	}
	before = Compute(in, cut)
	if in, err = in.tried(trials, before); err != nil {
		return before, after, err
	}
	return before, Compute(in, cut), nil
}

// tried returns the inputs under which the trials hold.
func (in Inputs) tried(trials []sla.Trial, now Report) (Inputs, error) {
	in.Plan.Goals, in.Plan.Rates = copied(in.Plan.Goals), copied(in.Plan.Rates)
	in.Plan.Sales, in.Extra = copied(in.Plan.Sales), map[ledger.Segment]int64{}
	for _, t := range trials {
		switch t.What {
		case sla.GoalChanged:
			in.Plan.Goals[t.Segment] = t.Leads
		case sla.RateChanged:
			in.Plan.Rates[t.Segment] = sla.Rate{Value: t.Rate, Source: sla.Declared}
		case sla.SaleChanged:
			in.Plan.Sales[t.Segment.Persona] = t.Cents
		case sla.LeadsAdded:
			if err := in.add(t, now); err != nil {
				return in, err
			}
		}
	}
	return in, nil
}

// copied is a map to change, made from one that somebody else holds.
func copied[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}

// add spreads leads over the segments they are tried for: in the mix of the last
// six months, else in that of the plan, else evenly. Leads fewer are taken from
// those that have come.
func (in Inputs) add(t sla.Trial, now Report) error {
	came, left := now.leads(t.Segment)
	weigh := []func(ledger.Segment) int64{in.past, in.promised, evenly}
	if t.Leads < 0 {
		if left < -t.Leads {
			return lang.Refuse("planner.too_few", lang.Args{"leads": -t.Leads, "left": left})
		}
		weigh = []func(ledger.Segment) int64{func(s ledger.Segment) int64 { return came[s] }}
	}
	for _, weight := range weigh {
		mix, all := in.weighed(t.Segment, weight)
		if all == 0 {
			continue
		}
		for s, leads := range sla.Apportion(max(t.Leads, -t.Leads), mix) {
			if t.Leads < 0 {
				leads = -leads
			}
			in.Extra[s] += leads
		}
		return nil
	}
	return nil
}

// leads lists what has come of the segments named, and adds it up.
func (r Report) leads(of ledger.Segment) (came map[ledger.Segment]int64, all int64) {
	came = map[ledger.Segment]int64{}
	for _, c := range r.Channels {
		for _, s := range c.Segments {
			id := ledger.Segment{Channel: c.ID, Persona: s.ID}
			if leads := closed(s.Figures); covers(of, id) && leads > 0 {
				came[id] = leads
				all += leads
			}
		}
	}
	return came, all
}

// closed are the leads up to the cut-off, those of the running day left out.
func closed(f sla.Figures) int64 {
	if f.Today == nil {
		return f.Leads
	}
	return f.Leads - f.Today.Leads
}

// covers reports whether a segment is one of those named: of what is 0, all.
func covers(of, s ledger.Segment) bool {
	return (of.Channel == 0 || of.Channel == s.Channel) && (of.Persona == 0 || of.Persona == s.Persona)
}

func (in Inputs) past(s ledger.Segment) (leads int64) {
	for _, n := range in.History.leads(s) {
		leads += n
	}
	return max(0, leads)
}

func (in Inputs) promised(s ledger.Segment) int64 { return in.Plan.Goals[s] }

func evenly(ledger.Segment) int64 { return 1 }

// weighed is the mix of the segments named, of channels and personas in use.
func (in Inputs) weighed(of ledger.Segment, weight func(ledger.Segment) int64) (mix []sla.Mixed, all int64) {
	active := in.Catalogue.Active()
	for _, side := range sla.Sides {
		for _, s := range segmentsOf(active, side) {
			if covers(of, s) {
				mix = append(mix, sla.Mixed{Segment: s, Leads: weight(s)})
				all += weight(s)
			}
		}
	}
	return mix, all
}
