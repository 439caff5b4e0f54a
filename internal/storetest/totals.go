package storetest

import (
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func totals(t *testing.T, s *store.Store) {
	f, ctx := newFirm(t, s), t.Context()
	won := ledger.Cell{Day: day(3), Channel: f.email, Persona: f.pme, Stage: ledger.Won}
	seo := ledger.Cell{Day: day(2), Channel: f.seo, Persona: f.eti, Stage: ledger.Lead}
	october := f.cell(3)
	october.Day = calendar.NewDate(2026, time.October, 31)
	f.append(typed(f.cell(3), 12))
	f.append(typed(f.cell(3), -2))
	f.append(typed(seo, 0))
	f.append(typed(october, 4))
	f.append(ledger.Entry{Cell: october, Monthly: true, Count: 100, Source: ledger.Imported, RecordedAt: noon})
	sale := typed(won, 1)
	sale.AmountCents = 90_000
	f.append(sale)
	newFirm(t, s) // sees none of it

	same(t, "daily totals", []ledger.Total{
		{Cell: seo, Count: 0, Standing: 1},
		{Cell: f.cell(3), Count: 10, Standing: 2},
		{Cell: won, Count: 1, AmountCents: 90_000, Standing: 1},
	}, must(f.Totals(ctx, day(1), day(3)))(t))

	emailPME := ledger.Segment{Channel: f.email, Persona: f.pme}
	same(t, "monthly totals", []ledger.MonthTotal{
		{Month: month(time.October), Segment: emailPME, Stage: ledger.Lead, Count: 104},
		{Month: month(time.November), Segment: emailPME, Stage: ledger.Lead, Count: 10},
		{Month: month(time.November), Segment: emailPME, Stage: ledger.Won, Count: 1, AmountCents: 90_000},
		{Month: month(time.November), Segment: ledger.Segment{Channel: f.seo, Persona: f.eti}, Stage: ledger.Lead},
	}, must(f.MonthTotals(ctx, month(time.October), month(time.November)))(t))
	same(t, "of one month", 1, len(must(f.MonthTotals(ctx, month(time.October), month(time.October)))(t)))

	same(t, "last reported, a zero being a report", map[ledger.ChannelID]calendar.Date{f.email: day(3), f.seo: day(2)},
		must(f.LastReported(ctx, day(30)))(t))
	same(t, "last reported by the 2nd", map[ledger.ChannelID]calendar.Date{f.email: october.Day, f.seo: day(2)},
		must(f.LastReported(ctx, day(2)))(t))
	f.append(reversal(f.lastOf(f.seo)))
	same(t, "after undoing the zero", map[ledger.ChannelID]calendar.Date{f.email: day(3)},
		must(f.LastReported(ctx, day(30)))(t))

	eti := f.cell(3)
	eti.Persona = f.eti
	f.append(typed(eti, 7))
	same(t, "the largest day, personas added up", int64(17), must(f.LargestDay(ctx, f.email))(t))
	same(t, "the largest day of a channel without leads", int64(0), must(f.LargestDay(ctx, f.seo))(t))
	same(t, "the first month kept", calendar.Month{}, must(f.FirstKept(ctx, time.UTC))(t))
	f.balanced()
}

// lastOf returns a channel's newest entry.
func (f *firm) lastOf(channel ledger.ChannelID) ledger.Written {
	f.Helper()
	return must(f.RecentEntries(f.Context(), channel, 1))(f)[0]
}
