package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Who and where in the company of the demonstration.
const (
	claire    = "U0CLAIRE001" // manager, speaks French
	julien    = "U0JULIEN001"
	marketing = "C0MARKETING"
	ventes    = "C0VENTES001"
	general   = "C0GENERAL01"
	botToken  = "xoxb-local-treve"
)

// built is the folder of the program where it was built here.
var built string

// binary is the program under test: given, or built once.
var binary = sync.OnceValues(func() (path string, err error) {
	if path := os.Getenv("TREVE_BINARY"); path != "" {
		return filepath.Abs(path)
	}
	if built, err = os.MkdirTemp("", "treve-browser-"); err != nil {
		return "", err
	}
	path = filepath.Join(built, "treve")
	build := exec.Command("go", "build", "-o", path, "./cmd/treve")
	build.Dir = filepath.Join("..", "..")
	build.Stderr = os.Stderr
	return path, build.Run()
})

func TestMain(m *testing.M) {
	code := m.Run()
	if built != "" {
		_ = os.RemoveAll(built)
	}
	os.Exit(code)
}

// demo is a running demonstration.
type demo struct {
	*testing.T
	address string // http://127.0.0.1:port
	pid     int
}

var addressPrinted = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// startDemo runs "treve demo" on a free port until the test ends, and returns
// once the bot is there to answer.
func startDemo(t *testing.T) *demo {
	t.Helper()
	chromium(t) // nothing to show to without one
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(path, "demo", "--port", "0", "--lang", "fr", "--db", filepath.Join(t.TempDir(), "demo.db"))
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	command.Stderr = &log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
		if t.Failed() {
			t.Logf("the program's log:\n%s", &log)
		}
	})
	d := &demo{T: t, address: addressIn(t, out), pid: command.Process.Pid}
	d.ready()
	return d
}

// addressIn reads the page's address from what the program prints, and goes on
// reading so that the program never waits for a reader.
func addressIn(t *testing.T, out io.Reader) string {
	t.Helper()
	found := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if address := addressPrinted.FindString(lines.Text()); address != "" {
				select {
				case found <- address:
				default:
				}
			}
		}
		close(found)
	}()
	select {
	case address := <-found:
		if address == "" {
			t.Fatal("the program ended without an address")
		}
		return address
	case <-time.After(patience):
		t.Fatal("the program printed no address")
	}
	return ""
}

// ready waits until the bot is connected: its first question to Slack is who it
// is, the last one before it listens is where.
func (d *demo) ready() {
	d.Helper()
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		var seen struct {
			Traffic []struct{ Name string }
		}
		d.get("/local/traffic?limit=50", &seen)
		for _, exchange := range seen.Traffic {
			if exchange.Name == "apps.connections.open" {
				return
			}
		}
		time.Sleep(50 * time.Millisecond) // between two looks
	}
	d.Fatal("the bot never connected")
}

func (d *demo) get(path string, into any) {
	d.Helper()
	d.call(http.MethodGet, path, nil, nil, into)
}

// does asks the page API to do something as a person.
func (d *demo) does(what string, body map[string]any) {
	d.Helper()
	d.call(http.MethodPost, "/local/"+what, map[string]string{"X-Local": "1"}, body, nil)
}

// slack calls a method of the Web API as the bot.
func (d *demo) slack(method string, body map[string]any) {
	d.Helper()
	var answer struct {
		OK       bool
		Error    string
		Metadata struct{ Messages []string } `json:"response_metadata"`
	}
	d.call(http.MethodPost, "/api/"+method, map[string]string{"Authorization": "Bearer " + botToken}, body, &answer)
	if !answer.OK {
		d.Fatalf("%s: %s %v", method, answer.Error, answer.Metadata.Messages)
	}
}

func (d *demo) call(method, path string, headers map[string]string, body, into any) {
	d.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		d.Fatal(err)
	}
	ctx, stop := context.WithTimeout(d.Context(), patience)
	defer stop()
	request, err := http.NewRequestWithContext(ctx, method, d.address+path, bytes.NewReader(data))
	if err != nil {
		d.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		d.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		d.Fatalf("%s %s: %s %v %s", method, path, response.Status, err, answer)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(answer, into); err != nil {
		d.Fatalf("%s %s: %v: %s", method, path, err, answer)
	}
}

// sends posts the content of a file to the place handed out for it.
func (d *demo) sends(address, content string) {
	d.Helper()
	ctx, stop := context.WithTimeout(d.Context(), patience)
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(content))
	if err != nil {
		d.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		d.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		d.Fatalf("upload: %s", response.Status)
	}
}

// until waits for something to be true of the workspace.
func (d *demo) until(what string, happened func() bool) {
	d.Helper()
	deadline := time.Now().Add(patience)
	for !happened() {
		if time.Now().After(deadline) {
			d.Fatalf("never happened: %s", what)
		}
		time.Sleep(20 * time.Millisecond) // between two looks
	}
}
