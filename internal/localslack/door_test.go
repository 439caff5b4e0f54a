package localslack

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

const signing = "local-signing-secret-of-treve"

// openBoth runs a test through both doors: Socket Mode and signed HTTP.
func openBoth(t *testing.T, r func() *robot, test func(t *testing.T, o *office, r *robot)) {
	t.Run("socket", func(t *testing.T) {
		r := r()
		o := mustOpen(t, "")
		r.connect(o)
		test(t, o, r)
	})
	t.Run("http", func(t *testing.T) {
		r := r()
		served := r.serve(t, signing)
		test(t, mustOpen(t, served.URL), r)
	})
}

func TestCommandAndItsAnswer(t *testing.T) {
	var last latest[slack.SlashCommand]
	openBoth(t, func() *robot {
		return &robot{command: func(c slack.SlashCommand) any {
			last.set(c)
			return slack.Msg{Text: "compris : " + c.Text}
		}}
	}, func(t *testing.T, o *office, r *robot) {
		watch := o.watch(o.marc)
		_, err := o.marc.Type(t.Context(), marketing, "/leads 12 email pme dans #marketing avec @Emma & <co>")
		o.must(err)
		m, err := watch.Message(soon, localclient.FromApp("compris"))
		o.must(err)
		got := last.get()
		want := "12 email pme dans <#C0MARKETING|marketing> avec <@U0EMMA00001|emma> &amp; &lt;co&gt;"
		if got.Text != want || !m.Ephemeral {
			t.Errorf("text = %q, answer %+v; want %q and an ephemeral answer", got.Text, m, want)
		}
		if got.TeamID != "T0VERNIER01" || got.TeamDomain != "ateliers-vernier" || got.UserID != marc || got.UserName != "marc" ||
			got.ChannelID != marketing || got.ChannelName != "marketing" || got.APIAppID != SampleApp || got.IsEnterpriseInstall {
			t.Errorf("command = %+v", got)
		}
		if !strings.HasPrefix(got.ResponseURL, "http://127.0.0.1") || !triggerForm.MatchString(got.TriggerID) {
			t.Errorf("response_url %s, trigger_id %s", got.ResponseURL, got.TriggerID)
		}
		if all := o.messages(o.claire, marketing, ""); len(all) != 0 {
			t.Errorf("others see %q", texts(all))
		}
	})
}

func TestAnswerForEverybody(t *testing.T) {
	openBoth(t, func() *robot {
		return &robot{command: func(slack.SlashCommand) any {
			return slack.Msg{Text: "à tous", ResponseType: slack.ResponseTypeInChannel}
		}}
	}, func(t *testing.T, o *office, _ *robot) {
		watch := o.watch(o.claire)
		_, err := o.marc.Type(t.Context(), marketing, "/sla")
		o.must(err)
		_, err = watch.Message(soon, localclient.FromApp("à tous"))
		o.must(err)
	})
}

func TestCommandThatIsNone(t *testing.T) {
	o := mustOpen(t, "")
	for _, c := range []struct{ name, conversation, text, want string }{
		{"unknown", marketing, "/dance", "invalid_command"},
		{"nothing", marketing, "  ", "no_text"},
		{"where one is not", direction, "/leads", "channel_not_found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := o.marc.Type(t.Context(), c.conversation, c.text)
			wantRefused(t, err, c.want)
		})
	}
	ts, err := o.marc.Type(t.Context(), marketing, "un fil")
	o.must(err)
	_, err = o.marc.Reply(t.Context(), marketing, ts, "/leads 12")
	wantRefused(t, err, "not_in_threads")
}

