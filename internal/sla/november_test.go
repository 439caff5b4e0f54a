package sla

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/shopspring/decimal"
)

// The worked month of testdata/november-2026.json.
type worked struct {
	WorkingDays struct {
		Total, Elapsed int
	} `json:"working_days"`
	HistoryWorkingDays []int `json:"history_working_days"`
	Segments           []struct {
		Channel     string          `json:"channel"`
		CloseRate   decimal.Decimal `json:"close_rate"`
		AverageSale decimal.Decimal `json:"average_sale"`
		Commitment  int64           `json:"commitment"`
		Leads       int64           `json:"leads"`
		Monthly     int64           `json:"monthly_leads_aug_sep_oct_each"`
	} `json:"segments"`
	Expected map[string]map[string]any `json:"expected"`
}

func november(t testing.TB) worked {
	t.Helper()
	text, err := os.ReadFile("testdata/november-2026.json")
	if err != nil {
		t.Fatal(err)
	}
	var w worked
	if err := json.Unmarshal(text, &w); err != nil {
		t.Fatal(err)
	}
	return w
}

// level is the channel of that name, or the total.
func (w worked) level(name string) Level {
	l := Level{
		Days:   Days{w.WorkingDays.Elapsed, w.WorkingDays.Total},
		Month:  w.WorkingDays.Total,
		Phi:    1.2,
		Limits: Limits{95, 20, 5},
	}
	for i, days := range w.HistoryWorkingDays {
		l.Past[i] = PastMonth{days, true}
	}
	for _, s := range w.Segments {
		if name == "total" || name == s.Channel {
			l.Parts = append(l.Parts, Part{
				Goal: s.Commitment, Value: s.CloseRate.Mul(s.AverageSale), Priced: true, Span: l.Days,
				Leads: s.Leads, Past: [Lookback]int64{s.Monthly, s.Monthly, s.Monthly},
			})
		}
	}
	return l
}

// Decimals each expected figure is given with; 6 where not listed.
var given = map[string]int32{
	"projection": 2, "projection_low": 2, "projection_high": 2, "probability": 4, "held_probability": 4,
	"leads_per_day_needed": 4, "leads_per_day_now": 4,
}

func TestWorkedMonth(t *testing.T) {
	w := november(t)
	for name, want := range w.Expected {
		t.Run(name, func(t *testing.T) {
			got := named(Measure(w.level(name)))
			for key, value := range want {
				compare(t, key, got[key], value)
			}
		})
	}
}

func compare(t *testing.T, key string, got, want any) {
	t.Helper()
	places, listed := given[key]
	if !listed {
		places = 6
	}
	number, ok := got.(decimal.Decimal)
	if !ok {
		if got != want {
			t.Errorf("%s = %v; want %v", key, got, want)
		}
		return
	}
	var expected decimal.Decimal
	switch v := want.(type) {
	case float64:
		expected = decimal.NewFromFloat(v)
	case string:
		expected = decimal.RequireFromString(v)
	}
	if !number.Round(places).Equal(expected) {
		t.Errorf("%s = %s; want %s", key, number, expected)
	}
}

// named gives the figures by the names the examples use.
func named(f Figures) map[string]any {
	return map[string]any{
		"leads": decimal.NewFromInt(f.Leads), "commitment_leads": decimal.NewFromInt(f.CommitmentLeads),
		"value": f.Value, "commitment": f.Commitment, "due": f.Due, "gap": f.Gap,
		"volume": f.Volume.Decimal, "mix": f.Mix.Decimal, "attainment": f.Attainment.Decimal, "pace": f.Pace.Decimal,
		"required_per_day": f.RequiredPerDay.Decimal, "achieved_per_day": f.AchievedPerDay.Decimal,
		"catch_up": f.CatchUp.Decimal, "projection": f.Projection.Decimal,
		"projection_low": f.ProjectionLow.Decimal, "projection_high": f.ProjectionHigh.Decimal,
		"probability": f.Probability.Decimal, "held_probability": f.HeldProbability.Decimal,
		"leads_per_day_needed": f.LeadsPerDayNeeded.Decimal, "leads_per_day_now": f.LeadsPerDayNow.Decimal,
		"status": string(f.Status),
	}
}

func BenchmarkMeasure(b *testing.B) {
	l := november(b).level("total")
	for b.Loop() {
		Measure(l)
	}
}
