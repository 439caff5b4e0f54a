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
	w := workdays{index: make(map[calendar.Date]int, sla.Lookback*22)}
	for i := sla.Lookback; i > 0; i-- {
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

// dispersions measures every level that has daily leads.
func dispersions(c *calendar.Calendar, past Past) map[level]float64 {
	w := workdaysBefore(c, past.Month)
	daily := map[level][]int64{}
	for segment, counts := range w.count(past.Totals) {
		for _, l := range above(segment) {
			daily[l] = w.plus(daily[l], counts)
		}
	}
	phi := make(map[level]float64, len(daily))
	for l, counts := range daily {
		phi[l] = sla.Dispersion(w.months(counts))
	}
	return phi
}

// count lists each segment's leads by working day. Leads of a day off have no
// working day to be compared with and are left out.
func (w workdays) count(totals []ledger.Total) map[ledger.Segment][]int64 {
	segments := map[ledger.Segment][]int64{}
	for _, t := range totals {
		day, works := w.index[t.Cell.Day]
		if !works || t.Cell.Stage != ledger.Lead {
			continue
		}
		counts := segments[t.Cell.Segment()]
		if counts == nil {
			counts = make([]int64, len(w.index))
			segments[t.Cell.Segment()] = counts
		}
		counts[day] += t.Count
	}
	return segments
}

func (w workdays) plus(sum, counts []int64) []int64 {
	if sum == nil {
		sum = make([]int64, len(w.index))
	}
	for i, n := range counts {
		sum[i] += n
	}
	return sum
}

// months cuts a level's daily leads into months, from its first lead on: before
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