// The person is told when the app does not answer, in time or at all.
func TestCommandsThatFail(t *testing.T) {
	for _, c := range []struct {
		name   string
		robot  func(release chan struct{}) *robot
		socket bool
		want   string
	}{
		{"too late", func(release chan struct{}) *robot {
			return &robot{command: func(slack.SlashCommand) any { <-release; return nil }}
		}, true, "operation_timeout"},
		{"too late over HTTP", func(release chan struct{}) *robot {
			return &robot{command: func(slack.SlashCommand) any { <-release; return nil }}
		}, false, "operation_timeout"},
		{"what Slack refuses", func(chan struct{}) *robot {
			return &robot{command: func(slack.SlashCommand) any {
				return map[string]any{"text": "x", "blocks": []any{map[string]any{"type": "banner"}}}
			}}
		}, true, "invalid_blocks"},
		{"words where JSON is begun", func(chan struct{}) *robot {
			return &robot{command: func(slack.SlashCommand) any { return map[string]any{"blocks": "{"} }}
		}, false, "invalid_blocks_format"},
	} {
		t.Run(c.name, func(t *testing.T) {
			release := make(chan struct{})
			r := c.robot(release)
			var o *office
			if c.socket {
				o = mustOpen(t, "")
				r.connect(o)
			} else {
				o = mustOpen(t, r.serve(t, signing).URL)
			}
			t.Cleanup(func() { close(release) })
			if c.want == timedOut {
				o.patience.answer = 200 * time.Millisecond // what never comes is not waited for long
			}
			watch := o.watch(o.marc)
			_, err := o.marc.Type(t.Context(), marketing, "/leads 12")
			o.must(err)
			toast, err := watch.Toast(soon)
			o.must(err)
			if toast.Error != c.want || !strings.Contains(toast.Text, "/leads") || !strings.Contains(toast.Text, c.want) {
				t.Errorf("toast = %+v; want %s about /leads", toast, c.want)
			}
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		o := mustOpen(t, "")
		watch := o.watch(o.marc)
		_, err := o.marc.Type(t.Context(), marketing, "/leads 12")
		o.must(err)
		toast, err := watch.Toast(soon)
		o.must(err)
		if toast.Error != "dispatch_failed" {
			t.Errorf("toast = %+v", toast)
		}
	})
	t.Run("a wrong signing secret", func(t *testing.T) {
		r := &robot{}
		o := mustOpen(t, r.serve(t, "another-secret-altogether").URL)
		watch := o.watch(o.marc)
		_, err := o.marc.Type(t.Context(), marketing, "/leads 12")
		o.must(err)
		toast, err := watch.Toast(soon)
		o.must(err)
		if toast.Error != "dispatch_failed" || len(r.saw()) != 0 {
			t.Errorf("toast = %+v, the app took %v", toast, r.saw())
		}
	})
}

// An acknowledgement of 20 480 bytes or more ends the connection, as in Slack.
func TestAcknowledgementTooLong(t *testing.T) {
	o := mustOpen(t, "")
	r := &robot{command: func(slack.SlashCommand) any { return slack.Msg{Text: strings.Repeat("x", 21000)} }}
	r.connect(o)
	o.patience.answer = 200 * time.Millisecond
	watch := o.watch(o.marc)
	_, err := o.marc.Type(t.Context(), marketing, "/leads")
	o.must(err)
	toast, err := watch.Toast(soon) // slack-go keeps it back; Slack would cut
	o.must(err)
	if toast.Error != timedOut {
		t.Errorf("toast = %+v", toast)
	}
}

func TestSignatureIsSlacks(t *testing.T) {
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	want := "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	if got := Sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", []byte(body)); got != want {
		t.Errorf("Sign = %s; want Slack's example, %s", got, want)
	}
}

// An event that is not acknowledged comes again: three times, with the same id.
func TestEventsComeAgain(t *testing.T) {
	openBoth(t, func() *robot { return &robot{silent: true} }, func(t *testing.T, o *office, r *robot) {
		o.patience.answer = 500 * time.Millisecond
		_, err := o.marc.Type(t.Context(), o.directOf(o.marc), "aide")
		o.must(err)
		until(t, "four attempts", func() bool { return len(o.sent("events_api")) == 4 && len(r.saw()) == 4 })
		ids := map[string]bool{}
		for i, e := range o.traffic.list("", kept) {
			if e.Kind != "events_api" {
				continue
			}
			v, _ := decode(e.Request)
			ids[str(v.(object), "event_id")] = true
			if e.Attempt != 3-i || e.Error == "" {
				t.Errorf("attempt %d: %+v", 3-i, e)
			}
		}
		if len(ids) != 1 {
			t.Errorf("event ids %v; want one", ids)
		}
		if saw := r.saw(); len(saw) != 4 {
			t.Errorf("the app saw %v", saw)
		}
	})
}

