package localslack

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack/localclient"
)

func (o *office) fault(text string) {
	o.Helper()
	_, err := o.claire.AddFault(o.Context(), text)
	o.must(err)
}

func (o *office) say(ctx context.Context, text string) error {
	_, _, err := o.api.PostMessageContext(ctx, marketing, saying(text))
	return err
}

func TestFaultsThatAreNone(t *testing.T) {
	for _, text := range []string{
		"", "chat.postMessage", "chat.postMessage:", "chat.shout:reset", "shout.*:reset", "chat.postMessage:200", "chat.postMessage:600",
		"chat.postMessage:lose_ack", "message:reset", "message:not_in_channel", "message:lose_ack,stored", "chat.postMessage:Not in channel",
		"chat.postMessage:delay", "chat.postMessage:reset,for=2s", "chat.postMessage:reset,times=0", "chat.postMessage:reset,times=often",
		"chat.postMessage:reset,chance=2", "chat.postMessage:reset,chance=0", "chat.postMessage:500,retry_after=2", "chat.postMessage:reset,stored=yes",
		"chat.postMessage:reset,", "response_url:expired_url", "chat.postMessage:hide_metadata", "everything:delay,for=1s",
	} {
		if f, err := ParseFault(text); err == nil {
			t.Errorf("%q is read as %+v", text, f)
		} else if _, told := errors.AsType[*lang.Problem](err); !told {
			t.Errorf("%q: %v is nothing for people", text, err)
		}
	}
	o := mustOpen(t, "")
	_, err := o.claire.AddFault(t.Context(), "message:reset")
	wantRefused(t, err, "invalid_fault")
}

// What slack-go sees of a call that a fault strikes, and whether what it asked was
// done.
func TestFaultsOfCalls(t *testing.T) {
	for _, c := range []struct {
		fault, want string
		stored      bool
	}{
		{"chat.postMessage:429,retry_after=7", "slack rate limit exceeded, retry after 7s", false},
		{"chat.postMessage:429", "slack server error: 429 Too Many Requests", false},
		{"chat.postMessage:500", "slack server error: 500 Internal Server Error", false},
		{"chat.postMessage:503,stored", "slack server error: 503 Service Unavailable", true},
		{"chat.postMessage:internal_error", "internal_error", false},
		{"chat.postMessage:internal_error,stored", "internal_error", true},
		{"chat.*:not_in_channel", "not_in_channel", false},
		{"calls:invalid_auth", "invalid_auth", false},
		{"chat.postMessage:invalid_blocks", "invalid_blocks", false},
		{"chat.postMessage:reset", "connection reset by peer", false},
		{"chat.postMessage:reset,stored", "connection reset by peer", true},
		{"chat.postMessage:drop", "context deadline exceeded", false},
		{"chat.postMessage:drop,stored", "context deadline exceeded", true},
		{"chat.postMessage:delay,for=1h", "context deadline exceeded", false}, // not yet
		{"chat.postMessage:delay,for=1ms", "", true},
		{"conversations.history:500", "", true},
		{"chat.postMessage:500,after=1", "", true},
	} {
		t.Run(c.fault, func(t *testing.T) {
			o := mustOpen(t, "")
			o.fault(c.fault)
			ctx := t.Context()
			if c.want == "context deadline exceeded" {
				short, cancel := context.WithTimeout(ctx, 500*time.Millisecond) // it has to get there first
				defer cancel()
				ctx = short
			}
			err := o.say(ctx, "douze")
			if c.want == "" {
				o.must(err)
			} else if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error = %v; want %s", err, c.want)
			}
			if c.stored {
				until(t, "what was stored", func() bool { return len(o.messages(o.marc, marketing, "")) == 1 })
			} else if all := o.messages(o.marc, marketing, ""); len(all) != 0 {
				t.Errorf("stored all the same: %q", texts(all))
			}
			if c.want != "" && c.fault != "chat.postMessage:delay,for=1h" {
				until(t, "what the inspector shows", func() bool {
					all := o.traffic.list("", 1)
					return len(all) == 1 && all[0].Fault == c.fault && all[0].Name == "chat.postMessage"
				})
			}
		})
	}
}

