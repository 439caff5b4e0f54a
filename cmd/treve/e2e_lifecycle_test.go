package main

import (
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// readiness is what /readyz answers.
func (s *stage) readiness() int {
	s.Helper()
	response, err := http.Get("http://" + s.address + "/readyz")
	if err != nil {
		s.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// awaitLeaving returns once the bot knows that it is to stop: it tells whoever asks
// anything to come another way. It is not asked whether it is ready, for it goes
// soon after somebody has heard that.
func (s *stage) awaitLeaving() {
	s.Helper()
	for leaving := false; !leaving; {
		response, err := http.Get("http://" + s.address + "/healthz")
		if err != nil {
			s.Fatal(err)
		}
		response.Body.Close()
		leaving = response.Close
	}
}

// Told to stop, a bot behind a load balancer is red, answers what the balancer
// still sends, and goes once that has heard.
func TestStopsWithoutADroppedCommand(t *testing.T) {
	onEachDatabase(t, "http", onMonday, inNovember(func(s *stage) {
		if s.readiness() != http.StatusOK { // for the second time: somebody watches
			s.Fatal("not ready")
		}
		bot := s.bots[0]
		if err := bot.command.Process.Signal(syscall.SIGTERM); err != nil {
			s.Fatal(err)
		}
		s.awaitLeaving()
		s.ask(marc, marketing, "/leads 7 email pme", "7 leads")
		if s.readiness() != http.StatusServiceUnavailable {
			s.Error("told to stop, the bot is still ready")
		}
		if err := bot.command.Wait(); err != nil {
			s.Errorf("the bot ended with %v:\n%s", err, bot.said)
		}
		s.bots = nil
		s.wantLeads("E-mail", 31)
	}))
}

// A second signal does not wait. One that comes on the heels of the first may be
// taken for the same, so there are more.
func TestASecondSignalEndsAtOnce(t *testing.T) {
	onEachDatabase(t, "http", onMonday, inNovember(func(s *stage) {
		s.readiness()
		bot := s.bots[0]
		s.bots = nil
		_ = bot.command.Process.Signal(syscall.SIGTERM) // what it does is seen below
		s.awaitLeaving()
		ended := make(chan error)
		go func() { ended <- bot.command.Wait() }()
		for {
			_ = bot.command.Process.Signal(syscall.SIGTERM) // it may be gone already
			select {
			case err := <-ended:
				if err == nil {
					s.Error("it took its time, and ended well")
				}
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}))
}

// unreachable is a database where nobody answers.
const unreachable = "postgres://treve@127.0.0.1:1/treve?sslmode=disable"

func TestStoppedWhileStarting(t *testing.T) {
	s := newStage(t, "socket", unreachable, onMonday)
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	bot := &process{exec.Command(path, "serve"), newTranscript()}
	bot.command.Env, bot.command.Stdout, bot.command.Stderr = s.environ(), bot.said, bot.said
	if err := bot.command.Start(); err != nil {
		t.Fatal(err)
	}
	bot.said.wait(t, "database not reachable yet")
	_ = bot.command.Process.Signal(syscall.SIGTERM) // how it ends is looked at
	if err := bot.command.Wait(); err != nil || strings.Contains(bot.said.String(), "treve:") {
		t.Errorf("it ended with %v:\n%s", err, bot.said)
	}
}

// startTogether starts several bots at once on one database, and returns when
// all are there.
func (s *stage) startTogether(bots int) {
	s.Helper()
	path, err := binary()
	if err != nil {
		s.Fatal(err)
	}
	for range bots {
		p := &process{exec.Command(path, "serve"), newTranscript()}
		p.command.Env, p.command.Stdout, p.command.Stderr = s.environ(), p.said, p.said
		if err := p.command.Start(); err != nil {
			s.Fatal(err)
		}
		s.bots = append(s.bots, p)
	}
	for _, p := range s.bots {
		p.said.wait(s, "connected to Slack")
	}
}

// Bots that start together on an empty database, or on one of an older version,
// migrate it once between them.
func TestStartTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end")
	}
	t.Parallel()
	for _, from := range []int64{0, 1} {
		s := newStage(t, "socket", storetest.Postgres(t), onMonday)
		if from > 0 {
			storetest.MigrateTo(t, s.database, from)
		}
		s.startTogether(4)
		code := regexp.MustCompile("treve-[a-z2-9]{4}-[a-z2-9]{4}").FindAllString(s.said(), -1)
		if len(code) != 4 || len(slices.Compact(code)) != 1 {
			t.Errorf("the codes %q are not all one", code)
		}
		s.fill("2026-11")
		s.ask(marc, marketing, "/leads 7 email pme", "7 leads")
		s.wantLeads("E-mail", 31)
		if times := strings.Count(s.said(), "database migrated"); times != 1 {
			t.Errorf("the schema of version %d was brought up to date %d times:\n%s", from, times, s.said())
		}
		s.stop(syscall.SIGTERM)
	}
}

// A bot that is older than the database says so and leaves it alone.
func TestAnOlderBotIsRefused(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		database := fresh(t)
		storetest.Open(t, database)
		storetest.PretendNewer(t, database)
		said := invoke([]string{"TREVE_DATABASE=" + database, "SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1"}, "serve")
		if said.code != 1 || !strings.Contains(said.err, store.ErrNewerSchema.Error()) {
			t.Errorf("serve = %d\n%s%s", said.code, said.out, said.err)
		}
	})
}
