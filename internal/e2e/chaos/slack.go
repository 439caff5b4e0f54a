package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// The people and places of the sample company.
const (
	claire    = "U0CLAIRE001" // manager
	marc      = "U0MARC00001"
	julien    = "U0JULIEN001"
	marketing = "C0MARKETING"
	sales     = "C0VENTES001"
	general   = "C0GENERAL01"
	direction = "C0DIRECTION" // private
	botUser   = "U0TREVE0001"
)

// places are where recaps go; the manager is in all of them.
var places = []string{marketing, sales, general, direction}

// workspace is a local Slack in this process, which the oracle can look into
// without asking the program.
type workspace struct {
	*localslack.Server
	http *httptest.Server
	app  localslack.App

	heard func(localclient.Message) // an answer that came when a command was sent again

	mu         sync.Mutex
	seen       int64                // the last exchange looked at
	deliveries map[string]*delivery // by trigger or event
}

// historyScopes let an app read what was posted.
var historyScopes = []string{"channels:history", "groups:history", "im:history"}

// openWorkspace opens the sample company's Slack. What history tells is the truth
// of the plan.
func openWorkspace(p plan, requestURL string, start time.Time) *workspace {
	app := localslack.SampleTreve(lang.French, requestURL)
	if p.truth == noScope {
		app.Scopes = slices.DeleteFunc(app.Scopes, func(scope string) bool {
			return slices.Contains(historyScopes[:2], scope)
		})
	}
	options := localslack.Options{Language: lang.French, Start: start, Seed: p.seed + 1, Exchanges: 20_000}
	w := &workspace{
		Server: localslack.SampleWorkspace(options, []localslack.App{app}, places...),
		app:    app, deliveries: map[string]*delivery{},
	}
	w.http = httptest.NewServer(w.Handler())
	return w
}

func (w *workspace) close() {
	w.Close()
	w.http.CloseClientConnections()
	w.http.Close()
}

func (w *workspace) as(user string) *localclient.Client { return localclient.New(w.http.URL, user) }

// now is the civil time of the workspace.
func (w *workspace) now() time.Time { return w.Clock().Now() }

// jump moves the civil clock, and returns when all who follow it have, or after a
// while.
func (w *workspace) jump(ctx context.Context, to time.Time, patience time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return w.Clock().Jump(ctx, to).Reached
}

// forget tells the clock that a process has ended: nobody need wait for it.
func (w *workspace) forget(pid int) {
	host, err := os.Hostname()
	if err != nil {
		host = "treve"
	}
	gone, hangUp := context.WithCancel(context.Background())
	hangUp()
	target := fmt.Sprintf("%s/local/clock?after=%d&follower=%s-%d", w.http.URL, w.Clock().State().Sequence, host, pid)
	r := httptest.NewRequestWithContext(gone, http.MethodGet, target, nil)
	r.RemoteAddr = "127.0.0.1:1024"
	w.Handler().ServeHTTP(httptest.NewRecorder(), r)
}

// fail puts a fault in force.
func (w *workspace) fail(rule string) error {
	f, err := localslack.ParseFault(rule)
	if err != nil {
		return fmt.Errorf("fault %q: %w", rule, err)
	}
	w.AddFault(f)
	return nil
}

// clearFaults lifts every fault and counts how often each struck.
func (w *workspace) clearFaults(ctx context.Context, t *tally, keep ...string) error {
	var out struct {
		Faults []struct {
			ID     uint64
			Fault  string
			Struck int
		}
	}
	if err := w.ask(ctx, http.MethodGet, "faults", nil, &out); err != nil {
		return err
	}
	for _, f := range out.Faults {
		if slices.Contains(keep, f.Fault) {
			continue
		}
		t.faulted(kindOf(f.Fault), f.Struck)
		if err := w.ask(ctx, http.MethodPost, "faults/clear", map[string]any{"id": f.ID}, nil); err != nil {
			return err
		}
	}
	return nil
}

// kindOf is how a rule is counted: what became of what.
func kindOf(rule string) string {
	on, do, _ := strings.Cut(rule, ":")
	words := strings.Split(do, ",")
	how := words[0]
	if slices.Contains(words, "stored") {
		how += ", but done"
	}
	if slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, "retry_after") }) {
		how += " with Retry-After"
	}
	way := "call"
	switch on {
	case "slash_commands", "interactive", "events_api", "deliveries":
		way = "delivery"
	}
	return "Slack: " + way + ": " + how
}

// ask speaks the page API.
func (w *workspace) ask(ctx context.Context, method, path string, body, into any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, w.http.URL+"/local/"+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Local", "1")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", path, response.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(into)
}
