package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// The people and places of the sample company.
const (
	claire    = "U0CLAIRE001" // manager, French
	marc      = "U0MARC00001" // member, French
	emma      = "U0EMMA00001" // member, English
	ines      = "U0INES00001" // guest
	tom       = "U0TOM000001" // of another organisation
	treve     = "U0TREVE0001"
	marketing = "C0MARKETING"
)

// patience bounds every wait of these tests. It is never slept through: each
// wait ends with what it waits for.
const patience = 20 * time.Second

// binary builds the program under test, once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "treve-under-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "treve")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := binary(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// stage is a local Slack and the built bot on it, which comes in by one of the
// two doors and keeps its books in one of the two databases.
type stage struct {
	*testing.T
	slack    *localslack.Server
	base     string
	database string
	address  string // of the HTTP door; empty under Socket Mode
	bot      *exec.Cmd
	said     *transcript
}

// transcript is all a process has printed.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
	line chan struct{}
}

func (s *transcript) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.line <- struct{}{}:
	default:
	}
	return s.text.Write(p)
}

func (s *transcript) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// wait returns once the words have been printed.
func (s *transcript) wait(t testing.TB, words string) {
	t.Helper()
	deadline := time.After(patience)
	for !strings.Contains(s.String(), words) {
		select {
		case <-s.line:
		case <-deadline:
			t.Fatalf("%q was never printed; this was:\n%s", words, s)
		}
	}
}

// onMonday is Monday 16 November 2026, ten in the morning in Paris.
var onMonday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

func newStage(t *testing.T, door, database string, start time.Time) *stage {
	t.Helper()
	s := &stage{T: t, database: database}
	requestURL := ""
	if door == "http" {
		s.address = freeAddress(t)
		requestURL = "http://" + s.address
	}
	s.slack = localslack.SampleCompany(localslack.Options{Language: lang.French, Start: start}, requestURL)
	server := httptest.NewServer(s.slack.Handler())
	s.base = server.URL
	t.Cleanup(func() { s.slack.Close(); server.Close() })
	t.Cleanup(func() { s.stop(syscall.SIGTERM) })
	return s
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// environ is what serve needs to know, and the command line too.
func (s *stage) environ() []string {
	app := localslack.SampleTreve(lang.French, "")
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"),
		"TREVE_DATABASE=" + s.database, "SLACK_API_URL=" + s.slack.APIURL(s.base), "SLACK_BOT_TOKEN=" + app.BotToken,
	}
	if s.address == "" {
		return append(env, "SLACK_APP_TOKEN="+app.AppToken)
	}
	return append(env, "SLACK_SIGNING_SECRET="+app.SigningSecret, "TREVE_LISTEN="+s.address)
}

// serve starts the bot and waits until it is ready.
func (s *stage) serve() {
	s.Helper()
	path, err := binary()
	if err != nil {
		s.Fatal(err)
	}
	s.said = &transcript{line: make(chan struct{}, 1)}
	s.bot = exec.Command(path, "serve")
	s.bot.Env, s.bot.Stdout, s.bot.Stderr = s.environ(), s.said, s.said
	if err := s.bot.Start(); err != nil {
		s.Fatal(err)
	}
	s.said.wait(s, "ready")
	s.waitForDoor()
}

// waitForDoor returns once Slack can reach the bot.
func (s *stage) waitForDoor() {
	s.Helper()
	if s.address == "" {
		s.said.wait(s, "connected")
		return
	}
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if response, err := http.Get("http://" + s.address + "/readyz"); err == nil {
			response.Body.Close()
			return
		}
	}
	s.Fatal("the HTTP door never opened")
}

// stop ends the bot and returns when it is gone.
func (s *stage) stop(how syscall.Signal) {
	if s.bot == nil {
		return
	}
	_ = s.bot.Process.Signal(how) // it may be gone already
	_ = s.bot.Wait()              // and how it ended is its transcript's to say
	s.bot = nil
}

// treve runs a command of the binary on the stage's books.
func (s *stage) treve(args ...string) string {
	s.Helper()
	path, err := binary()
	if err != nil {
		s.Fatal(err)
	}
	command := exec.Command(path, args...)
	command.Env = s.environ()
	out, err := command.CombinedOutput()
	if err != nil {
		s.Fatalf("treve %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// as speaks as a person.
func (s *stage) as(user string) *localclient.Client { return localclient.New(s.base, user) }

// ask types something and returns the app's answer to it.
func (s *stage) ask(user, conversation, text string, words ...string) localclient.Message {
	s.Helper()
	return s.after(user, func(c *localclient.Client) error {
		_, err := c.Type(s.Context(), conversation, text)
		return err
	}, words...)
}

// press presses a button of a message and returns what comes of it.
func (s *stage) press(user string, m localclient.Message, actionID string, words ...string) localclient.Message {
	s.Helper()
	return s.after(user, func(c *localclient.Client) error { return c.Press(s.Context(), m, actionID) }, words...)
}

// after does something and waits for the app to say the words.
func (s *stage) after(user string, do func(*localclient.Client) error, words ...string) localclient.Message {
	s.Helper()
	c := s.as(user)
	watch, err := c.Watch(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	defer watch.Stop()
	if err := do(c); err != nil {
		s.Fatal(err)
	}
	m, err := watch.Message(patience, localclient.FromApp(words...))
	if err != nil {
		s.Fatalf("%v\nthe bot printed:\n%s", err, s.said)
	}
	return m
}

// direct is the conversation of a person with the bot.
func (s *stage) direct(user string) string {
	s.Helper()
	state, err := s.as(user).State(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	for _, c := range state.Conversations {
		if c.Kind == "app" {
			return c.ID
		}
	}
	s.Fatal("no direct conversation with the app")
	return ""
}

// jump moves the civil clock and waits until the bot has done all that fell
// due on the way.
func (s *stage) jump(to string) {
	s.Helper()
	clock, err := s.as(claire).Jump(s.Context(), to, 2*patience)
	if err != nil || !clock.Reached {
		s.Fatalf("jump to %s: %+v, %v\nthe bot printed:\n%s", to, clock, err, s.said)
	}
}

// recaps are the posts in a conversation that look like a recap.
func (s *stage) recaps(conversation string) []localclient.Message {
	s.Helper()
	all, err := s.as(claire).Messages(s.Context(), conversation, "")
	if err != nil {
		s.Fatal(err)
	}
	var found []localclient.Message
	for _, m := range all {
		if m.App != "" && !m.Ephemeral && m.Metadata != nil {
			found = append(found, m)
		}
	}
	return found
}
