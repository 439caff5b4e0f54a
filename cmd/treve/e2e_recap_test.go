package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The recap comes on time, once, on working mornings, whatever happens to the
// bot in between.
func TestTheMorningPost(t *testing.T) {
	onEachStage(t, func(s *stage) {
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00", "mar. 17 nov., 09:00")
		s.jump("2026-11-17 08:59")
		s.wantRecaps("before nine", 0)
		s.jump("2026-11-17 09:00")
		posted := s.wantRecaps("at nine", 1, "Point SLA, mardi 17 novembre", "Arrêté au lun. 16", "jour ouvré 10 sur 20")[0]
		s.ask(marc, marketing, "/leads 50 email pme hier", "50 leads") // what was posted stays as it was
		s.wantPrinted("2026-11-17", posted)
		s.stop(syscall.SIGKILL)
		s.serve()
		s.jump("2026-11-17 12:00")
		s.wantRecaps("after a restart", 1)
		s.jump("2026-11-22 20:00") // a Sunday evening: three working days have gone by
		s.wantRecaps("on Sunday", 4, "Point SLA, vendredi 20 novembre")
		s.jump("2026-11-23 09:00")
		s.wantRecaps("on Monday", 5, "Point SLA, lundi 23 novembre", "Arrêté au dim. 22", "ven. 20 au dim. 22")
	})
}

// wantPrinted wants the command line to print a morning's recap as it was posted.
func (s *stage) wantPrinted(day string, posted message) {
	s.Helper()
	var printed struct {
		Text   string
		Blocks []map[string]any
	}
	// Not through treve, which makes the spaces plain.
	var out, errs bytes.Buffer
	if code := run(background, []string{"recap", "--print", "--day", day, "--json"}, s.environ(), &out, &errs); code != 0 {
		s.Fatalf("recap --print: exit code %d: %s", code, &errs)
	}
	if err := json.Unmarshal(out.Bytes(), &printed); err != nil {
		s.Fatalf("recap --print --json: %v\n%s", err, &out)
	}
	if printed.Text != posted.Text || len(printed.Blocks) != len(posted.Blocks) {
		s.Errorf("printed is, in %d blocks:\n%s\nposted was, in %d:\n%s", len(printed.Blocks), printed.Text, len(posted.Blocks), posted.Text)
	}
}

func TestTheFourteenthOfJuly(t *testing.T) {
	onTwoStages(t, time.Date(2026, 7, 10, 6, 0, 0, 0, time.UTC), func(s *stage) {
		s.fill("2026-07")
		s.serve()
		s.ask(claire, marketing, "/recap dans #marketing", "ven. 10 juil., 09:00")
		s.jump("2026-07-12 20:00")
		s.wantRecaps("over the weekend", 1, "Point SLA, vendredi 10 juillet")
		s.jump("2026-07-14 20:00")
		s.wantRecaps("on the fourteenth", 2, "Point SLA, lundi 13 juillet", "ven. 10 au dim. 12")
		s.jump("2026-07-15 09:00")
		s.wantRecaps("the day after", 3, "Point SLA, mercredi 15 juillet", "lun. 13 au mar. 14")
	})
}

// The first working day of a month closes the month before, and that is its only
// recap.
func TestTheFirstWorkingDayClosesTheMonthBefore(t *testing.T) {
	onTwoStages(t, time.Date(2026, 10, 30, 9, 0, 0, 0, time.UTC), func(s *stage) {
		s.fill("2026-10")
		s.serve()
		s.ask(claire, marketing, "/recap dans #marketing", "lun. 2 nov., 09:00")
		s.jump("2026-11-02 20:00")
		closing := s.wantRecaps("on the first working day", 1, "Bilan SLA, octobre 2026", "Provisoire jusqu'au")
		if text := wordsOf(closing[0]); strings.Contains(text, "Point SLA") {
			s.Errorf("the closing recap is a daily one too: %s", text)
		}
		s.jump("2026-11-03 09:00")
		s.wantRecaps("on the second", 2, "Point SLA, mardi 3 novembre")
	})
}

