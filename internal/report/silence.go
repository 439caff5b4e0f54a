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

// silent reports whether a channel has gone without an entry for longer than
// its rhythm allows (product rule: silence is not zero). Nothing is expected of
// it before the dates of its commitment, before the month where it has never
// been reported, nor in a month that is still to come.
func (m month) silent(c ledger.Channel) bool {
	if m.cut.AsOf.Before(m.cut.Month.First().AddDays(-1)) {
		return false
	}
	allowed := dailySilence
	switch c.Rhythm {
	case ledger.Occasional:
		return false
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
	return m.Calendar.WorkingDays(calendar.Later(since, until.AddDays(-longSilence)), until) >= allowed
}
