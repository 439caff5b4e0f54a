package sla

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Lookback is how many complete months before the one measured are known, and
// HistoryMonths how many of them, at most, make the prior of its projection.
const (
	Lookback      = 6
	HistoryMonths = 3
)

// Days are the working days of a run, and those of them that have ended. They
// stay two integers, so that a share of them divides once, at the end.
type Days struct{ Done, All int }

// Left is how many are still to come.
func (d Days) Left() int { return d.All - d.Done }

func (d Days) share() float64 {
	if d.All == 0 {
		return 0
	}
	return float64(d.Done) / float64(d.All)
}

// Part is one segment as the levels above it see it: the segment itself, its
// channel and the total are all made from parts.
type Part struct {
	Goal   int64           // leads promised
	Value  decimal.Decimal // of one lead, in currency units
	Priced bool            // rate and average sale are both set; if not, Value says nothing
	Span   Days            // the days its channel's commitment covers
	Leads  int64           // up to the cut-off
	Today  int64           // of the running day, in a live answer
	Extra  int64           // imagined: counted like the others, but no sign of more to come
	Past   [Lookback]int64 // leads of the months before, the latest first

	Contacted, Won int64
	WonCents       int64
}

// PastMonth is one complete month of the history.
type PastMonth struct {
	Days   int  // working days it had
	Counts bool // it is one of the level's history, see Recent
}

// Recent lets the latest three count of the months in which a level had a
// commitment or an entry (product rule: history months).
func Recent(past [Lookback]PastMonth) [Lookback]PastMonth {
	left := HistoryMonths
	for i := range past {
		past[i].Counts = past[i].Counts && left > 0
		if past[i].Counts {
			left--
		}
	}
	return past
}

// Level is a segment, a channel or the total: what its figures are made from.
type Level struct {
	Parts  []Part
	Days   Days                // working days of the level: its channel's own, or the month's
	Month  int                 // working days of the whole month
	Past   [Lookback]PastMonth // the latest first
	Phi    float64             // see Dispersion
	Silent bool                // nobody has reported it for longer than its rhythm allows
	// Unheard says that nobody has reported it yet of the days judged, which its
	// rhythm still allows.
	Unheard bool
	Live    bool // today's leads are counted apart
	Limits  Limits
}

// Limits are the shares, in percent, that a status is judged by.
type Limits struct{ Held, AtRisk, OffTrack int }

// LimitsOf takes the limits from a workspace's settings.
func LimitsOf(s ledger.Settings) Limits { return Limits{s.HeldShare, s.AtRiskBelow, s.OffTrackBelow} }

// Covered returns the days of month that a channel's commitment covers: its own
// dates, or the whole month where it has none. Dates that do not touch the
// month belong to another one and say nothing about this.
func (p Plan) Covered(channel ledger.ChannelID, month calendar.Month) Span {
	span, own := p.Spans[channel]
	whole := Span{month.First(), month.Last()}
	if !own || span.Last.Before(whole.First) || span.First.After(whole.Last) {
		return whole
	}
	if span.First.Before(whole.First) {
		span.First = whole.First
	}
	if span.Last.After(whole.Last) {
		span.Last = whole.Last
	}
	return span
}
