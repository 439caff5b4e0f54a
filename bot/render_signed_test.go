package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

// signs adds a signature of the plan as it is now.
func (n *november) signs(m calendar.Month, side ledger.Team, person string, at time.Time) {
	plan, _ := n.Plan(context.Background(), m)
	_ = n.Sign(context.Background(), sla.Signature{Month: m, Side: side, Person: person, At: at, Terms: sla.TermsOf(plan, n.catalogue)})
}

// amends changes a goal of the month.
func (n *november) amends(m calendar.Month, at time.Time) {
	_ = n.SetGoal(context.Background(), m, ledger.Segment{Channel: 1, Persona: 1}, 50, sla.Author{ID: "UCLAIRE", At: at})
}

// The context line of a recap says who signed the SLA, as the recap to aim at
// does.
func TestWhoSignedInTheRecap(t *testing.T) {
	december := novemberMonth.Add(1)
	both := func(k known) {
		k.signs(novemberMonth, ledger.Marketing, "UCLAIRE", day(2))
		k.signs(novemberMonth, ledger.Sales, "UJULIEN", day(2).Add(time.Hour))
	}
	for _, c := range []struct {
		name   string
		sign   func(known)
		day    calendar.Date
		fr, en string
		not    string
	}{
		{
			"both", both, november16(),
			"SLA validé le 2 nov. par Claire M. et Julien B. · programmé par Claire M. · prochain : mar. 17, 09:00",
			"SLA signed 2 Nov by Claire M. and Julien B. · scheduled by Claire M. · next: Tue 17, 09:00",
			"amendé",
		},
		{
			"one", func(k known) { k.signs(novemberMonth, ledger.Sales, "UJULIEN", day(2)) }, november16(),
			"SLA validé par Julien B., à valider par le marketing · programmé par Claire M.",
			"SLA signed by Julien B., still to be signed by marketing · scheduled by Claire M.",
			"amendé",
		},
		{
			"amended", func(k known) { both(k); k.amends(novemberMonth, day(12)) }, november16(),
			"Engagement modifié le 12/11 par Claire M.\nSLA amendé le 12 nov., à revalider par Claire M. et Julien B. · programmé",
			"Commitment changed on 12/11 by Claire M.\nSLA amended 12 Nov, to be signed again by Claire M. and Julien B. · scheduled",
			"validé le",
		},
		{
			"amended, and signed again by one", func(k known) {
				both(k)
				k.amends(novemberMonth, day(12))
				k.signs(novemberMonth, ledger.Marketing, "UCLAIRE", day(12).Add(time.Hour))
			}, november16(),
			"SLA amendé le 12 nov., à revalider par Julien B. · programmé",
			"SLA amended 12 Nov, to be signed again by Julien B. · scheduled",
			"validé le",
		},
		{
			"amended, and signed again", func(k known) {
				both(k)
				k.amends(novemberMonth, day(12))
				k.signs(novemberMonth, ledger.Marketing, "UCLAIRE", day(12).Add(time.Hour))
				k.signs(novemberMonth, ledger.Sales, "UJULIEN", day(13))
			}, november16(),
			"Engagement modifié le 12/11 par Claire M.\nSLA validé le 13 nov. par Claire M. et Julien B. · programmé",
			"Commitment changed on 12/11 by Claire M.\nSLA signed 13 Nov by Claire M. and Julien B. · scheduled",
			"amendé",
		},
		{
			"amended on the day it was signed", func(k known) { both(k); k.amends(novemberMonth, day(2).Add(2*time.Hour)) }, november16(),
			"Engagement modifié le 02/11 par Claire M.\nSLA amendé le 2 nov., à revalider par",
			"Commitment changed on 02/11 by Claire M.\nSLA amended 2 Nov, to be signed again by",
			"validé le",
		},
		{
			"reworded", func(k known) {
				both(k)
				k.catalogue.Channels[0].Team = ledger.Sales
			}, november16(),
			"SLA modifié depuis sa validation, à revalider par Claire M. et Julien B.",
			"SLA changed since it was signed, to be signed again by Claire M. and Julien B.",
			"validé le",
		},
		{
			"nobody", func(known) {}, november16(),
			"Programmé par Claire M. · prochain", "Scheduled by Claire M. · next", "SLA validé",
		},
		{
			"carried over, and not signed", func(k known) { both(k) }, calendar.NewDate(2026, time.December, 8),
			"Plan reconduit depuis novembre 2026, non validé\nProgrammé par", "Plan carried over since November 2026, not confirmed\nScheduled by", "SLA validé",
		},
		{
			"carried over, and signed", func(k known) {
				k.signs(december, ledger.Marketing, "UCLAIRE", day(30))
				k.signs(december, ledger.Sales, "UJULIEN", day(30))
			}, calendar.NewDate(2026, time.December, 8),
			"SLA validé le 30 nov. par Claire M. et Julien B. · programmé", "SLA signed 30 Nov by Claire M. and Julien B. · scheduled", "reconduit",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newKnown(t)
			c.sign(k)
			e := k.morning(t, c.day)
			e.People = map[string]string{"UCLAIRE": "Claire M.", "UJULIEN": "Julien B."}
			for l, want := range map[lang.Language]string{lang.French: c.fr, lang.English: c.en} {
				r := posted(t, e, l)
				wantFits(t, r)
				wantSaid(t, r.Text, want)
				if strings.Contains(r.Text, c.not) {
					t.Errorf("says %q:\n%s", c.not, r.Text)
				}
			}
		})
	}
}

func TestSignedRecapGolden(t *testing.T) {
	k := newKnown(t)
	k.signs(novemberMonth, ledger.Marketing, "UCLAIRE", day(2))
	k.signs(novemberMonth, ledger.Sales, "UJULIEN", day(2))
	e := k.morning(t, november16())
	e.People = map[string]string{"UCLAIRE": "Claire M.", "UJULIEN": "Julien B."}
	wantGolden(t, "recap_signed", posted(t, e, lang.French))
	k.amends(novemberMonth, day(12))
	wantGolden(t, "why_amended_signed", k.does(t, lang.English, phrase.Why{Channel: 1}))
}
