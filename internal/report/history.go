package report

import (
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// History is what the months before one say about it: how many leads each
// brought and how much they vary from day to day. It is never changed once
// made, so it can be shared, and kept until an entry or a plan of an earlier
// month, or the calendar, changes.
type History struct {
	months [sla.Lookback]pastMonth // the latest first
	phi    map[level]float64
}

// A level is a segment; without persona a channel, without channel a persona,
// without either the total.
type level = ledger.Segment

type pastMonth struct {
	days   int
	leads  map[ledger.Segment]int64
	counts map[level]bool // had a commitment or an entry
}

// Past are the books of the months before the one reported.
type Past struct {
	Month  calendar.Month      // the month reported
	Totals []ledger.Total      // daily leads of the six months before it
	Months []ledger.MonthTotal // of the same six months
	Plans  []sla.Plan          // of the same six months; none where nothing was promised
}

// Remember makes the history of a month from the books before it. Months whose
// leads were imported as a whole make part of the prior; they have no days to
// vary.
func Remember(c *calendar.Calendar, past Past) History {
	h := History{phi: dispersions(c, past)}
	for i := range h.months {
		m := past.Month.Add(-i - 1)
		_, days := c.Elapsed(m.First(), m.Last(), m.Last())
		h.months[i] = pastMonth{days, map[ledger.Segment]int64{}, map[level]bool{}}
	}
	for _, t := range past.Months {
		if m := h.month(past.Month, t.Month); m != nil && t.Stage == ledger.Lead {
			m.leads[t.Segment] += t.Count
			m.count(t.Segment)
		}
	}
	for _, p := range past.Plans {
		if m := h.month(past.Month, p.Month); m != nil {
			m.promised(p)
		}
	}
	return h
}

func (h *History) month(reported, m calendar.Month) *pastMonth {
	for i := range h.months {
		if reported.Add(-i-1) == m {
			return &h.months[i]
		}
	}
	return nil
}

func (m *pastMonth) promised(p sla.Plan) {
	for segment, goal := range p.Goals {
		if goal > 0 {
			m.count(segment)
		}
	}
}

func (m *pastMonth) count(s ledger.Segment) {
	for _, l := range above(s) {
		m.counts[l] = true
	}
}

// above are the levels a segment is part of, itself included.
func above(s ledger.Segment) [4]level {
	return [4]level{s, {Channel: s.Channel}, {Persona: s.Persona}, {}}
}

func (h History) leads(s ledger.Segment) (past [sla.Lookback]int64) {
	for i, m := range h.months {
		past[i] = m.leads[s]
	}
	return past
}

func (h History) past(l level) (past [sla.Lookback]sla.PastMonth) {
	for i, m := range h.months {
		past[i] = sla.PastMonth{Days: m.days, Counts: m.counts[l]}
	}
	return sla.Recent(past)
}

func (h History) dispersion(l level) float64 {
	if phi, known := h.phi[l]; known {
		return phi
	}
	return sla.Dispersion(nil)
}
