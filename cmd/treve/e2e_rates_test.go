package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/localslack/localclient"
	"github.com/treve-bot/treve/internal/store"
)

// sell gives the books six months of leads and sales, and a plan from a month on.
func (s *stage) sell(from string) {
	s.Helper()
	leads, deals := soldFiles(s.T)
	s.treve("plan", "import", "testdata/plan.csv", "--from", from)
	s.treve("import", leads, "--kind", "leads")
	s.treve("import", deals, "--kind", "deals")
}

// sources are where the plan's rates come from, by segment.
func (s *stage) sources(month string) map[string]string {
	s.Helper()
	var shown planShown
	out := s.treve("plan", "show", "--month", month, "--json")
	if err := json.Unmarshal([]byte(out), &shown); err != nil {
		s.Fatalf("plan show: %v\n%s", err, out)
	}
	sources := map[string]string{}
	for _, one := range shown.Segments {
		sources[one.Channel+" "+one.Persona] = one.RateSource
	}
	return sources
}

// audit lists the latest changes that the books have logged.
func (s *stage) audit() []ledger.AuditLine {
	s.Helper()
	db, err := store.Open(s.Context(), s.database, slog.New(slog.DiscardHandler))
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	books, err := db.Local(s.Context(), "", ledger.DefaultSettings())
	if err != nil {
		s.Fatal(err)
	}
	lines, err := books.Audit(context.Background(), 200)
	if err != nil {
		s.Fatal(err)
	}
	return lines
}

// Rates are shown to all, and change when a manager accepts: some, picked in the
// form, then the rest.
func TestRatesAreAccepted(t *testing.T) {
	onEachEmptyStage(t, onMonday, func(s *stage) {
		s.sell("2026-11")
		s.serve()
		read := s.ask(marc, marketing, "/sla taux", "Taux de transformation, novembre 2026", "9,17 %", "Proposés par défaut")
		if len(read.Actions()) > 0 {
			s.Errorf("a member may press %v", read.Actions())
		}
		s.ask(emma, marketing, "/sla rates email", "Close rates, November 2026 · E-mail", "4% declared")
		shown := s.ask(claire, marketing, "/sla taux", "l'engagement total passerait", "de 43 216 €")

		v := s.view(claire, func(c *client) error { return c.Press(s.Context(), shown, "rates_choose") })
		values := localclient.Values{}
		for _, input := range v.Inputs() {
			values.Set(input[0], input[1], "selected_option", choose(s, v, input[0], firstOption(v, input[0])))
		}
		block, action := inputLabelled(s, v, "E-mail · PME")
		picked := maps.Clone(values).Set(block, action, "selected_option", choose(s, v, block, "9,17\u00a0% mesuré"))
		told := s.hear(claire, func(*client) error { s.submit(claire, v, picked); return nil },
			func(m message) bool { return m.Ephemeral && strings.Contains(m.Text, "noté") })
		s.wantWords(told, "C'est noté, dès novembre 2026 : 1 taux.", "43 216 € → ")
		if sources := s.sources("2026-11"); sources["E-mail PME"] != "measured" || sources["Inbound ETI"] != "declared" {
			s.Errorf("after one was picked: %v", sources)
		}

		left := s.ask(claire, marketing, "/sla taux", "9,17 % mesuré")
		accepted := s.press(claire, left, "rates_accept", "C'est noté, dès novembre 2026", "→")
		s.redeliver("interactive", accepted)
		if sources := s.sources("2026-11"); sources["Inbound ETI"] == "declared" || sources["Publicité PME"] != "declared" {
			s.Errorf("after all were accepted: %v", sources)
		}
		logged := 0
		for _, line := range s.audit() {
			if strings.HasPrefix(line.What, "rate 2026-11 ") && line.Author == claire && line.Reason == "close rates" && line.Old != line.New {
				logged++
			}
		}
		if logged != 2 {
			s.Errorf("%d rates changed by Claire in the log; want E-mail's and Inbound's", logged)
		}
		s.ask(claire, s.direct(claire), "taux", "Rien ne changerait")
	})
}

// firstOption is the first option of a select, which leaves things as they are.
func firstOption(v localclient.View, block string) string {
	for _, b := range v.Blocks {
		element, _ := b["element"].(map[string]any)
		options, _ := element["options"].([]any)
		if b["block_id"] == block && len(options) > 0 {
			text, _ := options[0].(map[string]any)["text"].(map[string]any)
			shown, _ := text["text"].(string)
			return shown
		}
	}
	return ""
}

// inputLabelled finds an input by its label.
func inputLabelled(s *stage, v localclient.View, label string) (block, action string) {
	s.Helper()
	block, element := countField(s, v, label)
	action, _ = element["action_id"].(string)
	return block, action
}

// How sales mature is a setting, and may be learned again.
func TestTheCurveIsTyped(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		s.sell("2026-11")
		s.serve()
		s.ask(marc, marketing, "/sla set courbe 50 % à 30 jours", "Seuls les managers")
		s.ask(claire, marketing, "/sla taux", "Maturité apprise de vos ventes")
		s.ask(claire, marketing, "/sla set courbe 50 % à 30 jours, 80 % à 90 jours",
			"Maturité des ventes : apprise de vos ventes → *50 % à 30 jours et 80 % à 90 jours*")
		s.ask(claire, marketing, "/sla taux", "Maturité fixée dans les réglages")
		s.ask(claire, marketing, "/sla réglages", "50 % à 30 jours et 80 % à 90 jours")
		s.ask(claire, marketing, "/sla set courbe 80 % à 30 jours, 50 % à 90 jours", "n'est pas une courbe que je sais lire")
		s.ask(claire, marketing, "/sla set courbe apprise", "→ *apprise de vos ventes*")
		s.ask(claire, marketing, "/sla taux", "Maturité apprise de vos ventes")
	})
}
