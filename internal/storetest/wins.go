package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func wins(t *testing.T, s *store.Store) {
	t.Run("of known leads", func(t *testing.T) { linkedWins(t, newFirm(t, s), newFirm(t, s)) })
	t.Run("with amounts", func(t *testing.T) { personaSales(t, newFirm(t, s), newFirm(t, s)) })
}

func in(m time.Month, d int) calendar.Date { return calendar.NewDate(2026, m, d) }

// lead takes in a lead known by its id, win a sale of it.
func (f *firm) lead(ref string, day calendar.Date) {
	f.Helper()
	cell := f.cell(1)
	cell.Day = day
	f.append(ledger.Entry{Cell: cell, Count: 1, LeadRef: ref, Source: ledger.Imported, RecordedAt: noon, ImportKey: "lead:" + ref})
}

func (f *firm) win(ref string, day calendar.Date, persona ledger.PersonaID, count, cents int64) {
	f.Helper()
	f.append(ledger.Entry{
		Cell:  ledger.Cell{Day: day, Channel: f.email, Persona: persona, Stage: ledger.Won},
		Count: count, AmountCents: cents, LeadRef: ref, Source: ledger.Imported, RecordedAt: noon,
	})
}

func linkedWins(t *testing.T, f, other *firm) {
	for _, one := range []*firm{f, other} {
		for d := range 3 {
			one.lead(fmt.Sprintf("CRM-%d", d), in(time.August, 10+d))
		}
	}
	f.lead("CRM-9", in(time.September, 1))
	f.win("CRM-0", in(time.August, 31), f.pme, 1, 90_000)
	f.win("CRM-1", in(time.October, 1), f.pme, 1, 0)
	f.win("CRM-2", in(time.October, 31), f.pme, 1, 0)
	f.win("CRM-9", in(time.October, 31), f.pme, 1, 0)
	f.win("CRM-9", in(time.November, 1), f.pme, 1, 0)
	f.win("CRM-404", in(time.October, 5), f.pme, 1, 0) // a lead that nobody knows
	f.win("", in(time.October, 5), f.pme, 7, 0)        // and sales that name none
	f.win("CRM-0", in(time.October, 9), f.pme, 1, 0)
	f.append(reversal(f.latest()))

	s := ledger.Segment{Channel: f.email, Persona: f.pme}
	linked := func(came, won time.Month, n int64) ledger.LinkedWins {
		return ledger.LinkedWins{Segment: s, Came: month(came), Won: month(won), Count: n}
	}
	same(t, "wins of known leads", []ledger.LinkedWins{
		linked(time.August, time.August, 1), linked(time.August, time.October, 2), linked(time.September, time.October, 1),
	}, must(f.LinkedWins(t.Context(), month(time.August), month(time.October)))(t))
	same(t, "of one month", []ledger.LinkedWins{linked(time.August, time.August, 1)},
		must(f.LinkedWins(t.Context(), month(time.July), month(time.September)))(t))
	same(t, "another workspace's", []ledger.LinkedWins{}, must(other.LinkedWins(t.Context(), month(time.July), month(time.December)))(t))

	// A lead taken back and given again is still one lead.
	f.append(reversal(f.latestOf("CRM-9")))
	f.lead("CRM-9b", in(time.September, 1))
	again := typed(f.cell(1), 1)
	again.Cell.Day, again.LeadRef = in(time.September, 1), "CRM-9"
	f.append(again)
	same(t, "of a lead given again", linked(time.September, time.October, 1),
		must(f.LinkedWins(t.Context(), month(time.October), month(time.October)))(t)[1])
}

// latestOf returns the lead of that id.
func (f *firm) latestOf(ref string) ledger.Written {
	f.Helper()
	for _, w := range must(f.RecentEntries(f.Context(), f.email, 100))(f) {
		if w.LeadRef == ref && w.Cell.Stage == ledger.Lead {
			return w
		}
	}
	f.Fatalf("there is no lead %s", ref)
	return ledger.Written{}
}

func personaSales(t *testing.T, f, other *firm) {
	f.win("", in(time.September, 30), f.pme, 1, 999_999)
	f.win("", in(time.October, 1), f.pme, 1, 90_000)
	f.win("", in(time.October, 31), f.pme, 4, 480_000)
	f.win("", in(time.October, 31), f.eti, 1, 700_000)
	f.win("", in(time.October, 20), f.eti, 3, 0) // for an amount nobody knows
	f.win("", in(time.October, 21), f.pme, 1, 5_000_000)
	f.append(reversal(f.latest()))
	f.win("", in(time.October, 22), f.pme, -1, -90_000) // a correction
	monthly := ledger.Entry{
		Cell:    ledger.Cell{Day: in(time.October, 31), Channel: f.seo, Persona: f.eti, Stage: ledger.Won},
		Monthly: true, Count: 2, AmountCents: 1_000_000, Source: ledger.Imported, RecordedAt: noon,
	}
	f.append(monthly)
	same(t, "October's sales", []ledger.PersonaSales{
		{Persona: f.pme, Count: 4, AmountCents: 480_000, LargestCents: 120_000},
		{Persona: f.eti, Count: 3, AmountCents: 1_700_000, LargestCents: 700_000},
	}, must(f.Sales(t.Context(), month(time.October), month(time.October)))(t))
	same(t, "another workspace's", []ledger.PersonaSales{}, must(other.Sales(t.Context(), month(time.July), month(time.December)))(t))
}
