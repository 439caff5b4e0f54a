package bot

import (
	"context"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
)

func TestFunnelOfARunningMonth(t *testing.T) {
	d := newDesk(t)
	wantSaid(t, d.types("UCLAIRE", "f0", "/sla entonnoir").Text, "Entonnoir, tous les canaux d'acquisition", "Novembre 2026 : 0 lead")
	d.change(func(ctx context.Context, p Page) error {
		_, err := p.Append(ctx, ledger.Entry{
			Cell:  ledger.Cell{Day: calendar.NewDate(2026, time.October, 20), Channel: 1, Persona: 1, Stage: ledger.Lead},
			Count: 40, Author: "UCLAIRE", Source: ledger.Typed, RecordedAt: d.clock,
		})
		return err
	})
	d.change(func(ctx context.Context, p Page) error {
		_, err := p.Append(ctx, ledger.Entry{
			Cell:  ledger.Cell{Day: calendar.NewDate(2026, time.October, 30), Channel: 1, Persona: 1, Stage: ledger.Won},
			Count: 1, AmountCents: 200_00, Author: "UCLAIRE", Source: ledger.Typed, RecordedAt: d.clock,
		})
		return err
	})
	d.types("UCLAIRE", "l1", "/leads 20 email pme hier")
	d.types("UMARC", "c1", "/ventes contactés 15 email pme")
	d.types("UMARC", "w1", "/ventes gagnés 2 email pme 500 €")
	wantSaid(t, d.types("UCLAIRE", "f1", "/sla entonnoir email").Text,
		"Entonnoir, E-mail", "Octobre 2026 : 40 leads, contactés 0, gagnés 1 (2,5 %)", "Novembre 2026 : 20 leads, contactés 15, gagnés 2 (10,0 %)",
		"10,0 % gagnés sur leads en novembre 2026, contre 2,5 % en octobre 2026 (leads −20, gagnés +1)")
	wantSaid(t, d.types("UJANE", "f2", "/sla funnel eti").Text, "Funnel, ETI", "November 2026: 0 leads")
}

func TestFunnelGolden(t *testing.T) {
	var months []report.FunnelMonth
	for i := range report.FunnelMonths {
		n := int64(i)
		months = append(months, report.FunnelMonth{
			Month: calendar.Month{Year: 2026, Month: time.June}.Add(i), Leads: 200 + 17*n, Contacted: 180 + 10*n, Won: 8 + n, Lost: 40, Rejected: n,
			WonCents: (8 + n) * 1_800_00, DaysToSale: 21 + i, Timed: i,
		})
	}
	n := newNovember(t)
	v := newView(newBoard(lang.Speak(lang.French), report.Report{Currency: "EUR"}, n.settings, false), subject{}, n.catalogue)
	l := v.funnelLetter(months)
	wantGolden(t, "funnel_fr", l.reply())
	v = newView(newBoard(lang.Speak(lang.English), report.Report{Currency: "EUR"}, n.settings, false), subject{Channel: n.channel("Inbound")}, n.catalogue)
	l = v.funnelLetter(months)
	wantGolden(t, "funnel_en", l.reply())
}
