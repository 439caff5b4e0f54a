package main

import (
	"strings"
	"testing"
)

const direction = "C0DIRECTION" // a private conversation

// A conversation may be renamed, closed, opened again, and we be taken out of it
// and invited again: the recap follows, and those who answer for it hear at once
// what keeps it from going out.
func TestAConversationOfTheRecapChanges(t *testing.T) {
	onEachStage(t, func(s *stage) {
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.must(s.as(claire).Rename(s.Context(), marketing, "campagnes"))
		s.jump("2026-11-17 09:00")
		s.wantRecaps("renamed", 1, "Point SLA, mardi 17 novembre")
		if shown := s.treve("doctor"); !strings.Contains(shown, "#campagnes") {
			s.Errorf("the new name is not known:\n%s", shown)
		}

		s.troubled = true
		s.tellsClaire(func(c *client) error { return c.Archive(s.Context(), marketing) },
			"#campagnes a été archivé", "le récap n'y part plus", "/recap dans #ventes")
		s.jump("2026-11-18 10:00")
		s.tellsClaire(func(c *client) error { return c.Unarchive(s.Context(), marketing) },
			"#campagnes m'est de nouveau ouvert : le récap d'aujourd'hui y part maintenant", "jeu. 19 nov., 09:00")
		s.jump("2026-11-18 10:05")
		s.wantRecaps("unarchived", 2, "Point SLA, mercredi 18 novembre", "Publié en retard : prévu à 09:00")

		s.tellsClaire(func(c *client) error { return c.Kick(s.Context(), marketing, treveBot) },
			"On m'a retiré de #campagnes", "/invite @Trêve")
		s.tellsClaire(func(c *client) error { return c.Invite(s.Context(), marketing, treveBot) },
			"#campagnes m'est de nouveau ouvert : le récap y repart", "jeu. 19 nov., 09:00")
		s.jump("2026-11-19 09:00")
		s.wantRecaps("invited again", 3, "Point SLA, jeudi 19 novembre")

		s.tellsClaire(func(c *client) error { return c.Delete(s.Context(), marketing) }, "#campagnes a été supprimé")
		s.jump("2026-11-24 09:00")
		if n := s.toldClaire("campagnes"); n != 5 {
			s.Errorf("Claire was told %d things of the conversation; want 5", n)
		}
		s.ask(claire, sales, "/recap journal", "refusé par Slack (`channel_not_found`)", "publié en retard à 10:0")
	})
}

// Of a conversation that Slack does not say anything about we hear when the recap
// is due; people are told once, whichever way.
func TestAPrivateConversationOfTheRecap(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.troubled = true
		s.must(s.as(claire).Invite(s.Context(), direction, treveBot))
		s.ask(claire, direction, "/recap dans #direction #marketing", "récap à 09:00")
		s.tellsClaire(func(c *client) error { return c.Kick(s.Context(), direction, treveBot) },
			"On m'a retiré de #direction", "Les autres canaux Slack du récap continuent de le recevoir")
		s.jump("2026-11-18 09:00")
		s.wantRecaps("elsewhere", 2)
		if n := s.toldClaire("direction"); n != 1 {
			s.Errorf("Claire was told %d times", n)
		}
	}))
}

// must ends the test where something in Slack does not work.
func (s *stage) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// tellsClaire does something in Slack of which Claire is told.
func (s *stage) tellsClaire(do func(*client) error, words ...string) {
	s.Helper()
	direct := s.direct(claire)
	told := s.hear(claire, func(c *client) error {
		if err := do(c); err != nil {
			return err
		}
		s.jump("+1m")
		return nil
	}, func(m message) bool { return m.Conversation == direct })
	s.wantWords(told, words...)
}

// toldClaire counts the direct messages to Claire about something.
func (s *stage) toldClaire(about string) (n int) {
	for _, m := range s.messages(claire, s.direct(claire), "") {
		if m.Bot && strings.Contains(wordsOf(m), about) {
			n++
		}
	}
	return n
}
