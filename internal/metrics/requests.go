package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// ackBuckets end at the three seconds that Slack waits.
var ackBuckets = []float64{0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3}

func (m *Metrics) newRequests() {
	m.requests = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "treve_requests_total", Help: "Commands, buttons, modals and messages answered, by what they are and how they ended.",
	}, []string{"kind", "name", "outcome"})
	m.acks = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "treve_ack_seconds", Help: "Time from a delivery's arrival until its acknowledgement was sent. Slack waits three seconds.",
		Buckets: ackBuckets,
	}, []string{"door"})
	m.registry.MustRegister(m.requests, m.acks)
}

// Answered counts a delivery that was answered and how long its acknowledgement
// took.
func (m *Metrics) Answered(door, kind, name, outcome string, took time.Duration) {
	m.requests.WithLabelValues(kind, name, outcome).Inc()
	m.acks.WithLabelValues(door).Observe(took.Seconds())
}
