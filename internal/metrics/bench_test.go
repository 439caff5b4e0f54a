package metrics

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// BenchmarkAnswered is what counting adds to each command.
func BenchmarkAnswered(b *testing.B) {
	m := New("", Clocks{time.Now, time.Now})
	for b.Loop() {
		m.Answered("http", "command", "/leads", "answered", 30*time.Millisecond)
	}
}

// answering answers without a network.
type answering struct{}

func (answering) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(`{"ok":true,"channel":"C1","ts":"1.2"}`))}, nil
}

// BenchmarkSlackCall is what counting adds to each call to Slack.
func BenchmarkSlackCall(b *testing.B) {
	counting := New("", Clocks{time.Now, time.Now}).Slack(answering{})
	r := httptest.NewRequest(http.MethodPost, "https://slack.com/api/chat.postMessage", nil)
	for b.Loop() {
		response, _ := counting.RoundTrip(r) // never fails
		_, _ = io.Copy(io.Discard, response.Body)
		response.Body.Close()
	}
}

// BenchmarkScrape is what Prometheus asks for every fifteen seconds.
func BenchmarkScrape(b *testing.B) {
	m := New("", Clocks{time.Now, time.Now})
	m.Answered("http", "command", "/leads", "answered", 30*time.Millisecond)
	h := m.Handler()
	for b.Loop() {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/metrics", nil))
	}
}
