package report

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Close is where the whole month stands at the close of one of its days, in
// currency units.
type Close struct {
	Day   calendar.Date
	Off   bool            // it weighs nothing: what is due stays where it was
	Value decimal.Decimal // attained since the first; of days after the cut-off, what the cut-off knew
	Due   decimal.Decimal
}

// course follows the month from its first day to its last. At the cut-off it
// meets the figures of the total, and on the last day what is due is all that
// was promised.
func (m month) course() []Close {
	first, last := m.cut.Month.First(), m.cut.Month.Last()
	came, promised := m.came(), m.promised()
	var days []Close
	var value decimal.Decimal
	worked := 0
	for d := first; !d.After(last); d = d.AddDays(1) {
		done, _ := m.Calendar.Elapsed(first, last, d)
		value = value.Add(came[d])
		days = append(days, Close{Day: d, Off: done == worked, Value: value, Due: m.dueAt(d, promised)})
		worked = done
	}
	return days
}

// came is what each day up to the cut-off brought. Leads that a month's import
// gave no day are known to have come by its last.
func (m month) came() map[calendar.Date]decimal.Decimal {
	undated := map[ledger.Segment]int64{}
	for segment, sum := range m.sums {
		undated[segment] = sum.leads
	}
	days := map[calendar.Date]decimal.Decimal{}
	for _, t := range m.Totals {
		if segment := t.Cell.Segment(); t.Cell.Stage == ledger.Lead && within(t.Cell.Day, m.cut.Month.First(), m.cut.AsOf) {
			days[t.Cell.Day] = days[t.Cell.Day].Add(m.worth(segment, t.Count))
			undated[segment] -= t.Count
		}
	}
	for segment, leads := range undated {
		end := m.cut.Month.Last()
		days[end] = days[end].Add(m.worth(segment, leads))
	}
	return days
}

// promised is what was promised, by the days it covers.
func (m month) promised() map[sla.Span]decimal.Decimal {
	sums := map[sla.Span]decimal.Decimal{}
	for segment, goal := range m.Plan.Goals {
		span := m.Plan.Covered(segment.Channel, m.cut.Month)
		sums[span] = sums[span].Add(m.worth(segment, goal))
	}
	return sums
}

func (m month) dueAt(d calendar.Date, promised map[sla.Span]decimal.Decimal) (due decimal.Decimal) {
	for span, value := range promised {
		done, all := m.Calendar.Elapsed(span.First, span.Last, d)
		due = due.Add(sla.Due(value, sla.Days{Done: done, All: all}))
	}
	return due
}

// worth is what leads of a segment are worth: nothing known is nothing added.
func (m month) worth(s ledger.Segment, leads int64) decimal.Decimal {
	value, _ := m.Plan.Value(s)
	return value.Mul(decimal.NewFromInt(leads))
}
