package report

import (
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

func france(t testing.TB, exceptions ...calendar.Exception) *calendar.Calendar {
	t.Helper()
	c, err := calendar.New(calendar.Rule{Country: "FR", Exceptions: exceptions})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRecapCut(t *testing.T) {
	morning, evening := calendar.TimeOfDay{Hour: 9}, calendar.TimeOfDay{Hour: 18}
	for _, s := range []struct {
		name               string
		day                string
		at                 calendar.TimeOfDay
		month, asOf, since string
	}{
		{"a Tuesday morning", "2026-11-17", morning, "2026-11", "2026-11-16", "2026-11-16"},
		{"a Monday morning", "2026-11-16", morning, "2026-11", "2026-11-15", "2026-11-13"},
		{"a Monday at the end of the day", "2026-11-16", evening, "2026-11", "2026-11-16", "2026-11-14"},
		{"a Tuesday at the end of the day", "2026-11-17", evening, "2026-11", "2026-11-17", "2026-11-17"},
		{"after a holiday", "2026-05-15", morning, "2026-05", "2026-05-14", "2026-05-13"},
		{"the first working day closes the month before", "2026-11-02", morning, "2026-10", "2026-10-31", "2026-10-30"},
		{"so it does at the end of the day", "2026-11-02", evening, "2026-10", "2026-10-31", "2026-10-31"},
		{"the first daily one", "2026-11-03", morning, "2026-11", "2026-11-02", "2026-11-01"},
		{"the first daily one at the end of the day", "2026-11-03", evening, "2026-11", "2026-11-03", "2026-11-01"},
		{"a Sunday that begins a month", "2026-11-01", evening, "2026-10", "2026-10-31", "2026-10-31"},
		{"a Sunday", "2026-11-15", morning, "2026-11", "2026-11-14", "2026-11-13"},
	} {
		t.Run(s.name, func(t *testing.T) {
			cut := RecapCut(france(t), ledger.DefaultSettings(), day(t, s.day), s.at)
			if cut.Month.String() != s.month || cut.AsOf.String() != s.asOf || cut.Since.String() != s.since {
				t.Errorf("%s as of %s since %s; want %s, %s, %s", cut.Month, cut.AsOf, cut.Since, s.month, s.asOf, s.since)
			}
		})
	}
}

// Every day is counted for the first time by exactly one recap.
func TestRecapsMissNoDay(t *testing.T) {
	c := france(t, calendar.Exception{First: day(t, "2026-08-03"), Last: day(t, "2026-08-21")})
	for _, at := range []calendar.TimeOfDay{{Hour: 9}, {Hour: 18}} {
		next := day(t, "2026-01-02")
		for d := day(t, "2026-01-06"); d.Year == 2026; d = c.Next(d) {
			cut := RecapCut(c, ledger.DefaultSettings(), d, at)
			if d.After(day(t, "2026-01-06")) && cut.Since != next {
				t.Fatalf("recap of %s at %s begins on %s; want %s", d, at, cut.Since, next)
			}
			next = cut.AsOf.AddDays(1)
		}
	}
}

func TestLiveCut(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	night := time.Date(2026, 10, 31, 23, 30, 0, 0, time.UTC) // 1 November in Paris
	cut := LiveCut(night, paris)
	if want := (Cut{Month: november2026, AsOf: day(t, "2026-10-31"), Live: day(t, "2026-11-01")}); cut != want {
		t.Errorf("%+v; want %+v", cut, want)
	}
	if first, last := cut.days(); first.String() != "2026-11-01" || last != first {
		t.Errorf("days %s to %s", first, last)
	}
}
