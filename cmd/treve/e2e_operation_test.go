package main

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/storetest"
)

// fetch asks an address of the running bot for something.
func fetch(t testing.TB, url string) (status int, body string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(content)
}

// TestTheOperatorSeesItWork follows one command, and one that is refused, into
// the log and the figures, which are nowhere near the door that Slack comes in by.
func TestTheOperatorSeesItWork(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		figures := freeAddress(s)
		s.extra = []string{"TREVE_METRICS=" + figures, "TREVE_LOG=json"}
		s.fill("2026-11")
		bot := s.serve()
		s.ask(marc, marketing, "/leads 12 email pme", "12 leads")
		bot.said.wait(s, `"outcome":"answered"`)
		s.ask(marc, marketing, "/leads 12,5 email pme", "12,5")
		bot.said.wait(s, `"outcome":"refused"`)
		door := "socket"
		if s.address != "" {
			door = "http"
		}
		line := `{"time":"[^"]+","level":"INFO","msg":"request answered","id":"[0-9a-f]{8}","door":"` + door +
			`","kind":"command","name":"/leads","outcome":"answered","duration":[1-9][0-9]*}` + "\n"
		if found := regexp.MustCompile(line).FindAllString(bot.said.String(), -1); len(found) != 1 {
			s.Errorf("%d lines like %s in\n%s", len(found), line, bot.said)
		}
		for _, typed := range []string{"email", "12,5", "Marc"} {
			if strings.Contains(bot.said.String(), typed) {
				s.Errorf("%q is in the log:\n%s", typed, bot.said)
			}
		}
		status, shown := fetch(s, "http://"+figures+"/metrics")
		for _, want := range []string{
			`treve_requests_total{kind="command",name="/leads",outcome="answered"} 1`,
			`treve_requests_total{kind="command",name="/leads",outcome="refused"} 1`,
			`treve_ack_seconds_count{door="` + door + `"} 2`, `treve_entries_total 1`, `treve_looks_total{outcome="failed"} 0`,
			`treve_slack_requests_total{code="ok",method="auth.test"} 1`,
		} {
			if status != http.StatusOK || !strings.Contains(shown, "\n"+want+"\n") {
				s.Errorf("%d, without %s:\n%s", status, want, shown)
			}
		}
		for _, private := range []string{marc, "email", "marketing", "T0VERNIER", "xoxb"} {
			if strings.Contains(shown, private) {
				s.Errorf("%q is among the figures", private)
			}
		}
		if s.address != "" {
			if status, _ := fetch(s, "http://"+s.address+"/metrics"); status != http.StatusNotFound {
				s.Errorf("the figures are beside Slack's door: %d", status)
			}
		}
		if status, body := fetch(s, "http://"+figures+"/readyz"); status != http.StatusOK || !strings.HasPrefix(body, "database ok\nschema ok\nclock ok\nrunning ok\n") {
			s.Errorf("/readyz: %d %s", status, body)
		}
	})
}

// In Socket Mode nothing but figures and health stands at TREVE_LISTEN, and who
// cannot be reached by Slack is not ready.
func TestOneAddressInSocketMode(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end")
	}
	t.Parallel()
	s := newStage(t, "socket", storetest.SQLite(t), onMonday)
	address := freeAddress(s)
	s.extra = []string{"TREVE_LISTEN=" + address}
	s.serve()
	s.finds("http://"+address+"/metrics", "\ntreve_socket_connections 2\n")
	s.finds("http://"+address+"/readyz", "slack ok\n")
	s.troubled = true
	s.fails("apps.connections.open:500")
	s.slack.Disconnect("", "reset")
	s.finds("http://"+address+"/readyz", "slack failed\n")
	if status, body := fetch(s, "http://"+address+"/readyz"); status != http.StatusServiceUnavailable {
		s.Errorf("/readyz: %d %s", status, body)
	}
}

// finds waits until what is found at an address holds a text.
func (s *stage) finds(url, text string) {
	s.Helper()
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		_, body := fetch(s, url)
		if strings.Contains(body, text) {
			return
		}
		if time.Since(began) > patience {
			s.Fatalf("no %q in\n%s\n%s", text, body, s.said())
		}
	}
}
