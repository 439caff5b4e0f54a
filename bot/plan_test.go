package bot

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

func (n *november) does(t *testing.T, l lang.Language, cmd phrase.Command) reply {
	t.Helper()
	r, err := n.bot().sla(context.Background(), n.asks(t, l, fmt.Sprintf("%T %v", cmd, cmd)), cmd)
	if err != nil {
		t.Fatalf("%#v: %v", cmd, err)
	}
	wantFits(t, r)
	return r
}

func TestPlanChangeSaysOldNewAndEffect(t *testing.T) {
	email := ledger.Segment{Channel: 3, Persona: 1}
	november := func(d int) calendar.Date { return calendar.NewDate(2026, time.November, d) }
	for _, c := range []struct {
		name string
		cmd  phrase.Command
		fr   string
	}{
		{
			"goal",
			phrase.SetGoal{Segment: email, Leads: 120},
			"*E-mail · PME* : engagement 60 → 120 leads, dès novembre 2026.\n" +
				"Engagement total, novembre 2026 : 43 216 € → 47 536 € (+4 320 €)\n" +
				"Le plan du mois était déjà arrêté : ses récaps diront « engagement modifié le 16/11 par <@UCLAIRE> ».",
		},
		{
			"rate",
			phrase.SetRate{Segment: email, Rate: decimal.RequireFromString("0.035")},
			"*E-mail · PME* : taux de transformation 4 % → 3,5 %, dès novembre 2026.\n" +
				"Engagement total, novembre 2026 : 43 216 € → 42 676 € (−540 €)",
		},
		{
			"sale of a later month",
			phrase.SetSale{Persona: 1, Cents: 200_050, Month: calendar.Month{Year: 2026, Month: time.December}},
			"*PME* : vente moyenne 1 800 € → 2 000,50 €, dès décembre 2026.\n" +
				"Engagement total, décembre 2026 : 43 216 € → 45 145 € (+1 929 €)",
		},
		{
			"the same goal",
			phrase.SetGoal{Segment: email, Leads: 60},
			"*E-mail · PME* : l'engagement était déjà de 60 leads en novembre 2026.\n" +
				"Engagement total inchangé, novembre 2026 : 43 216 €",
		},
		{
			"dates",
			phrase.SetSpan{Channel: 3, First: november(24), Last: november(27)},
			"*E-mail* : engagement tout le mois → du 24/11 au 27/11, en novembre 2026.",
		},
		{
			"target",
			phrase.SetTarget{Cents: 44_000_00},
			"Objectif de chiffre d'affaires – → 44 000 €, dès novembre 2026.\n" +
				"Objectif de chiffre d'affaires 44 000 € · engagement moins objectif −784 €",
		},
		{
			"definition",
			phrase.SetDefinition{Channel: 3, Text: "Un contact <qui> a cliqué"},
			"*E-mail*, ce qui compte comme un lead dès novembre 2026 : « Un contact &lt;qui&gt; a cliqué ». C'était : –.\n" +
				"Le plan du mois était déjà arrêté : ses récaps diront « E-mail : définition modifiée le 16/11 par <@UCLAIRE> ».",
		},
		{"team", phrase.SetTeam{Channel: 3, Team: ledger.Sales}, "*E-mail* : équipe marketing → ventes."},
		{"default persona", phrase.SetChannelPersona{Channel: 3, Persona: 1}, "*E-mail* : persona par défaut aucun → PME."},
		{
			"aliases",
			phrase.SetAliases{Of: ledger.Segment{Persona: 1}, Aliases: []string{"TPE", "<petits>"}},
			"*PME* : alias – → « TPE, &lt;petits&gt; ».",
		},
		{
			"name",
			phrase.Rename{Of: ledger.Segment{Channel: 3}, Name: "Campagnes"},
			"*E-mail* s'appelle désormais *Campagnes* ; l'ancien nom reste compris.",
		},
		{"spelling", phrase.Rename{Of: ledger.Segment{Channel: 3}, Name: "Email"}, "*E-mail* s'écrit désormais *Email*."},
		{
			"channel archived",
			phrase.Archive{Of: ledger.Segment{Channel: 3}},
			"*E-mail* est archivé : plus rien ne lui est promis dès novembre 2026, et ce qui a été saisi reste.\n" +
				"Engagement total, novembre 2026 : 43 216 € → 32 866 € (−10 350 €)\n" +
				"Le plan du mois était déjà arrêté : ses récaps diront « engagement modifié le 16/11 par <@UCLAIRE> ».",
		},
		{"channel not archived", phrase.Archive{Of: ledger.Segment{Channel: 3}, Restore: true}, "*E-mail* n'est pas archivé."},
		{"owner", phrase.SetOwner{Channel: 2, User: "UCLAIRE"}, "*Inbound* : responsable <@UMARC> → <@UCLAIRE>."},
		{"no owner", phrase.SetOwner{Channel: 2}, "*Inbound* : responsable <@UMARC> → personne."},
		{"rhythm", phrase.SetRhythm{Channel: 2, Rhythm: ledger.Weekly}, "*Inbound* : saisie chaque jour → chaque semaine."},
		{
			"closure",
			phrase.Close{First: november(30), Last: calendar.NewDate(2026, time.December, 1)},
			"Fermé du 30/11 au 01/12.\nNovembre 2026 : 20 → 19 jours ouvrés\nDécembre 2026 : 22 → 21 jours ouvrés\n" +
				"Le plan du mois était déjà arrêté : ses récaps diront « fermeture du 30/11 au 01/12 ajoutée le 16/11 par <@UCLAIRE> ».",
		},
		{
			"closure of a month that has not begun",
			phrase.Close{First: calendar.NewDate(2026, time.December, 24), Last: calendar.NewDate(2026, time.December, 24)},
			"Fermé le jeudi 24 décembre.\nDécembre 2026 : 22 → 21 jours ouvrés",
		},
		{
			"closure of a weekend",
			phrase.Close{First: november(21), Last: november(22)},
			"Fermé du 21/11 au 22/11.\nNovembre 2026 : 20 → 20 jours ouvrés",
		},
		{
			"holiday worked",
			phrase.Open{First: november(11), Last: november(11)},
			"Ouvert le mercredi 11 novembre.\nNovembre 2026 : 20 → 21 jours ouvrés\n" +
				"Le plan du mois était déjà arrêté : ses récaps diront « ouverture du 11/11 ajoutée le 16/11 par <@UCLAIRE> ».",
		},
		{
			"channel",
			phrase.AddChannel{Name: "Salon *Pro*", Team: ledger.Sales},
			"Canal d'acquisition *Salon " + breath + "*" + breath + "Pro" + breath + "*" + breath + "* ajouté, côté ventes. Pour l'engager : " +
				"`/sla set salon " + breath + "*" + breath + "pro" + breath + "*" + breath + " pme engagement 120`",
		},
		{
			"persona",
			phrase.AddPersona{Name: "Collectivité"},
			"Persona *Collectivité* ajouté. Sa vente moyenne : `/sla set collectivité vente 1800 €`",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNovember(t)
			n.people = map[string]ledger.Person{"UCLAIRE": {ID: "UCLAIRE", Name: "Claire", RefreshedAt: monday16}}
			if got := spaces.Replace(n.does(t, lang.French, c.cmd).Text); got != c.fr {
				t.Errorf("got\n%s\nwant\n%s", got, c.fr)
			}
		})
	}
}

