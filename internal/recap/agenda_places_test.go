package recap

import (
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Which mornings get a recap where the calendar is not the usual one; the times
// are those of the workspace.
func TestMorningsElsewhere(t *testing.T) {
	alsace := func(_ *ledger.Settings, r *calendar.Rule) { r.Alsace = true }
	closed := func(_ *ledger.Settings, r *calendar.Rule) {
		r.Exceptions = []calendar.Exception{{First: day("2026-08-03"), Last: day("2026-08-09")}}
	}
	montreal := func(s *ledger.Settings, r *calendar.Rule) { s.TimeZone, r.Country = "America/Toronto", "CA" }
	for _, c := range []struct {
		name, from, to string
		change         func(*ledger.Settings, *calendar.Rule)
		want           string
	}{
		{"Good Friday and Easter Monday", "2026-04-02", "2026-04-07", nil, "2026-04-02 09:00 daily|2026-04-03 09:00 daily|2026-04-07 09:00 daily"},
		{"Good Friday in Alsace", "2026-04-02", "2026-04-07", alsace, "2026-04-02 09:00 daily|2026-04-07 09:00 daily"},
		{"26 December in Alsace, a Saturday in 2026 and a Friday in 2025", "2025-12-24", "2025-12-29", alsace, "2025-12-24 09:00 daily|2025-12-29 09:00 daily"},
		{"a closure week that begins the month", "2026-08-01", "2026-08-11", closed, "2026-08-10 09:00 closing|2026-08-11 09:00 daily"},
		{"a month that begins on a Sunday", "2026-10-30", "2026-11-03", nil, "2026-10-30 09:00 daily|2026-11-02 09:00 closing|2026-11-03 09:00 daily"},
		{"the weekend that loses an hour", "2026-03-27", "2026-03-30", nil, "2026-03-27 09:00 daily|2026-03-30 09:00 daily"},
		{"the weekend that gains one", "2026-10-23", "2026-10-26", nil, "2026-10-23 09:00 daily|2026-10-26 09:00 daily"},
		{"Montréal works on Bastille Day", "2026-07-13", "2026-07-15", montreal, "2026-07-13 09:00 daily|2026-07-14 09:00 daily|2026-07-15 09:00 daily"},
		{"Tahiti keeps the days of France", "2026-11-10", "2026-11-12", inZone("Pacific/Tahiti", "09:00"), "2026-11-10 09:00 daily|2026-11-12 09:00 daily"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(schedule(agenda(t, c.change), c.from, c.to), "|"); got != c.want {
				t.Errorf("posts %s; want %s", got, c.want)
			}
		})
	}
}
