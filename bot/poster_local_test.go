package bot

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/recap"
)

// forgetful delivers every request, and loses the answer to the posts it is told
// to.
type forgetful struct{ lose bool }

func (f *forgetful) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && f.lose && strings.HasSuffix(r.URL.Path, "chat.postMessage") {
		response.Body.Close()
		return nil, errors.New("connection reset by peer")
	}
	return response, err
}

// localVoice is a bot in the local Slack's sample company.
func localVoice(t *testing.T, n *november, through http.RoundTripper) *Bot {
	t.Helper()
	slack := localslack.SampleCompany(localslack.Options{Start: monday16}, "")
	t.Cleanup(slack.Close)
	server := httptest.NewServer(slack.Handler())
	t.Cleanup(server.Close)
	app := localslack.SampleTreve(lang.French, "")
	connection, err := Connect(t.Context(), Account{
		BotToken: config.Secret(app.BotToken), APIURL: slack.APIURL(server.URL),
		HTTP: &http.Client{Transport: through},
	})
	if err != nil {
		t.Fatal(err)
	}
	return New(connection, Options{Books: n, People: n, Now: func() time.Time { return monday16 }, Log: slog.New(slog.DiscardHandler)})
}

// TestLostAnswerIsFoundInTheConversation posts through the real client to a Slack
// that keeps what it is told.
func TestLostAnswerIsFoundInTheConversation(t *testing.T) {
	k := newKnown(t)
	line := &forgetful{}
	voice := localVoice(t, k.november, line).Poster()
	message, err := RenderRecap(k.morning(t, november16()), recap.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	first, err := voice.Post(t.Context(), "C0MARKETING", "FIRST", message)
	if err != nil {
		t.Fatal(err)
	}
	line.lose = true
	if _, err := voice.Post(t.Context(), "C0MARKETING", "SECOND", message); describe(err) != "uncertain no_answer 0s" {
		t.Fatalf("the answer was lost: %v", err)
	}
	find := func(id string, from, to time.Time) (string, bool) {
		ts, found, err := voice.Find(t.Context(), "C0MARKETING", id, from, to)
		if err != nil {
			t.Fatal(err)
		}
		return ts, found
	}
	before, after := monday16.Add(-time.Minute), monday16.Add(time.Minute)
	if ts, found := find("FIRST", before, after); !found || ts != first {
		t.Errorf("FIRST was posted as %s and found as %q", first, ts)
	}
	if ts, found := find("SECOND", before, after); !found || ts == first {
		t.Errorf("SECOND, whose answer was lost: %q, %t", ts, found)
	}
	if ts, found := find("THIRD", before, after); found {
		t.Errorf("THIRD was never sent, and found as %s", ts)
	}
	if _, found := find("FIRST", after, after.Add(time.Minute)); found {
		t.Error("FIRST was found at another time")
	}
	line.lose = false
	if _, err := voice.Post(t.Context(), "C0DIRECTION", "ID", message); !isPermanent(err) {
		t.Errorf("a private conversation we are not in: %v", err)
	}
}

func isPermanent(err error) bool {
	var f *recap.Failure
	return errors.As(err, &f) && f.Class == recap.Permanent
}

// TestSlackTakesEveryRecap holds the recaps of the golden files to the local
// Slack's own rules.
func TestSlackTakesEveryRecap(t *testing.T) {
	for name, edition := range map[string]func(*testing.T) recap.Edition{
		"daily":       func(t *testing.T) recap.Edition { return newKnown(t).morning(t, november16()) },
		"closing":     func(t *testing.T) recap.Edition { return ended(t, 2) },
		"troubles":    troubled,
		"60 channels": func(t *testing.T) recap.Edition { return crowded(t, 60, "Salon <!channel> & *co*, n° ") },
	} {
		t.Run(name, func(t *testing.T) {
			for _, in := range []lang.Language{lang.French, lang.English} {
				message, err := RecapMessage(edition(t), recap.Layout{}, in)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := localVoice(t, newNovember(t), http.DefaultTransport).Poster().Post(t.Context(), "C0MARKETING", "ID", message); err != nil {
					t.Errorf("in %s: %v", in, err)
				}
			}
		})
	}
}
