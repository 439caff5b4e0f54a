package report

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

type worked struct {
	Segments []struct {
		Channel     string `json:"channel"`
		Persona     string `json:"persona"`
		CloseRate   string `json:"close_rate"`
		AverageSale int64  `json:"average_sale"`
		Commitment  int64  `json:"commitment"`
		Leads       int64  `json:"leads"`
		Monthly     int64  `json:"monthly_leads_aug_sep_oct_each"`
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

// books of the worked month: its history is known by month only, and this
// month's leads came in on several days up to Friday the 13th.
func (w worked) books(t testing.TB) *books {
	b := newBooks()
	channels, personas := map[string]ledger.ChannelID{}, map[string]ledger.PersonaID{}
	for _, s := range w.Segments {
		if channels[s.Channel] == 0 {
			channels[s.Channel] = b.channel(s.Channel, ledger.Daily)
		}
		if personas[s.Persona] == 0 {
			personas[s.Persona] = b.persona(s.Persona)
		}
		id := ledger.Segment{Channel: channels[s.Channel], Persona: personas[s.Persona]}
		b.promise(november2026, id, s.Commitment, s.CloseRate, s.AverageSale)
		b.record(t, "2026-11-02", id, ledger.Lead, s.Leads/2)
		b.record(t, "2026-11-07", id, ledger.Lead, 1) // a Saturday counts too
		b.record(t, "2026-11-13", id, ledger.Lead, s.Leads-s.Leads/2-1)
		b.record(t, "2026-11-16", id, ledger.Lead, 3) // after the cut-off
		for _, last := range []string{"2026-08-31", "2026-09-30", "2026-10-31"} {
			b.record(t, last, id, ledger.Lead, s.Monthly)
			b.entries[len(b.entries)-1].Monthly = true
		}
	}
	return b
}

func TestWorkedMonth(t *testing.T) {
	w := november(t)
	r := mustGather(t, w.books(t), ClosedCut(day(t, "2026-11-15")))
	if r.WorkingDays != (WorkingDays{20, 9}) || r.PlanFrom != november2026 || !r.Planned {
		t.Errorf("working days %+v, plan from %s", r.WorkingDays, r.PlanFrom)
	}
	compare(t, "total", r.Total, w.Expected["total"])
	for _, c := range r.Channels {
		compare(t, c.Name, c.Figures, w.Expected[c.Name])
		if len(c.Segments) != 3 {
			t.Errorf("%s has %d segments", c.Name, len(c.Segments))
		}
	}
	names := ""
	for _, c := range WorstFirst(r.Channels) {
		names += c.Name + " "
	}
	if names != "E-mail Inbound Outbound Trafic naturel Publicité " {
		t.Errorf("worst first: %s", names)
	}
	if best, _ := Best(r.Channels); best.Name != "Publicité" {
		t.Errorf("the best is %s", best.Name)
	}
}

func TestWorkedMonthLive(t *testing.T) {
	w := november(t)
	closed := mustGather(t, w.books(t), ClosedCut(day(t, "2026-11-15")))
	b := w.books(t)
	live := mustGather(t, b, Cut{Month: november2026, AsOf: day(t, "2026-11-15"), Live: day(t, "2026-11-16")})
	f := live.Total
	if f.Today == nil || f.Today.Leads != 45 || f.Leads != 177 || !f.Value.Sub(f.Today.Value).Equal(closed.Total.Value) {
		t.Errorf("leads %d, today %+v", f.Leads, f.Today)
	}
	if !f.Gap.Equal(closed.Total.Gap) || !f.Probability.Decimal.Equal(closed.Total.Probability.Decimal) || f.Status != closed.Total.Status {
		t.Errorf("today's leads moved what depends on time: %+v", f)
	}
}

// compare checks the contract's view of the figures, by its names, against the
// worked example, to as many places as the example gives.
func compare(t *testing.T, level string, f sla.Figures, want map[string]any) {
	t.Helper()
	text, err := json.Marshal(view(f))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	got["leads_per_day_needed"] = f.LeadsPerDayNeeded.Decimal.String()
	got["leads_per_day_now"] = f.LeadsPerDayNow.Decimal.String()
	for key, value := range want {
		places := int32(6)
		switch key {
		case "projection", "projection_low", "projection_high":
			places = 2
		case "probability", "held_probability", "leads_per_day_needed", "leads_per_day_now":
			places = 4
		}
		if a, b := printed(got[key], places), printed(value, places); a != b {
			t.Errorf("%s: %s = %v; want %v", level, key, a, b)
		}
	}
}

// printed writes a number of the example or of the view to some places; words
// stay as they are.
func printed(v any, places int32) any {
	switch v := v.(type) {
	case float64:
		return decimal.NewFromFloat(v).Round(places).String()
	case string:
		if d, err := decimal.NewFromString(v); err == nil {
			return d.Round(places).String()
		}
	}
	return v
}
