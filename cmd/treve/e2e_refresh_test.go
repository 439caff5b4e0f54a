package main

import (
	"encoding/json"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// atNovembersEnd is Monday 30 November 2026, ten in the morning in Paris: the
// next day is December's first working day.
var atNovembersEnd = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

// committed is what a month's plan promises, as programs read it.
func (s *stage) committed(month string) string {
	s.Helper()
	var r struct{ Total figures }
	out := s.treve("status", "--month", month, "--json")
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		s.Fatalf("status --json: %v\n%s", err, out)
	}
	return r.Total.Commitment
}

// letters are the messages to a person with any of the words.
func (s *stage) letters(user string, words ...string) (found []message) {
	s.Helper()
	for _, m := range s.messages(user, s.direct(user), "") {
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(m.Text, w) }) {
			found = append(found, m)
		}
	}
	return found
}

const (
	offerTitle    = "Taux et ventes moyennes à décider"
	reminderTitle = "Rappel : les taux attendent votre décision"
)

func (s *stage) wantLetters(when, title string, n int) []message {
	s.Helper()
	got := s.letters(claire, title, strings.Replace(title, " :", "\u00a0:", 1))
	if len(got) != n {
		s.Fatalf("%s: %d letters %q; want %d\n%s", when, len(got), title, n, s.said())
	}
	return got
}

// On the first working day of a month its managers get one letter, whatever
// becomes of the bot; accepting it changes the month's SLA and leaves its line in
// the log, and then there is nothing to be reminded of.
func TestTheMonthBeginsWithALetter(t *testing.T) {
	onEachEmptyStage(t, atNovembersEnd, func(s *stage) {
		s.sell("2026-11")
		s.serve()
		s.ask(claire, marketing, "/sla", "Novembre 2026") // who is not known is not written to
		s.ask(marc, marketing, "/sla", "Novembre 2026")
		s.jump("2026-12-01 08:59")
		s.wantLetters("before nine", offerTitle, 0)
		s.jump("2026-12-01 09:00")
		letter := s.wantLetters("at nine", offerTitle, 1)[0]
		s.wantWords(letter, "décembre 2026", "Plan reconduit depuis novembre 2026, non validé",
			"l'engagement total passerait en décembre 2026 de 43 216 € à", "mesuré 10 %", "Vente moyenne · PME")
		s.stop(syscall.SIGKILL)
		s.serve()
		s.jump("2026-12-01 20:00")
		s.wantLetters("after a restart", offerTitle, 1)
		if got := s.letters(marc, offerTitle); len(got) > 0 {
			s.Errorf("a member gets %+v", got)
		}

		before := s.committed("2026-12")
		accepted := s.press(claire, letter, "rates_accept", "C'est noté, dès décembre 2026", "43 216 € → ")
		if after := s.committed("2026-12"); before != "43216" || after == before || s.committed("2026-11") != before {
			s.Errorf("the SLA went from %s to %s, November's is %s", before, after, s.committed("2026-11"))
		}
		if sources := s.sources("2026-12"); sources["E-mail PME"] == "declared" || sources["Publicité PME"] != "declared" {
			s.Errorf("rates come from %v", sources)
		}
		s.wantNoButton(claire, accepted, "rates_accept")
		logged := map[string]int{}
		for _, line := range s.audit() {
			if line.Author == claire && (line.Reason == "close rates" || line.What == "setting rates_decided") {
				kind, _, _ := strings.Cut(line.What, " ")
				logged[kind]++
			}
		}
		if logged["rate"] != 2 || logged["sale"] != 2 || logged["setting"] != 1 {
			s.Errorf("the log has %v by Claire", logged)
		}
		s.jump("2026-12-10 20:00")
		s.wantLetters("once it is decided", reminderTitle, 0)
	})
}

// Undecided, it comes back once after three working days, and then no more; a
// manager who keeps everything has decided as well.
func TestAReminderThenSilence(t *testing.T) {
	onTwoStages(t, atNovembersEnd, func(s *stage) {
		s.sell("2026-11")
		s.serve()
		s.ask(claire, marketing, "/sla", "Novembre 2026")
		s.jump("2026-12-04 08:59")
		s.wantLetters("before three working days", reminderTitle, 0)
		s.jump("2026-12-04 09:00")
		s.wantLetters("three working days later", reminderTitle, 1)
		s.jump("2026-12-31 20:00")
		s.wantLetters("for the rest of the month", reminderTitle, 1)
		s.wantLetters("for the rest of the month", offerTitle, 1)

		s.jump("2027-01-04 09:00")
		letter := s.wantLetters("in January", offerTitle, 2)[1]
		v := s.view(claire, func(c *client) error { return c.Press(s.Context(), letter, "rates_choose") })
		keep := map[string]map[string]map[string]any{}
		for _, input := range v.Inputs() {
			keep[input[0]] = map[string]map[string]any{input[1]: {"selected_option": choose(s, v, input[0], firstOption(v, input[0]))}}
		}
		kept := s.hear(claire, func(*client) error { s.submit(claire, v, keep); return nil },
			func(m message) bool { return strings.Contains(m.Text, "rien ne change") })
		s.wantWords(kept, "C'est noté : rien ne change en janvier 2027.")
		s.jump("2027-01-10 20:00")
		s.wantLetters("once it is kept", reminderTitle, 1)
	})
}

// Without enough behind it nothing is proposed, and nobody is written to.
func TestNothingToPropose(t *testing.T) {
	onTwoStages(t, atNovembersEnd, func(s *stage) {
		s.fill("2026-11") // leads, and no sale
		s.serve()
		s.ask(claire, marketing, "/sla", "Novembre 2026")
		s.ask(claire, marketing, "/sla taux", "il faut 5 ventes gagnées au moins")
		s.jump("2026-12-10 20:00")
		s.wantLetters("by the tenth", offerTitle, 0)
	})
}

// A bot that was away on the first working day writes when it is back.
func TestALateLetter(t *testing.T) {
	onTwoStages(t, atNovembersEnd, func(s *stage) {
		s.sell("2026-11")
		s.serve()
		s.ask(claire, marketing, "/sla", "Novembre 2026")
		s.stop(syscall.SIGTERM)
		s.jump("2026-12-02 14:00")
		p := s.serve()
		p.said.wait(s, "kind=letter-rates")
		s.wantLetters("back on the second", offerTitle, 1)
	})
}
