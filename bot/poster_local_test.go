package bot

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

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
	slack := localslack.SampleCompany(localslack.Options{Start: monday16, NoRateLimits: true}, "")
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
	messages, err := RenderRecap(k.morning(t, november16()), recap.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	message := messages[0]
	first, err := voice.Post(t.Context(), recap.Place{Conversation: "C0MARKETING"}, "FIRST", message)
	if err != nil {
		t.Fatal(err)
	}
	line.lose = true
	if _, err := voice.Post(t.Context(), recap.Place{Conversation: "C0MARKETING"}, "SECOND", message); describe(err) != "uncertain no_answer 0s" {
		t.Fatalf("the answer was lost: %v", err)
	}
	find := func(id string, from, to time.Time) (string, bool) {
		ts, found, err := voice.Find(t.Context(), recap.Place{Conversation: "C0MARKETING"}, id, message, from, to)
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
	if _, err := voice.Post(t.Context(), recap.Place{Conversation: "C0DIRECTION"}, "ID", message); !isPermanent(err) {
		t.Errorf("a private conversation we are not in: %v", err)
	}
}

func isPermanent(err error) bool {
	var f *recap.Failure
	return errors.As(err, &f) && f.Class == recap.Permanent
}

// TestSlackTakesAnyRecap holds whatever a month may look like, and what follows
// in the thread, to the local Slack's own rules, picture and all.
func TestSlackTakesAnyRecap(t *testing.T) {
	voice := localVoice(t, newNovember(t), http.DefaultTransport).Poster()
	file, err := voice.Upload(t.Context(), onePixel(t))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		as := anyLayout(t)
		if as.File != "" {
			as.File = file
		}
		messages, err := RecapMessages(anyEdition(t), as, lang.French)
		if err != nil {
			t.Fatal(err)
		}
		at := recap.Place{Conversation: "C0MARKETING"}
		for i, m := range messages {
			ts, err := voice.Post(context.Background(), at, "ID", m)
			if err != nil {
				var refused slack.SlackErrorResponse
				errors.As(err, &refused)
				t.Fatalf("message %d: %v: %v\n%s", i+1, err, refused.ResponseMetadata.Messages, m.Blocks)
			}
			if i == 0 {
				at.Thread = ts
			}
		}
	})
}

func onePixel(t *testing.T) recap.Picture {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return recap.Picture{PNG: out.Bytes(), Alt: "one pixel"}
}

// TestAReplyIsFoundInItsThread looks for what follows a recap where it stands.
func TestAReplyIsFoundInItsThread(t *testing.T) {
	voice := localVoice(t, newNovember(t), http.DefaultTransport).Poster()
	at := recap.Place{Conversation: "C0MARKETING"}
	post := func(id string) string {
		t.Helper()
		ts, err := voice.Post(t.Context(), at, id, recap.Message{Text: id})
		if err != nil {
			t.Fatal(err)
		}
		return ts
	}
	at.Thread = post("RECAP")
	reply := post("REPLY")
	before, after := monday16.Add(-time.Minute), monday16.Add(time.Minute)
	if ts, found, err := voice.Find(t.Context(), at, "REPLY", recap.Message{}, before, after); err != nil || !found || ts != reply {
		t.Errorf("found %s, %t, %v; want %s", ts, found, err, reply)
	}
	if _, found, err := voice.Find(t.Context(), at, "REPLY", recap.Message{}, after, after.Add(time.Minute)); err != nil || found {
		t.Errorf("found at another time: %t, %v", found, err)
	}
	at.Thread = ""
	if _, found, err := voice.Find(t.Context(), at, "REPLY", recap.Message{}, before, after); err != nil || found {
		t.Errorf("found in the conversation itself: %t, %v", found, err)
	}
}

// A letter is found in the direct messages with whoever it is to, whose id is all
// that is known of them.
func TestALetterIsFoundInTheDirectMessages(t *testing.T) {
	line := &forgetful{lose: true}
	voice := localVoice(t, newNovember(t), line).Poster()
	at, m := recap.Place{Conversation: "U0CLAIRE001"}, recap.Message{Text: "Il manque une saisie"}
	if _, err := voice.Post(t.Context(), at, "LETTER", m); describe(err) != "uncertain no_answer 0s" {
		t.Fatalf("the answer was lost: %v", err)
	}
	line.lose = false
	before, after := monday16.Add(-time.Minute), monday16.Add(time.Minute)
	if ts, found, err := voice.Find(t.Context(), at, "LETTER", m, before, after); err != nil || !found || ts == "" {
		t.Errorf("found %q, %t, %v", ts, found, err)
	}
	if ts, found, err := voice.Find(t.Context(), recap.Place{Conversation: "U0MARC00001"}, "LETTER", m, before, after); err != nil || found {
		t.Errorf("found with somebody else: %q, %t, %v", ts, found, err)
	}
}
