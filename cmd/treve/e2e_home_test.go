package main

import (
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// The Home tab shows one's own channels first, records, and lets managers set
// things; what was done shows in it.
func TestTheHomeTab(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/sla set inbound responsable <@"+marc+">", "responsable")
		home := s.atHome(marc, "Novembre 2026", "Mes canaux d'acquisition", "Inbound", "Les autres canaux d'acquisition", "21/56 leads")
		plan := s.hear(marc, func(c *client) error { return c.PressIn(s.Context(), home, "message_ask:0", nil) }, s.answers)
		s.wantWords(plan, "Plan, novembre 2026")

		form := s.modal(marc, func(c *client) error { return c.PressIn(s.Context(), home, "leads_form", nil) })
		pme, _ := countField(s, form, "PME")
		values := localclient.Values{}.Set("channel", "channel", "selected_option", choose(s, form, "channel", "Inbound"))
		told := s.hear(marc, func(*client) error { s.submit(marc, form, values.Set(pme, pme, "value", "4")); return nil }, s.answers)
		s.wantWords(told, "4 leads Inbound · PME")
		s.atHome(marc, "25/56 leads")

		boss := s.atHome(claire, "Novembre 2026")
		settings := s.modal(claire, func(c *client) error { return c.PressIn(s.Context(), boss, "home_settings", nil) })
		values = localclient.Values{}.
			Set("recap_in", "recap_in", "selected_conversations", []string{marketing}).
			Set("recap_at", "recap_at", "selected_time", "08:30")
		told = s.hear(claire, func(*client) error { s.submit(claire, settings, values); return nil }, s.answers)
		s.wantWords(told, "09:00 → *08:30*")
		s.atHome(claire, "08:30", "mar. 17 nov., 08:30")
		s.jump("2026-11-17 08:30")
		s.wantRecaps("at half past eight", 1, "Point SLA, mardi 17 novembre")
		s.atHome(claire, "17 nov.", "publié")
	}))
}

// What a form that was sent from the Home tab has to say, be it a question, comes
// in the end: the form has closed, and nothing else tells of it.
func TestAnAnswerToAFormComesInTheEnd(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.troubled = true
		home := s.atHome(marc, "Novembre 2026")
		form := s.modal(marc, func(c *client) error { return c.PressIn(s.Context(), home, "leads_form", nil) })
		pme, _ := countField(s, form, "PME")
		values := localclient.Values{}.Set("channel", "channel", "selected_option", choose(s, form, "channel", "Inbound"))
		s.fails("chat.postMessage:500,times=1")
		s.submit(marc, form, values.Set(pme, pme, "value", "900"))
		s.awaitWords(marc, s.direct(marc), 1, "900", "Inbound · PME")
		s.wantLeads("Inbound", 21)
	}))
}

// atHome opens a person's Home tab of the bot and waits for one with all of the
// words in it: an earlier one may still be on its way.
func (s *stage) atHome(user string, words ...string) localclient.View {
	s.Helper()
	return s.viewOf(user, "home", words, func(c *client) error {
		state, err := c.State(s.Context())
		if err != nil {
			return err
		}
		return c.OpenHome(s.Context(), state.Apps[0].ID)
	})
}

// modal is the modal that opens when something is done.
func (s *stage) modal(user string, do func(*client) error) localclient.View {
	s.Helper()
	return s.viewOf(user, "modal", nil, do)
}

func (s *stage) viewOf(user, kind string, words []string, do func(*client) error) localclient.View {
	s.Helper()
	watch := s.watching(user, do)
	defer watch.Stop()
	e, err := watch.Event(patience, func(e localclient.Event) bool {
		text := wordsOf(message{Blocks: e.View.Blocks})
		for _, word := range words {
			if !strings.Contains(text, word) {
				return false
			}
		}
		return e.Type == "view" && e.View.Type == kind
	})
	if err != nil {
		s.Fatalf("no %s with %q: %v\n%s", kind, words, err, s.said())
	}
	return e.View
}
