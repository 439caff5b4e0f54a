package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
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

// Sixty channels take more than a message holds: the rest follows in the thread,
// once, whatever happens to the bot meanwhile.
func TestSixtyChannelsContinueInTheThread(t *testing.T) {
	onTwoStages(t, onMonday, func(s *stage) {
		s.troubled = true
		s.fill("2026-11")
		s.treve("import", s.sixty("jour;canal;persona;nombre", "2026-11-13;%s;PME;%d"), "--kind", "counts", "--create")
		s.treve("plan", "import", s.sixty("channel,persona,close_rate,average_sale,commitment", "%s,PME,0.05,1800,%d"), "--from", "2026-11")
		s.serve()
		s.ask(claire, marketing, "/recap dans #marketing", "récap à 09:00")
		s.jump("2026-11-17 09:00")
		posted := s.wantRecaps("at nine", 1, "autres canaux d'acquisition, dans le fil")[0]
		wantThread := func(when string) {
			s.Helper()
			rows := s.rows(posted)
			thread := s.messages(claire, marketing, posted.TS)[1:]
			for _, m := range thread {
				rows += s.rows(m)
			}
			if len(thread) == 0 || !strings.HasPrefix(wordsOf(thread[0]), "Suite du récap : canaux d'acquisition") || rows != 60 {
				s.Errorf("%s: %d replies, %d channels in all", when, len(thread), rows)
			}
		}
		wantThread("at nine")
		s.stop(syscall.SIGKILL)
		s.serve()
		s.jump("2026-11-17 12:00")
		s.wantRecaps("after a restart", 1)
		wantThread("after a restart")
		s.ask(claire, marketing, "/recap journal", "suite dans le fil, publié à 09:00")
	})
}

// sixty writes a file about 55 channels beside the five there are.
func (s *stage) sixty(heading, line string) string {
	s.Helper()
	text := heading + "\n"
	for i := range 55 {
		text += fmt.Sprintf(line, fmt.Sprintf("Salon professionnel de l'industrie n° %d", i+1), 10+i) + "\n"
	}
	file := filepath.Join(s.TempDir(), "sixty.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		s.Fatal(err)
	}
	return file
}

// rows counts the channels in a message's table.
func (s *stage) rows(m message) (rows int) {
	s.Helper()
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		s.Fatal(err)
	}
	var blocks []struct{ Rows []json.RawMessage }
	if err := json.Unmarshal(raw, &blocks); err != nil {
		s.Fatal(err)
	}
	for _, b := range blocks {
		rows += max(0, len(b.Rows)-1)
	}
	return rows
}
