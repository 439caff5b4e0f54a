package main

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

// From a revenue to a plan both sides have signed, and signed again once it has
// changed; nobody else gets anything done by any door.
func TestProposedAppliedAndSigned(t *testing.T) {
	onEachStage(t, func(s *stage) {
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.proposeAndApply()
		s.signBothSides()
		s.jump("2026-11-17 09:00")
		s.wantRecaps("signed", 1, "SLA validé le 16 nov. par Claire Morel et Julien Bernard · programmé par Claire Morel")

		told := s.hear(julien, func(*client) error {
			s.ask(claire, marketing, "/sla set email pme engagement 70", "engagement")
			s.ask(marc, marketing, "/sla", "SLA amendé le ", "à revalider par Claire Morel et Julien Bernard")
			s.jump("+15m")
			return nil
		}, func(m message) bool { return m.Conversation == s.direct(julien) })
		s.wantWords(told, "Le SLA de novembre 2026 a changé depuis votre signature", "Ventes : <@"+julien+"> a signé le 16 nov. une version antérieure")
		s.jump("2026-11-18 09:00")
		s.wantRecaps("amended", 2, "SLA amendé le ", "à revalider par Claire Morel et Julien Bernard", "Engagement modifié le 17/11 par Claire Morel")
		if n := len(s.messages(julien, s.direct(julien), "")); n != 2 { // named to sign, and asked again
			s.Errorf("Julien was told %d things", n)
		}
		s.press(julien, told, "sign_side:0", "C'est signé pour les ventes", "Il manque l'autre côté")
		s.ask(marc, marketing, "/sla", "SLA amendé le ", "à revalider par Claire Morel")
		s.press(claire, s.ask(claire, marketing, "/sla sign"), "sign_side:0", "est validé des deux côtés")
		s.jump("2026-11-19 09:00")
		s.wantRecaps("signed again", 3, "SLA validé le 18 nov. par Claire Morel et Julien Bernard", "Engagement modifié le 17/11")
		s.wantSignatures("marketing Claire Morel true", "sales Julien Bernard true")
		for _, args := range [][]string{{"plan", "show", "--month", "2026-11"}, {"status", "--as-of", "2026-11-18"}} {
			if shown := s.treve(args...); !strings.Contains(shown, "SLA validé le 18 nov. par @Claire Morel et @Julien Bernard") {
				s.Errorf("treve %s says of the signatures:\n%s", strings.Join(args, " "), shown)
			}
		}
	})
}

// proposeAndApply plans 36 000 € of marketing, which members see and managers
// apply.
func (s *stage) proposeAndApply() {
	s.Helper()
	before := s.treve("plan", "show", "--json", "--month", "2026-11")
	s.ask(marc, marketing, "/sla plan 36 000 €", "Proposition, novembre 2026 : 36 000 €", "seuls les managers")
	public := s.hear(claire, func(c *client) error {
		_, err := c.Type(s.Context(), marketing, "<@"+treveBot+"> plan 36000")
		return err
	}, func(m message) bool { return m.Conversation == marketing && !m.Ephemeral })
	s.press(marc, public, "planner_apply", "Seuls les managers")
	s.craft(marc, "planner_apply", public)
	if after := s.treve("plan", "show", "--json", "--month", "2026-11"); after != before {
		s.Fatalf("somebody who is no manager changed the plan:\n%s", after)
	}
	s.ask(marc, marketing, "/sla simuler email +20", "Simulation, novembre 2026", "rien n'est enregistré", "fin de mois probable")
	s.press(claire, s.ask(claire, marketing, "/sla plan 36 000 €"), "planner_apply", "proposition appliquée", "objectif de chiffre d'affaires 36 000 €")
	s.ask(marc, marketing, "/sla plan", "Objectif de chiffre d'affaires", "36 000 €")
	s.press(claire, public, "planner_apply", "rien n'a été appliqué")
}

// signBothSides has Claire sign for marketing and Julien, whom she names, for
// sales.
func (s *stage) signBothSides() {
	s.Helper()
	public := s.hear(claire, func(c *client) error {
		_, err := c.Type(s.Context(), marketing, "<@"+treveBot+"> valider")
		return err
	}, func(m message) bool { return m.Conversation == marketing && !m.Ephemeral })
	s.press(emma, public, "sign_side:0", "You do not sign for marketing")
	s.craft(emma, "sign_side:0", public)
	s.ask(emma, marketing, "/sla sign sales <@"+emma+">", "Only managers")
	s.wantSignatures()

	s.press(claire, s.ask(claire, marketing, "/sla valider", "Validation du SLA, novembre 2026"), "sign_side:0", "C'est signé pour le marketing")
	s.press(claire, public, "sign_side:1", "Vous avez déjà signé pour le marketing")
	told := s.hear(julien, func(*client) error {
		s.ask(claire, marketing, "/sla sign ventes <@"+julien+">", "peut désormais signer pour les ventes")
		return nil
	}, func(m message) bool { return m.Conversation == s.direct(julien) })
	s.press(julien, told, "sign_side:0", "est validé des deux côtés")
	s.wantSignatures("marketing Claire Morel true", "sales Julien Bernard true")
}

// craft sends what a button of a message carries as if somebody had pressed it;
// only the HTTP door takes what is not sent by Slack's own connection.
func (s *stage) craft(user, action string, m message) {
	s.Helper()
	if s.address == "" {
		return
	}
	s.troubled = true // it names nowhere to answer
	value := ""
	for _, b := range m.Blocks {
		elements, _ := b["elements"].([]any)
		for _, one := range elements {
			if element, _ := one.(map[string]any); element["action_id"] == action {
				value, _ = element["value"].(string)
			}
		}
	}
	if value == "" {
		s.Fatalf("no button %s under %s", action, wordsOf(m))
	}
	payload, err := json.Marshal(map[string]any{
		"type": "block_actions", "trigger_id": "crafted." + user + action, "team": map[string]string{"id": "T0VERNIER01"},
		"user":      map[string]string{"id": user, "team_id": "T0VERNIER01"},
		"container": map[string]any{"message_ts": "1.2", "channel_id": marketing},
		"actions":   []map[string]string{{"action_id": action, "value": value}},
	})
	if err != nil {
		s.Fatal(err)
	}
	s.knock(knock{path: "/slack/interactions", body: "payload=" + url.QueryEscape(string(payload))})
}

// wantSignatures wants the signatures of November as programs read them.
func (s *stage) wantSignatures(want ...string) {
	s.Helper()
	var shown struct {
		Signatures []struct {
			Side, Name string
			Current    bool
		}
	}
	if err := json.Unmarshal([]byte(s.treve("plan", "show", "--json", "--month", "2026-11")), &shown); err != nil {
		s.Fatal(err)
	}
	var got []string
	for _, one := range shown.Signatures {
		word := one.Side + " " + one.Name + " false"
		if one.Current {
			word = one.Side + " " + one.Name + " true"
		}
		got = append(got, word)
	}
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		s.Errorf("signed by %v; want %v", got, want)
	}
}