// How many are struck, and which.
func TestHowOftenAFaultStrikes(t *testing.T) {
	struck := func(fault string, seed uint64) string {
		f, err := ParseFault(fault)
		if err != nil {
			t.Fatal(err)
		}
		fs := &faults{seed: seed}
		fs.add(f)
		marks := make([]byte, 40)
		for i := range marks {
			marks[i] = '.'
			if fs.strike(calls, "chat.update") != nil {
				marks[i] = 'x'
			}
		}
		return string(marks)
	}
	for fault, want := range map[string]string{
		"chat.update:500":                 strings.Repeat("x", 40),
		"chat.update:500,times=3":         "xxx" + strings.Repeat(".", 37),
		"chat.update:500,after=2,times=1": "..x" + strings.Repeat(".", 37),
		"chat.delete:500":                 strings.Repeat(".", 40),
	} {
		if got := struck(fault, 1); got != want {
			t.Errorf("%s strikes %s; want %s", fault, got, want)
		}
	}
	half := struck("chat.*:500,chance=0.5", 1)
	if n := strings.Count(half, "x"); n < 8 || n > 32 || half != struck("chat.*:500,chance=0.5", 1) {
		t.Errorf("at even odds it strikes %s, and then %s", half, struck("chat.*:500,chance=0.5", 1))
	}
	own := struck("chat.*:500,chance=0.5,seed=9", 1)
	if half == struck("chat.*:500,chance=0.5", 2) || own == half || own != struck("chat.*:500,chance=0.5,seed=9", 2) {
		t.Error("the seed does not decide")
	}
}

func TestFaultsAreListedAndLifted(t *testing.T) {
	o := mustOpen(t, "")
	first, err := o.claire.AddFault(t.Context(), "chat.postMessage:no_permission,times=1")
	o.must(err)
	o.fault("chat.*:500,after=1")
	wantCode(t, o.say(t.Context(), "un"), "no_permission")
	if err := o.say(t.Context(), "deux"); err == nil {
		t.Error("the second rule does not strike")
	}
	list, err := o.claire.Faults(t.Context())
	o.must(err)
	want := []localclient.Fault{
		{ID: first, Rule: "chat.postMessage:no_permission,times=1", Seen: 2, Struck: 1},
		{ID: first + 1, Rule: "chat.*:500,after=1", Seen: 2, Struck: 1},
	}
	if list.Seed != 1 || !slices.Equal(list.Faults, want) {
		t.Errorf("faults are %+v; want %+v", list, want)
	}
	o.must(o.claire.ClearFaults(t.Context(), first+1))
	o.must(o.say(t.Context(), "trois"))
	o.fault("calls:500")
	o.must(o.claire.ClearFaults(t.Context(), 0))
	o.must(o.say(t.Context(), "quatre"))
}

// Faults are for this machine, like all that is under /local/.
func TestFaultsAreForThisMachine(t *testing.T) {
	o := mustOpen(t, "")
	for name, change := range map[string]func(*http.Request){
		"a page of elsewhere": func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"a name of elsewhere": func(r *http.Request) { r.Host = "evil.example" },
		"a form":              func(r *http.Request) { r.Header.Del("X-Local") },
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.url+"/local/faults", strings.NewReader(`{"fault":"calls:500"}`))
		o.must(err)
		req.Header.Set("X-Local", "1")
		change(req)
		resp, err := http.DefaultClient.Do(req)
		o.must(err)
		resp.Body.Close()
		if resp.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %s", name, resp.Status)
		}
	}
}

// Metadata that history does not tell is there all the same.
func TestHiddenMetadata(t *testing.T) {
	o := mustOpen(t, "")
	_, _, err := o.api.PostMessageContext(t.Context(), marketing, saying("douze"),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "recap", EventPayload: map[string]any{"id": "A"}}))
	o.must(err)
	o.fault("conversations.*:hide_metadata,times=1")
	for _, want := range []string{"", "recap"} {
		page, err := o.api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: marketing, IncludeAllMetadata: true})
		o.must(err)
		if got := page.Messages[0].Metadata.EventType; got != want {
			t.Errorf("metadata is of type %q; want %q", got, want)
		}
	}
}
