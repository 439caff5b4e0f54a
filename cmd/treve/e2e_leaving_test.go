package main

import (
	"regexp"
	"strings"
	"syscall"
	"testing"
)

const leftTitle = "a quitté l'espace Slack"

// Marc is deactivated in Slack: his channels are nobody's at once, the managers are
// asked who takes over and reminded meanwhile, once whatever happens to the bot.
func TestSomebodyLeaves(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/sla set inbound responsable <@"+marc+">", "responsable")
		s.ask(claire, marketing, "/sla set email responsable ventes <@"+marc+">", "suivi par les ventes")
		s.ask(marc, marketing, "/leads 3 inbound pme", "3 leads Inbound")
		letter := s.hear(claire, func(c *client) error { return c.Deactivate(s.Context(), marc) },
			func(m message) bool { return strings.Contains(m.Text, leftTitle) })
		s.wantWords(letter, "Marc Dubois a quitté l'espace Slack", "Inbound", "E-mail", "Tout confier à…")
		s.stop(syscall.SIGKILL)
		s.serve()
		s.jump("2026-11-17 17:00")
		if again := s.letters(claire, leftTitle); len(again) != 1 {
			s.Fatalf("%d letters about who left; want 1\n%s", len(again), s.said())
		}
		nudges := s.wantNudges("with nobody's channel", claire, 1)
		s.wantWords(nudges[0], "Inbound", "à la place de Marc Dubois")
		told := s.hear(julien, func(*client) error {
			c := s.as(claire)
			return c.Press(s.Context(), letter, "left_give", map[string]any{"selected_user": julien})
		}, func(m message) bool { return strings.Contains(m.Text, "vous confie") })
		s.wantWords(told, "vous êtes responsable de Inbound", "les leads de E-mail")
		s.ask(julien, marketing, "/sla inbound", "3")
		s.jump("2026-11-18 17:00")
		s.wantNudges("once handed on", claire, 1)
		s.wantNudges("of the successor, at once and the next day", julien, 2)
	}))
}

// No event told of it: the look of the next day finds it, and the last manager's
// going shows another code.
func TestTheLookFindsWhoLeft(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/sla set inbound responsable <@"+marc+">", "responsable")
		s.stop(syscall.SIGTERM)
		for _, user := range []string{marc, claire} {
			if err := s.as(julien).Deactivate(s.Context(), user); err != nil {
				s.Fatal(err)
			}
		}
		bot := s.serve()
		bot.said.wait(s, "Premier manager")
		if text := invoke(s.environ(), "doctor").out; !strings.Contains(text, "le dernier manager est parti") {
			s.Errorf("doctor says\n%s", text)
		}
		code := regexp.MustCompile(`treve-[a-z0-9]{4}-[a-z0-9]{4}`).FindString(bot.said.String())
		s.ask(julien, s.direct(julien), code, "manager")
		s.jump("2026-11-16 10:05")
		letters := s.letters(julien, leftTitle)
		if len(letters) != 1 {
			s.Fatalf("%d letters to the new manager; want 1\n%s", len(letters), s.said())
		}
		s.press(julien, letters[0], "left_take_over", "Inbound")
	}))
}
