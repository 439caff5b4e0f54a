package main

import "encoding/json"

// leads is how many leads of a channel the books hold for November 2026.
func (s *stage) leads(channel string) int {
	s.Helper()
	var r struct {
		Channels []struct {
			Channel string
			Leads   int
		}
	}
	out := s.treve("status", "--as-of", "2026-11-30", "--json")
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		s.Fatalf("status --json: %v\n%s", err, out)
	}
	for _, c := range r.Channels {
		if c.Channel == channel {
			return c.Leads
		}
	}
	s.Fatalf("no channel %s in %s", channel, out)
	return 0
}

func (s *stage) wantLeads(channel string, want int) {
	s.Helper()
	if got := s.leads(channel); got != want {
		s.Errorf("%s has %d leads; want %d", channel, got, want)
	}
}
