package rates

import (
	"github.com/treve-bot/treve/internal/ledger"
)

// How an estimate leans: each rate towards what its channel and persona let
// expect, by this many wins. None is believed above the largest, nor below what
// six decimals can hold.
const (
	weight    = 3
	mostRate  = 0.9
	leastRate = 1e-6
)

// estimator holds what all segments together say of any one (product rule:
// close rates).
type estimator struct {
	cells    map[ledger.Segment]pool
	total    pool
	all      float64 // the rate of all leads
	channels map[ledger.ChannelID]pool
	personas map[ledger.PersonaID]pool // wins, and those that the channels alone let expect in leads
}

// half a win keeps the rate of all leads from being nothing.
const half = 0.5

func newEstimator(cells map[ledger.Segment]pool) estimator {
	e := estimator{cells: cells, channels: map[ledger.ChannelID]pool{}, personas: map[ledger.PersonaID]pool{}}
	for _, s := range inOrder(cells) {
		e.total.add(cells[s])
		channel := e.channels[s.Channel]
		channel.add(cells[s])
		e.channels[s.Channel] = channel
	}
	e.all = (e.total.wins + half) / (e.total.leads + 1)
	for _, s := range inOrder(cells) {
		persona := e.personas[s.Persona]
		persona.add(pool{cells[s].leads * e.channel(s.Channel), cells[s].wins})
		e.personas[s.Persona] = persona
	}
	return e
}

// channel is the rate of a channel's leads; one without any has that of all.
func (e estimator) channel(id ledger.ChannelID) float64 {
	p := e.channels[id]
	return (p.wins + weight) / (p.leads + weight/e.all)
}

// index is how much better a persona closes than its channels let expect.
func (e estimator) index(id ledger.PersonaID) float64 {
	p := e.personas[id]
	return (p.wins + weight) / (p.leads + weight)
}

// prior is what a segment's rate would be without leads of its own.
func (e estimator) prior(s ledger.Segment) float64 {
	return min(mostRate, e.channel(s.Channel)*e.index(s.Persona))
}

// rate is the estimate of a segment's close rate, above 0 and at most mostRate,
// with its 80 % interval: that of a gamma distribution.
func (e estimator) rate(s ledger.Segment) interval {
	p := e.cells[s]
	return believe(p.wins+weight, p.leads+weight/e.prior(s))
}

// global is the estimate of the rate of all leads.
func (e estimator) global() interval { return believe(e.total.wins+half, e.total.leads+1) }

func believe(wins, leads float64) interval {
	return interval{
		rate: believed(wins / leads),
		low:  believed(quantile(wins, -z80) / leads),
		high: believed(quantile(wins, z80) / leads),
	}
}

func believed(rate float64) float64 { return max(leastRate, min(mostRate, rate)) }

// estimator learns from the last six months' cohorts.
func (h History) estimator(c Curve) estimator {
	cells := map[ledger.Segment]pool{}
	for s, all := range h.cohorts(c) {
		cells[s] = all.matured(c, Window)
	}
	return newEstimator(cells)
}
