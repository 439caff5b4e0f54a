// Package metrics counts what the bot does, for Prometheus. Nothing it counts by
// was typed by people or names them: every label has few values, known
// beforehand or folded into "other" beyond a fixed number.
package metrics

import (
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Clocks are the two times there are.
type Clocks struct {
	Now  func() time.Time // civil time, in which things are due
	Real func() time.Time // a clock that nobody moves: how long things take
}

// Metrics are the figures of one process. They are safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry
	clocks   Clocks

	requests *prometheus.CounterVec
	acks     *prometheus.HistogramVec

	deliveries *prometheus.CounterVec
	delay      prometheus.Histogram
	queue      *queue

	calls   *prometheus.CounterVec
	called  prometheus.Histogram
	methods labels
	codes   labels

	looks    *prometheus.CounterVec
	looked   prometheus.Histogram
	lastLook prometheus.Gauge
}

// New returns figures that all stand at zero.
func New(version string, clocks Clocks) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), clocks: clocks}
	m.newRequests()
	m.newPosts()
	m.newCalls()
	m.newLooks()
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "treve_build_info", Help: "Always 1; the label says which version runs.",
	}, []string{"version"})
	build.WithLabelValues(version).Set(1)
	m.registry.MustRegister(build, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler answers with all figures, as Prometheus reads them.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// mostValues is how many values a label may take that nobody here decides on.
const mostValues = 100

// other stands for those beyond.
const other = "other"

// labels are the values a label has taken so far.
type labels struct {
	mu    sync.Mutex
	known map[string]bool
}

// fold returns the value, or other where there would be too many of them.
func (l *labels) fold(value string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.known == nil {
		l.known = map[string]bool{}
	}
	if !l.known[value] && len(l.known) >= mostValues {
		return other
	}
	l.known[value] = true
	return value
}
