package report

import (
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/followup"
	"github.com/treve-bot/treve/internal/sla"
)

// salesView is sales' half of a level as other programs read it. Times are in
// minutes of working time, null where no lead is known to the instant.
type salesView struct {
	Received  int64         `json:"received"`
	InTime    int64         `json:"in_time"`
	Late      int64         `json:"late"`
	Overdue   int64         `json:"overdue"`
	Within    int64         `json:"within"`
	Contested int64         `json:"contested"`
	Earlier   int64         `json:"earlier"`
	Oldest    calendar.Date `json:"oldest"` // "" when none is overdue
	Share     number        `json:"share"`
	Promise   number        `json:"promise"`
	Median    *int64        `json:"median_minutes"`
	P90       *int64        `json:"p90_minutes"`
	Status    sla.Status    `json:"status"`
}

// WithSales adds sales' half to a view made of the same report.
func (v View) WithSales(r Report, half SalesHalf) View {
	v.Sales = viewSales(half.Total)
	for i, c := range r.Channels {
		v.Channels[i].Sales = viewSales(half.Channels[c.ID])
	}
	return v
}

func viewSales(f followup.Figures) *salesView {
	if f.Received == 0 && f.Earlier == 0 && f.Contested == 0 {
		return nil
	}
	v := &salesView{
		Received: f.Received, InTime: f.InTime, Late: f.Late, Overdue: f.Overdue, Within: f.Within,
		Contested: f.Contested, Earlier: f.Earlier, Oldest: f.Oldest,
		Share: share(f.Share), Promise: share(f.Promise), Status: f.Status,
	}
	if f.Timed > 0 {
		median, p90 := int64(f.Median/time.Minute), int64(f.P90/time.Minute)
		v.Median, v.P90 = &median, &p90
	}
	return v
}