func TestPlanChangeRefused(t *testing.T) {
	email := ledger.Segment{Channel: 3, Persona: 1}
	september := calendar.Month{Year: 2026, Month: time.September}
	for _, c := range []struct {
		name string
		cmd  phrase.Command
		want lang.ID
	}{
		{"closed month", phrase.SetGoal{Segment: email, Leads: 1, Month: september}, "plan.closed_month"},
		{"negative goal", phrase.SetGoal{Segment: email, Leads: -1}, "plan.bad_goal"},
		{"absurd goal", phrase.SetGoal{Segment: email, Leads: mostLeads + 1}, "plan.bad_goal"},
		{"rate over 100 %", phrase.SetRate{Segment: email, Rate: decimal.RequireFromString("1.01")}, "plan.bad_rate"},
		{"negative rate", phrase.SetRate{Segment: email, Rate: decimal.RequireFromString("-0.01")}, "plan.bad_rate"},
		{"negative target", phrase.SetTarget{Cents: -1}, "plan.bad_target"},
		{"definition in a closed month", phrase.SetDefinition{Channel: 3, Text: "x", Month: september}, "plan.closed_month"},
		{"negative sale", phrase.SetSale{Persona: 1, Cents: -1}, "plan.bad_sale"},
		{"dates backwards", phrase.SetSpan{Channel: 3, First: september.Last(), Last: september.First()}, "plan.backward_days"},
		{"dates over two months", phrase.SetSpan{Channel: 3, First: september.Last(), Last: september.Add(1).First()}, "plan.span_over_months"},
		{"closure in a closed month", phrase.Close{First: september.First(), Last: september.First()}, "plan.closed_month"},
		{"closure of years", phrase.Close{First: september.First(), Last: september.Add(14).First()}, "plan.too_many_days"},
		{"thresholds crossed", phrase.SetOption{Key: "off_track_below", Value: "30"}, "settings.thresholds_crossed"},
		{"no such zone", phrase.SetOption{Key: "time_zone", Value: "Mars/Base"}, "options.time_zone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNovember(t)
			_, err := n.bot().sla(context.Background(), n.asks(t, lang.French, c.name), c.cmd)
			wantProblem(t, err, c.want)
			if len(n.kept) != 0 || len(n.exceptions) != 0 {
				t.Error("something was kept of a change that was refused")
			}
		})
	}
}

