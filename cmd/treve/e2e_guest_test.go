package main

import (
	"testing"
)

// A manager lets an agency record for a channel: it does, through typed lines, the
// form and its Home tab, is reminded, reads nothing of anybody else, and is let
// out again.
func TestAGuestRecords(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(ines, s.direct(ines), "12 email pme", "un manager le permette")
		told := s.hear(ines, func(*client) error {
			s.ask(claire, marketing, "/sla invité <@"+ines+"> email", "saisit maintenant des leads pour E-mail")
			return nil
		}, func(m message) bool { return m.Conversation == s.direct(ines) })
		s.wantWords(told, "Claire Morel vous laisse saisir des leads pour E-mail", "/leads 12 e-mail")
		before := s.leads("E-mail")
		form := s.opens(ines, told, "leads_form")
		s.finish(ines, form, map[string]string{"PME": "4"}, "De votre part ce jour-là : 4 leads.", "De votre part en novembre 2026, E-mail : 4 leads.")
		s.wantLeads("E-mail", before+4)
		s.ask(ines, s.direct(ines), "2 email eti", "De votre part en novembre 2026, E-mail : 6 leads.")
		s.ask(ines, s.direct(ines), "3 inbound pme", "vous saisissez pour E-mail")
		for _, text := range []string{"/sla", "/recap", "/sla email", "/sla plan"} {
			s.ask(ines, s.direct(ines), text, "réservé aux membres")
		}
		s.ask(ines, s.direct(ines), "annuler", "+2 E-mail · ETI", "4 leads")
		s.wantLeads("E-mail", before+4)
		s.ask(claire, marketing, "/sla set email responsable <@"+ines+">", "responsable")
		s.jump("2026-11-17 17:00")
		letter := s.letters(ines, nudgeTitle)
		if len(letter) != 1 {
			s.Fatalf("%d reminders for a guest; want 1\n%s", len(letter), s.said())
		}
		s.press(ines, letter[0], "nudge_zero:0", "Plus rien ne manque")
		s.hear(ines, func(*client) error {
			s.ask(claire, marketing, "/sla invité <@"+ines+"> non", "ne saisit plus ici")
			return nil
		}, func(m message) bool { return m.Conversation == s.direct(ines) })
		s.ask(ines, s.direct(ines), "1 email pme", "membres à part entière")
	}))
}
