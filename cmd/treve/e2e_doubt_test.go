package main

import "testing"

// A write never guesses: a name that is not exact, a persona left out and a
// count out of proportion are asked about, and only the answer writes.
func TestDoubtsAreAskedAbout(t *testing.T) {
	onEachStage(t, func(s *stage) {
		typo := s.ask(marc, marketing, "/leads 12 emial pme", "« emial » n'existe pas", "Vouliez-vous dire E-mail ?", "Rien n'est encore noté")
		s.wantLeads("E-mail", 24)
		s.press(marc, typo, "leads_settle:0", "12 leads E-mail · PME")
		s.wantLeads("E-mail", 36)

		persona := s.ask(marc, marketing, "/leads 5 inbound", "pour quel persona", "PME", "ETI", "Grand compte")
		s.press(marc, persona, "leads_settle:1", "5 leads Inbound · ETI")
		s.wantLeads("Inbound", 26)

		dropped := s.ask(marc, marketing, "/leads 5 inbound", "pour quel persona")
		s.press(marc, dropped, "leads_drop", "rien n'a été noté")
		s.wantLeads("Inbound", 26)
	})
}

func TestAnUnlikelyCountIsConfirmed(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(marc, marketing, "/leads 100 inbound pme", "100 leads") // not above a hundred
		s.wantLeads("Inbound", 121)
		asked := s.ask(marc, marketing, "/leads 500 email pme", "500 leads", "plus de dix fois le plus fort jour de E-mail", "Rien n'est encore noté")
		s.wantLeads("E-mail", 24)
		s.press(marc, s.press(marc, asked, "leads_confirm", "500 leads E-mail · PME"), "leads_undo", "Annulé")
		s.wantLeads("E-mail", 24)

		s.press(marc, s.ask(marc, marketing, "/leads 500 email pme", "Est-ce bien cela"), "leads_drop", "rien n'a été noté")
		s.wantLeads("E-mail", 24)
	}))
}

// Two people who type the same count for the same cell may have counted the same
// leads twice.
func TestTheSameCountByTwoPeopleIsConfirmed(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(marc, marketing, "/leads 12 email pme", "12 par vous")
		asked := s.ask(claire, marketing, "/leads 12 email pme", "Marc Dubois a déjà noté 12 leads", "Faut-il en ajouter autant ?")
		s.wantLeads("E-mail", 36)
		s.press(claire, asked, "leads_confirm", "12 leads E-mail · PME", "12 par vous", "12 par Marc Dubois")
		s.wantLeads("E-mail", 48)
		s.ask(emma, marketing, "/leads 13 email pme", "13 leads") // another count is not asked about
		s.wantLeads("E-mail", 61)
	}))
}