// After downtime the day's recap comes once and says that it is late; one whose
// day went by is said in the next.
func TestAfterDowntime(t *testing.T) {
	onEachStage(t, func(s *stage) {
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.stop(syscall.SIGTERM)
		s.jump("2026-11-17 11:00")
		s.wantRecaps("while it is down", 0)
		s.serve()
		s.awaitRecaps(1)
		s.jump("2026-11-17 11:05") // the look that posted it is over by then
		s.wantRecaps("at eleven", 1, "Point SLA, mardi 17 novembre", "Publié en retard : prévu à 09:00")
		s.stop(syscall.SIGKILL)
		s.serve()
		s.jump("2026-11-17 23:30")
		s.wantRecaps("caught up", 1)

		s.stop(syscall.SIGTERM)
		s.jump("2026-11-19 08:00") // Wednesday has gone by
		s.troubled = true
		s.serve().said.wait(s, "outcome=missed")
		s.jump("2026-11-19 09:00")
		s.wantRecaps("on Thursday", 2, "Point SLA, jeudi 19 novembre", "Récap non publié le mer. 18")
		s.ask(claire, marketing, "/recap journal", "publié en retard à 11:00", "non publié, le service était arrêté")
	})
}

// awaitRecaps returns once there are so many.
func (s *stage) awaitRecaps(n int) {
	s.Helper()
	watch, err := s.as(claire).Watch(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	defer watch.Stop()
	for len(s.recaps(marketing)) < n {
		if _, err := watch.Message(patience, func(m message) bool { return m.Metadata != nil }); err != nil {
			s.Fatalf("%v\n%s", err, s.said())
		}
	}
}

func TestPausedAndAskedFor(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/recap", "Rien n'est programmé", "Point SLA, lundi 16 novembre")
		s.ask(claire, marketing, "/recap maintenant", "Je ne sais pas encore où publier")
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.ask(claire, marketing, "/recap à 8h30", "récap à 08:30", "mar. 17 nov., 08:30")
		s.ask(claire, marketing, "/recap pause", "Récaps en pause")
		s.jump("2026-11-17 12:00")
		s.wantRecaps("while paused", 0)
		s.ask(claire, marketing, "/recap reprendre", "Récaps remis en route", "mer. 18 nov., 08:30")
		s.wantRecaps("on resuming after its time", 0)
		s.jump("2026-11-18 08:30")
		s.wantRecaps("resumed", 1, "Point SLA, mercredi 18 novembre")

		s.ask(claire, marketing, "/recap maintenant", "Le récap d'aujourd'hui est déjà dans", "publié à 08:30")
		s.wantRecaps("asked for once more", 1)
	}))
}

func TestPostedNowOnce(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.ask(claire, marketing, "/recap maintenant", "Publié dans")
		s.wantRecaps("asked for", 1, "Point SLA, lundi 16 novembre", "Publié à la demande de Claire Morel")
		s.jump("+1m")
		s.ask(claire, marketing, "/recap maintenant", "est déjà dans", "publié à 10:0")
		s.jump("2026-11-16 20:00")
		s.wantRecaps("asked for twice", 1)
		s.jump("2026-11-17 09:00")
		s.wantRecaps("the next morning", 2, "Point SLA, mardi 17 novembre")
	}))
}

// Without a plan there is nothing to say in public, and the managers are told.
func TestNoRecapWithoutAPlan(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		s.treve("import", "testdata/counts.csv", "--kind", "counts", "--create")
		s.serve()
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00", "Aucun récap ne part tant que rien n'est engagé")
		told := s.hear(claire, func(*client) error { s.jump("2026-11-17 09:00"); return nil },
			func(m message) bool { return m.Conversation == s.direct(claire) })
		s.wantWords(told, "n'a pas été publié", "rien n'est engagé pour novembre 2026")
		s.wantRecaps("without a plan", 0)
		s.ask(marc, marketing, "/sla", "Pas d'engagement pour novembre 2026")
	})
}
