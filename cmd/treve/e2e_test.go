package main

import "testing"

// A person records, corrects and takes back, typing or pressing, and the books
// follow.
func TestADayOfWork(t *testing.T) {
	onEachStage(t, func(s *stage) {
		s.wantLeads("E-mail", 24)
		first := s.ask(marc, marketing, "/leads 12 email pme",
			"12 leads E-mail · PME", "lundi 16 novembre, aujourd'hui", "Valeur 864 €", "12 par vous", "36 leads sur 90", "Il manque")
		s.wantLeads("E-mail", 36)

		undone := s.press(marc, first, "leads_undo", "Annulé", "24 leads sur 90")
		s.wantLeads("E-mail", 24)
		s.wantNoButton(marc, undone, "leads_undo")
		s.ask(marc, marketing, "/leads annuler", "rien à annuler")

		s.ask(marc, marketing, "/leads 12 email pme", "12 leads")
		s.ask(marc, marketing, "/leads -3 email pme", "3 leads", "retirés", "9 par vous")
		s.wantLeads("E-mail", 33)
		s.ask(marc, marketing, "/leads set 40 email pme", "total fixé à 40", "(+31)")
		s.wantLeads("E-mail", 64)
		s.ask(marc, marketing, "/leads undo", "Annulé : +31")
		s.ask(marc, marketing, "/leads undo", "Annulé : −3")
		s.wantLeads("E-mail", 36)

		moved := s.press(marc, s.ask(marc, marketing, "/leads 2 outbound pme", "aujourd'hui"), "leads_yesterday",
			"2 leads Outbound · PME", "dimanche 15 novembre, hier")
		s.wantNoButton(marc, moved, "leads_yesterday")
		s.wantLeads("Outbound", 10)

		s.ask(marc, marketing, "/leads 3 inbound eti\n2 outbound pme hier", "2 lignes", "+5 en tout")
		s.wantLeads("Inbound", 24)
		s.wantLeads("Outbound", 12)
		s.ask(marc, marketing, "/leads annuler", "Annulé : +2", "Annulé : +3")
		s.wantLeads("Inbound", 21)
		s.wantLeads("Outbound", 10)
		s.ask(marc, marketing, "/leads journal email", "Dernières saisies, E-mail", "+31", "−31", "(annulation)", "Marc Dubois")
		s.ask(emma, marketing, "/leads 4 email pme yesterday", "4 leads", "Sunday 15 November, yesterday", "4 by you")
	})
}

// What a colleague recorded may be corrected, and they hear of it.
func TestACorrectionOfSomebodyElsesEntry(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(marc, marketing, "/leads 12 email pme", "12 par vous")
		told := s.hear(marc, func(*client) error {
			s.ask(claire, marketing, "/leads -2 email pme", "2 leads", "12 par Marc Dubois")
			return nil
		}, func(m message) bool { return m.Conversation == s.direct(marc) })
		s.wantWords(told, "Claire Morel a modifié", "−2", "de 12 à 10")
		s.wantLeads("E-mail", 34)
	}))
}
