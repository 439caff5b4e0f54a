package main

import (
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// thread lists what follows a message in its thread, in words.
func (s *stage) thread(m message) []string {
	s.Helper()
	var said []string
	for _, reply := range s.messages(claire, marketing, m.TS)[1:] {
		said = append(said, wordsOf(reply))
	}
	return said
}

// wantThread wants so many lines in a message's thread, and words in the last.
func (s *stage) wantThread(when string, m message, n int, words ...string) {
	s.Helper()
	said := s.thread(m)
	if len(said) != n {
		s.Fatalf("%s: %d lines in the thread; want %d:\n%s\n%s", when, len(said), n, strings.Join(said, "\n"), s.said())
	}
	for _, word := range words {
		if !strings.Contains(said[n-1], word) {
			s.Errorf("%s: %q does not say %q", when, said[n-1], word)
		}
	}
}

// printedRecap is a recap in words as the command line prints it.
func (s *stage) printedRecap(args ...string) string {
	s.Helper()
	return s.treve(append([]string{"recap", "--print", "--day"}, args...)...)
}

// What is entered late for a day that the latest recap counted edits it, with a
// line in its thread; the earlier ones stay as they were posted.
func TestTheLivingPost(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.jump("2026-11-17 09:00")
		posted := s.wantRecaps("at nine", 1, "Point SLA, mardi 17 novembre")[0]
		s.ask(marc, marketing, "/leads 3 email pme", "3 leads")
		s.jump("+2m")
		s.wantThread("after an entry for today", posted, 0)

		s.ask(marc, marketing, "/leads -2 email pme vendredi", "2 leads E-mail · PME retirés")
		s.jump("+2m")
		edited := s.wantRecaps("after a correction", 1, "Corrigé mar. 17 à 09:0", "détail dans le fil")[0]
		s.wantThread("after a correction", posted, 1, "Corrigé par Marc", "E-mail · PME, ven. 13 : ", ", −")
		if s.shows(edited) != "image table" || wordsOf(edited) == wordsOf(posted) {
			s.Errorf("edited, it shows %q: %s", s.shows(edited), edited.Text)
		}

		s.ask(marc, marketing, "/leads 1 email pme vendredi", "1 lead")
		s.ask(marc, marketing, "/leads 9 inbound pme vendredi", "9 leads")
		s.jump("+2m")
		s.wantThread("after two quick ones", posted, 2, "Corrigé par Marc", "• E-mail · PME, ven. 13", "• Inbound · PME, ven. 13")
		s.ask(claire, marketing, "/recap journal", "corrigé 2 fois")

		s.wantPrinted("2026-11-17", posted)
		known := s.printedRecap("2026-11-17", "--as-known-now")
		if asPosted := s.printedRecap("2026-11-17"); known == asPosted || !strings.Contains(known, s.attained(s.recaps(marketing)[0])) {
			s.Errorf("as known now:\n%s", known)
		}

		s.jump("2026-11-18 09:00")
		before := s.recaps(marketing)[0]
		s.ask(marc, marketing, "/leads 6 email pme vendredi", "6 leads")
		s.jump("+2m")
		both := s.wantRecaps("the next morning", 2, "Point SLA, mercredi 18 novembre", "Corrigé mer. 18")
		if wordsOf(both[0]) != wordsOf(before) {
			s.Errorf("the earlier recap was edited: %s", both[0].Text)
		}
		s.wantThread("of the earlier one", posted, 2)
		s.wantThread("of the latest", both[1], 1, "E-mail · PME, ven. 13", ", +")
	}))
}

// attained is the line of a recap that says what was attained.
func (s *stage) attained(m message) string {
	s.Helper()
	lines := strings.Split(wordsOf(m), "\n")
	i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "Réalisé") })
	if i < 0 {
		s.Fatalf("nothing attained in %s", m.Text)
	}
	return lines[i]
}

// A process that dies between an edit and its line leaves the line to the next,
// which writes it once; and a recap that Slack lets nobody edit any more stays as
// it is, which its receipt says.
func TestTroubleWithAnEdit(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.troubled = true
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.jump("2026-11-17 09:00")
		posted := s.wantRecaps("at nine", 1)[0]
		s.ask(marc, marketing, "/leads -2 email pme vendredi", "2 leads E-mail · PME retirés")
		s.fails("chat.postMessage:429,retry_after=1,times=1")
		s.jump("+2m")
		s.wantRecaps("edited", 1, "Corrigé mar. 17")
		s.wantThread("before its line", posted, 0)
		s.stop(syscall.SIGKILL)
		s.serve()
		for deadline := time.Now().Add(patience); len(s.thread(posted)) == 0 && time.Now().Before(deadline); {
			s.jump("+1m") // the wait is a real second
		}
		s.wantThread("after the restart", posted, 1, "Corrigé par Marc")
		s.jump("+10m")
		s.wantThread("later", posted, 1)

		s.fails("chat.update:edit_window_closed,times=1")
		s.ask(marc, marketing, "/leads 7 email pme vendredi", "7 leads")
		s.jump("+2m")
		s.ask(claire, marketing, "/recap journal", "corrigé 1 fois", "n'est plus corrigé (`edit_window_closed`)")
		s.jump("+10m")
		s.wantThread("at its end", posted, 1)
	}))
}

// The closing recap is provisional, lives for three working days, and is final
// then.
func TestTheClosingRecapBecomesFinal(t *testing.T) {
	onTwoStages(t, time.Date(2026, 10, 30, 9, 0, 0, 0, time.UTC), func(s *stage) {
		s.fill("2026-10")
		s.serve()
		s.ask(claire, marketing, "/recap dans #marketing", "lun. 2 nov., 09:00")
		s.jump("2026-11-02 09:00")
		closing := s.wantRecaps("on the first working day", 1, "Bilan SLA, octobre 2026", "Provisoire jusqu'au mercredi 4 novembre",
			"Hypothèses : taux de transformation prévu", "Novembre 2026 : 43 216 € engagés, 300 leads", "Plan reconduit depuis octobre 2026")[0]
		s.jump("2026-11-03 09:00")
		s.ask(marc, marketing, "/leads 5 email pme 30/10", "5 leads")
		s.jump("+2m")
		both := s.wantRecaps("on the second", 2, "Point SLA, mardi 3 novembre")
		s.wantWords(both[0], "Provisoire", "Corrigé mar. 3")
		s.wantThread("on the second", closing, 1, "E-mail · PME, ven. 30 : ")
		s.wantThread("of the daily one", both[1], 0)
		s.jump("2026-11-04 23:59")
		s.wantWords(s.recaps(marketing)[0], "Provisoire")
		s.jump("2026-11-05 00:01")
		final := s.recaps(marketing)[0]
		s.wantWords(final, "Définitif : octobre 2026 est clos depuis le mercredi 4 novembre au soir")
		if strings.Contains(wordsOf(final), "Provisoire") {
			s.Errorf("it is both: %s", final.Text)
		}
		s.wantThread("closed", closing, 2, "Bilan définitif : octobre 2026 est clos.", s.attained(final))
		s.jump("2026-11-06 12:00")
		s.wantThread("two days later", closing, 2)
		s.ask(claire, marketing, "/recap journal", "bilan, publié à 09:00", "corrigé 1 fois, définitif")
	})
}
