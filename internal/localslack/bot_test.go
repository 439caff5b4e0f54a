package localslack

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// robot is an app made of the real client: it answers commands, interactions and
// events with functions of the test.
type robot struct {
	mu       sync.Mutex
	command  func(slack.SlashCommand) any                          // the acknowledgement's body
	interact func(slack.InteractionCallback) any                   //
	event    func(slackevents.EventsAPIEvent, *socketmode.Request) // an event; the request over Socket Mode
	seen     []string                                              // what came, by name
	requests []*socketmode.Request
	silent   bool // acknowledges nothing
}

func (r *robot) note(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen = append(r.seen, name)
}

func (r *robot) saw() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string{}, r.seen...)
}

func (r *robot) onCommand(c slack.SlashCommand) any {
	r.note(c.Command)
	if r.command == nil {
		return nil
	}
	return r.command(c)
}

func (r *robot) onInteraction(i slack.InteractionCallback) any {
	r.note(string(i.Type))
	if r.interact == nil {
		return nil
	}
	return r.interact(i)
}

func (r *robot) onEvent(e slackevents.EventsAPIEvent, req *socketmode.Request) {
	r.note(e.InnerEvent.Type)
	if r.event != nil {
		r.event(e, req)
	}
}

// connect runs the robot over Socket Mode until the test ends, and returns when
// it is connected.
func (r *robot) connect(o *office) {
	o.Helper()
	client := socketmode.New(o.api)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	connected := make(chan struct{}, 100)
	running.Go(func() { _ = client.RunContext(ctx) })
	running.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case e := <-client.Events:
				if e.Type == socketmode.EventTypeHello {
					connected <- struct{}{}
				}
				r.take(ctx, client, e)
			}
		}
	})
	o.Cleanup(func() {
		cancel()
		running.Wait()
	})
	<-connected
}

func (r *robot) take(ctx context.Context, client *socketmode.Client, e socketmode.Event) {
	var answer any
	switch data := e.Data.(type) {
	case slack.SlashCommand:
		answer = r.onCommand(data)
	case slack.InteractionCallback:
		answer = r.onInteraction(data)
	case slackevents.EventsAPIEvent:
		r.onEvent(data, e.Request)
	default:
		return
	}
	r.mu.Lock()
	r.requests = append(r.requests, e.Request)
	silent := r.silent
	r.mu.Unlock()
	if !silent {
		_ = client.AckCtx(ctx, e.Request.EnvelopeID, answer)
	}
}

// serve runs the robot behind signed HTTP and returns its base URL.
func (r *robot) serve(t *testing.T, signingSecret string) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/slack/", func(w http.ResponseWriter, req *http.Request) {
		body := verified(w, req, signingSecret)
		if body == nil {
			return
		}
		switch req.URL.Path {
		case "/slack/commands":
			c, err := slack.SlashCommandParse(req)
			if err != nil {
				t.Error(err)
			}
			write(w, r.onCommand(c))
		case "/slack/interactions":
			i, err := slack.InteractionCallbackParse(req)
			if err != nil {
				t.Error(err)
			}
			write(w, r.onInteraction(i))
		default:
			r.takeEvent(t, w, body)
		}
	})
	served := httptest.NewServer(mux)
	t.Cleanup(served.Close)
	return served
}

func (r *robot) takeEvent(t *testing.T, w http.ResponseWriter, body []byte) {
	e, err := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
	if err != nil {
		t.Error(err)
		return
	}
	if asked, ok := e.Data.(*slackevents.EventsAPIURLVerificationEvent); ok {
		write(w, object{"challenge": asked.Challenge})
		return
	}
	r.onEvent(e, nil)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.silent {
		http.Error(w, "no", http.StatusInternalServerError)
	}
}

// verified checks Slack's signature with slack-go, and leaves the body to read.
func verified(w http.ResponseWriter, req *http.Request, signingSecret string) []byte {
	body, _ := io.ReadAll(req.Body)
	v, err := slack.NewSecretsVerifier(req.Header, signingSecret)
	if err == nil {
		_, _ = v.Write(body)
		err = v.Ensure()
	}
	if err != nil {
		http.Error(w, "not signed by Slack", http.StatusUnauthorized)
		return nil
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	return body
}

func write(w http.ResponseWriter, answer any) {
	if answer == nil {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// latest holds the last of what a robot got, for the test to read.
type latest[T any] struct {
	mu sync.Mutex
	v  T
}

func (l *latest[T]) set(v T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.v = v
}

func (l *latest[T]) get() T {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.v
}

// opens answers a command with a modal, and hands it over.
func opens(o *office, title string, opened func(*slack.ViewResponse)) func(slack.SlashCommand) any {
	return func(c slack.SlashCommand) any {
		// Not the test's context: it ends as soon as the page has seen the modal.
		v, err := o.api.OpenViewContext(context.Background(), c.TriggerID, form(title))
		if err != nil {
			o.Errorf("open a modal: %v", err)
		}
		if opened != nil {
			opened(v)
		}
		return nil
	}
}
