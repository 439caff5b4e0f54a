package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack/slacktest"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// tape keeps what goes to the methods that say something, as it went.
type tape struct {
	mu   sync.Mutex
	said []string
	more chan struct{}
}

func newTape() *tape { return &tape{more: make(chan struct{}, 100)} }

func (t *tape) RoundTrip(r *http.Request) (*http.Response, error) {
	method := path.Base(r.URL.Path)
	if r.Body != nil && strings.HasPrefix(method, "chat.") {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, err
		}
		form.Del("token")
		t.mu.Lock()
		t.said = append(t.said, method+" "+form.Encode())
		t.mu.Unlock()
		defer func() { t.more <- struct{}{} }()
	}
	return http.DefaultTransport.RoundTrip(r)
}

// wait returns once so much more has been said.
func (t *tape) wait(test *testing.T, n int) {
	test.Helper()
	for range n {
		select {
		case <-t.more:
		case <-time.After(10 * time.Second):
			test.Fatalf("the bot has said %d things and no more", len(t.said))
		}
	}
}

// talk runs a bot with books of its own over Socket Mode, until the test ends.
func talk(t *testing.T, api string) *tape {
	t.Helper()
	d, line := newDesk(t), newTape()
	connection, err := Connect(t.Context(), Account{
		BotToken: "xoxb-local-treve", AppToken: config.Secret("xapp-local-treve"), APIURL: api,
		HTTP: &http.Client{Transport: line, Timeout: 10 * time.Second},
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Bot.slack = connection
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { _ = d.ServeSocket(ctx); close(ended) }() // a line that is cut at the end is no failure
	t.Cleanup(func() { cancel(); <-ended })
	return line
}

// What people write to the bot, where, and how many messages come of it.
var conversation = []struct {
	user, where, text string
	answers           int
}{
	{"U0MARC00001", "", "12 email pme", 1},
	{"U0MARC00001", "", "email ?", 1},
	{"U0EMMA00001", "", "help", 1},
	{"U0MARC00001", "", "12 emial pme", 1},
	{"U0MARC00001", "C0MARKETING", "@Trêve où en est-on ?", 1},
	{"U0INES00001", "C0MARKETING", "@Trêve et moi ?", 1},
	{"U0MARC00001", "", "annuler", 1},
}

// The same deliveries bring about the same messages at the local Slack and at
// slack-go's own test server, which knows no rules: what the local Slack asks of
// the bot is nothing of its own.
func TestTheSameIsSaidToAnotherSlack(t *testing.T) {
	slack := localslack.SampleCompany(localslack.Options{Start: tenInParis}, "")
	server := httptest.NewServer(slack.Handler())
	t.Cleanup(func() { slack.Close(); server.Close() })
	here := talk(t, slack.APIURL(server.URL))
	<-slack.Online(localslack.SampleApp)
	var delivered []json.RawMessage
	var seen int64
	for _, line := range conversation {
		person := localclient.New(server.URL, line.user)
		where := line.where
		if where == "" {
			where = directWith(t, person)
		}
		if _, err := person.Type(t.Context(), where, line.text); err != nil {
			t.Fatal(err)
		}
		here.wait(t, line.answers)
		delivered = append(delivered, firstSince(t, person, &seen))
	}

	there := otherSlack(t, server.URL)
	for n, line := range conversation {
		there.deliver(n, delivered[n])
		there.line.wait(t, line.answers)
	}
	if len(here.said) != len(conversation) {
		t.Errorf("%d things were said; want %d", len(here.said), len(conversation))
	}
	if diff := cmp.Diff(here.said, there.line.said); diff != "" {
		t.Errorf("said here and there (-local Slack +slacktest):\n%s", diff)
	}
}

func directWith(t *testing.T, person *localclient.Client) string {
	t.Helper()
	state, err := person.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return state.Apps[0].Conversation
}

// firstSince waits for the first event the bot was sent after the last one looked
// at: what somebody wrote, and not what it heard itself answer.
func firstSince(t *testing.T, person *localclient.Client, last *int64) json.RawMessage {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		all, err := person.Traffic(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range slices.Backward(all) {
			if e.Direction == "called" && e.Error != "" {
				t.Fatalf("the local Slack refuses %s: %s", e.Name, e.Error)
			}
			if e.ID > *last && e.Direction == "sent" && !strings.Contains(string(e.Request), `"bot_id"`) {
				*last = e.ID
				return e.Request
			}
		}
	}
	t.Fatal("nothing was sent to the bot")
	return nil
}

// elsewhere is slack-go's test server with the same people, and a bot at it.
type elsewhere struct {
	*slacktest.Server
	line *tape
}

func otherSlack(t *testing.T, local string) *elsewhere {
	t.Helper()
	as := func(method string) slacktest.Binder { // what the local Slack says of people
		return func(c slacktest.Customize) {
			c.Handle("/"+method, func(w http.ResponseWriter, r *http.Request) {
				resp, err := http.Post(local+"/api/"+method, r.Header.Get("Content-Type"), r.Body)
				if err != nil {
					http.Error(w, err.Error(), http.StatusBadGateway)
					return
				}
				defer resp.Body.Close()
				_, _ = io.Copy(w, resp.Body)
			})
		}
	}
	server := slacktest.NewTestServer(as("auth.test"), as("users.info"))
	server.Start()
	t.Cleanup(server.Stop)
	return &elsewhere{server, talk(t, server.GetAPIURL())}
}

// deliver sends an event in a Socket Mode envelope.
func (e *elsewhere) deliver(n int, payload json.RawMessage) {
	e.SendToWebsocket(fmt.Sprintf(`{"envelope_id":"E%d","type":"events_api","accepts_response_payload":false,"payload":%s}`, n, payload))
}
