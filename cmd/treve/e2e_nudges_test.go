package main

import (
	"strings"
	"syscall"
	"testing"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

const nudgeTitle = "Il manque "

func (s *stage) wantNudges(when, user string, n int) []message {
	s.Helper()
	got := s.letters(user, nudgeTitle)
	if len(got) != n {
		s.Fatalf("%s: %d nudges; want %d: %+v\n%s", when, len(got), n, got, s.said())
	}
	return got
}

// At five whoever owns channels without an entry is asked once, answers with one
// tap, and passes the next days' reminders on while away.
func TestNudgesOfTheDay(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/sla set inbound responsable <@"+marc+">", "responsable")
		s.ask(claire, marketing, "/sla set email responsable <@"+marc+">", "responsable")
		s.ask(marc, marketing, "/leads 3 email pme", "3 leads E-mail")
		s.jump("2026-11-16 16:59")
		s.wantNudges("before five", marc, 0)
		s.jump("2026-11-16 17:00")
		letter := s.wantNudges("at five", marc, 1)[0]
		s.wantWords(letter, "Il manque une saisie pour lundi 16 novembre", "Inbound")
		if strings.Contains(letter.Text, "E-mail") {
			s.Errorf("asked about what is recorded: %s", letter.Text)
		}
		s.stop(syscall.SIGKILL)
		s.serve()
		s.jump("2026-11-16 18:30")
		s.wantNudges("after a restart", marc, 1)
		done := s.press(marc, letter, "nudge_zero:0", "Inbound", "Plus rien ne manque")
		s.wantNoButton(marc, done, "nudge_zero:0")
		s.wantLeads("Inbound", s.leads("Inbound"))

		s.jump("2026-11-17 17:00")
		all := s.letters(marc, nudgeTitle)
		letter = all[len(all)-1]
		s.wantWords(letter, "Il manque 2 saisies pour mardi 17 novembre")
		form := s.opens(marc, letter, "nudge_form:0")
		s.finish(marc, form, map[string]string{"PME": "4"}, "4 leads", "Il manque encore une saisie")

		away := s.opens(marc, letter, "nudge_away")
		values := localclient.Values{}.Set("stand_in", "stand_in", "selected_user", julien)
		told := s.hear(julien, func(*client) error { s.submit(marc, away, values); return nil },
			func(m message) bool { return strings.Contains(m.Text, "s'absente") })
		s.wantWords(told, "jusqu'à son retour", "Inbound et E-mail")
		before := len(s.letters(marc, nudgeTitle))
		s.jump("2026-11-18 17:00")
		s.wantNudges("while away", marc, before)
		mine := s.letters(julien, "Il manque 2 saisies pour mercredi 18 novembre")
		if len(mine) != 1 {
			s.Fatalf("%d nudges for whoever stands in; want 1\n%s", len(mine), s.said())
		}
		s.wantWords(mine[0], "à la place de")
	}))
}

// Switched off, nobody is asked; on a day off neither.
func TestNoNudges(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/sla set inbound responsable <@"+marc+">", "responsable")
		s.ask(marc, marketing, "/sla", "Novembre 2026")
		s.ask(claire, marketing, "/sla set rappels non", "*non*")
		s.jump("2026-11-20 20:00")
		s.wantNudges("switched off", marc, 0)
		s.ask(claire, marketing, "/sla set rappels oui", "*oui*")
		s.jump("2026-11-22 20:00")
		late := len(s.letters(marc, nudgeTitle))
		s.ask(claire, marketing, "/sla fermé 23/11-25/11", "Fermé")
		s.jump("2026-11-25 20:00")
		s.wantNudges("on days off", marc, late)
	}))
}
