package main

import (
	"context"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// show is a demonstration running in this process.
type show struct {
	*testing.T
	address    string
	said, logs *transcript
	stop       func() int // ends it as Ctrl+C does, and returns its exit code
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

func newShow(t *testing.T, args ...string) *show {
	t.Helper()
	s := &show{T: t, said: &transcript{line: make(chan struct{}, 1)}, logs: &transcript{line: make(chan struct{}, 1)}}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, append([]string{"demo", "--port", "0"}, args...), nil, s.said, s.logs) }()
	code, over := 0, false
	s.stop = func() int {
		stop()
		if !over {
			code, over = <-ended, true
		}
		return code
	}
	t.Cleanup(func() { s.stop() })
	s.said.wait(t, "Ctrl+C")
	s.address = address.FindString(s.said.String())
	return s
}

// ask types something in #marketing and returns the answer.
func (s *show) ask(user, text string) string {
	s.Helper()
	c := localclient.New(s.address, user)
	watch, err := c.Watch(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	defer watch.Stop()
	if _, err := c.Type(s.Context(), marketing, text); err != nil {
		s.Fatal(err)
	}
	m, err := watch.Message(patience, func(m localclient.Message) bool { return m.App != "" })
	if err != nil {
		s.Fatalf("%v\n%s", err, s.logs)
	}
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(m.Text)
}

func wantIn(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in\n%s", w, text)
		}
	}
}

func wantOut(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(text, w) {
			t.Errorf("%q in\n%s", w, text)
		}
	}
}

func TestTheDemonstrationLooksLivedIn(t *testing.T) {
	s := newShow(t)
	if first, _, _ := strings.Cut(s.said.String(), "\n"); !strings.HasSuffix(first, "ouvrez "+s.address) {
		t.Errorf("it begins with %q", first)
	}
	wantOut(t, s.said.String(), "code")
	recap := s.ask(claire, "/recap")
	wantIn(t, recap, "SLA validé le", "programmé par Claire Morel")
	wantOut(t, recap, "econduit", "modifié")
	wantOut(t, s.ask(claire, "/sla plan"), "econduit")
	wantIn(t, s.ask(marc, "/leads 3 email pme"), "3 leads E-mail · PME", "3 par vous")
	s.ask(marc, "/leads annuler")
	wantIn(t, s.ask(marc, "/sla email"), "E-mail", "90")
	s.said.wait(t, ", dans #marketing, pour Marc Dubois seulement —")
	if logs := s.logs.String(); logs != "" {
		t.Errorf("nothing is wrong, and it logs\n%s", logs)
	}
}

func TestTheDemonstrationSpeaksEnglish(t *testing.T) {
	s := newShow(t, "--lang", "en")
	for _, text := range []string{"/recap", "/sla", "/sla plan", "/sla why email", "/sla settings", "/leads 3 email small", "/leads undo", "/leads log", "/leads 3 fax"} {
		s.ask(claire, text)
	}
	s.said.wait(t, ", in #marketing, for Claire Morel alone —")
	wantOut(t, strings.NewReplacer("\u00a0", " ").Replace(s.said.String()), "PME", "Publicité", "E-mail", "naturel", " leads sur ", "Récap", "Écart", "#ventes")
}

// A page that is open, or about to be, does not hold up the end.
func TestTheDemonstrationEndsAtOnce(t *testing.T) {
	s := newShow(t)
	watch, err := localclient.New(s.address, marc).Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	ahead, err := net.Dial("tcp", strings.TrimPrefix(s.address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer ahead.Close()
	s.ask(marc, "/sla")
	told := time.Now()
	if code := s.stop(); code != 0 {
		t.Errorf("it exits with %d:\n%s", code, s.logs)
	}
	if took := time.Since(told); took > 4*time.Second {
		t.Errorf("it took %s to end", took)
	}
}

func TestTheDemonstrationWantsAFreePort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	logs := &transcript{line: make(chan struct{}, 1)}
	if code := run(t.Context(), []string{"demo", "--port", port, "--lang", "en"}, nil, logs, logs); code != 1 {
		t.Errorf("it exits with %d", code)
	}
	wantIn(t, logs.String(), "Port "+port+" is taken", "--port 0")
}

// Months that are played in seconds are not too many messages for Slack.
func TestTheDemonstrationIsNeverToldToWait(t *testing.T) {
	s := newShow(t)
	c := localclient.New(s.address, claire)
	for range 3 {
		if _, err := c.Jump(t.Context(), "next month 09:00", patience); err != nil {
			t.Fatal(err)
		}
		all, err := c.Traffic(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			if e.Status != http.StatusOK && e.Direction == "called" {
				t.Fatalf("%s is answered %d %s", e.Name, e.Status, e.Error)
			}
		}
	}
	if logs := s.logs.String(); logs != "" {
		t.Errorf("nothing is wrong, and it logs\n%s", logs)
	}
}

// Data that is kept goes on where its clock had been moved to.
func TestTheDemonstrationGoesOnWhereItLeftOff(t *testing.T) {
	file := t.TempDir() + "/demo.db"
	s := newShow(t, "--db", file)
	s.ask(marc, "/leads 3 email pme")
	moved, err := localclient.New(s.address, claire).Jump(t.Context(), "+9d", patience)
	if err != nil || !moved.Reached {
		t.Fatalf("jump: %+v, %v", moved, err)
	}
	if code := s.stop(); code != 0 {
		t.Fatalf("it exits with %d:\n%s", code, s.logs)
	}
	s = newShow(t, "--db", file)
	state, err := localclient.New(s.address, claire).State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if ago := moved.Now.Sub(state.Clock.Now); ago > 5*24*time.Hour { // the last recap's morning, holidays apart
		t.Errorf("it goes on at %s; want the last recap's time before %s", state.Clock.Now, moved.Now)
	}
}
