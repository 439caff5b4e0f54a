package localslack

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// arrange changes a conversation as claire.
func (o *office) arrange(body map[string]any) error {
	body["user"] = claire
	return o.rawPost("conversation", body)
}

func (o *office) rawPost(path string, body map[string]any) error {
	req, err := http.NewRequestWithContext(o.Context(), http.MethodPost, o.url+"/local/"+path, bytes.NewReader(encode(body)))
	if err != nil {
		return err
	}
	req.Header.Set("X-Local", "1")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	data, _ := io.ReadAll(resp.Body)
	v, _ := decode(data)
	refused, _ := v.(object)
	return refusedAs(resp.StatusCode, refused)
}

func TestThisMachineOnly(t *testing.T) {
	o := mustOpen(t, "")
	for _, c := range []struct {
		name, method, path, host, origin, header string
		want                                     int
	}{
		{"a page of here", "GET", "state", "", "", "", 200},
		{"by name", "GET", "state", "localhost:8065", "http://localhost:8065", "", 200},
		{"by IPv6", "GET", "state", "[::1]:8065", "", "", 200},
		{"a name that leads here", "GET", "state", "evil.example:8065", "", "", 403},
		{"a name that begins like here", "GET", "state", "127.0.0.1.evil.example", "", "", 403},
		{"the address of the network", "GET", "state", "192.168.1.7:8065", "", "", 403},
		{"a page of elsewhere", "POST", "type", "", "https://evil.example", "1", 403},
		{"a page without an origin", "POST", "type", "", "null", "1", 403},
		{"a form of elsewhere", "POST", "type", "", "", "", 403},
		{"a page of here, writing", "POST", "type", "", "http://127.0.0.1:1", "1", 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), c.method, o.url+"/local/"+c.path, strings.NewReader("{}"))
			o.must(err)
			req.Host = c.host
			for name, value := range map[string]string{"Origin": c.origin, "X-Local": c.header} {
				if value != "" {
					req.Header.Set(name, value)
				}
			}
			resp, err := http.DefaultClient.Do(req)
			o.must(err)
			defer resp.Body.Close()
			if resp.StatusCode != c.want {
				t.Errorf("status %d; want %d", resp.StatusCode, c.want)
			}
		})
	}
}

func TestStateOfTheSidebar(t *testing.T) {
	o := mustOpen(t, "")
	for _, c := range []struct {
		who  string
		want string
	}{
		{claire, "marketing ventes general direction Trêve"},
		{marc, "marketing ventes general Trêve"},
		{ines, "marketing Trêve"},
		{tom, "ventes Trêve"},
	} {
		state, err := o.claire.As(c.who).State(t.Context())
		o.must(err)
		var names []string
		for _, conversation := range state.Conversations {
			names = append(names, conversation.Name)
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%s sees %q; want %q", c.who, got, c.want)
		}
	}
	_, err := o.claire.As("U0NOBODY").State(t.Context())
	wantRefused(t, err, "user_not_found")
}

func TestTrafficKeepsNoTokens(t *testing.T) {
	o := mustOpen(t, "")
	_, err := o.api.AuthTestContext(t.Context())
	o.must(err)
	_, _, err = o.api.PostMessageContext(t.Context(), marketing, saying("x"), slack.MsgOptionBlocks(slack.NewSectionBlock(nil, nil, nil)))
	wantCode(t, err, "invalid_blocks")
	all, err := o.claire.Traffic(t.Context())
	o.must(err)
	if len(all) != 2 || all[0].Name != "chat.postMessage" || all[0].Error != "invalid_blocks" || all[1].Name != "auth.test" || all[1].App != SampleApp {
		t.Errorf("traffic = %+v", all)
	}
	for _, e := range all {
		if strings.Contains(string(e.Request)+string(e.Response), "xoxb") {
			t.Errorf("a token is shown: %s", e.Request)
		}
	}
	for range 2 * kept {
		_, err := o.api.AuthTestContext(t.Context())
		o.must(err)
	}
	if all, err = o.claire.Traffic(t.Context()); err != nil || len(all) != kept {
		t.Errorf("%d exchanges are kept, %v; want %d", len(all), err, kept)
	}
	if later := o.traffic.since(all[2].ID, "", kept); len(later) != 2 || later[0].ID != all[0].ID {
		t.Errorf("after the third last come %d", len(later))
	}
}

// A page that does not read is let go; the workspace goes on.
func TestSlowPages(t *testing.T) {
	o := mustOpen(t, "")
	sub := o.feed.subscribe(marc)
	for range behind + 10 {
		_, _, err := o.api.PostMessageContext(t.Context(), marketing, saying("x"))
		o.must(err)
	}
	n := 0
	for range sub.news { // closed, so it ends
		n++
	}
	if n != behind {
		t.Errorf("%d events were kept; want %d", n, behind)
	}
}

func TestSetUpMistakesPanic(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(s *Server)
	}{
		{"no id", func(s *Server) { s.AddUser(User{Name: "x"}) }},
		{"a taken id", func(s *Server) { s.AddUser(User{ID: claire}) }},
		{"a taken bot user", func(s *Server) { s.AddApp(App{ID: "A1", BotUser: claire}) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := SampleCompany(Options{}, "")
			defer s.Close()
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			c.do(s)
		})
	}
}

// A server that limits the time of requests does not end the stream.
func TestStreamOutlivesTimeLimits(t *testing.T) {
	s := SampleCompany(Options{}, "")
	served := httptest.NewUnstartedServer(s.Handler())
	served.Config.ReadTimeout, served.Config.WriteTimeout = time.Second, time.Second
	served.Start()
	defer func() { s.Close(); served.Close() }()
	c := localclient.New(served.URL, marc)
	w, err := c.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	// Nothing to wait for but time itself: the limits must have passed.
	if _, err := w.Event(1500*time.Millisecond, func(event) bool { return true }); err == nil || strings.Contains(err.Error(), "ended") {
		t.Fatalf("while nothing happens: %v", err)
	}
	if _, err := c.Type(t.Context(), marketing, "bonjour"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Message(soon, func(m localclient.Message) bool { return m.Text == "bonjour" }); err != nil {
		t.Error(err)
	}
}

// A graceful shutdown does not wait for open pages and long polls.
func TestShutdownEndsWhatWaits(t *testing.T) {
	s := SampleCompany(Options{}, "")
	served := httptest.NewServer(s.Handler())
	defer func() { s.Close(); served.Close() }()
	c := localclient.New(served.URL, marc)
	w, err := c.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	polled := make(chan error, 1)
	s.Clock().follow("bot", false, time.Minute)
	go func() {
		_, err := c.Jump(context.Background(), "+1h", time.Minute) // the bot never reports
		polled <- err
	}()
	if _, err := w.Event(soon, func(e event) bool { return e.Type == "clock" }); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	if err := served.Config.Shutdown(ctx); err != nil {
		t.Errorf("shut down: %v", err)
	}
	if err := <-polled; err != nil {
		t.Errorf("the jump: %v", err)
	}
	w.Stop()
}
