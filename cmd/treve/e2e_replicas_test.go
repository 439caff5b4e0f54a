package main

import (
	"testing"

	"github.com/treve-bot/treve/internal/storetest"
)

// Two bots that share a PostgreSQL post each recap once between them, and
// answer what the other was asked.
func TestTwoReplicas(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end")
	}
	t.Parallel()
	s := newStage(t, "socket", storetest.Postgres(t), onMonday)
	s.fill("2026-11")
	s.serve()
	s.serve()
	s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
	for n, morning := range []string{"2026-11-17 09:00", "2026-11-18 09:00", "2026-11-19 09:00"} {
		s.jump(morning)
		s.wantRecaps(morning, n+1)
	}
	m := s.ask(marc, marketing, "/leads 7 email pme", "7 leads")
	for range 6 { // to either of them
		s.redeliver("slash_commands", m)
	}
	s.wantLeads("E-mail", 31)

	s.kill(s.bots[0])
	s.jump("2026-11-20 09:00")
	s.wantRecaps("with one of them killed", 4, "Point SLA, vendredi 20 novembre")
}
