package main

import (
	"strings"
	"testing"
)

func TestWhereTheMonthStands(t *testing.T) {
	onEachStage(t, func(s *stage) {
		s.ask(marc, marketing, "/sla", "Novembre 2026", "léger retard, rattrapable", "17 738 €", "43 216 €", "132 leads", "Outbound", "Publicité")
		s.ask(marc, marketing, "/leads 10 email pme", "10 leads")
		email := s.ask(marc, marketing, "/sla email", "E-mail, novembre 2026", "10 350 €", "34 leads sur 90", "dont 10 aujourd'hui", "Attendu à ce jour 4 658 €")
		s.ask(marc, marketing, "/sla email pme", "E-mail", "PME")
		s.ask(marc, marketing, "/sla octobre", "octobre 2026")
		s.ask(emma, marketing, "/sla email", "E-mail, November 2026", "€10,350", "expected")

		s.press(marc, email, "sla_why", "D'où vient ce chiffre ?", "4 % × 1 800,00 €", "<@"+marc+">", "9/20")
		s.ask(marc, marketing, "/sla why email", "D'où vient ce chiffre ?", "72,00")

		shared := s.share(marc, email)
		s.wantWords(shared, "Partagé par <@"+marc+">", "E-mail, novembre 2026", "10 350 €")
		if len(s.messages(julien, marketing, "")) != 1 {
			s.Error("what was shared is not there for the others")
		}
	})
}

// share presses Share and returns what everybody gets to read.
func (s *stage) share(user string, m message) message {
	s.Helper()
	return s.hear(user, func(c *client) error { return c.Press(s.Context(), m, "sla_share") },
		func(m message) bool { return !m.Ephemeral })
}

func TestEurosMayBeHiddenFromAll(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/sla set masquer euros oui", "Montants masqués en public", "oui")
		private := s.ask(claire, marketing, "/sla email", "10 350 €")
		shared := s.share(claire, private)
		if strings.Contains(wordsOf(shared), "€") {
			s.Errorf("Share shows amounts: %s", wordsOf(shared))
		}
	}))
}

func TestOnlyManagersChangeThePlan(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/sla", "Novembre 2026") // she is known as a manager from now on
		for _, typed := range []string{
			"/sla set email pme engagement 120", "/sla set email pme taux 9 %", "/sla set pme vente 2000 €",
			"/sla add canal Webinaire", "/sla fermé 24/12", "/sla set langue english", "/recap dans #marketing",
			"/sla set chiffre d'affaires 50 000 €", "/sla renommer email en Campagnes", "/sla archiver email",
			"/recap à 8h", "/recap maintenant", "/recap pause",
		} {
			s.ask(marc, marketing, typed, "Seuls les managers", "demandez à Claire Morel")
		}
		s.ask(marc, marketing, "/sla plan", "Engagement total", "43 216 €", "300 leads")
		s.ask(claire, marketing, "/sla set email pme engagement 70", "engagement 60 → 70 leads", "43 216 € → 43 936 €")
		s.ask(claire, marketing, "/sla set email pme taux 5 %", "4 % → 5 %")
		s.ask(claire, marketing, "/sla set pme vente 1 900 €", "1 800 € → 1 900 €")
		s.ask(claire, marketing, "/sla fermé 24/12", "Fermé le", "décembre")
		s.ask(marc, marketing, "/sla plan", "Engagement total", "310 leads")
		s.ask(marc, marketing, "/sla réglages", "Europe/Paris", "fermé")
	}))
}

// What the buttons of the plan do can be typed as well.
func TestTheWholePlanIsTyped(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		for _, c := range []struct{ typed, first, second string }{
			{"/sla set chiffre d'affaires 50 000 €", "– → 50 000 €", "engagement moins objectif −6 784 €"},
			{"/sla set email définition Un contact qui a demandé de l'aide", "compte comme un lead", "demandé de l'aide"},
			{"/sla set email équipe ventes", "équipe marketing → ventes", ""},
			{"/sla set email alias campagne, infolettre", "alias", "campagne, infolettre"},
			{"/sla set email persona eti", "persona par défaut aucun → ETI", ""},
			{"/sla renommer email en Campagnes mail", "s'appelle désormais *Campagnes mail*", ""},
			{"/sla archiver outbound", "*Outbound* est archivé", "Engagement total"},
			{"/sla restaurer outbound", "*Outbound* est restauré", ""},
			{"/sla réglages à risque 25 %", "20 % → *25 %*", ""},
			{"/sla set octobre campagne pme engagement 10", "Octobre 2026 est clos", "octobre 2027"},
			{"/sla set campagne dates 24-27/10", "Octobre 2026 est clos", ""},
			{"/sla set octobre 2027 infolettre pme engagement 10", "dès octobre 2027", ""},
		} {
			s.ask(claire, marketing, c.typed, c.first, c.second)
		}
		s.ask(marc, marketing, "/leads 3 infolettre", "3 leads Campagnes mail · ETI")
		s.ask(marc, marketing, "/sla pourquoi email", "Ce qui compte comme un lead", "demandé de l'aide")
		s.ask(marc, marketing, "/sla plan", "Objectif de chiffre d'affaires du marketing 50 000 €")
	}))
}
