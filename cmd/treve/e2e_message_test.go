package main

import "testing"

func TestDirectMessages(t *testing.T) {
	onEachStage(t, func(s *stage) {
		marcs, emmas := s.direct(marc), s.direct(emma)
		s.ask(marc, marcs, "où en est l'email ?", "E-mail, novembre 2026", "compromis")
		s.ask(emma, emmas, "how is email doing", "E-mail, November 2026", "expected")
		s.ask(marc, marcs, "email ?", "E-mail, novembre 2026")
		s.ask(marc, marcs, "qui est en retard", "E-mail", "Inbound")
		s.ask(marc, marcs, "combien il en faut", "Il faut encore")
		s.ask(marc, marcs, "5 inbound pme", "5 leads Inbound · PME")
		s.wantLeads("Inbound", 26)
		s.ask(emma, emmas, "12 email pme yesterday", "12 leads", "yesterday")
		s.ask(emma, emmas, "undo", "Undone")
		s.ask(marc, marcs, "aide", "Ce que vous pouvez me demander", "/leads 12")
		s.ask(emma, emmas, "help", "What you can ask me")
	})
}

func TestWhatIsNotUnderstoodGetsTheNearestThings(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		marcs := s.direct(marc)
		unknown := s.ask(marc, marcs, "recap inbound", "Je n'ai pas compris", "Inbound ?", "qui est en retard")
		s.press(marc, unknown, "message_ask:0", "Inbound, novembre 2026")
		unknown = s.ask(marc, marcs, "lorem ipsum dolor", "Je n'ai pas compris « lorem ipsum dolor »", "12 trafic naturel pme", "aide")
		s.press(marc, unknown, "message_ask:0", "• E-mail : 7 leads", "• Inbound : 4 par jour") // who is late
		s.ask(emma, s.direct(emma), "lorem ipsum dolor", "“lorem ipsum dolor”", "who is behind")
	}))
}

// A message counts as it was sent: editing it changes nothing, and says so.
func TestAnEditedMessageChangesNothing(t *testing.T) {
	onEachStage(t, func(s *stage) {
		d := s.direct(marc)
		var ts string
		s.hear(marc, func(c *client) (err error) { ts, err = c.Type(s.Context(), d, "5 inbound pme"); return err }, s.answers)
		told := s.hear(marc, func(c *client) error { return c.Edit(s.Context(), d, ts, "50 inbound pme") }, s.answers)
		s.wantWords(told, "Modifier un message ne change rien")
		s.wantLeads("Inbound", 26)
	})
}

// A mention is answered in its thread, for all, in the workspace's language.
func TestAMentionIsAnsweredInItsThread(t *testing.T) {
	onEachStage(t, func(s *stage) {
		var ts string
		answer := s.hear(emma, func(c *client) (err error) {
			ts, err = c.Type(s.Context(), marketing, "<@"+treveBot+"> how is email doing")
			return err
		}, func(m message) bool { return m.Conversation == marketing })
		s.wantWords(answer, "E-mail, novembre 2026", "Attendu")
		if answer.ThreadTS != ts || answer.Ephemeral {
			s.Errorf("the answer stands in thread %q, ephemeral %t; want thread %s, for all", answer.ThreadTS, answer.Ephemeral, ts)
		}
		recorded := s.hear(marc, func(c *client) error {
			_, err := c.Type(s.Context(), marketing, "<@"+treveBot+"> 5 inbound pme")
			return err
		}, func(m message) bool { return m.ThreadTS != "" })
		s.wantWords(recorded, "5 leads Inbound · PME")
		s.wantLeads("Inbound", 26)
	})
}
