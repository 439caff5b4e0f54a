package main

import (
	"testing"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// The Home tab shows one's own channels first, records, and lets managers set
// things; what was done shows in it.
func TestTheHomeTab(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/sla set inbound responsable <@"+marc+">", "responsable")
		home := s.openHome(marc)
		s.wantHome(home, "Novembre 2026", "Mes canaux d'acquisition", "Inbound", "Les autres canaux d'acquisition", "21/56 leads")
		plan := s.hear(marc, func(c *client) error { return c.PressIn(s.Context(), home, "message_ask:0", nil) }, s.answers)
		s.wantWords(plan, "Plan, novembre 2026")

		form := s.view(marc, func(c *client) error { return c.PressIn(s.Context(), home, "leads_form", nil) })
		pme, _ := countField(s, form, "PME")
		values := localclient.Values{}.Set("channel", "channel", "selected_option", choose(s, form, "channel", "Inbound"))
		told := s.hear(marc, func(*client) error { s.submit(marc, form, values.Set(pme, pme, "value", "4")); return nil }, s.answers)
		s.wantWords(told, "4 leads Inbound · PME")
		s.wantHome(s.openHome(marc), "25/56 leads")

		boss := s.openHome(claire)
		settings := s.view(claire, func(c *client) error { return c.PressIn(s.Context(), boss, "home_settings", nil) })
		values = localclient.Values{}.
			Set("recap_in", "recap_in", "selected_conversations", []string{marketing}).
			Set("recap_at", "recap_at", "selected_time", "08:30")
		told = s.hear(claire, func(*client) error { s.submit(claire, settings, values); return nil }, s.answers)
		s.wantWords(told, "09:00 → *08:30*")
		s.wantHome(s.openHome(claire), "08:30", "mar. 17 nov., 08:30")
		s.jump("2026-11-17 08:30")
		s.wantRecaps("at half past eight", 1, "Point SLA, mardi 17 novembre")
		s.wantHome(s.openHome(claire), "17 nov.", "publié")
	}))
}

// openHome opens a person's Home tab of the bot.
func (s *stage) openHome(user string) localclient.View {
	s.Helper()
	return s.view(user, func(c *client) error {
		state, err := c.State(s.Context())
		if err != nil {
			return err
		}
		return c.OpenHome(s.Context(), state.Apps[0].ID)
	})
}

func (s *stage) wantHome(v localclient.View, words ...string) {
	s.Helper()
	s.wantWords(message{Text: "the Home tab", Blocks: v.Blocks}, words...)
}
