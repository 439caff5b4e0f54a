package recap

import (
	"fmt"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"pgregory.net/rapid"
)

func leadsOn(d string) ledger.Cell {
	return ledger.Cell{Day: day(d), Channel: 1, Persona: 1, Stage: ledger.Lead}
}

func total(c ledger.Cell, count int64) ledger.Total {
	return ledger.Total{Cell: c, Count: count, Standing: 1}
}

// spelt says who changed what: "U1 13: 12 > 10; U2 ...".
func spelt(told []Correction) string {
	var lines []string
	for _, c := range told {
		line := c.Author
		for _, change := range c.Changes {
			line += fmt.Sprintf(" %d: %s > %s", change.Cell().Day.Day, count(change.Old), count(change.New))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

func count(t ledger.Total) string {
	if t.Standing == 0 {
		return "-"
	}
	return fmt.Sprint(t.Count)
}

func TestCorrections(t *testing.T) {
	friday, sunday := leadsOn("2026-11-13"), leadsOn("2026-11-15")
	won := friday
	won.Stage = ledger.Won
	lost := friday
	lost.Stage = ledger.Lost
	by := func(id int64, author string, c ledger.Cell, count int64) ledger.Entry {
		return ledger.Entry{ID: id, Author: author, Cell: c, Count: count}
	}
	sale := by(1, "U1", won, 0)
	sale.AmountCents = -500
	for _, c := range []struct {
		name     string
		old, now []ledger.Total
		entries  []ledger.Entry
		want     string
	}{
		{"nothing", []ledger.Total{total(friday, 12)}, []ledger.Total{total(friday, 12)}, nil, ""},
		{"a correction", []ledger.Total{total(friday, 12)}, []ledger.Total{total(friday, 10)}, []ledger.Entry{by(5, "U1", friday, -2)}, "U1 13: 12 > 10"},
		{"a late entry", nil, []ledger.Total{total(friday, 12)}, []ledger.Entry{by(5, "U1", friday, 12)}, "U1 13: - > 12"},
		{"a zero", nil, []ledger.Total{total(friday, 0)}, []ledger.Entry{by(5, "U1", friday, 0)}, "U1 13: - > 0"},
		{"all taken back", []ledger.Total{total(friday, 12)}, nil, []ledger.Entry{by(5, "U1", friday, -12)}, "U1 13: 12 > -"},
		{
			"two in one cell",
			[]ledger.Total{total(friday, 12)},
			[]ledger.Total{total(friday, 15)},
			[]ledger.Entry{by(5, "U1", friday, -2), by(6, "U2", friday, 5)},
			"U1 13: 12 > 10; U2 13: 10 > 15",
		},
		{
			"one of them twice",
			[]ledger.Total{total(friday, 12)},
			[]ledger.Total{total(friday, 16)},
			[]ledger.Entry{by(5, "U1", friday, -2), by(6, "U2", friday, 5), by(7, "U1", friday, 1)},
			"U1 13: 12 > 11; U2 13: 10 > 15",
		},
		{
			"several cells", nil,
			[]ledger.Total{total(friday, 12), total(sunday, 3)},
			[]ledger.Entry{by(5, "U1", sunday, 3), by(6, "U1", friday, 12)},
			"U1 15: - > 3 13: - > 12",
		},
		{
			"what it counted already",
			[]ledger.Total{total(friday, 12)},
			[]ledger.Total{total(friday, 15)},
			[]ledger.Entry{by(3, "U2", friday, 12), by(6, "U1", friday, 3)},
			"U1 13: 12 > 15",
		},
		{
			"back and forth",
			[]ledger.Total{total(friday, 12)},
			[]ledger.Total{total(friday, 15)},
			[]ledger.Entry{by(4, "U2", friday, 7), by(5, "U2", friday, -7), by(6, "U1", friday, 3)},
			"U1 13: 12 > 15",
		},
		{"nobody knows who", []ledger.Total{total(friday, 12)}, []ledger.Total{total(friday, 15)}, nil, " 13: 12 > 15"},
		{
			"entries that do not add up",
			[]ledger.Total{total(friday, 12)},
			[]ledger.Total{total(friday, 15)},
			[]ledger.Entry{by(4, "U2", friday, 7), by(5, "U3", friday, 7)},
			"U3 13: 12 > 15",
		},
		{"an amount", []ledger.Total{{Cell: won, Count: 2, AmountCents: 900, Standing: 1}}, []ledger.Total{{Cell: won, Count: 2, AmountCents: 400, Standing: 1}}, []ledger.Entry{sale}, "U1 13: 2 > 2"},
		{"lost leads stand in no recap", nil, []ledger.Total{total(lost, 3)}, []ledger.Entry{by(5, "U1", lost, 3)}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := spelt(corrections(changed(c.old, c.now), c.entries)); got != c.want {
				t.Errorf("%q; want %q", got, c.want)
			}
		})
	}
}

// Whoever entered what, the corrections tell the whole of every difference.
func TestCorrectionsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, now := map[ledger.Cell]ledger.Total{}, map[ledger.Cell]ledger.Total{}
		var entries []ledger.Entry
		for i := range rapid.IntRange(0, 30).Draw(t, "entries") {
			cell := leadsOn("2026-11-13")
			cell.Day = calendar.NewDate(2026, 11, rapid.IntRange(12, 15).Draw(t, "day"))
			e := ledger.Entry{ID: int64(i), Cell: cell, Count: rapid.Int64Range(-3, 5).Draw(t, "count"), Author: rapid.SampledFrom([]string{"U1", "U2", "U3"}).Draw(t, "author")}
			entries = append(entries, e)
			add(now, e)
			if i < 10 {
				add(old, e)
			}
		}
		left := map[ledger.Cell]int64{}
		for cell, total := range now {
			left[cell] = total.Count - old[cell].Count
		}
		for _, c := range corrections(changed(values(old), values(now)), entries) {
			for _, change := range c.Changes {
				left[change.Cell()] -= change.New.Count - change.Old.Count
			}
		}
		for cell, n := range left {
			if n != 0 {
				t.Fatalf("%d of %s are not told", n, cell.Day)
			}
		}
	})
}

func add(totals map[ledger.Cell]ledger.Total, e ledger.Entry) {
	t := totals[e.Cell]
	totals[e.Cell] = ledger.Total{Cell: e.Cell, Count: t.Count + e.Count, Standing: t.Standing + 1}
}

func values(totals map[ledger.Cell]ledger.Total) (all []ledger.Total) {
	for _, t := range totals {
		all = append(all, t)
	}
	return all
}
