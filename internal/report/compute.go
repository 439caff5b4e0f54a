package report

import (
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Inputs are all that a report is made from. The same inputs, in any order,
// always make the same report.
type Inputs struct {
	Settings  ledger.Settings
	Calendar  *calendar.Calendar
	Catalogue ledger.Catalogue
	Plan      sla.Plan
	Totals    []ledger.Total      // of the month's days; of a month that is over in a recap only
	Whole     []ledger.MonthTotal // of a month that is over at the cut-off
	Reported  map[ledger.ChannelID]calendar.Date
	History   History
	Extra     map[ledger.Segment]int64 // leads that a simulation adds
}

// Compute makes the report of a month at a cut-off.
func Compute(in Inputs, cut Cut) Report {
	m := month{Inputs: in, cut: cut, sums: tally(in, cut)}
	m.days = m.elapsed(sla.Span{First: cut.Month.First(), Last: cut.Month.Last()})
	r := Report{
		Month:       cut.Month,
		AsOf:        cut.AsOf,
		Live:        cut.Live,
		Currency:    in.Settings.Currency,
		WorkingDays: WorkingDays{Total: m.days.All, Elapsed: m.days.Done},
		PlanFrom:    in.Plan.From,
		Changes:     in.Plan.Changes,
		Since:       cut.Since,
		SinceLeads:  sinceLeads(in, cut),
	}
	if !cut.Since.IsZero() {
		r.Course = m.course()
	}
	all, personas := group{}, map[ledger.PersonaID]*group{}
	for _, c := range in.Catalogue.Channels {
		channel, own := m.channel(c)
		if c.Archived && channel.Figures.Leads == 0 && channel.Figures.CommitmentLeads == 0 {
			continue
		}
		r.Channels = append(r.Channels, channel)
		known := m.hear(c)
		all.add(known, own...)
		for i, s := range channel.Segments {
			into(personas, s.Persona.ID).add(known, own[i])
		}
	}
	r.Total, r.Planned = m.total(level{}, all), planned(all.parts)
	for _, p := range in.Catalogue.Personas {
		if g, ok := personas[p.ID]; ok {
			r.Personas = append(r.Personas, Persona{p, m.total(level{Persona: p.ID}, *g)})
		}
	}
	return r
}

// A group is what a level over several channels is made from.
type group struct {
	parts []sla.Part
	known [silent + 1]int // parts with a commitment or leads, by whether their channel is reported
}

func into(groups map[ledger.PersonaID]*group, id ledger.PersonaID) *group {
	if groups[id] == nil {
		groups[id] = &group{}
	}
	return groups[id]
}

func (g *group) add(known hearing, parts ...sla.Part) {
	g.parts = append(g.parts, parts...)
	for _, p := range parts {
		if p.Goal != 0 || p.Leads != 0 || p.Today != 0 {
			g.known[known]++
		}
	}
}

// hearing is that of the best known of its channels that have something to say
// this month.
func (g *group) hearing() hearing {
	for known, parts := range g.known {
		if parts > 0 {
			return hearing(known)
		}
	}
	return heard
}

// total measures a level over several channels.
func (m month) total(l level, g group) sla.Figures {
	return m.measure(l, m.days, g.hearing(), g.parts)
}

// planned reports whether there is one priced commitment at least.
func planned(parts []sla.Part) bool {
	for _, p := range parts {
		if p.Priced && p.Goal > 0 {
			return true
		}
	}
	return false
}

// A month at work: the inputs, and what every level needs of them.
type month struct {
	Inputs
	cut  Cut
	sums map[ledger.Segment]counts
	days sla.Days
}

func (m month) elapsed(s sla.Span) sla.Days {
	done, all := m.Calendar.Elapsed(s.First, s.Last, m.cut.AsOf)
	return sla.Days{Done: done, All: all}
}

// covered are the days of a channel's commitment.
func (m month) covered(id ledger.ChannelID) sla.Days {
	if _, own := m.Plan.Spans[id]; !own {
		return m.days
	}
	return m.elapsed(m.Plan.Covered(id, m.cut.Month))
}

func (m month) channel(c ledger.Channel) (Channel, []sla.Part) {
	days, known := m.covered(c.ID), m.hear(c)
	out := Channel{Channel: c, LastReported: m.Reported[c.ID], Silent: known == silent}
	var parts []sla.Part
	for _, p := range m.Catalogue.Personas {
		id := ledger.Segment{Channel: c.ID, Persona: p.ID}
		if !m.shown(id, p.Archived) {
			continue
		}
		part := m.part(id, days)
		parts = append(parts, part)
		out.Segments = append(out.Segments, Segment{
			Persona: p, Figures: m.measure(id, days, known, parts[len(parts)-1:]),
			Unknown: !part.Priced, Rate: m.Plan.Rates[id], SaleCents: m.Plan.Sales[p.ID], Span: days,
		})
	}
	out.Figures = m.measure(level{Channel: c.ID}, days, known, parts)
	return out, parts
}

// shown reports whether a segment has anything to say: a commitment or entries,
// or a rate as long as its persona is in use.
func (m month) shown(s ledger.Segment, archived bool) bool {
	if m.Plan.Goals[s] > 0 || m.Extra[s] != 0 || m.sums[s] != (counts{}) {
		return true
	}
	_, rated := m.Plan.Rates[s]
	return rated && !archived
}

func (m month) part(s ledger.Segment, days sla.Days) sla.Part {
	sum := m.sums[s]
	p := sla.Part{
		Goal: m.Plan.Goals[s], Span: days, Leads: sum.leads, Today: sum.today, Extra: m.Extra[s], Past: m.History.leads(s),
		Contacted: sum.contacted, Won: sum.won, WonCents: sum.cents,
	}
	p.Value, p.Priced = m.Plan.Value(s)
	return p
}

func (m month) measure(l level, days sla.Days, known hearing, parts []sla.Part) sla.Figures {
	return sla.Measure(sla.Level{
		Parts: parts, Days: days, Month: m.days.All, Past: m.History.past(l), Phi: m.History.dispersion(l),
		Silent: known == silent, Unheard: known == unheard, Live: !m.cut.Live.IsZero(), Limits: sla.LimitsOf(m.Settings),
	})
}
