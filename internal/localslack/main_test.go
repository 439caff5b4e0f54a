package localslack

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"go.uber.org/goleak"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// soon is how long a test waits for what must come.
const soon = 10 * time.Second

// The people and conversations of the sample company.
const (
	claire, marc, emma, ines, tom = "U0CLAIRE001", "U0MARC00001", "U0EMMA00001", "U0INES00001", "U0TOM000001"
	bot                           = "U0TREVE0001"
	marketing, general, direction = "C0MARKETING", "C0GENERAL01", "C0DIRECTION"
)

// realClock is a real time that a test moves by hand.
type realClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *realClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *realClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// office is the sample company, served, with a real client of its app and two
// people.
type office struct {
	*testing.T
	*Server
	time         *realClock
	url          string
	api          *slack.Client
	claire, marc *localclient.Client
}

// mustOpen serves the sample company on Monday 16 November 2026 at 10:00. The
// app is reached over HTTP at requestURL, through Socket Mode where it is empty.
func mustOpen(t *testing.T, requestURL string) *office {
	t.Helper()
	clock := &realClock{at: time.Now()}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	s := SampleCompany(Options{
		Now: clock.now, Zone: paris, Start: time.Date(2026, 11, 16, 10, 0, 0, 0, paris),
		NoRateLimits: true, Seed: 1, // on a clock that stands still nobody would ever wait long enough
	}, requestURL)
	s.patience.retries = []time.Duration{0, 10 * time.Millisecond, 20 * time.Millisecond}
	served := httptest.NewServer(s.Handler())
	o := &office{T: t, Server: s, time: clock, url: served.URL}
	o.api = o.client("xoxb-local-treve")
	o.claire = localclient.New(served.URL, claire)
	o.marc = o.claire.As(marc)
	t.Cleanup(func() {
		s.Close()
		served.Close()
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	})
	return o
}

func (o *office) client(token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(o.APIURL(o.url)), slack.OptionAppLevelToken("xapp-local-treve"))
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

func (o *office) messages(c *localclient.Client, conversation, thread string) []localclient.Message {
	o.Helper()
	all, err := c.Messages(o.Context(), conversation, thread)
	o.must(err)
	return all
}

// directOf returns a person's conversation with the app.
func (o *office) directOf(c *localclient.Client) string {
	o.Helper()
	state, err := c.State(o.Context())
	o.must(err)
	return state.Apps[0].Conversation
}

// wantCode holds an error to Slack's code.
func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if err == nil || err.Error() != code {
		t.Errorf("error = %v; want %s", err, code)
	}
}

func wantRefused(t *testing.T, err error, code string) {
	t.Helper()
	var refused *localclient.Refused
	if !errors.As(err, &refused) || refused.Code != code || refused.Message == "" {
		t.Errorf("error = %v; want the refusal %s", err, code)
	}
}

// sent lists the names of what apps were sent, or called, the newest first.
func (o *office) sent(kind string) []string {
	var names []string
	for _, e := range o.traffic.list("", kept) {
		if e.Kind == kind {
			names = append(names, e.Name)
		}
	}
	return names
}

// until waits for a condition that something in the background brings about.
func until(t *testing.T, what string, met func() bool) {
	t.Helper()
	for end := time.Now().Add(soon); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if met() {
			return
		}
	}
	t.Fatalf("%s: not in %s", what, soon)
}

func texts(all []localclient.Message) []string {
	list := []string{}
	for _, m := range all {
		list = append(list, m.Text)
	}
	return list
}

func wantTexts(t *testing.T, all []localclient.Message, want ...string) {
	t.Helper()
	if got := texts(all); !slices.Equal(got, want) {
		t.Errorf("messages are %q; want %q", got, want)
	}
}

func plainText(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

func saying(text string) slack.MsgOption { return slack.MsgOptionText(text, false) }

type event = localclient.Event

func refusedAs(status int, body object) error {
	return &localclient.Refused{Status: status, Code: str(body, "error"), Message: str(body, "message")}
}
