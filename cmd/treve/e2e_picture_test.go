package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// shows says what of a recap Slack took: its picture and its table, sections
// alone, or nothing but words.
func (s *stage) shows(m message) string {
	s.Helper()
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		s.Fatal(err)
	}
	var shown []string
	for kind, sign := range map[string]string{"image": `"slack_file":{"id":"F`, "table": `"type":"table"`} {
		if strings.Contains(string(raw), sign) {
			shown = append(shown, kind)
		}
	}
	if len(shown) == 0 && strings.Contains(string(raw), `"type":"section"`) {
		return "section"
	}
	slices.Sort(shown)
	return strings.Join(shown, " ")
}

// Whatever is the matter with the picture or with its blocks, one recap comes,
// and its receipt says what it lacks.
func TestARecapComesWithOrWithoutItsPicture(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		s.troubled = true
		s.fill("2026-11")
		s.serve()
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		mornings := []struct{ day, fault, shows, receipt string }{
			{"2026-11-17", "", "image table", ""},
			{"2026-11-18", "files.getUploadURLExternal:missing_scope,times=1", "table", "sans son image (`missing_scope`)"},
			{"2026-11-19", "files.*:429,retry_after=30,times=1", "table", "sans son image (`ratelimited`)"},
			{"2026-11-20", "upload:reset,times=1", "table", "sans son image (`no_answer`)"},
			{"2026-11-23", "files.completeUploadExternal:500,times=1", "table", "sans son image (`http_error`)"},
			{"2026-11-24", "chat.postMessage:invalid_blocks,times=1", "table", "sans son image (`invalid_blocks`)"},
			{"2026-11-25", "chat.postMessage:invalid_blocks,times=2", "section", "sans image ni tableau (`invalid_blocks`)"},
			{"2026-11-26", "chat.postMessage:invalid_blocks,times=3", "", "en texte seul (`invalid_blocks`)"},
		}
		for i, c := range mornings {
			s.fails(c.fault)
			s.jump(c.day + " 09:00")
			posted := s.wantRecaps("on "+c.day, i+1)
			if got := s.shows(posted[i]); got != c.shows {
				s.Errorf("%s, %s: shows %q; want %q", c.day, c.fault, got, c.shows)
			}
			if c.receipt != "" {
				s.ask(claire, marketing, "/recap journal", c.receipt)
			}
		}
	})
}

// A rate limit delays the post, and leaves it one.
func TestARateLimitDelaysTheRecap(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		s.troubled = true
		s.fill("2026-11")
		s.serve()
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.fails("chat.postMessage:429,retry_after=1,times=1")
		nine := time.Date(2026, 11, 17, 9, 0, 0, 0, time.UTC)
		for minutes := range 600 { // the wait is a real second, however far civil time goes
			s.jump(nine.Add(time.Duration(minutes) * time.Minute).Format("2006-01-02 15:04"))
			if len(s.recaps(marketing)) > 0 {
				break
			}
		}
		if got := s.shows(s.wantRecaps("after the wait", 1)[0]); got != "image table" {
			s.Errorf("shows %q", got)
		}
	})
}

// fails has the local Slack fail once, as a rule says.
func (s *stage) fails(rule string) {
	s.Helper()
	if rule == "" {
		return
	}
	if _, err := s.as(claire).AddFault(s.Context(), rule); err != nil {
		s.Fatal(err)
	}
}