func TestRetriesSayWhy(t *testing.T) {
	o := mustOpen(t, "")
	r := &robot{silent: true}
	r.connect(o)
	o.patience.answer = 50 * time.Millisecond
	_, err := o.marc.Type(t.Context(), o.directOf(o.marc), "aide")
	o.must(err)
	until(t, "two attempts", func() bool { return len(r.saw()) >= 2 })
	r.mu.Lock()
	defer r.mu.Unlock()
	first, second := r.requests[0], r.requests[1]
	if first.RetryAttempt != 0 || second.RetryAttempt != 1 || second.RetryReason != "timeout" || first.EnvelopeID == second.EnvelopeID {
		t.Errorf("first %+v, then %+v", first, second)
	}
}

// What is redelivered by hand is the same thing in another envelope.
func TestRedeliver(t *testing.T) {
	var seen latest[[]string]
	openBoth(t, func() *robot {
		seen.set(nil)
		return &robot{command: func(c slack.SlashCommand) any {
			seen.set(append(seen.get(), c.TriggerID))
			return slack.Msg{Text: "noté"}
		}}
	}, func(t *testing.T, o *office, _ *robot) {
		_, err := o.marc.Redeliver(t.Context(), "")
		wantRefused(t, err, "no_delivery")
		watch := o.watch(o.marc)
		_, err = o.marc.Type(t.Context(), marketing, "/leads 12")
		o.must(err)
		_, err = watch.Message(soon, localclient.FromApp("noté"))
		o.must(err)
		again, err := o.marc.Redeliver(t.Context(), SampleApp)
		o.must(err)
		if again.Status != "ok" || again.Name != "/leads" || !strings.Contains(string(again.Response), "noté") {
			t.Errorf("again = %+v", again)
		}
		if triggers := seen.get(); len(triggers) != 2 || triggers[0] != triggers[1] {
			t.Errorf("triggers = %v; want the same twice", triggers)
		}
	})
}

func TestRedeliveredEventsSayWhichTimeItIs(t *testing.T) {
	o := mustOpen(t, "")
	r := &robot{}
	r.connect(o)
	_, err := o.marc.Type(t.Context(), o.directOf(o.marc), "aide")
	o.must(err)
	until(t, "the event", func() bool { return len(r.saw()) == 1 && len(o.sent("events_api")) == 1 })
	_, err = o.marc.Redeliver(t.Context(), SampleApp)
	o.must(err)
	r.mu.Lock()
	defer r.mu.Unlock()
	if again := r.requests[1]; again.RetryAttempt != 1 || again.RetryReason != "timeout" || string(again.Payload) != string(r.requests[0].Payload) {
		t.Errorf("again = %+v", again)
	}
}

func TestConnections(t *testing.T) {
	o := mustOpen(t, "")
	robots := []*robot{{}, {}, {}}
	for _, r := range robots {
		r.connect(o)
	}
	for range 60 {
		_, err := o.marc.Type(t.Context(), marketing, "/leads 12")
		o.must(err)
	}
	until(t, "sixty deliveries", func() bool {
		total := 0
		for _, r := range robots {
			total += len(r.saw())
		}
		return total == 60
	})
	for i, r := range robots {
		if len(r.saw()) == 0 {
			t.Errorf("connection %d was never chosen", i)
		}
	}
}

