package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Guests and people of other organisations read nothing and write nothing.
func TestGuestsAndStrangers(t *testing.T) {
	onEachStage(t, func(s *stage) {
		for _, somebody := range []struct{ user, where, because string }{
			{ines, marketing, "membres à part entière"},
			{ines, s.direct(ines), "membres à part entière"},
			{tom, sales, "Trêve"},
			{tom, s.direct(tom), "Trêve"},
		} {
			for _, text := range []string{"12 email pme", "email ?"} {
				command := map[string]string{"12 email pme": "/leads 12 email pme", "email ?": "/sla email"}[text]
				if strings.HasPrefix(somebody.where, "C") {
					text = command
				}
				answer := s.ask(somebody.user, somebody.where, text, somebody.because)
				if words := wordsOf(answer); strings.Contains(words, "€") || strings.Contains(words, "24") || len(answer.Actions()) > 0 {
					s.Errorf("%s is answered %q with %v", somebody.user, words, answer.Actions())
				}
			}
		}
		told := s.hear(ines, func(c *client) error {
			_, err := c.Type(s.Context(), marketing, "<@"+treveBot+"> email ?")
			return err
		}, func(m message) bool { return m.Conversation == marketing })
		s.wantWords(told, "membres à part entière")
		if !told.Ephemeral {
			s.Errorf("a guest's refusal is for all to read: %+v", told)
		}
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.jump("2026-11-17 09:00")
		recap := s.wantRecaps("that guests of the conversation see", 1)[0]
		for _, button := range []string{"sla_why", "sla_share", "leads_form"} {
			refused := s.press(ines, recap, button, "membres à part entière")
			if !refused.Ephemeral {
				s.Errorf("a guest presses %s, and all read %q", button, wordsOf(refused))
			}
		}
		if said := s.messages(claire, marketing, ""); len(said) != 1 {
			s.Errorf("a guest made the bot say: %+v", said)
		}
		s.wantLeads("E-mail", 24)
	})
}

// What cannot be recorded is answered with a short sentence that says what to
// type, and nothing is stored.
func TestBadInput(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		before := s.treve("status", "--as-of", "2026-11-30", "--json")
		for _, c := range []struct{ typed, because string }{
			{"/leads 12 email particuliers", "« particuliers »"},
			{"/leads email pme", "Il manque le nombre"},
			{"/leads 12 pme", "Il manque le canal d'acquisition"},
			{"/leads 3 email inbound pme", "deux canaux d'acquisition"},
			{"/leads 3 4 email pme", "deux nombres"},
			{"/leads 12,5 email pme", "n'est pas un nombre entier"},
			{"/leads -500 inbound pme", "on ne peut pas en retirer 500"},
			{"/leads set -4 inbound pme", "ne peut pas être −4"},
			{"/leads 3 email pme 30/11/2027", "n'est pas encore arrivé"},
			{"/leads 3 email pme demain", "n'est pas encore arrivé"},
			{"/leads 3 email pme 31/02", "31/02"},
			{"/leads 3 email pme 2026-06-15", "est clos et ne change plus"},
			{"/leads 3 email pme octobre", "est un mois"},
			{"/leads 1000001 email pme", "trop grand"},
			{"/leads 99999999999999999999999 email pme", "trop grand"},
			{"/leads 3 email pme\n4 email fax", "Ligne 2"},
			{"/leads " + strings.Repeat("12 email pme ", 800), "caractères"}, // 10 kB
			{"/leads 12 <!channel> pme", "&lt;!channel&gt;"},
			{"/sla set email pme engagement -5", "négatif"},
			{"/sla set email pme taux 300 %", "n'est pas un taux"},
			{"/sla set pme vente beaucoup", "tapez par exemple"},
			{"/sla add canal <!here>", "ne peut pas commencer par"},
			{"/sla add canal hier", "veut déjà dire autre chose"},
			{"/sla add canal email", "E-mail existe déjà"},
			{"/recap à 25h", "heure"},
			{"/recap dans #nulle-part", "puis choisissez-la"},
		} {
			answer := s.ask(claire, marketing, c.typed, c.because)
			if text := plainSpaces(answer.Text); strings.Count(text, "\n") > 1 || len(text) > 600 || len(answer.Actions()) > 0 {
				s.Errorf("%.60s is answered at length:\n%s %v", c.typed, text, answer.Actions())
			}
			s.wantHarmless(answer)
		}
		if after := s.treve("status", "--as-of", "2026-11-30", "--json"); after != before {
			s.Errorf("something was stored:\n%s\nbefore it was\n%s", after, before)
		}
		s.ask(marc, marketing, "/leads 12 email pme", "12 leads")
	}))
}

// wantHarmless wants no text that Slack parses to mention everybody, or to be
// formatted by what somebody typed.
func (s *stage) wantHarmless(m message) {
	s.Helper()
	for _, text := range append(marked(m.Blocks), m.Text) {
		for _, live := range []string{"<!channel", "<!here", "<!everyone", "*gras*", "`code`", "<http"} {
			if strings.Contains(text, live) {
				s.Errorf("%s is live in %s", live, text)
			}
		}
	}
}

// marked lists the texts of blocks that Slack reads as markup.
func marked(blocks []map[string]any) []string {
	var texts []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			if text, ok := v["text"].(string); ok && v["type"] == "mrkdwn" {
				texts = append(texts, text)
			}
			for _, member := range v {
				walk(member)
			}
		}
	}
	for _, b := range blocks {
		walk(b)
	}
	return texts
}

// Names that come with a file are shown as they are, whatever they look like.
func TestNamesThatLookLikeMarkup(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		plan := filepath.Join(s.TempDir(), "plan.csv")
		content := "channel,persona,close_rate,average_sale,commitment\n" +
			"*gras*,Client <!channel>,5 %,1000,40\n`code` & <http://evil.example|clic>,Client <!channel>,5 %,1000,40\n"
		if err := os.WriteFile(plan, []byte(content), 0o600); err != nil {
			s.Fatal(err)
		}
		s.treve("plan", "import", plan, "--from", "2026-11")
		s.serve()
		for _, typed := range []string{"/leads 3 gras", "/sla", "/sla gras", "/sla why gras", "/sla plan", "/leads journal", "/leads 3 grax", "/recap", "/leads aide", "/recap dans #marketing"} {
			s.wantHarmless(s.ask(claire, marketing, typed))
		}
		recorded := s.ask(claire, marketing, "/leads 3 gras client channel", "3 leads *gras* · Client &lt;!channel&gt;")
		s.wantHarmless(recorded)
		s.wantHarmless(s.share(claire, s.ask(claire, marketing, "/sla gras")))
		s.jump("2026-11-17 09:00")
		s.wantHarmless(s.wantRecaps("on the next morning", 1)[0])
		v := s.view(claire, func(c *client) error { _, err := c.Type(s.Context(), marketing, "/leads"); return err })
		if !slices.ContainsFunc(v.Blocks, func(b map[string]any) bool { return b["block_id"] == "channel" }) {
			s.Errorf("the form: %v", v.Blocks)
		}
		choose(s, v, "channel", "*gras*")
	})
}
