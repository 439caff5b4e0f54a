package report

import (
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Working days without an entry after which a channel counts as not reported.
const (
	dailySilence  = 3
	weeklySilence = 7
)

// Looking further back for a channel's last entry changes nothing.
const longSilence = 100

// hearing is whether what a channel brought is known.
type hearing int

const (
	heard   hearing = iota
	unheard         // not since its commitment began, which its rhythm still allows
	silent          // for longer than its rhythm allows
)

// hear says whether a channel has been reported (product rule: silence is not
// zero). Nothing is expected of it before the dates of its commitment, before the
// month where it has never been reported, nor in a month that is still to come.
func (m month) hear(c ledger.Channel) hearing {
	if m.cut.AsOf.Before(m.cut.Month.First().AddDays(-1)) {
		return heard
	}
	allowed := dailySilence
	switch c.Rhythm {
	case ledger.Occasional:
		return heard
	case ledger.Weekly:
		allowed = weeklySilence
	}
	span := m.Plan.Covered(c.ID, m.cut.Month)
	_, own := m.Plan.Spans[c.ID]
	since := m.Reported[c.ID].AddDays(1)
	if last := m.Reported[c.ID]; last.IsZero() || own && since.Before(span.First) {
		since = span.First
	}
	until := m.cut.AsOf
	switch {
	case m.Calendar.WorkingDays(calendar.Later(since, until.AddDays(-longSilence)), until) >= allowed:
		return silent
	case m.Reported[c.ID].Before(span.First):
		return unheard
	}
	return heard
}
