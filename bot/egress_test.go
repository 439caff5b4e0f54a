package bot

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestSlackOnly(t *testing.T) {
	for _, c := range []struct {
		api, target string
		want        bool
	}{
		{"", "https://slack.com/api/chat.postMessage", true},
		{"", "https://files.slack.com/files-pri/T1-F1/download/x.csv", true},
		{"", "https://hooks.slack.com/commands/1", true},
		{"", "wss://wss-primary.slack.com/link/?ticket=1", true},
		{"", "https://slack-gov.com/api/", true},
		{"", "http://slack.com/api/", false},
		{"", "ws://wss-primary.slack.com/link/", false},
		{"", "https://slack.com:8443/api/", false},
		{"", "https://user:word@slack.com/api/", false},
		{"", "https://slack.com.example.com/api/", false},
		{"", "https://notslack.com/api/", false},
		{"", "https://example.com/?slack.com", false},
		{"", "http://169.254.169.254/latest/meta-data", false},
		{"", "http://localhost/", false},
		{"", "/api/", false},
		{"http://127.0.0.1:7/api/", "http://127.0.0.1:7/upload/1", true},
		{"http://127.0.0.1:7/api/", "ws://127.0.0.1:7/link", true},
		{"http://127.0.0.1:7/api/", "https://127.0.0.1:7/upload/1", false},
		{"http://127.0.0.1:7/api/", "http://127.0.0.1:8/upload/1", false},
		{"http://127.0.0.1:7/api/", "http://127.0.0.1/upload/1", false},
		{"http://127.0.0.1:7/api/", "https://slack.com/api/", true},
	} {
		u, err := url.Parse(c.target)
		if err != nil {
			t.Fatal(err)
		}
		if err := (slackOnly{apiURL: c.api}).refuse(u); (err == nil) != c.want {
			t.Errorf("with %q, calling %s: %v", c.api, c.target, err)
		}
	}
}

// eavesdropper is a machine that is not Slack's, and what it hears.
func eavesdropper(t *testing.T) (at string, heard func() string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 100)
	server := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		said <- r.Method + " " + r.URL.String() + " " + r.Header.Get("Authorization")
	}), ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return "http://" + l.Addr().String(), func() string {
		select {
		case one := <-said:
			return one
		default:
			return ""
		}
	}
}

// Whatever Slack, or somebody in its place, says of where a thing is: nothing is
// sent there, and no token least of all.
func TestNothingIsSentElsewhere(t *testing.T) {
	evil, heard := eavesdropper(t)
	mux := http.NewServeMux()
	answer := func(method, body string) {
		mux.HandleFunc("/api/"+method, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
	}
	answer("auth.test", `{"ok":true,"team_id":"T1","user_id":"UTREVE"}`)
	answer("apps.connections.open", `{"ok":true,"url":"`+strings.Replace(evil, "http", "ws", 1)+`/link?ticket=secret"}`)
	answer("files.info", `{"ok":true,"file":{"id":"F1","user":"UBOSS","size":3,"url_private_download":"`+evil+`/x.csv"}}`)
	answer("files.getUploadURLExternal", `{"ok":true,"file_id":"F1","upload_url":"`+evil+`/upload"}`)
	mux.HandleFunc("/api/chat.postMessage", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, evil, http.StatusTemporaryRedirect) })
	mux.HandleFunc("/commands/1", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, evil, http.StatusPermanentRedirect) })
	slack := httptest.NewServer(mux)
	defer slack.Close()
	connection, err := Connect(t.Context(), Account{BotToken: "xoxb-1", AppToken: "xapp-1", APIURL: slack.URL + "/api/", HTTP: &http.Client{Timeout: 10 * time.Second}})
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.Bot.slack = connection
	for name, call := range map[string]func(context.Context) error{
		"a redirected message": func(ctx context.Context) error { return d.post(ctx, "C1", "", textReply("x")) },
		"a redirected answer":  func(ctx context.Context) error { return connection.respond(ctx, slack.URL+"/commands/1", spoken{}) },
		"a response URL":       func(ctx context.Context) error { return connection.respond(ctx, evil+"/commands/1", spoken{}) },
		"a file that is elsewhere": func(ctx context.Context) error {
			return connection.api.GetFileContext(ctx, evil+"/x.csv", &strings.Builder{})
		},
		"an upload to elsewhere":    func(ctx context.Context) error { return d.Bot.send(ctx, "C1", "x.csv", []byte("x"), "word") },
		"a connection to elsewhere": func(ctx context.Context) error { return dial(ctx, connection, strings.Replace(evil, "http", "ws", 1)) },
		"the client itself":         func(ctx context.Context) error { return get(ctx, connection.http.Client, evil) },
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		if err := call(ctx); err == nil {
			t.Errorf("%s: done", name)
		} else if strings.Contains(err.Error(), "ticket") || strings.Contains(err.Error(), "xox") {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
		if one := heard(); one != "" {
			t.Errorf("%s: somebody else heard %s", name, one)
		}
	}
	if _, err := d.fetch(t.Context(), asked{}, drop{File: "F1"}); err == nil {
		t.Error("a file of somebody else was fetched")
	}
}

func get(ctx context.Context, client *http.Client, target string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(r)
	if err == nil {
		_ = resp.Body.Close()
	}
	return err
}

func dial(ctx context.Context, c *Connection, target string) error {
	conn, _, err := c.dialer().DialContext(ctx, target, nil)
	if err == nil {
		_ = conn.Close()
	}
	return err
}
