package main

import (
	"testing"
)

// What somebody is told because of what another did is neither lost nor said twice
// when Slack fails just then: it is looked up where it stands, and sent when it is
// not there.
func TestSomebodyIsToldOnce(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.troubled = true
		s.ask(marc, marketing, "/leads 12 email pme", "12 par vous")
		for n, fault := range []string{
			"chat.postMessage:429,retry_after=1,times=1", "chat.postMessage:reset,stored,times=1",
		} {
			s.fails(fault)
			s.ask(claire, marketing, "/leads -1 email pme", "1 lead", "par Marc Dubois")
			s.awaitWords(marc, s.direct(marc), n+1, "Claire Morel a modifié")
		}
	}))
}

// Who is to sign again hears of it even where Slack fails at that moment.
func TestAskedToSignAgainDespiteTrouble(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		named := s.hear(julien, func(*client) error {
			s.ask(claire, marketing, "/sla sign ventes <@"+julien+">", "peut désormais signer")
			return nil
		}, func(m message) bool { return m.Conversation == s.direct(julien) })
		s.press(julien, named, "sign_side:0", "C'est signé pour les ventes")
		s.ask(claire, marketing, "/sla set email pme engagement 70", "engagement")
		s.troubled = true
		s.fails("chat.postMessage:internal_error,times=1")
		s.jump("+15m")
		s.awaitWords(julien, s.direct(julien), 1, "a changé depuis votre signature")
	}))
}
