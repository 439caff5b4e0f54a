package main

import (
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Whoever asks too much within a minute is told so; others are answered as ever.
func TestWhoAsksTooMuch(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		s.fill("2026-11")
		s.extra, s.troubled = append(s.extra, "TREVE_MOST_A_MINUTE=3"), true // which is warned of
		s.serve()
		for range 3 {
			s.ask(marc, marketing, "/leads log", "E-mail")
		}
		s.ask(marc, marketing, "/leads 12 email pme", "Plus de 3 demandes en une minute", "n'a pas été notée")
		s.wantLeads("E-mail", 24)
		s.ask(claire, marketing, "/leads 12 email pme", "12 leads E-mail")
		s.wantLeads("E-mail", 36)
	})
}

// The same bytes sent again within minutes are answered as the first time, and
// set nothing going.
func TestTheSameBytesAgain(t *testing.T) {
	onEachDatabase(t, "http", onMonday, func(s *stage) {
		s.fill("2026-11")
		bot := s.serve()
		signed := knock{body: typed("12 email pme"), stamp: time.Now()}
		_, first := s.knock(signed)
		for range 3 {
			if status, again := s.knock(signed); status != http.StatusOK || again != first {
				s.Errorf("again: %d %s\nfirst: %s", status, again, first)
			}
		}
		s.wantLeads("E-mail", 36)
		s.stop(syscall.SIGTERM) // by when all is said
		if n := strings.Count(bot.said.String(), "request answered"); n != 1 {
			s.Errorf("it was answered %d times", n)
		}
	})
}

// Unsigned, nothing is found at the door but what an operator asks.
func TestTheDoorUnsigned(t *testing.T) {
	onEachDatabase(t, "http", onMonday, func(s *stage) {
		s.serve()
		nobody := func(string, string) string { return "" }
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
			for path, post := range map[string]int{
				"/slack/commands": 401, "/slack/interactions": 401, "/slack/events": 401, "/slack/anything/else": 401,
				"/": 404, "/slack": 401, "/metrics": 404, "/local/state": 404, "/debug/pprof/": 404,
			} {
				status, _ := s.knock(knock{method: method, path: path, body: typed("12 email pme"), sign: nobody})
				if status != post && (method == "POST" || status != http.StatusMethodNotAllowed) {
					s.Errorf("%s %s: %d", method, path, status)
				}
			}
		}
	})
}
