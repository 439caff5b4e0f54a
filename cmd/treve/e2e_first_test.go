package main

import (
	"regexp"
	"strings"
	"syscall"
	"testing"
)

var oneTimeCode = regexp.MustCompile(`treve-[a-z0-9]{4}-[a-z0-9]{4}`)

// Whoever sends the code that serve prints becomes the first manager, and is led
// through the three first steps, all of them typed in Slack.
func TestTheFirstSteps(t *testing.T) {
	onEachEmptyStage(t, onMonday, func(s *stage) {
		code := oneTimeCode.FindString(s.serve().said.String())
		if code == "" {
			s.Fatalf("no code was printed\n%s", s.said())
		}
		juliens := s.direct(julien)
		s.ask(julien, juliens, "/leads 12 email pme", "pas encore de canal d'acquisition")
		s.ask(julien, juliens, "/sla add canal Webinaire", "Seuls les managers")
		s.ask(julien, juliens, "treve-aaaa-aaaa", "Ce code n'est pas le bon")
		s.hear(julien, func(c *client) error {
			_, err := c.Type(s.Context(), marketing, "<@"+treveBot+"> "+code)
			return err
		}, func(m message) bool { return strings.Contains(wordsOf(m), "jamais devant tout le monde") })

		s.ask(julien, juliens, code, "Bienvenue dans Trêve", "Vous êtes désormais manager",
			"▫️ *Le plan*", "▫️ *Où publier", "▫️ *La première saisie*")
		s.ask(marc, s.direct(marc), code, "Ce code a déjà servi")
		for _, step := range []struct{ typed, answer string }{
			{"/sla add canal Webinaire", "*Webinaire* ajouté"},
			{"/sla add persona PME", "Persona *PME* ajouté"},
			{"/sla set webinaire pme engagement 120", "engagement 0 → 120 leads"},
			{"/sla set webinaire pme taux 3,5 %", "3,5 %"},
			{"/sla set pme vente 210 €", "210 €"},
			{"/recap in #marketing", "récap à 09:00, les matins ouvrés"},
		} {
			s.ask(julien, juliens, step.typed, step.answer)
		}
		s.ask(julien, juliens, "aide", "✅ *Le plan*", "✅ *Où publier", "▫️ *La première saisie*")
		s.ask(julien, juliens, "/leads 12 webinaire pme", "12 leads Webinaire · PME", "Valeur 88 €", "12 leads sur 120")
		if done := s.ask(julien, juliens, "aide", "Pour les managers"); strings.Contains(wordsOf(done), "premières étapes") {
			s.Errorf("the first steps are still shown: %s", wordsOf(done))
		}
		s.jump("2026-11-17 09:00")
		s.wantRecaps("on the first morning", 1, "Point SLA, mardi 17 novembre", "12")

		s.stop(syscall.SIGTERM)
		if again := s.serve().said.String(); oneTimeCode.MatchString(again) {
			s.Errorf("a code is printed although there is a manager:\n%s", again)
		}
	})
}
