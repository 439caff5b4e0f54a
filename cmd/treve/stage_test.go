package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/storetest"
)

// patience bounds every wait of these tests. It is never slept through: each
// wait ends with what it waits for, be it the second look of the schedule on a
// busy machine.
const patience = time.Minute

// onMonday is Monday 16 November 2026, ten in the morning in Paris.
var onMonday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

// stage is a local Slack and the built bot on it, which comes in by one of the
// two doors and keeps its books in one of the two databases.
type stage struct {
	*testing.T
	slack    *localslack.Server
	base     string
	database string
	address  string   // of the HTTP door; empty under Socket Mode
	extra    []string // of the environment
	bots     []*process
	troubled bool // the scene is about trouble: the bot may warn of some
}

// process is a running bot and all it has printed.
type process struct {
	command *exec.Cmd
	said    *transcript
}

// onEachStage plays a scene through both doors and on both databases, with the
// books of a company in November 2026: the built binary, the real client
// library, the local Slack.
func onEachStage(t *testing.T, scene func(*stage)) {
	t.Helper()
	onEachEmptyStage(t, onMonday, inNovember(scene))
}

func inNovember(scene func(*stage)) func(*stage) {
	return func(s *stage) {
		s.fill("2026-11")
		s.serve()
		scene(s)
	}
}

// onTwoStages is for what neither door nor database has a say in: each of them
// is played on once.
func onTwoStages(t *testing.T, start time.Time, scene func(*stage)) {
	t.Helper()
	if testing.Short() {
		t.Skip("end to end")
	}
	t.Parallel()
	for _, c := range []struct {
		door, database string
		fresh          func(testing.TB) string
	}{{"socket", "sqlite", storetest.SQLite}, {"http", "postgres", storetest.Postgres}} {
		t.Run(c.door+"/"+c.database, func(t *testing.T) {
			t.Parallel()
			scene(newStage(t, c.door, c.fresh(t), start))
		})
	}
}

// onEachEmptyStage leaves the books empty and the bot unstarted.
func onEachEmptyStage(t *testing.T, start time.Time, scene func(*stage)) {
	t.Helper()
	for _, door := range []string{"socket", "http"} {
		t.Run(door, func(t *testing.T) { onEachDatabase(t, door, start, scene) })
	}
}

// onEachDatabase is for what only one door has.
func onEachDatabase(t *testing.T, door string, start time.Time, scene func(*stage)) {
	t.Helper()
	if testing.Short() {
		t.Skip("end to end")
	}
	t.Parallel()
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		scene(newStage(t, door, fresh(t), start))
	})
}

func newStage(t *testing.T, door, database string, start time.Time) *stage {
	t.Helper()
	return newStageWith(t, door, database, localslack.Options{Language: lang.French, Start: start})
}

func newStageWith(t *testing.T, door, database string, o localslack.Options) *stage {
	t.Helper()
	s := &stage{T: t, database: withPassword(database)}
	requestURL := ""
	if door == "http" {
		s.address = freeAddress(t)
		requestURL = "http://" + s.address
	}
	s.slack = localslack.SampleCompany(o, requestURL)
	server := httptest.NewServer(s.slack.Handler())
	s.base = server.URL
	t.Cleanup(func() { s.slack.Close(); server.Close() })
	t.Cleanup(s.keepShown)
	t.Cleanup(func() { inspectBooks(t, database) })
	t.Cleanup(func() { s.stop(syscall.SIGTERM) })
	return s
}

// nextPort counts through ports that systems give to no outgoing connection: one of
// those could take the port again before the bot listens there.
var nextPort = func() *atomic.Uint32 {
	n := &atomic.Uint32{}
	n.Store(rand.Uint32N(lowPorts))
	return n
}()

const firstPort, lowPorts = 10_000, 10_000

func freeAddress(t testing.TB) string {
	t.Helper()
	for range lowPorts {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", firstPort+nextPort.Add(1)%lowPorts))
		if err == nil {
			l.Close()
			return l.Addr().String()
		}
	}
	t.Fatal("no port is free")
	return ""
}

// environ is what serve needs to know, and the command line too.
func (s *stage) environ() []string {
	app := localslack.SampleTreve(lang.French, "")
	env := append([]string{
		"TREVE_DATABASE=" + s.database, "SLACK_API_URL=" + s.slack.APIURL(s.base), "SLACK_BOT_TOKEN=" + app.BotToken,
		"TREVE_MOST_A_MINUTE=0", // the people of a scene type faster than people
		"TREVE_LOG_LEVEL=debug", // all that could be printed is looked at
	}, append(everybody().environ(), s.extra...)...)
	if s.address == "" {
		return append(env, "SLACK_APP_TOKEN="+app.AppToken)
	}
	return append(env, "SLACK_SIGNING_SECRET="+app.SigningSecret, "TREVE_LISTEN="+s.address)
}

