package report

import (
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// The working days of six months in a row, cut into months.
type workdays struct {
	index map[calendar.Date]int
	ends  []int // of each month, the index after its last working day
}

func workdaysBefore(c *calendar.Calendar, month calendar.Month) workdays {
	w := workdays{index: make(map[calendar.Date]int, dispersionMonths*22)}
	for i := dispersionMonths; i > 0; i-- {
		m := month.Add(-i)
		for d := m.First(); !d.After(m.Last()); d = d.AddDays(1) {
			if c.Works(d) {
				w.index[d] = len(w.index)
			}
		}
		w.ends = append(w.ends, len(w.index))
	}
	return w
}

// Dispersions measures every level that has daily leads. Leads of a day off
// have no working day to be compared with and are left out.
func dispersions(c *calendar.Calendar, past Past) map[level]float64 {
	w := workdaysBefore(c, past.Month)
	daily := map[level][]int64{}
	for _, t := range past.Totals {
		day, works := w.index[t.Cell.Day]
		if !works || t.Cell.Stage != ledger.Lead {
			continue
		}
		for _, l := range above(t.Cell.Segment()) {
			if daily[l] == nil {
				daily[l] = make([]int64, len(w.index))
			}
			daily[l][day] += t.Count
		}
	}
	phi := make(map[level]float64, len(daily))
	for l, counts := range daily {
		phi[l] = sla.Dispersion(w.months(counts))
	}
	return phi
}

// Months cuts a level's daily leads into months, from its first lead on: before
// that nobody was counting.
func (w workdays) months(counts []int64) (months [][]int64) {
	from := 0
	for from < len(counts) && counts[from] == 0 {
		from++
	}
	for _, end := range w.ends {
		if from < end {
			months = append(months, counts[from:end])
			from = end
		}
	}
	return months
}
