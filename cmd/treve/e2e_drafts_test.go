package main

import (
	"strings"
	"testing"
	"time"
)

// A count for a channel that does not exist is kept until a manager decides, and
// is then recorded under who typed it, on its day.
func TestDrafts(t *testing.T) {
	onEachStage(t, func(s *stage) {
		s.ask(claire, s.direct(claire), "plan", "Plan, novembre 2026") // she is known as a manager from now on
		question := s.ask(marc, marketing, "/leads 12 webinaire pme vendredi", "« webinaire » n'est pas un canal d'acquisition", "Rien n'est encore noté")
		told := s.hear(claire, func(*client) error {
			s.press(marc, question, "leads_settle", "12 leads « webinaire » · PME en brouillon pour vendredi 13 novembre", "La décision revient à Claire Morel")
			s.wantNoButton(marc, question, "leads_settle")
			return nil
		}, func(m message) bool {
			return m.Conversation == s.direct(claire) && strings.Contains(m.Text, "attendent")
		})
		s.wantWords(told, "*Webinaire*", "12 leads · PME, vendredi 13 novembre, par Marc Dubois")

		near := s.ask(julien, marketing, "/leads 3 email pme\n4 webinnaire eti\n2 emial pme", "Vouliez-vous dire E-mail", "Garder « emial » en brouillon")
		kept := s.press(julien, near, "leads_settle:0", "« webinnaire » n'est pas un canal")
		kept = s.press(julien, kept, "leads_settle", "2 lignes notées", "4 leads « webinnaire » · ETI en brouillon")
		s.wantLeads("E-mail", 29)
		s.press(julien, kept, "drafts_withdraw", "Brouillon retiré")
		again := s.ask(julien, marketing, "/leads 4 Webinaire eti", "Garder ces leads en brouillon")
		s.press(julien, again, "leads_settle", "4 leads « Webinaire » · ETI en brouillon")

		s.ask(claire, s.direct(claire), "plan", "2 brouillons en attente")
		answer := s.hear(claire, func(*client) error {
			note := s.hear(marc, func(*client) error {
				return s.as(claire).Press(s.Context(), told, "drafts_accept:0")
			}, func(m message) bool { return m.Conversation == s.direct(marc) })
			s.wantWords(note, "Claire Morel a ajouté le canal d'acquisition Webinaire", "12 leads · PME, vendredi 13 novembre")
			return nil
		}, func(m message) bool {
			return m.Conversation == s.direct(claire) && strings.Contains(m.Text, "Noté au nom")
		})
		s.wantWords(answer, "*Webinaire* ajouté, côté marketing", "Noté au nom de Marc Dubois : 12 leads · PME", "Noté au nom de Julien Bernard : 4 leads · ETI")
		s.wantLeads("Webinaire", 16)
		s.wantLeads("Webinaire", 16)
		s.ask(marc, marketing, "/leads journal webinaire", "+12 Webinaire · PME", "Marc Dubois", "+4 Webinaire · ETI")
		s.ask(marc, marketing, "/leads annuler", "+12 Webinaire · PME, vendredi 13 novembre")
		s.wantLeads("Webinaire", 4)

		question = s.ask(marc, marketing, "/leads 5 salon de lyon pme", "« salon de lyon »")
		told = s.hear(claire, func(*client) error {
			s.press(marc, question, "leads_settle", "en brouillon")
			return nil
		}, func(m message) bool {
			return m.Conversation == s.direct(claire) && strings.Contains(m.Text, "Salon de lyon")
		})
		note := s.hear(marc, func(*client) error { return s.as(claire).Press(s.Context(), told, "drafts_refuse") },
			func(m message) bool { return m.Conversation == s.direct(marc) })
		s.wantWords(note, "Claire Morel n'a pas retenu « salon de lyon »", "/leads 12 email pme 2026-11-16")
		s.press(marc, s.press(marc, s.ask(marc, marketing, "/leads 5 foire pme", "« foire »"), "leads_settle", "en brouillon"), "drafts_withdraw", "Brouillon retiré")
		s.ask(marc, marketing, "/leads 6 foire pme", "« foire »")
	})
}

// A draft whose month closes before anybody decides says so, and is not
// recorded. An undo takes back what came last, a draft too.
func TestDraftsOfAClosedMonth(t *testing.T) {
	onTwoStages(t, time.Date(2026, time.October, 30, 9, 0, 0, 0, time.UTC), func(s *stage) {
		s.fill("2026-10")
		s.serve()
		s.ask(claire, s.direct(claire), "plan", "Plan, octobre 2026")
		told := s.hear(claire, func(*client) error {
			s.press(marc, s.ask(marc, marketing, "/leads 12 webinaire pme", "« webinaire »"), "leads_settle", "en brouillon")
			return nil
		}, func(m message) bool {
			return m.Conversation == s.direct(claire) && strings.Contains(m.Text, "attendent")
		})
		s.press(julien, s.ask(julien, marketing, "/leads 3 webinaire pme", "« webinaire »"), "leads_settle", "en brouillon")
		s.ask(julien, marketing, "/leads annuler", "Brouillon retiré : 3 leads « webinaire »")
		s.jump("2026-11-10 09:00")
		s.ask(julien, marketing, "/leads 3 webinaire pme 30/10", "« webinaire »")
		note := s.hear(marc, func(*client) error {
			s.press(claire, told, "drafts_accept:1", "Mois clos", "12 leads · PME de Marc Dubois")
			return nil
		}, func(m message) bool { return m.Conversation == s.direct(marc) })
		s.wantWords(note, "Le mois s'est clos avant que « webinaire » soit ajouté")
		s.ask(claire, s.direct(claire), "réglages", "Réglages")
		s.ask(marc, marketing, "/leads 2 webinaire pme", "« webinaire » n'est pas un canal d'acquisition")
		s.press(marc, s.ask(marc, marketing, "/leads 2 webinaire pme 29/10", "« webinaire »"), "leads_settle", "est clos")
	})
}
