package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/treve-bot/treve/internal/recap"
)

func (m *Metrics) newPosts() {
	m.deliveries = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "treve_deliveries_total", Help: "Recaps and letters this process brought to an end, and edits of them.",
	}, []string{"kind", "outcome"})
	m.delay = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "treve_delivery_delay_seconds", Help: "Time from when a recap or letter was due until Slack took it.",
		Buckets: []float64{1, 5, 15, 30, 60, 120, 300, 900, 3600, 6 * 3600, 12 * 3600},
	})
	for _, kind := range []recap.Kind{recap.Daily, recap.Closing} {
		for _, outcome := range recap.Outcomes { // so that the first of each is seen as one more
			m.deliveries.WithLabelValues(string(kind), string(outcome))
		}
	}
	m.queue = &queue{now: m.clocks.Now}
	m.registry.MustRegister(m.deliveries, m.delay, m.queue)
}

// Moved counts a post that has come to rest, or whose edit has. It is told of
// every step, as recap.Deliverer.Moved.
func (m *Metrics) Moved(p recap.Post) {
	outcome := p.Outcome()
	if outcome == "" {
		return
	}
	m.deliveries.WithLabelValues(p.Kind.Family(), string(outcome)).Inc()
	if outcome == recap.OnTime || outcome == recap.Late {
		m.delay.Observe(p.PostedAt.Sub(p.DueAt).Seconds())
	}
}
