package main

import (
	"encoding/json"
	"strings"
	"syscall"
	"testing"
	"time"
)

// receipts are what became of the recaps, as programs read it, by day and kind.
func (s *stage) receipts() map[string]receipt {
	s.Helper()
	var log receiptLog
	if err := json.Unmarshal([]byte(s.treve("recap", "log", "--since", "2026-11-01", "--json")), &log); err != nil || log.Version != 1 {
		s.Fatalf("receipts: %+v, %v", log, err)
	}
	all := map[string]receipt{}
	for _, r := range log.Receipts {
		all[r.Day.String()+" "+string(r.Kind)] = r
	}
	return all
}

// Every morning has its receipt: in Slack, in the Home tab, on the command line
// and for programs.
func TestReceipts(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.jump("2026-11-17 09:00")
		posted := s.wantRecaps("on Tuesday", 1)[0]
		s.ask(marc, marketing, "/leads 4 email pme hier", "4 leads")
		s.ask(claire, marketing, "/leads -1 email pme hier", "1 lead")
		s.jump("2026-11-17 09:30")
		r := s.receipts()["2026-11-17 daily"]
		nine := time.Date(2026, 11, 17, 8, 0, 0, 0, time.UTC)
		if r.State != "posted" || !r.DueAt.Equal(nine) || r.PostedAt.Sub(nine) > time.Minute || r.Late || r.Attempts != 1 ||
			r.Form != "whole" || r.Picture == "" || r.MessageTS != posted.TS || r.Name != "marketing" || r.Edits != 1 || r.Corrections != 2 {
			s.Errorf("the receipt of Tuesday: %+v", r)
		}
		s.troubled = true
		s.fails("files.getUploadURLExternal:500,times=1")
		s.jump("2026-11-18 09:00")
		if r := s.receipts()["2026-11-18 daily"]; r.Form != "no_picture" || r.Lacks != "http_error" || r.Picture != "" {
			s.Errorf("the receipt of Wednesday: %+v", r)
		}
		s.stop(syscall.SIGTERM)
		s.jump("2026-11-19 10:30")
		s.serve()
		s.awaitRecaps(3)
		s.jump("2026-11-19 10:35")
		if r := s.receipts()["2026-11-19 daily"]; !r.Late || r.LateSeconds < 5400 || r.LateSeconds > 5460 {
			s.Errorf("the receipt of Thursday: %+v", r)
		}
		s.ask(marc, marketing, "/recap journal", "publié à 09:0", "corrigé 1 fois", "sans son image", "publié en retard à 10:3")
		s.atHome(claire, "publié à 09:0", "publié en retard à 10:3")
		listed := s.treve("recap", "log", "--since", "2026-11-01")
		if lines := strings.Split(strings.TrimSpace(listed), "\n"); len(lines) != 3 || !strings.Contains(lines[2], "mar. 17 nov. · #marketing · publié à 09:0") {
			s.Errorf("the command line lists\n%s", listed)
		}
		if all := s.treve("recap", "log", "--since", "2026-11-01", "--letters"); !strings.Contains(all, "@Marc Dubois · message « ") || !strings.Contains(all, "message « pour information »") {
			s.Errorf("with letters it lists\n%s", all)
		}
	}))
}

// Where history may not be read, what may have arrived is left to a manager: it is
// there, or is sent again, once.
func TestAManagerSettlesADoubt(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.troubled = true
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.fails("conversations.history:missing_scope")
		s.fails("chat.postMessage:reset,stored,times=1")
		told := s.hear(claire, func(*client) error { s.jump("2026-11-17 09:10"); return nil },
			func(m message) bool { return m.Conversation == s.direct(claire) })
		s.wantWords(told, "Le récap du mardi 17 novembre est parti pour", "Slack n'a pas confirmé", "Envoyer de nouveau", "Il y est")
		s.wantRecaps("in doubt", 1)
		s.ask(claire, marketing, "/recap maintenant", "n'a pas pu être vérifié")
		s.press(claire, told, "recap_seen", "C'est noté : le récap du mardi 17 novembre est bien dans")
		s.ask(claire, marketing, "/recap maintenant", "y est déjà, un manager l'a vu")
		s.wantRecaps("seen", 1)
		if r := s.receipts()["2026-11-17 daily"]; r.State != "unconfirmed" || r.Reason != "seen" {
			s.Errorf("the receipt says %+v", r)
		}
		s.fails("chat.postMessage:reset,times=1")
		told = s.hear(claire, func(*client) error { s.jump("2026-11-18 09:10"); return nil },
			func(m message) bool { return m.Conversation == s.direct(claire) })
		s.wantRecaps("never arrived", 1)
		s.press(claire, told, "recap_again", "Publié dans")
		s.jump("+1m")
		s.press(claire, told, "recap_again", "est déjà dans")
		s.press(claire, told, "recap_seen", "n'est plus en doute")
		s.wantRecaps("sent again", 2, "Point SLA, mercredi 18 novembre")
		s.ask(claire, marketing, "/recap journal", "sans confirmation de Slack, vu sur place", "à la demande de")
	}))
}

// Asked to stop in the middle of a post, the bot sees it through.
func TestStoppedInTheMiddleOfAPost(t *testing.T) {
	onTwoStages(t, onMonday, inNovember(func(s *stage) {
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.fails("chat.postMessage:delay,for=2s,times=1")
		if _, err := s.as(claire).Jump(s.Context(), "2026-11-17 09:00", time.Millisecond); err != nil {
			s.Fatal(err)
		}
		for deadline := time.Now().Add(patience); s.receipts()["2026-11-17 daily"].State != "sending"; {
			if time.Now().After(deadline) {
				s.Fatalf("nothing is being sent: %+v\n%s", s.receipts(), s.said())
			}
		}
		s.stop(syscall.SIGTERM)
		if r := s.receipts()["2026-11-17 daily"]; r.State != "posted" || r.Attempts != 1 || r.MessageTS == "" {
			s.Errorf("the receipt says %+v", r)
		}
		s.serve()
		s.jump("2026-11-17 12:00")
		s.wantRecaps("after a restart", 1)
	}))
}