// fill gives the books three months of history, the first half of November 2026,
// and a plan that holds from that month on.
func (s *stage) fill(from string) {
	s.Helper()
	s.treve("import", "testdata/counts.csv", "--kind", "counts", "--create")
	s.treve("plan", "import", "testdata/plan.csv", "--from", from)
}

// treve runs a command on the stage's books, in this process.
func (s *stage) treve(args ...string) string {
	s.Helper()
	said := invoke(s.environ(), args...)
	if said.code != 0 {
		s.Fatalf("treve %s: exit code %d\n%s%s", strings.Join(args, " "), said.code, said.out, said.err)
	}
	wantNoSecret(s, "treve "+args[0], said.out+said.err)
	return said.out
}

// serve starts the bot and returns once Slack can reach it.
func (s *stage) serve() *process {
	s.Helper()
	path, err := binary()
	if err != nil {
		s.Fatal(err)
	}
	return s.start(exec.Command(path, "serve"))
}

// start starts the bot by a command of one's own.
func (s *stage) start(command *exec.Cmd) *process {
	s.Helper()
	p := &process{command, newTranscript()}
	p.command.Env, p.command.Stdout, p.command.Stderr = append(command.Env, s.environ()...), p.said, p.said
	if err := p.command.Start(); err != nil {
		s.Fatal(err)
	}
	s.bots = append(s.bots, p)
	p.said.wait(s, "ready")
	if s.address == "" {
		p.said.wait(s, "connected to Slack")
		return p
	}
	p.said.wait(s, "listening")
	response, err := http.Get("http://" + s.address + "/readyz")
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		s.Fatalf("/readyz answers %s", response.Status)
	}
	return p
}

// stop ends every bot, and returns when all are gone and what they printed has
// been looked at.
func (s *stage) stop(how syscall.Signal) {
	s.Helper()
	for _, p := range s.bots {
		_ = p.command.Process.Signal(how) // it may be gone already
	}
	for _, p := range s.bots {
		err := p.command.Wait()
		if err != nil && how == syscall.SIGTERM {
			s.Errorf("asked to stop, the bot ended with %v", err)
		}
		s.inspect(p.said.String())
		s.leave(p)
	}
	s.bots = nil
}

// kill ends one bot of several as a power cut would.
func (s *stage) kill(p *process) {
	s.Helper()
	if err := p.command.Process.Kill(); err != nil {
		s.Fatal(err)
	}
	_ = p.command.Wait() // it says that it was killed
	s.bots = slices.DeleteFunc(s.bots, func(other *process) bool { return other == p })
	s.inspect(p.said.String())
	s.leave(p)
}

// leave tells the local Slack that nobody follows its clock there any more. It
// notices by itself when a poll hangs up, but not who ends between two polls.
func (s *stage) leave(p *process) {
	name := strings.TrimSuffix(owner(), strconv.Itoa(os.Getpid())) + strconv.Itoa(p.command.Process.Pid)
	gone, hangUp := context.WithCancel(background)
	hangUp()
	target := s.base + "/local/clock?after=" + strconv.FormatInt(s.slack.Clock().State().Sequence, 10) + "&follower=" + name
	r := httptest.NewRequestWithContext(gone, http.MethodGet, target, nil)
	r.RemoteAddr = "127.0.0.1:1024"
	s.slack.Handler().ServeHTTP(httptest.NewRecorder(), r)
}

// inspect finds in what a bot printed the secrets that must not be there, and
// the troubles it should not have had.
func (s *stage) inspect(said string) {
	s.Helper()
	wantNoSecret(s, "the bot", said)
	for line := range strings.Lines(said) {
		trouble := strings.Contains(line, " ERR ") || strings.Contains(line, " WRN ")
		if strings.Contains(line, "panic") || trouble && !s.troubled {
			s.Errorf("the bot printed: %s", line)
		}
	}
}

// said is all that the bots running now have printed, for a test that fails.
func (s *stage) said() string {
	var all strings.Builder
	for _, p := range s.bots {
		fmt.Fprintf(&all, "the bot printed:\n%s", p.said)
	}
	return all.String()
}
