package peers

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// soon is how long a test waits for what must come.
const soon = 20 * time.Second

const (
	claire, marc = "U0CLAIRE001", "U0MARC00001"
	marketing    = "C0MARKETING"
)

// office is the sample company with the caterer in #marketing, and two people.
type office struct {
	*testing.T
	*localslack.Server
	url          string
	caterer      localslack.App
	claire, marc *localclient.Client
}

// mustOpen serves the company. The caterer, the app of web/apps, is reached over
// HTTP at requestURL, through Socket Mode where it is empty.
func mustOpen(t *testing.T, requestURL string) *office {
	t.Helper()
	o := &office{T: t, caterer: mustRead(t)}
	if requestURL != "" {
		o.must(o.caterer.ReachAt(requestURL))
	}
	o.Server = localslack.SampleWorkspace(localslack.Options{Language: lang.English}, []localslack.App{o.caterer}, marketing)
	served := httptest.NewServer(o.Handler())
	t.Cleanup(func() { o.Close(); served.Close() })
	o.url, o.claire = served.URL, localclient.New(served.URL, claire)
	o.marc = o.claire.As(marc)
	return o
}

// mustRead reads the caterer's manifest.
func mustRead(t *testing.T) localslack.App {
	t.Helper()
	top, err := root()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(top, web, "apps", "manifest.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	app, err := localslack.ParseManifest(text)
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) watch(c *localclient.Client) *localclient.Watch {
	o.Helper()
	w, err := c.Watch(o.Context())
	o.must(err)
	o.Cleanup(w.Stop)
	return w
}

// direct returns a person's conversation with the caterer.
func (o *office) direct(c *localclient.Client) string {
	o.Helper()
	state, err := c.State(o.Context())
	o.must(err)
	return state.Apps[0].Conversation
}

// freePort is a port nobody listens at.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// program is a peer that runs until the test ends: it ends with its standard
// input.
type program struct {
	t           *testing.T
	stdin       io.WriteCloser
	lines       chan string // of its standard output
	mayComplain bool        // the test gives it reason to
	mu          sync.Mutex
	wrong       strings.Builder // its standard error
}

// Write keeps what the program says is wrong.
func (p *program) Write(data []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.wrong.Write(data)
}

// run starts a script of the folder apps on the workspace.
func (o *office) run(script string, env ...string) *program {
	o.Helper()
	dir, err := installed()
	need(o, err)
	p := &program{t: o.T, lines: make(chan string, 100)}
	// Not the test's own context: the program is asked to end first.
	ctx, kill := context.WithCancel(context.Background())
	command := node(ctx, dir, filepath.Join(dir, "apps", script))
	command.Env = append(env, "SLACK_API_URL="+o.APIURL(o.url), "SLACK_BOT_TOKEN="+o.caterer.BotToken, "PATH="+os.Getenv("PATH"))
	command.Stderr = p
	out, err := command.StdoutPipe()
	o.must(err)
	p.stdin, err = command.StdinPipe()
	o.must(err)
	o.must(command.Start())
	go func() {
		defer close(p.lines)
		read := bufio.NewScanner(out)
		read.Buffer(nil, 4<<20)
		for read.Scan() {
			p.lines <- read.Text()
		}
	}()
	o.Cleanup(func() {
		_ = p.stdin.Close() // it may be gone already
		defer kill()
		defer time.AfterFunc(soon, kill).Stop()
		for range p.lines {
			continue
		}
		if err := command.Wait(); err != nil {
			o.Errorf("%s ended with %v", script, err)
		}
		if p.wrong.Len() > 0 && !p.mayComplain {
			o.Errorf("%s complained:\n%s", script, p.wrong.String())
		}
	})
	return p
}

// line waits for the next line the program prints.
func (p *program) line() string {
	p.t.Helper()
	select {
	case line, ok := <-p.lines:
		if ok {
			return line
		}
	case <-time.After(soon):
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.t.Fatalf("no line from the program, which complains:\n%s", p.wrong.String())
	return ""
}

// wants waits for a line that begins with what is wanted, and passes others.
func (p *program) wants(start string) string {
	p.t.Helper()
	for {
		if line := p.line(); strings.HasPrefix(line, start) {
			return line
		}
	}
}

// until waits for a condition that something outside brings about.
func until(t *testing.T, what string, met func() bool) {
	t.Helper()
	for end := time.Now().Add(soon); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if met() {
			return
		}
	}
	t.Fatalf("%s: not in %s", what, soon)
}
