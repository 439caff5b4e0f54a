package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// manySlacks are the Slacks of many workspaces, as strict as Slack, on one clock.
type manySlacks struct {
	workspaces []*slackOf
	posted     atomic.Int64 // messages taken in conversations
	passed     chan struct{}
	half       int64 // closes passed
	once       sync.Once
}

// slackOf is the Slack of one workspace, and what a bystander counts there.
type slackOf struct {
	of     *manySlacks
	tenant tenant
	base   string
	next   http.Handler
	ids    []string // conversations

	mu      sync.Mutex
	answers map[string]int // by method and what came of it
}

// openSlacks opens them at a civil instant. Every call takes a while.
func openSlacks(t *testing.T, c crowd, start time.Time) *manySlacks {
	began := time.Now()
	all := &manySlacks{passed: make(chan struct{}), half: int64(c.workspaces * c.conversations / 2)}
	for n := range c.workspaces {
		s := localslack.New(localslack.Options{
			Language: lang.French, TeamID: team(n), TeamName: team(n),
			Now: func() time.Time { return start.Add(time.Since(began)) },
		})
		app := localslack.SampleTreve(lang.French, "")
		app.BotToken = "xoxb-" + team(n)
		for _, u := range localslack.SamplePeople(lang.French) {
			s.AddUser(u)
		}
		s.AddApp(app)
		one := &slackOf{of: all, next: s.Handler(), ids: c.ids(n), answers: map[string]int{}}
		for i, id := range one.ids {
			s.AddConversation(localslack.Conversation{ID: id, Name: "ventes-" + strconv.Itoa(i), Members: []string{sampleManager, app.BotUser}})
		}
		delay, err := localslack.ParseFault("calls:delay,for=" + c.answers.String())
		if err != nil {
			t.Fatal(err)
		}
		s.AddFault(delay)
		server := httptest.NewServer(one)
		t.Cleanup(func() { s.Close(); server.Close() })
		one.base, one.tenant = server.URL, tenant{app.BotToken, s.APIURL(server.URL)}
		all.workspaces = append(all.workspaces, one)
	}
	return all
}

func team(n int) string { return fmt.Sprintf("T0TEAM%05d", n) }

// ids are the conversations of a workspace, which no other has.
func (c crowd) ids(n int) (ids []string) {
	for i := range c.conversations {
		ids = append(ids, fmt.Sprintf("C%05dX%05d", n, i))
	}
	return ids
}

// ServeHTTP counts what comes of every call.
func (s *slackOf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method, isCall := strings.CutPrefix(r.URL.Path, "/api/")
	if !isCall {
		s.next.ServeHTTP(w, r)
		return
	}
	seen := &answerSeen{ResponseWriter: w, status: http.StatusOK}
	s.next.ServeHTTP(seen, r)
	outcome := strconv.Itoa(seen.status)
	if _, refused, found := bytes.Cut(seen.began, []byte(`"error":"`)); found {
		code, _, _ := bytes.Cut(refused, []byte(`"`))
		outcome += " " + string(code)
	}
	s.mu.Lock()
	s.answers[method+" "+outcome]++
	s.mu.Unlock()
	if method == "chat.postMessage" && bytes.HasPrefix(seen.began, []byte(`{"channel":"C`)) && s.of.posted.Add(1) >= s.of.half {
		s.of.once.Do(func() { close(s.of.passed) })
	}
}

// answerSeen keeps the status and the beginning of an answer.
type answerSeen struct {
	http.ResponseWriter
	status int
	began  []byte
}

func (a *answerSeen) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

func (a *answerSeen) Write(p []byte) (int, error) {
	if len(a.began) == 0 {
		a.began = bytes.Clone(p[:min(len(p), 200)])
	}
	return a.ResponseWriter.Write(p)
}

func (a *answerSeen) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// answers counts what came of the calls to all workspaces.
func (all *manySlacks) answers() map[string]int {
	sum := map[string]int{}
	for _, s := range all.workspaces {
		s.mu.Lock()
		for what, n := range s.answers {
			sum[what] += n
		}
		s.mu.Unlock()
	}
	return sum
}

// recaps reads every conversation, and wants one recap of the day in each, with
// the figures of its own workspace. It returns when each was posted.
func (all *manySlacks) recaps(t *testing.T) (posted map[string]time.Time) {
	t.Helper()
	posted, bare := map[string]time.Time{}, 0 // those that went out without their picture
	for n, s := range all.workspaces {
		client := localclient.New(s.base, sampleManager)
		for _, id := range s.ids {
			messages, err := client.Messages(t.Context(), id, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range messages {
				if m.App == "" {
					continue
				}
				if _, twice := posted[id]; twice {
					t.Errorf("%s: a second message: %s", id, m.Text)
				}
				if !strings.Contains(m.Text, "Point SLA, mardi 17 novembre") || !strings.Contains(m.JSON(), channelOf(n)) {
					t.Errorf("%s: not its own recap of the day: %s", id, m.Text)
				}
				if !strings.Contains(m.JSON(), `"slack_file"`) {
					bare++
				}
				posted[id] = instantOf(t, m.TS)
			}
			if _, once := posted[id]; !once {
				t.Errorf("%s: no recap", id)
			}
		}
	}
	if bare > 0 {
		t.Logf("%d without their picture", bare)
	}
	return posted
}

// instantOf is the civil instant that Slack names a message by.
func instantOf(t *testing.T, ts string) time.Time {
	seconds, fraction, _ := strings.Cut(ts, ".")
	whole, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	micro, err := strconv.ParseInt(fraction, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return time.Unix(whole, micro*1000)
}
