package intake

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Count is a month-to-date count taken in: the leads of a segment from the first
// of the month up to Day, which were Before and are Said.
type Count struct {
	Segment      ledger.Segment
	Day          calendar.Date
	Before, Said int64
}

// counting is what month-to-date counts are set against.
type counting struct {
	day    calendar.Date // the last they cover
	totals map[ledger.Segment]int64
	said   map[ledger.Segment]saying
}

// saying is what files have said of a segment in the month: the last count, and
// how often they said another.
type saying struct {
	count int64
	times int
}

// count makes a segment's leads up to the day counted what a cell says, by one
// entry of that day. The same count said again changes nothing, even where
// leads of those days have been recorded since: the file does not know of them.
func (r *revising) count(ctx context.Context, c Cell, s ledger.Segment) error {
	if ready, err := r.beginCounting(ctx, c); !ready {
		return err
	}
	said, before := c.Value.IntPart(), r.sofar.totals[s]
	last, known := r.sofar.said[s]
	if known && last.count == said || !known && said == before && said > 0 {
		r.out.Same++
		return nil
	}
	total, err := r.w.Append(ctx, r.entry(s, said-before, said, last.times+1))
	if err != nil {
		return err
	}
	if total.Count < 0 {
		r.refuse(c, "intake.day_below_zero", lang.Args{"day": r.sofar.day, "before": before, "said": said})
		return nil
	}
	r.out.Counts = append(r.out.Counts, Count{s, r.sofar.day, before, said})
	return nil
}

// beginCounting reads what counts are set against, when the first one comes;
// false where the month has no days to count.
func (r *revising) beginCounting(ctx context.Context, c Cell) (ready bool, err error) {
	if r.sofar != nil {
		return true, nil
	}
	day, problem := r.countedDay()
	if problem == nil {
		r.sofar, err = r.counted(ctx, day)
		return err == nil, err
	}
	r.bad = append(r.bad, Bad{c.At, problem})
	return false, nil
}

// countedDay is the last day that month-to-date counts cover: the one the file
// says, else the last that has ended, else, on the first of a month, that day.
func (r *revising) countedDay() (calendar.Date, *lang.Problem) {
	m := r.out.Month
	if m.After(r.Today.In()) {
		return calendar.Date{}, lang.Refuse("intake.month_to_come", lang.Args{"month": m})
	}
	if d := r.file.AsOf; d.In() == m && !d.IsZero() {
		if d.After(r.Today) {
			return d, lang.Refuse("import.future_day", lang.Args{"day": d.String()})
		}
		return d, nil
	}
	day := r.Today.AddDays(-1)
	if day.After(m.Last()) {
		day = m.Last()
	}
	return calendar.Later(day, m.First()), nil
}

// counted reads what a segment's leads are so far, and what files have said they
// were.
func (r *revising) counted(ctx context.Context, day calendar.Date) (*counting, error) {
	c := &counting{day: day, totals: map[ledger.Segment]int64{}, said: map[ledger.Segment]saying{}}
	totals, err := r.w.Totals(ctx, r.out.Month.First(), day)
	if err != nil {
		return nil, err
	}
	for _, t := range totals {
		if t.Cell.Stage == ledger.Lead {
			c.totals[t.Cell.Segment()] += t.Count
		}
	}
	entries, err := r.w.CountedSoFar(ctx, r.out.Month)
	for _, e := range entries {
		_, count, found := strings.Cut(e.ImportKey, "=")
		if n, bad := strconv.ParseInt(count, 10, 64); found && bad == nil {
			c.said[e.Cell.Segment()] = saying{n, c.said[e.Cell.Segment()].times + 1}
		}
	}
	return c, err
}

// entry is the line that makes up a difference. Its key says which count it is
// of the segment's in the month, and what was said.
func (r *revising) entry(s ledger.Segment, difference, said int64, times int) ledger.Entry {
	e := ledger.Entry{
		Cell:  ledger.Cell{Day: r.sofar.day, Channel: s.Channel, Persona: s.Persona, Stage: ledger.Lead},
		Count: difference, Author: r.Author, Source: ledger.Imported, RecordedAt: r.At, Request: r.Request, Line: len(r.out.Counts),
	}
	e.ImportKey = fmt.Sprintf("%s%s:%d:%d:%d=%d", ledger.SoFarKey, r.out.Month, s.Channel, s.Persona, times, said)
	return e
}