// A client that is told to come again does, and takes deliveries as before.
func TestReconnection(t *testing.T) {
	for _, reason := range []string{"warning", "refresh_requested", "reset"} {
		t.Run(reason, func(t *testing.T) {
			o := mustOpen(t, "")
			o.patience.drain = 100 * time.Millisecond
			r := &robot{command: func(slack.SlashCommand) any { return slack.Msg{Text: "me revoilà"} }}
			r.connect(o)
			o.must(o.marc.Disconnect(t.Context(), "", reason))
			watch := o.watch(o.marc)
			until(t, "a new connection", func() bool { return o.ready(SampleApp) })
			_, err := o.marc.Type(t.Context(), marketing, "/leads 12")
			o.must(err)
			_, err = watch.Message(soon, localclient.FromApp("me revoilà"))
			o.must(err)
		})
	}
}

// ready reports whether a connection takes deliveries.
func (s *Server) ready(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, _ := s.app(id)
	for _, c := range a.connections {
		if !c.leaving() {
			return true
		}
	}
	return false
}

func TestTooManyConnections(t *testing.T) {
	o := mustOpen(t, "")
	for range maxConnections {
		(&robot{}).connect(o)
	}
	o.mu.Lock()
	a, _ := o.app(SampleApp)
	if len(a.connections) != maxConnections {
		t.Errorf("%d connections", len(a.connections))
	}
	o.mu.Unlock()

	client := socketmode.New(o.api)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); _ = client.RunContext(ctx) }()
	defer func() { cancel(); <-done }()
	for e := range client.Events {
		if e.Type == socketmode.EventTypeHello {
			t.Fatal("an eleventh connection was greeted")
		}
		if e.Type == socketmode.EventTypeConnected { // then told to go, and comes again
			return
		}
	}
}

// Pings keep slack-go's watchdog quiet.
func TestPings(t *testing.T) {
	o := mustOpen(t, "")
	o.patience.ping = 20 * time.Millisecond
	client := socketmode.New(o.api, socketmode.OptionPingInterval(time.Second))
	ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
	defer cancel()
	done := make(chan struct{})
	go func() { defer close(done); _ = client.RunContext(ctx) }()
	hellos := 0
	for running := true; running; {
		select {
		case e := <-client.Events:
			if e.Type == socketmode.EventTypeHello {
				hellos++
			}
		case <-done:
			running = false
		}
	}
	if hellos != 1 {
		t.Errorf("connected %d times; want once", hellos)
	}
}

// A request URL that does not echo the challenge gets no event; as soon as it
// does, they come.
func TestARequestURLProvesItself(t *testing.T) {
	var proves atomic.Bool
	var got latest[string]
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var e struct {
			Type, Challenge string
			Event           struct{ Type string }
		}
		_ = json.NewDecoder(r.Body).Decode(&e) // the test looks at what came
		switch {
		case e.Type != "url_verification":
			got.set(e.Event.Type)
		case proves.Load():
			_, _ = io.WriteString(w, e.Challenge)
		}
	}))
	t.Cleanup(app.Close)
	o := mustOpen(t, app.URL)
	im := o.directOf(o.marc)
	_, err := o.marc.Type(t.Context(), im, "aide")
	o.must(err)
	until(t, "all attempts", func() bool { return len(o.sent("events_api")) == 4 })
	if asked := len(o.sent("url_verification")); asked != 4 || got.get() != "" {
		t.Errorf("it was asked %d times, and sent %q", asked, got.get())
	}
	proves.Store(true)
	for range 2 {
		_, err = o.marc.Type(t.Context(), im, "aide")
		o.must(err)
	}
	until(t, "both events", func() bool { return len(o.sent("events_api")) == 6 })
	if asked := len(o.sent("url_verification")); asked != 5 || got.get() != "message" {
		t.Errorf("it was asked %d times, and sent %q", asked, got.get())
	}
	for body, want := range map[string]bool{`{"challenge":"abc"}`: true, "abc": true, "challenge=abc\n": true, "": false, "abcd": false, `{"challenge":"x"}`: false, `"abc"`: false} {
		if echoes([]byte(body), "abc") != want {
			t.Errorf("%q echoes the challenge: %t", body, !want)
		}
	}
}
