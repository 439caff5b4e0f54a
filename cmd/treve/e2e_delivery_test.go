package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// redeliver sends the bot again what it was last sent, which must be of that
// kind, and wants the answer to be the first one.
func (s *stage) redeliver(kind string, first message) {
	s.Helper()
	s.sent(func(e localclient.Exchange) bool { return e.Kind == kind })
	again, err := s.as(marc).Redeliver(s.Context(), localslack.SampleApp)
	if err != nil || again.Status != "ok" || again.Kind != kind {
		s.Fatalf("redeliver: %+v, %v", again, err)
	}
	if kind != "slash_commands" {
		return
	}
	var second struct{ Text string }
	if err := json.Unmarshal(again.Response, &second); err != nil || second.Text != first.Text {
		s.Errorf("the second answer is another (%v):\n%s\n%s", err, first.Text, second.Text)
	}
}

// sent waits until what Slack last sent the bot is what is wanted: an
// event counts as sent when it is acknowledged, and the answer may be seen
// before that.
func (s *stage) sent(want func(localclient.Exchange) bool) {
	s.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if all := s.traffic("sent"); len(all) > 0 && want(all[0]) {
			return
		}
	}
	s.Fatalf("Slack last sent %+v", s.traffic("sent"))
}

// traffic lists what Slack sent, or what was called of it, the newest first.
func (s *stage) traffic(direction string) []localclient.Exchange {
	s.Helper()
	all, err := s.as(marc).Traffic(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	var some []localclient.Exchange
	for _, e := range all {
		if e.Direction == direction {
			some = append(some, e)
		}
	}
	return some
}

// Slack delivers again what it believes lost: nothing is written twice, and the
// answer is the first one, also from a process that has not seen the first.
func TestARedeliveryIsNoSecondEntry(t *testing.T) {
	onEachStage(t, func(s *stage) {
		m := s.ask(marc, marketing, "/leads 7 email pme", "7 leads")
		s.redeliver("slash_commands", m)
		s.wantLeads("E-mail", 31)
		s.stop(syscall.SIGKILL)
		s.serve()
		s.redeliver("slash_commands", m)
		s.wantLeads("E-mail", 31)

		m = s.ask(marc, marketing, "/leads 5 inbound pme", "5 leads")
		s.press(marc, m, "leads_undo", "Annulé")
		s.redeliver("interactive", m)
		s.wantLeads("Inbound", 21)

		d := s.direct(marc)
		s.ask(marc, d, "2 inbound pme", "2 leads")
		s.redeliver("events_api", m)
		s.stop(syscall.SIGTERM) // which waits for all answers
		s.wantLeads("Inbound", 23)
		if said := s.messages(marc, d, ""); len(said) != 1 {
			s.Errorf("the message was answered %d times: %+v", len(said), said)
		}
	})
}

// Killed in the middle of many commands, all of which Slack sends again, the bot
// has written each once.
func TestKilledInTheMiddle(t *testing.T) {
	onEachStage(t, func(s *stage) {
		s.troubled = true
		const commands = 24
		answered := make(chan struct{}, commands)
		var typists sync.WaitGroup
		for range commands {
			typists.Go(func() {
				_, err := s.as(marc).Type(s.Context(), marketing, "/leads 1 email pme")
				if err != nil {
					s.Error(err)
				}
				answered <- struct{}{}
			})
		}
		for range commands / 3 {
			<-answered
		}
		s.stop(syscall.SIGKILL)
		typists.Wait()
		s.serve()
		s.redeliverAll(commands)
		s.wantLeads("E-mail", 24+commands)
	})
}

// redeliverAll sends every command again.
func (s *stage) redeliverAll(commands int) {
	s.Helper()
	for _, e := range s.commandsSent(commands) {
		s.resend(e)
	}
}

// resend sends the bot again what Slack has sent before.
func (s *stage) resend(e localclient.Exchange) {
	s.Helper()
	body := fmt.Sprintf(`{"user":%q,"id":%d}`, marc, e.ID)
	request, err := http.NewRequestWithContext(s.Context(), http.MethodPost, s.base+"/local/redeliver", bytes.NewBufferString(body))
	if err != nil {
		s.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Local", "1")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	var again localclient.Redelivered
	if err := json.NewDecoder(response.Body).Decode(&again); err != nil || again.Status != "ok" {
		s.Fatalf("redeliver %d: %+v, %v\n%s", e.ID, again, err, s.said())
	}
}

// commandsSent waits until so many commands were sent, whatever became of them.
func (s *stage) commandsSent(n int) []localclient.Exchange {
	s.Helper()
	var sent []localclient.Exchange
	for deadline := time.Now().Add(patience); len(sent) < n; {
		sent = sent[:0]
		for _, e := range s.traffic("sent") {
			if e.Kind == "slash_commands" {
				sent = append(sent, e)
			}
		}
		if time.Now().After(deadline) {
			s.Fatalf("%d commands were sent; want %d", len(sent), n)
		}
	}
	return sent
}

// A connection that Slack renews, or that breaks, is opened again, and what was
// lost with it may come again.
func TestADisconnect(t *testing.T) {
	onEachDatabase(t, "socket", onMonday, func(s *stage) {
		s.fill("2026-11")
		bot := s.serve()
		s.troubled = true
		m := s.ask(marc, marketing, "/leads 7 email pme", "7 leads")
		for n, reason := range []string{"warning", "refresh_requested", "reset"} {
			if err := s.as(marc).Disconnect(s.Context(), localslack.SampleApp, reason); err != nil {
				s.Fatal(err)
			}
			bot.said.waitTimes(s, "connected to Slack", 2*(n+2)) // it keeps two
			s.redeliver("slash_commands", m)
		}
		s.wantLeads("E-mail", 31)
		s.ask(marc, marketing, "/leads 1 email pme", "1 lead")
		s.wantLeads("E-mail", 32)
	})
}
