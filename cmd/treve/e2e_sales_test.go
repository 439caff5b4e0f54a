package main

import (
	"maps"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// A week of both halves: on track, then sales late, then caught up.
func TestAWeekOfSales(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.ask(julien, sales, "/ventes contactés 3 inbound pme", "rien n'est promis")
		s.ask(julien, sales, "/ventes undo", "Annulé")
		s.ask(marc, marketing, "/sla set ventes 90 % sous 1 jour inbound", "demandez à")
		s.ask(claire, marketing, "/sla set ventes 90 % sous 1 jour inbound", "*Inbound*, engagement des ventes : aucun → 90 % contactés sous 1 jour ouvré")
		s.ask(claire, marketing, "/sla set inbound responsable ventes <@"+julien+">", "suivi par les ventes personne → ")
		s.contactEverybody("Inbound")
		s.jump("2026-11-17 09:00")
		s.wantRecaps("on Tuesday", 1, "· ventes en bonne voie (100 % à temps)",
			"Ventes : 90 % contactés sous 1 jour ouvré · tenu à 100 % (21 sur 21 échus)")

		s.ask(marc, marketing, "/leads 3 inbound pme", "3 leads Inbound")
		s.jump("2026-11-19 09:00")
		s.wantRecaps("on Thursday", 3, "· ventes à risque (88 % à temps)", "3 à contacter en retard, le plus ancien reçu mar. 17 (Inbound)",
			"• Inbound, ventes : 3 leads à contacter en retard")
		s.ask(julien, sales, "/ventes contactés 30 inbound pme", "il ne reste que 3 à contacter", "pas 30")
		letter := s.letter(julien, "3 leads attendent d'être contactés, hors délai", "Inbound · PME : 3 reçus mar. 17")
		s.press(julien, letter, "sales_caught_up:0", "3 leads contactés, Inbound · PME", "Plus personne à contacter ici")
		s.ask(marc, marketing, "/leads 10 inbound pme", "10 leads Inbound")
		s.ask(emma, sales, "/sales contacted 10 inbound pme", "10 leads contacted, Inbound · PME", "Nobody left to contact here")
		s.ask(julien, sales, "/ventes gagnés 2 inbound pme 1 800 €", "2 leads gagnés", "Montant 1 800 €")
		s.jump("2026-11-23 09:00")
		s.wantRecaps("the Monday after", 5, "· ventes en bonne voie (91 % à temps)", "tenu à 91 % (31 sur 34 échus)", "3 contactés en retard",
			"2 clients gagnés, 1 800 €")
		s.ask(julien, sales, "/sla entonnoir inbound", "Entonnoir, Inbound", "34 leads, contactés 34, gagnés 2")
	}))
}

// letter is the one direct message that somebody has with those words.
func (s *stage) letter(user string, words ...string) (found message) {
	s.Helper()
	all, err := s.as(user).Messages(s.Context(), s.direct(user), "")
	if err != nil {
		s.Fatal(err)
	}
	n := 0
	for _, m := range all {
		if strings.Contains(wordsOf(m), words[0]) {
			found, n = m, n+1
		}
	}
	if n != 1 {
		s.Fatalf("%d letters say %q", n, words[0])
	}
	s.wantWords(found, words...)
	return found
}

// contactEverybody records, on the day they came, that all leads of a channel
// have been contacted, whose counts are those of the worked example.
func (s *stage) contactEverybody(channel string) {
	s.Helper()
	for persona, count := range map[string]string{"pme": "14", "eti": "5", "grand compte": "2"} {
		s.ask(julien, sales, "/ventes contactés "+count+" "+channel+" "+persona+" vendredi", count+" leads contactés")
	}
}

// The modal of /sales records what its fields say, and refuses beside the field.
func TestTheFormOfSales(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		v := s.view(julien, func(c *client) error { _, err := c.Type(s.Context(), sales, "/ventes"); return err })
		values := localclient.Values{}.
			Set("stage", "stage", "selected_option", choose(s, v, "stage", "Gagnés")).
			Set("channel", "channel", "selected_option", choose(s, v, "channel", "Inbound")).
			Set("persona", "persona", "selected_option", choose(s, v, "persona", "PME")).
			Set("count", "count", "value", "2")
		s.submit(julien, v, values, "amount")
		s.submit(julien, v, maps.Clone(values).Set("amount", "amount", "value", "cher"), "amount")
		answer := s.hear(julien, func(*client) error {
			s.submit(julien, v, maps.Clone(values).Set("amount", "amount", "value", "2x900 €"))
			return nil
		}, func(m message) bool { return m.Conversation == sales && m.Ephemeral })
		s.wantWords(answer, "2 leads gagnés, Inbound · PME", "Montant 1 800 €")
	}))
}
