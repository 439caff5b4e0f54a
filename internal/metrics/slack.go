package metrics

import (
	"io"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
)

func (m *Metrics) newCalls() {
	m.calls = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "treve_slack_requests_total", Help: "Calls to Slack, by method and by its error code: ok, ratelimited, unreachable, or another.",
	}, []string{"method", "code"})
	m.called = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "treve_slack_request_seconds", Help: "Time until Slack began to answer a call.",
		Buckets: []float64{0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10},
	})
	m.registry.MustRegister(m.calls, m.called)
}

// Slack counts the calls that go through next, each once it is answered.
func (m *Metrics) Slack(next http.RoundTripper) http.RoundTripper { return overhearing{m, next} }

type overhearing struct {
	*Metrics
	next http.RoundTripper
}

// RoundTrip makes the call.
func (o overhearing) RoundTrip(r *http.Request) (*http.Response, error) {
	began, method := o.clocks.Real(), o.methods.fold(methodOf(r.URL))
	response, err := o.next.RoundTrip(r)
	o.called.Observe(o.clocks.Real().Sub(began).Seconds())
	switch {
	case err != nil:
		o.count(method, "unreachable")
	case response.StatusCode == http.StatusTooManyRequests:
		o.count(method, "ratelimited")
	case response.StatusCode != http.StatusOK:
		o.count(method, "http_"+strconv.Itoa(response.StatusCode))
	default:
		response.Body = &overheard{ReadCloser: response.Body, then: func(begins []byte) { o.count(method, codeIn(begins)) }}
	}
	return response, err
}

func (m *Metrics) count(method, code string) {
	m.calls.WithLabelValues(method, m.codes.fold(code)).Inc()
}

// methodOf is the method of Slack's Web API that a URL names. The others carry
// secrets: answers to commands, and files.
func methodOf(u *url.URL) string {
	switch {
	case path.Dir(u.Path) == "/api":
		return path.Base(u.Path)
	case strings.HasPrefix(u.Path, "/commands/"), strings.HasPrefix(u.Path, "/actions/"), strings.HasPrefix(u.Path, "/response/"):
		return "response_url"
	}
	return "file"
}

// overheardBytes hold all of an answer that says no.
const overheardBytes = 1024

// overheard is an answer on its way to whoever asked, of whose beginning a copy
// is kept until it is closed.
type overheard struct {
	io.ReadCloser
	begins []byte
	then   func(begins []byte)
}

// Read reads on.
func (o *overheard) Read(p []byte) (int, error) {
	n, err := o.ReadCloser.Read(p)
	o.begins = append(o.begins, p[:min(n, overheardBytes-len(o.begins))]...)
	return n, err
}

// Close counts the call.
func (o *overheard) Close() error {
	if o.then != nil {
		o.then(o.begins)
		o.then = nil
	}
	return o.ReadCloser.Close()
}

var (
	refusal   = regexp.MustCompile(`"ok"\s*:\s*false`)
	errorCode = regexp.MustCompile(`"error"\s*:\s*"([a-z0-9_]{1,60})"`)
)

// codeIn is the error code in the beginning of an answer of the Web API's.
func codeIn(begins []byte) string {
	if !refusal.Match(begins) {
		return "ok"
	}
	if code := errorCode.FindSubmatch(begins); code != nil {
		return string(code[1])
	}
	return other
}
