package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/recap"
)

// double is a Slack that answers each method as a test tells it to, and keeps
// what it was told.
type double struct {
	*httptest.Server
	mu     sync.Mutex
	answer map[string]http.HandlerFunc
	asked  []url.Values
}

func newDouble(t *testing.T) *double {
	d := &double{answer: map[string]http.HandlerFunc{
		"auth.test": says(`{"ok":true,"team_id":"T1","team":"Fonderie","user_id":"UTREVE","url":"https://fonderie.slack.com/"}`),
	}}
	d.Server = httptest.NewServer(d)
	t.Cleanup(d.Close)
	return d
}

func (d *double) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		panic(err)
	}
	method := strings.TrimPrefix(r.URL.Path, "/")
	d.mu.Lock()
	answer := d.answer[method]
	if method != "auth.test" {
		r.PostForm.Set("method", method)
		d.asked = append(d.asked, r.PostForm)
	}
	d.mu.Unlock()
	if answer == nil {
		answer = says(`{"ok":false,"error":"unknown_method"}`)
	}
	answer(w, r)
}

// heard lists what the double was told so far.
func (d *double) heard() []url.Values {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.asked)
}

func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

func refuses(code string) http.HandlerFunc { return says(fmt.Sprintf(`{"ok":false,"error":%q}`, code)) }

// inTurn gives each answer once, in order.
func inTurn(answers ...http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		next := answers[0]
		answers = answers[1:]
		next(w, r)
	}
}

// voice is a bot that speaks to the double, about the worked example.
func (d *double) voice(t *testing.T, n *november) *Bot {
	t.Helper()
	connection, err := Connect(t.Context(), Account{BotToken: "xoxb-1", APIURL: d.URL + "/", HTTP: &http.Client{}})
	if err != nil {
		t.Fatal(err)
	}
	b := New(connection, Options{Books: n, People: n, Now: func() time.Time { return monday16 }, Log: slog.New(slog.DiscardHandler)})
	b.Recaps = sender{voice: b.Poster()}
	return b
}

// sender sends notes, and keeps none.
type sender struct {
	posts
	voice recap.Poster
	full  error
}

func (w sender) Keep(context.Context, []recap.Note) error { return w.full }

func (w sender) Send(ctx context.Context, _ time.Time, notes []recap.Note) error {
	var errs []error
	for _, n := range notes {
		_, err := w.voice.Post(ctx, recap.Place{Conversation: n.Conversation}, "ID", n.Message)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