func TestPlanIsForManagers(t *testing.T) {
	n := newNovember(t)
	n.managers = []ledger.Person{{ID: "UMARC", Name: "Marc"}, {ID: "UJULIE", Name: "Julie"}}
	a := n.asks(t, lang.French, "set")
	a.person = ledger.Person{ID: "UPAUL", Name: "Paul"}
	for _, cmd := range []phrase.Command{
		phrase.SetGoal{Segment: ledger.Segment{Channel: 3, Persona: 1}, Leads: 1},
		phrase.AddPersona{Name: "X"},
		phrase.Close{},
		phrase.SetOption{Key: "alsace", Value: "true"},
	} {
		_, err := n.bot().sla(context.Background(), a, cmd)
		wantProblem(t, err, "plan.ask_managers")
	}
	if len(n.kept) != 0 {
		t.Error("somebody who is no manager changed the plan")
	}
}

func TestPlanChangeOnceForEachDelivery(t *testing.T) {
	n := newNovember(t)
	a := n.asks(t, lang.French, "set")
	cmd := phrase.SetGoal{Segment: ledger.Segment{Channel: 3, Persona: 1}, Leads: 120}
	first, err := n.bot().sla(context.Background(), a, cmd)
	if err != nil {
		t.Fatal(err)
	}
	second, err := n.bot().sla(context.Background(), a, cmd)
	if err != nil || second.Text != first.Text {
		t.Errorf("the second delivery was told %q, %v; want %q", second.Text, err, first.Text)
	}
}

func wantProblem(t *testing.T, err error, want lang.ID) {
	t.Helper()
	var p *lang.Problem
	if !errors.As(err, &p) || p.ID != want {
		t.Fatalf("got %v; want the problem %q", err, want)
	}
	for _, l := range []lang.Language{lang.French, lang.English} {
		if said := lang.Speak(l).Problem(p); said == string(want) {
			t.Errorf("nothing says %q in %s", want, l)
		}
	}
}
