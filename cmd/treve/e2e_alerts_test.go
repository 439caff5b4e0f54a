package main

import (
	"syscall"
	"testing"
)

const alertWord = "avant les dernières saisies"

func (s *stage) wantAlerts(when, user string, n int) []message {
	s.Helper()
	got := s.letters(user, alertWord)
	if len(got) != n {
		s.Fatalf("%s: %d alerts; want %d: %+v\n%s", when, len(got), n, got, s.said())
	}
	return got
}

// catchUp brings E-mail on track by an entry for a past day, which setBack takes
// back.
func (s *stage) catchUp() { s.ask(claire, marketing, "/leads set 43 email pme 2026-11-13", "E-mail") }

func (s *stage) setBack() { s.ask(claire, marketing, "/leads set 5 email pme 2026-11-13", "E-mail") }

// A correction that makes a channel off track alerts its owner once, however
// often the day is gone through again.
func TestAnAlertOnce(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/sla set email responsable <@"+marc+">", "responsable")
		s.ask(claire, marketing, "/sla set rappels non", "*non*")
		s.ask(marc, marketing, "/sla", "Novembre 2026")
		s.catchUp()
		s.jump("2026-11-17 10:00")
		s.wantAlerts("once it is on track, and a day has ended", marc, 0)
		s.setBack()
		s.jump("2026-11-17 11:00")
		alert := s.wantAlerts("after a correction", marc, 1)[0]
		s.wantWords(alert, "E-mail : compromis", "leads par jour ouvré restant")
		for _, again := range []string{"11:30", "12:30", "17:30"} {
			s.stop(syscall.SIGKILL)
			s.serve()
			s.jump("2026-11-17 " + again)
		}
		s.wantAlerts("after restarts", marc, 1)

		s.press(marc, alert, "alert_mute", "plus d'alerte pour vous sur E-mail")
		s.catchUp()
		s.jump("2026-11-18 10:00")
		s.setBack()
		s.jump("2026-11-18 11:00")
		s.wantAlerts("muted", marc, 1)
	}))
}

// Shortly before a recap nobody is alerted: it says the same, and after it that is
// no news any more.
func TestNoAlertBeforeARecap(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/sla set email responsable <@"+marc+">", "responsable")
		s.ask(claire, marketing, "/recap dans <#"+marketing+"|marketing>", marketing)
		s.ask(claire, marketing, "/recap à 13h", "13:00")
		s.ask(marc, marketing, "/sla", "Novembre 2026")
		s.catchUp()
		s.jump("2026-11-17 11:10")
		s.setBack()
		s.jump("2026-11-17 12:30")
		s.wantAlerts("before the recap", marc, 0)
		s.jump("2026-11-17 17:30")
		s.wantAlerts("after it", marc, 0)
		s.catchUp()
		s.jump("2026-11-18 10:00")
		s.setBack()
		s.jump("2026-11-18 10:30")
		s.wantAlerts("well before the next", marc, 1)
		s.catchUp()
		s.jump("2026-11-18 13:00")
		all := s.recaps(marketing)
		s.wantWords(all[len(all)-1], "mercredi 18 novembre", "De nouveau en bonne voie après une alerte : E-mail.")
	}))
}
