package rates

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// october is the last complete month of these tests.
var october = calendar.Month{Year: 2026, Month: time.October}

// worked is an example worked by hand: testdata/estimator.json.
type worked struct {
	F        Curve
	W        float64
	R0       decimal.Decimal
	Channel  map[string]decimal.Decimal
	Persona  map[string]decimal.Decimal `json:"persona_index"`
	Segments []struct {
		Channel, Persona string
		Leads            [Window]int64 `json:"leads_by_age_months_newest_first"`
		Wins             int64
		Matured          decimal.Decimal
		Prior, Rate      decimal.Decimal
	}
}

func readWorked(t *testing.T) (w worked) {
	t.Helper()
	text, err := os.ReadFile("testdata/estimator.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &w); err != nil {
		t.Fatal(err)
	}
	return w
}

// names number channels and personas as they first come.
type names map[string]int64

func (n names) id(name string) int64 {
	if n[name] == 0 {
		n[name] = int64(len(n) + 1)
	}
	return n[name]
}

// history writes the example down as six months of leads and their wins.
func (w worked) history(channels, personas names) History {
	h := History{Last: october}
	for _, one := range w.Segments {
		s := ledger.Segment{
			Channel: ledger.ChannelID(channels.id(one.Channel)), Persona: ledger.PersonaID(personas.id(one.Persona)),
		}
		for age, leads := range one.Leads {
			h.Totals = append(h.Totals, ledger.MonthTotal{Month: october.Add(-age), Segment: s, Stage: ledger.Lead, Count: leads})
		}
		h.Totals = append(h.Totals, ledger.MonthTotal{Month: october, Segment: s, Stage: ledger.Won, Count: one.Wins})
		h.Linked = append(h.Linked, ledger.LinkedWins{Segment: s, Came: october.Add(-2), Won: october, Count: one.Wins})
	}
	return h
}

func wantRate(t *testing.T, what string, got float64, want decimal.Decimal) {
	t.Helper()
	if rounded := decimal.NewFromFloat(got).Round(6); !rounded.Equal(want) {
		t.Errorf("%s is %s; want %s", what, rounded, want)
	}
}

func TestWorkedByHand(t *testing.T) {
	w := readWorked(t)
	channels, personas := names{}, names{}
	h := w.history(channels, personas)
	if w.W != weight || len(w.Segments) != 6 {
		t.Fatalf("the example has weight %g and %d segments", w.W, len(w.Segments))
	}
	e := h.estimator(w.F)
	wantRate(t, "the rate of all leads", e.all, w.R0)
	for name, want := range w.Channel {
		wantRate(t, "the rate of "+name, e.channel(ledger.ChannelID(channels.id(name))), want)
	}
	for name, want := range w.Persona {
		wantRate(t, "the index of "+name, e.index(ledger.PersonaID(personas.id(name))), want)
	}
	for i, s := range h.Linked {
		one := w.Segments[i]
		name := one.Channel + " " + one.Persona
		wantRate(t, "matured leads of "+name, e.cells[s.Segment].leads, one.Matured)
		wantRate(t, "what is expected of "+name, e.prior(s.Segment), one.Prior)
		wantRate(t, "the rate of "+name, e.rate(s.Segment).rate, one.Rate)
	}
}

func TestEmptyCellGetsItsPrior(t *testing.T) {
	h := readWorked(t).history(names{}, names{})
	e := h.estimator(readWorked(t).F)
	for _, s := range []ledger.Segment{
		{Channel: 1, Persona: 9}, {Channel: 9, Persona: 1}, {Channel: 9, Persona: 9},
	} {
		if got, want := e.rate(s).rate, e.prior(s); decimal.NewFromFloat(got-want).Round(12).Sign() != 0 {
			t.Errorf("%v without leads: %g; want %g", s, got, want)
		}
	}
	if got := e.rate(ledger.Segment{Channel: 9, Persona: 9}).rate; decimal.NewFromFloat(got-e.all).Round(12).Sign() != 0 {
		t.Errorf("a channel and persona nobody knows: %g; want the rate of all leads, %g", got, e.all)
	}
}

func TestIntervals(t *testing.T) {
	for _, c := range []struct {
		name                string
		leads, wins         int64
		rate, lowest, least string // rounded to 3 decimals
	}{
		// The exact Poisson limits of 80 % are 0 and 2.303, 0.105 and 3.890, 6.221 and 15.407 wins.
		{"no win", 100, 0, "0", "0", "0.023"},
		{"one win", 100, 1, "0.01", "0.001", "0.039"},
		{"ten wins", 100, 10, "0.1", "0.062", "0.154"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := measure(c.leads, c.wins).rounded()
			if m.Rate.Round(3).String() != c.rate || m.Low.Round(3).String() != c.lowest || m.High.Round(3).String() != c.least {
				t.Errorf("%s between %s and %s; want %s between %s and %s", m.Rate, m.Low, m.High, c.rate, c.lowest, c.least)
			}
		})
	}
}
