package phrase

import (
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

func TestSLAQuestions(t *testing.T) {
	for _, c := range []struct {
		text string
		want Command
	}{
		{"", Status{}},
		{"email", Status{Channel: email}},
		{"pme", Status{Persona: small}},
		{"email pme", Status{Channel: email, Persona: small}},
		{"PME e-mail", Status{Channel: email, Persona: small}},
		{"trafic naturel grand compte", Status{Channel: organic, Persona: large}},
		{"annuaire", Status{Channel: retired}},
		{"octobre", Status{Month: month(2026, time.October)}},
		{"october", Status{Month: month(2026, time.October)}},
		{"oct", Status{Month: month(2026, time.October)}},
		{"décembre", Status{Month: month(2025, time.December)}},
		{"novembre", Status{}},
		{"octobre 2024", Status{Month: month(2024, time.October)}},
		{"2026-10", Status{Month: month(2026, time.October)}},
		{"10/2026", Status{Month: month(2026, time.October)}},
		{"mois dernier", Status{Month: month(2026, time.October)}},
		{"last month", Status{Month: month(2026, time.October)}},
		{"ce mois", Status{}},
		{"email octobre", Status{Channel: email, Month: month(2026, time.October)}},
		{"octobre email pme", Status{Channel: email, Persona: small, Month: month(2026, time.October)}},
		{"qui est en retard", Status{Ask: AskLate}},
		{"combien il en faut", Status{Ask: AskNeeded}},
		{"emial", Status{Channel: email, Guessed: true}},
		{"email foo", Status{Channel: email, Guessed: true}},
		{"email inbound", Status{Channel: email, Guessed: true}},
		{"why", Why{}},
		{"why email", Why{Channel: email}},
		{"entonnoir", Funnel{}},
		{"entonnoir email pme", Funnel{Channel: email, Persona: small}},
		{"funnel inbound october", Funnel{Channel: inbound, Month: month(2026, time.October)}},
		{"pourquoi email pme octobre", Why{Channel: email, Persona: small, Month: month(2026, time.October)}},
		{"pourquoi l'e-mail ?", Why{Channel: email}},
		{"why emial", Why{Channel: email}},
		{"plan", ShowPlan{}},
		{"plan octobre", ShowPlan{Month: month(2026, time.October)}},
		{"plan décembre", ShowPlan{Month: month(2026, time.December)}},
		{"plan janvier", ShowPlan{Month: month(2027, time.January)}},
		{"plan ce mois", ShowPlan{}},
		{"qui est à risque", Status{Ask: AskLate}},
		{"le plan de décembre 2025", ShowPlan{Month: month(2025, time.December)}},
		{"taux", ShowRates{}},
		{"rates", ShowRates{}},
		{"les taux de transformation", ShowRates{}},
		{"taux email", ShowRates{Channel: email}},
		{"close rates PME", ShowRates{Persona: small}},
		{"taux de conclusion email pme ?", ShowRates{Channel: email, Persona: small}},
		{"taux octobre", ShowRates{Month: month(2026, time.October)}},
		{"rates december", ShowRates{Month: month(2026, time.December)}},
		{"pourquoi le taux de l'email", Why{Channel: email}},
		{"import", Import{}},
		{"importer le plan", Import{}},
		{"import the workbook please", Import{}},
		{"export", Export{}},
		{"exporter", Export{}},
		{"exporter le classeur de novembre", Export{}},
		{"export october", Export{Month: month(2026, time.October)}},
		{"le classeur de décembre", Export{Month: month(2026, time.December)}},
		{"settings", ShowSettings{}},
		{"réglages", ShowSettings{}},
		{"reglages", ShowSettings{}},
		{"help", Help{}},
		{"aide", Help{}},
		{"?", Help{}},
	} {
		t.Run(c.text, func(t *testing.T) { wantCommand(t, SLA, c.text, c.want) })
	}
}

func TestSLASets(t *testing.T) {
	cell := segment(email, small)
	december := month(2026, time.December)
	for _, c := range []struct {
		text string
		want Command
	}{
		{"set email pme engagement 120", SetGoal{Segment: cell, Leads: 120}},
		{"fixer objectif 120 pour email pme", SetGoal{Segment: cell, Leads: 120}},
		{"set email pme goal 120", SetGoal{Segment: cell, Leads: 120}},
		{"set email pme goal 0", SetGoal{Segment: cell}},
		{"mettre l'engagement email PME à 1200 leads", SetGoal{Segment: cell, Leads: 1200}},
		{"set email pme engagement 120 décembre", SetGoal{Segment: cell, Leads: 120, Month: december}},
		{"set email pme engagement 120 2026-12", SetGoal{Segment: cell, Leads: 120, Month: december}},
		{"set email pme goal 120 january", SetGoal{Segment: cell, Leads: 120, Month: month(2027, time.January)}},
		{"set email pme engagement 120 mois prochain", SetGoal{Segment: cell, Leads: 120, Month: december}},
		{"set Salon 2026 pme engagement 30", SetGoal{Segment: segment(fair, small), Leads: 30}},

		{"set email pme taux 3,5 %", SetRate{Segment: cell, Rate: dec("0.035")}},
		{"set email pme taux 3.5%", SetRate{Segment: cell, Rate: dec("0.035")}},
		{"set email pme taux de conclusion 3,5", SetRate{Segment: cell, Rate: dec("0.035")}},
		{"set email pme conversion 12,5", SetRate{Segment: cell, Rate: dec("0.125")}},
		{"set email pme closing 12.5", SetRate{Segment: cell, Rate: dec("0.125")}},
		{"set email pme close rate 4 %", SetRate{Segment: cell, Rate: dec("0.04")}},
		{"set email pme rate 0,035", SetRate{Segment: cell, Rate: dec("0.035")}},
		{"set email pme taux 0.035", SetRate{Segment: cell, Rate: dec("0.035")}},
		{"set email pme taux 0 %", SetRate{Segment: cell, Rate: dec("0")}},
		{"set email pme taux 100 %", SetRate{Segment: cell, Rate: dec("1")}},
		{"set email pme taux 3,125 %", SetRate{Segment: cell, Rate: dec("0.03125")}},
		{"set email pme taux 0,5 %", SetRate{Segment: cell, Rate: dec("0.005")}},
		{"set email pme taux 3,5 % décembre", SetRate{Segment: cell, Rate: dec("0.035"), Month: december}},

		{"set pme vente 210 €", SetSale{Persona: small, Cents: 210_00}},
		{"set pme vente 210€", SetSale{Persona: small, Cents: 210_00}},
		{"set pme vente 210", SetSale{Persona: small, Cents: 210_00}},
		{"set pme vente moyenne 210 euros", SetSale{Persona: small, Cents: 210_00}},
		{"set pme average sale 210 eur", SetSale{Persona: small, Cents: 210_00}},
		{"set pme sale €1,800", SetSale{Persona: small, Cents: 1800_00}},
		{"set pme sale €1,800.50", SetSale{Persona: small, Cents: 1800_50}},
		{"set pme vente 1 800 €", SetSale{Persona: small, Cents: 1800_00}},
		{"set pme vente 1 800,50 €", SetSale{Persona: small, Cents: 1800_50}},
		{"set pme vente 1\u202f800,50\u00a0€", SetSale{Persona: small, Cents: 1800_50}},
		{"set pme vente 1.800,50 €", SetSale{Persona: small, Cents: 1800_50}},
		{"set pme vente 1800,5", SetSale{Persona: small, Cents: 1800_50}},
		{"set pme vente 12 345 678 €", SetSale{Persona: small, Cents: 12345678_00}},
		{"set octobre email pme engagement 10", SetGoal{Segment: cell, Leads: 10, Month: month(2026, time.October)}},
		{"set juin email pme taux 3 %", SetRate{Segment: cell, Rate: dec("0.03"), Month: month(2026, time.June)}},
		{"set email pme engagement 120 mai", SetGoal{Segment: cell, Leads: 120, Month: month(2027, time.May)}},
		{"set octobre 2027 email pme engagement 10", SetGoal{Segment: cell, Leads: 10, Month: month(2027, time.October)}},
		{"set pme vente 250 € janvier 2027", SetSale{Persona: small, Cents: 250_00, Month: month(2027, time.January)}},

		{"set email dates 24/11-27/11", SetSpan{email, day(time.November, 24), day(time.November, 27)}},
		{"set salon 2026 dates du 24 au 27 novembre", SetSpan{fair, day(time.November, 24), day(time.November, 27)}},
		{"set salon 2026 dates 24-27/10", SetSpan{fair, day(time.October, 24), day(time.October, 27)}},
		{"set salon 2026 dates 12/1-15/1", SetSpan{fair, calendar.NewDate(2027, time.January, 12), calendar.NewDate(2027, time.January, 15)}},
		{"set salon 2026 dates tout le mois", SetSpan{Channel: fair}},
		{"set email responsable ventes <@U0123ABC>", SetOwner{Channel: email, User: "U0123ABC", Sales: true}},
		{"set email responsable <@U123|claire>", SetOwner{Channel: email, User: "U123"}},
		{"set email owner <@W0A1>", SetOwner{Channel: email, User: "W0A1"}},
		{"set email responsable personne", SetOwner{Channel: email, User: ""}},
		{"set email rythme hebdo", SetRhythm{email, ledger.Weekly}},
		{"set email rhythm daily", SetRhythm{email, ledger.Daily}},
		{"set salon 2026 rythme occasionnel", SetRhythm{fair, ledger.Occasional}},

		{"set chiffre d'affaires 120 000 €", SetTarget{Cents: 120_000_00}},
		{"set objectif de chiffre d’affaires 120000 décembre", SetTarget{Cents: 120_000_00, Month: december}},
		{"set revenue target €120,000.50", SetTarget{Cents: 120_000_50}},
		{"set objectif CA aucun", SetTarget{}},
		{"set email équipe ventes", SetTeam{email, ledger.Sales}},
		{"set outbound team marketing", SetTeam{outbound, ledger.Marketing}},
		{"set outbound côté vente", SetTeam{outbound, ledger.Sales}},
		{"set email persona pme", SetChannelPersona{email, small}},
		{"set outbound persona aucun", SetChannelPersona{Channel: outbound}},
		{"set email alias campagne, info lettre", SetAliases{ledger.Segment{Channel: email}, []string{"campagne", "info lettre"}}},
		{"set alias de email : mailing ; « Campagne »", SetAliases{ledger.Segment{Channel: email}, []string{"mailing", "Campagne"}}},
		{"set pme alias TPE", SetAliases{ledger.Segment{Persona: small}, []string{"TPE"}}},
		{"set pme alias aucun", SetAliases{Of: ledger.Segment{Persona: small}}},
		{"set email définition Qui clique et demande de l'aide, 3 fois au plus", SetDefinition{Channel: email, Text: "Qui clique et demande de l'aide, 3 fois au plus"}},
		{"set définition email : « Un contact inbound »", SetDefinition{Channel: email, Text: "Un contact inbound"}},
		{"set email definition says « yes »", SetDefinition{Channel: email, Text: "says « yes »"}},
		{"set email définition aucune", SetDefinition{Channel: email}},

		{"set devise usd", SetOption{"currency", "USD"}},
		{"réglages devise CHF", SetOption{"currency", "CHF"}},
		{"settings currency €", SetOption{"currency", "EUR"}},
		{"set tenu 90 %", SetOption{"held_share", "90"}},
		{"réglages à risque 25%", SetOption{"at_risk_below", "25"}},
		{"settings off track 10", SetOption{"off_track_below", "10"}},
		{"réglages persona pme", SetOption{"default_persona", "1"}},
		{"set courbe 50 % à 30 jours", SetOption{"maturity", "0.5@30"}},
		{"set courbe de maturité 50 % à 30 jours, 80 % à 3 mois", SetOption{"maturity", "0.5@30 0.8@90"}},
		{"réglages courbe 12,5% à 2 semaines puis 50% à 30j", SetOption{"maturity", "0.125@14 0.5@30"}},
		{"set curve 50% of our sales come within 30 days", SetOption{"maturity", "0.5@30"}},
		{"set maturity 33.3% in 1 month and 100% in 6 months", SetOption{"maturity", "0.333@30 1@180"}},
		{"set courbe apprise", SetOption{"maturity", ""}},
		{"set curve learned", SetOption{"maturity", ""}},

		{"set langue anglais", SetOption{"language", "en"}},
		{"set langue fr", SetOption{"language", "fr"}},
		{"set language French", SetOption{"language", "fr"}},
		{"set fuseau Europe/Paris", SetOption{"time_zone", "Europe/Paris"}},
		{"set time zone america/new_york", SetOption{"time_zone", "America/New_York"}},
		{"set fuseau UTC", SetOption{"time_zone", "UTC"}},
		{"set pays fr", SetOption{"country", "FR"}},
		{"set pays Belgique", SetOption{"country", "BE"}},
		{"set alsace oui", SetOption{"alsace", "true"}},
		{"set alsace off", SetOption{"alsace", "false"}},
		{"set jours calendaires oui", SetOption{"calendar_days", "true"}},
		{"set masquer les euros oui", SetOption{"hide_euros", "true"}},
		{"set fin de journée 17h30", SetOption{"day_ends_at", "17:30"}},
		{"set clôture 5", SetOption{"closes_after", "5"}},
		{"set persona pme", SetOption{"default_persona", "1"}},
		{"set persona aucun", SetOption{"default_persona", "0"}},
	} {
		t.Run(c.text, func(t *testing.T) { wantCommand(t, SLA, c.text, c.want) })
	}
}

func TestSLAAddsAndCloses(t *testing.T) {
	for _, c := range []struct {
		text string
		want Command
	}{
		{"add canal Webinaire", AddChannel{"Webinaire", ledger.Marketing}},
		{"ajouter canal d'acquisition Webinaire", AddChannel{"Webinaire", ledger.Marketing}},
		{"ajouter le canal « Salon 2027 »", AddChannel{"Salon 2027", ledger.Marketing}},
		{"add channel: R&amp;D days", AddChannel{"R&D days", ledger.Marketing}},
		{"add channel Trade-shows (Lyon)", AddChannel{"Trade-shows (Lyon)", ledger.Marketing}},
		{"add canal Prospection ventes", AddChannel{"Prospection", ledger.Sales}},
		{"add canal Prospection pour les ventes", AddChannel{"Prospection", ledger.Sales}},
		{"add channel Cold calls (sales)", AddChannel{"Cold calls", ledger.Sales}},
		{"add canal Blog marketing", AddChannel{"Blog", ledger.Marketing}},
		{"add canal Force de ventes", AddChannel{"Force de ventes", ledger.Marketing}},
		{"renommer email en Campagnes", Rename{ledger.Segment{Channel: email}, "Campagnes"}},
		{"rename mailing to E-mailing 2027", Rename{ledger.Segment{Channel: email}, "E-mailing 2027"}},
		{"renommer le canal Salon 2026 « Salon 2027 »", Rename{ledger.Segment{Channel: fair}, "Salon 2027"}},
		{"rename email: E-Mail", Rename{ledger.Segment{Channel: email}, "E-Mail"}},
		{"renommer le persona pme en Petites entreprises", Rename{ledger.Segment{Persona: small}, "Petites entreprises"}},
		{"archiver SEA", Archive{Of: ledger.Segment{Channel: sea}}},
		{"archive persona grand compte", Archive{Of: ledger.Segment{Persona: large}}},
		{"restaurer annuaire", Archive{Of: ledger.Segment{Channel: retired}, Restore: true}},
		{"unarchive channel annuaire", Archive{Of: ledger.Segment{Channel: retired}, Restore: true}},
		{"add persona Collectivité locale", AddPersona{"Collectivité locale"}},
		{"fermé 3-21/08", Close{calendar.NewDate(2027, time.August, 3), calendar.NewDate(2027, time.August, 21)}},
		{"closed 24/12", Close{day(time.December, 24), day(time.December, 24)}},
		{"fermé 24/12-2/1", Close{day(time.December, 24), calendar.NewDate(2027, time.January, 2)}},
		{"fermé 20/10-20/11", Close{day(time.October, 20), day(time.November, 20)}},
		{"fermé 24/12 au 31/12", Close{day(time.December, 24), day(time.December, 31)}},
		{"fermé du 24 au 31 décembre", Close{day(time.December, 24), day(time.December, 31)}},
		{"fermé du 24 décembre au 2 janvier", Close{day(time.December, 24), calendar.NewDate(2027, time.January, 2)}},
		{"closed from 24/12 to 31/12", Close{day(time.December, 24), day(time.December, 31)}},
		{"fermé 24/12 - 31/12", Close{day(time.December, 24), day(time.December, 31)}},
		{"fermé 24/12/2026-02/01/2027", Close{day(time.December, 24), calendar.NewDate(2027, time.January, 2)}},
		{"fermé 24/12/2026 au 2/1", Close{day(time.December, 24), calendar.NewDate(2027, time.January, 2)}},
		{"closed 2026-12-24/2026-12-31", Close{day(time.December, 24), day(time.December, 31)}},
		{"closed 2026-12-24", Close{day(time.December, 24), day(time.December, 24)}},
		{"fermé 2/11", Close{day(time.November, 2), day(time.November, 2)}},
		{"fermé demain", Close{day(time.November, 18), day(time.November, 18)}},
		{"fermé lundi", Close{day(time.November, 23), day(time.November, 23)}},
		{"ouvert 25/05", Open{calendar.NewDate(2027, time.May, 25), calendar.NewDate(2027, time.May, 25)}},
		{"open 25/05/2026", Open{day(time.May, 25), day(time.May, 25)}},
	} {
		t.Run(c.text, func(t *testing.T) { wantCommand(t, SLA, c.text, c.want) })
	}
}

func TestSLARefuses(t *testing.T) {
	for _, c := range []struct {
		text string
		want lang.ID
	}{
		{"set", "phrase.set_what"},
		{"set email pme 120", "phrase.set_what"},
		{"set email engagement 120", "phrase.set_goal"},
		{"set email pme engagement", "phrase.set_goal"},
		{"set emial pme engagement 120", "phrase.unknown_word_near"},
		{"set email pmee engagement 120", "phrase.unknown_word_near"},
		{"set email zzzz engagement 120", "phrase.unknown_word"},
		{"set email inbound pme engagement 120", "phrase.two_channels"},
		{"set annuaire pme engagement 120", "phrase.archived"},
		{"set email pme engagement -3", "phrase.negative"},
		{"set email pme engagement 12,5", "phrase.not_whole"},
		{"set email pme engagement 1.200", "phrase.two_readings"},
		{"set email pme engagement 1 200", "phrase.two_readings"},
		{"set email pme engagement 120 130", "phrase.two_readings"},
		{"set email pme engagement 120 13", "phrase.two_numbers"},
		{"set email pme engagement 2000000", "phrase.too_many"},
		{"set email pme engagement 120 foo", "phrase.unknown_word"},
		{"set email pme taux", "phrase.set_rate"},
		{"set email pme taux trois", "phrase.set_rate"},
		{"set email taux 3 %", "phrase.set_rate"},
		{"set email pme taux 0,5", "phrase.two_readings"},
		{"set email pme taux 1", "phrase.two_readings"},
		{"set email pme taux 101 %", "phrase.rate_range"},
		{"set email pme taux 350", "phrase.rate_range"},
		{"set email pme taux -3 %", "phrase.rate_range"},
		{"set email pme taux 3 % 4 %", "phrase.two_numbers"},
		{"set email pme taux 3,5,5", "phrase.set_rate"},
		{"set pme vente 1.2.3", "phrase.set_sale"},
		{"set pme vente 1.234,567.8", "phrase.set_sale"},
		{"set rythme hebdo", "phrase.set_rhythm"},
		{"set responsable <@U123>", "phrase.set_owner"},
		{"set email responsable <@u123>", "phrase.set_owner"},
		{"set email responsable <@>", "phrase.set_owner"},
		{"set langue fr foo", "phrase.unknown_word"},
		{"set email dates 24/11-foo", "phrase.which_days"},
		{"set email dates foo-24/11", "phrase.which_days"},
		{"set pme vente", "phrase.set_sale"},
		{"set email pme vente 210", "phrase.set_sale"},
		{"set vente 210", "phrase.set_sale"},
		{"set pme vente -210 €", "phrase.negative"},
		{"set pme vente 1.800", "phrase.two_readings"},
		{"set pme vente 1,800", "phrase.two_readings"},
		{"set pme vente 1,800 €", "phrase.two_readings"},
		{"set pme vente 1.800 €", "phrase.two_readings"},
		{"set pme vente €1.800", "phrase.two_readings"},
		{"set pme vente 12,3456", "phrase.bad_amount"},
		{"set pme vente 99999999999", "phrase.bad_amount"},
		{"set pme vente 210 $", "phrase.unknown_word"},
		{"set email dates", "phrase.which_days"},
		{"set dates 24/11-27/11", "phrase.set_dates"},
		{"set email dates 27/11/2026-24/11/2026", "phrase.days_backwards"},
		{"set email dates 31/11", "phrase.bad_day"},
		{"set email responsable", "phrase.set_owner"},
		{"set email responsable @claire", "phrase.set_owner"},
		{"set email rythme parfois", "phrase.set_rhythm"},
		{"set chiffre d'affaires", "phrase.set_target"},
		{"set chiffre d'affaires -5", "phrase.negative"},
		{"set email chiffre d'affaires 1000", "phrase.set_target"},
		{"set email équipe", "phrase.set_team"},
		{"set équipe ventes", "phrase.set_team"},
		{"set email équipe ventes marketing", "phrase.set_team"},
		{"set email persona", "phrase.set_channel_persona"},
		{"set email alias", "phrase.set_alias"},
		{"set alias mailing2", "phrase.set_alias"},
		{"set email alias seo", "phrase.name_taken"},
		{"set email alias lundi", "phrase.name_reserved"},
		{"set emial alias campagne", "phrase.unknown_word_near"},
		{"set email inbound alias campagne", "phrase.two_names"},
		{"set annuaire alias campagne", "phrase.archived"},
		{"set email définition", "phrase.set_definition"},
		{"set pme définition Une entreprise", "phrase.set_definition"},
		{"set définition Un contact", "phrase.set_definition"},
		{"set email définition " + strings.Repeat("é", LongestDefinition+1), "phrase.definition_too_long"},
		{"set devise zorkmid", "options.currency"},
		{"set tenu", "options.held_share"},
		{"set tenu 0 %", "options.held_share"},
		{"réglages foo", "phrase.set_what"},
		{"set courbe", "options.maturity"},
		{"set courbe 50 % à 30 jours, 40 % à 60 jours", "options.maturity"},
		{"set courbe 150 % à 30 jours", "options.maturity"},
		{"set courbe 50 % à 300 jours", "options.maturity"},
		{"set courbe 50 %", "options.maturity"},
		{"set courbe 50 % à 30 jours environ", "options.maturity"},
		{"set courbe 50 % à 30 kilomètres", "options.maturity"},
		{"set courbe la moitié en un mois", "options.maturity"},
		{"set langue", "options.language"},
		{"set langue klingon", "options.language"},
		{"set fuseau Mars/Base", "options.time_zone"},
		{"set pays zz", "options.country"},
		{"set alsace", "options.alsace"},
		{"set alsace peut-être", "options.alsace"},
		{"set fin de journée 25h", "options.day_ends_at"},
		{"set emial", "phrase.unknown_word_near"},
		{"add", "phrase.add_what"},
		{"add Webinaire", "phrase.add_what"},
		{"add canal", "phrase.add_what"},
		{"add canal lundi", "phrase.name_reserved"},
		{"add canal e mail", "phrase.name_taken"},
		{"add canal PME", "phrase.name_taken"},
		{"add canal Annuaire", "phrase.name_archived"},
		{"renommer", "phrase.rename_what"},
		{"renommer email", "phrase.rename_what"},
		{"renommer email en", "phrase.rename_what"},
		{"renommer emial en Campagnes", "phrase.unknown_word_near"},
		{"renommer email en Inbound", "phrase.name_taken"},
		{"renommer email en lundi", "phrase.name_reserved"},
		{"renommer annuaire en Bottin", "phrase.archived"},
		{"archiver", "phrase.archive_what"},
		{"archiver emial", "phrase.unknown_word_near"},
		{"archiver email inbound", "phrase.two_names"},
		{"archiver email lundi", "phrase.unknown_word"},
		{"fermé", "phrase.which_days"},
		{"fermé bientôt", "phrase.which_days"},
		{"fermé 31/11", "phrase.bad_day"},
		{"fermé 24/12 email", "phrase.unknown_word"},
		{"fermé ouvert 24/12", "phrase.one_at_a_time"},
		{"why foo", "phrase.unknown_word"},
		{"email\npme", "phrase.one_at_a_time"},
	} {
		t.Run(c.text, func(t *testing.T) { wantRefusal(t, SLA, c.text, c.want) })
	}
}

// A rate without the word that sets it is proposed with it.
func TestRatesAreNotSetByTheWay(t *testing.T) {
	for _, text := range []string{"taux email pme 3,5 %", "email pme taux 3,5"} {
		cmd, err := SLA(text, workspace())
		u, ok := cmd.(Unknown)
		if err != nil || !ok || len(u.Nearest) == 0 {
			t.Fatalf("%s: %#v, %v", text, cmd, err)
		}
		found := false
		for _, choice := range u.Nearest {
			found = found || strings.Contains(choice.Text, "set")
		}
		if !found {
			t.Errorf("%s: proposed %v", text, u.Nearest)
		}
	}
}

func TestSLAKnowsNothingOf(t *testing.T) {
	for _, text := range []string{"foo", "bla bla"} {
		t.Run(text, func(t *testing.T) {
			cmd, err := SLA(text, workspace())
			if err != nil {
				t.Fatal(bothLanguages(err))
			}
			if u, ok := cmd.(Unknown); !ok || u.Typed != text || len(u.Nearest) == 0 {
				t.Errorf("%#v; want Unknown with what works", cmd)
			}
		})
	}
}
