package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// soldFiles writes two files down: six months of leads known by their ids up to
// October 2026, and the deals they became. Of a month's 40 leads of E-mail and
// PME two are won at once and two the month after; of 20 of Inbound and ETI one
// is, the month after.
func soldFiles(t *testing.T) (leads, deals string) {
	t.Helper()
	came := []string{"id,day,channel,persona"}
	won := []string{"lead,day,amount"}
	last := calendar.Month{Year: 2026, Month: time.October}
	for m := last.Add(-5); !m.After(last); m = m.Add(1) {
		for _, s := range []struct {
			name, segment       string
			leads, soon, later  int
			amountSoon, onceFor string
		}{{"mail", "E-mail,PME", 40, 2, 2, "1700", "2100"}, {"form", "Inbound,ETI", 20, 0, 1, "", "7000"}} {
			for n := range s.leads {
				id := fmt.Sprintf("%s-%s-%d", s.name, m, n)
				came = append(came, fmt.Sprintf("%s,%s,%s", id, m.First().AddDays(n%28), s.segment))
				switch {
				case n < s.soon:
					won = append(won, fmt.Sprintf("%s,%s,%s", id, m.Last(), s.amountSoon))
				case n < s.soon+s.later && m != last:
					won = append(won, fmt.Sprintf("%s,%s,%s", id, m.Add(1).Last(), s.onceFor))
				}
			}
		}
	}
	return csvFile(t, "leads.csv", came), csvFile(t, "deals.csv", won)
}

func csvFile(t *testing.T, name string, lines []string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
