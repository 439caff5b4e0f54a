package metrics

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/treve-bot/treve/internal/recap"
)

var nine = time.Date(2026, 11, 16, 8, 0, 0, 0, time.UTC)

func still(at time.Time) Clocks {
	now := func() time.Time { return at }
	return Clocks{now, now}
}

// shows fails unless the figures hold every one of the lines.
func shows(t *testing.T, m *Metrics, lines ...string) {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, line := range lines {
		if !strings.Contains("\n"+w.Body.String(), "\n"+line+"\n") {
			var near []string
			for shown := range strings.Lines(w.Body.String()) {
				if strings.HasPrefix(shown, strings.FieldsFunc(line, func(r rune) bool { return r == '{' || r == ' ' })[0]) {
					near = append(near, shown)
				}
			}
			t.Errorf("no %q among\n%s", line, strings.Join(near, ""))
		}
	}
}

func TestNamesFollowPrometheus(t *testing.T) {
	m := New("1.2.3", still(nine))
	m.Watch(Watched{
		Pool: func() Pool { return Pool{3, 1, 7, 1500 * time.Millisecond} }, Entries: func() int64 { return 42 },
		Connections: func() int { return 2 }, Skew: func() time.Duration { return -1500 * time.Millisecond },
	})
	m.Answered("http", "command", "/leads", "answered", 30*time.Millisecond)
	problems, err := testutil.GatherAndLint(m.registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
	shows(t, m, `treve_build_info{version="1.2.3"} 1`,
		`treve_requests_total{kind="command",name="/leads",outcome="answered"} 1`,
		`treve_ack_seconds_bucket{door="http",le="0.05"} 1`, `treve_ack_seconds_bucket{door="http",le="3"} 1`,
		`treve_database_connections_open 3`, `treve_database_connections_in_use 1`, `treve_database_waits_total 7`,
		`treve_database_wait_seconds_total 1.5`, `treve_entries_total 42`, `treve_socket_connections 2`, `treve_clock_skew_seconds -1.5`,
		`treve_deliveries_total{kind="daily",outcome="unconfirmed"} 0`)
}

func TestPosts(t *testing.T) {
	m := New("", still(nine.Add(10*time.Minute)))
	post := func(state recap.State, kind recap.Kind, due time.Duration) recap.Post {
		return recap.Post{Key: recap.Key{Kind: kind}, State: state, DueAt: nine.Add(due), PostedAt: nine.Add(2 * time.Second), Version: 1}
	}
	late := post(recap.Posted, recap.Daily, -time.Hour)
	late.Late = true
	m.Moved(post(recap.Sending, recap.Daily, 0))
	m.Moved(post(recap.Posted, recap.Daily, 0))
	m.Moved(late)
	m.Moved(post(recap.Blocked, recap.Alert(7), 0))
	m.Seen([]recap.Post{
		post(recap.Posted, recap.Daily, -48*time.Hour), post(recap.Posted, recap.Daily, 0), late,
		post(recap.Sending, recap.Daily, 0), post(recap.Due, recap.Alert(7), -30*time.Second), post(recap.Due, recap.Alert(8), 0),
		post(recap.Due, recap.Daily, time.Hour), // not yet
	})
	shows(t, m, `treve_deliveries_total{kind="daily",outcome="posted"} 1`, `treve_deliveries_total{kind="daily",outcome="late"} 1`,
		`treve_deliveries_total{kind="alert",outcome="blocked"} 1`, `treve_delivery_delay_seconds_count 2`, `treve_delivery_delay_seconds_sum 3604`,
		`treve_posts_recent{kind="daily",state="posted"} 1`, `treve_posts_recent{kind="daily",state="late"} 1`,
		`treve_posts_waiting{state="due"} 2`, `treve_posts_waiting_oldest_seconds{state="due"} 630`,
		`treve_posts_waiting{state="sending"} 1`, `treve_posts_waiting_oldest_seconds{state="sending"} 600`,
		`treve_posts_waiting{state="claimed"} 0`, `treve_posts_waiting_oldest_seconds{state="claimed"} 0`)
	m.Seen(nil)
	shows(t, m, `treve_posts_waiting{state="due"} 0`)
}

func TestLooks(t *testing.T) {
	m := New("", still(nine))
	m.Looked(nine.Add(-2*time.Second), nil)
	m.Looked(nine, errors.New("database away"))
	shows(t, m, `treve_looks_total{outcome="done"} 1`, `treve_looks_total{outcome="failed"} 1`,
		`treve_look_seconds_sum 2`, `treve_last_look_timestamp_seconds 1.794816e+09`)
}

func TestSlackCalls(t *testing.T) {
	m := New("", still(nine))
	slack := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/chat.postMessage":
			fmt.Fprint(w, `{"ok":false,"error":"not_in_channel"}`)
		case "/api/chat.update":
			w.WriteHeader(http.StatusTooManyRequests)
		case "/api/views.open":
			w.WriteHeader(http.StatusBadGateway)
		case "/api/conversations.history":
			fmt.Fprintf(w, `{"ok":true,"messages":[{"text":%q}]}`, strings.Repeat(`say "ok":false, "error":"x" `, 1000))
		default:
			fmt.Fprint(w, "ok")
		}
	}))
	client := &http.Client{Transport: m.Slack(http.DefaultTransport)}
	call := func(path string) {
		response, err := client.Post(slack.URL+path, "", nil)
		if err != nil {
			return
		}
		defer response.Body.Close()
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			t.Error(err)
		}
	}
	for _, path := range []string{
		"/api/chat.postMessage", "/api/chat.update", "/api/views.open", "/api/conversations.history",
		"/response/commands/T1/secret", "/commands/T1/2/secret", "/upload/v1/secret",
	} {
		call(path)
	}
	slack.Close()
	call("/api/auth.test")
	shows(t, m, `treve_slack_requests_total{code="not_in_channel",method="chat.postMessage"} 1`,
		`treve_slack_requests_total{code="ratelimited",method="chat.update"} 1`,
		`treve_slack_requests_total{code="http_502",method="views.open"} 1`,
		`treve_slack_requests_total{code="ok",method="conversations.history"} 1`,
		`treve_slack_requests_total{code="ok",method="response_url"} 2`,
		`treve_slack_requests_total{code="ok",method="file"} 1`,
		`treve_slack_requests_total{code="unreachable",method="auth.test"} 1`, `treve_slack_request_seconds_count 8`)
}

func TestLabelsAreBounded(t *testing.T) {
	var l labels
	for i := range 1000 {
		if got := l.fold(fmt.Sprint(i)); i < mostValues != (got != other) {
			t.Errorf("the value %d became %q", i, got)
		}
	}
	if got := l.fold("7"); got != "7" {
		t.Errorf("a known value became %q", got)
	}
}
