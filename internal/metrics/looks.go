package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

func (m *Metrics) newLooks() {
	m.looks = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "treve_looks_total", Help: "Looks at what is due, by whether all of it could be done.",
	}, []string{"outcome"})
	m.looked = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "treve_look_seconds", Help: "Time a look at what is due took, posting included.",
		Buckets: []float64{0.01, 0.05, 0.25, 1, 5, 15, 30, 60, 300},
	})
	m.lastLook = prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "treve_last_look_timestamp_seconds", Help: "When the last look ended that could do everything; 0 before the first.",
	})
	for _, outcome := range []string{"done", "failed"} {
		m.looks.WithLabelValues(outcome) // so that it is there, and zero, from the beginning
	}
	m.registry.MustRegister(m.looks, m.looked, m.lastLook)
}

// Looked counts a look at what is due that began then.
func (m *Metrics) Looked(began time.Time, err error) {
	now := m.clocks.Real()
	m.looked.Observe(now.Sub(began).Seconds())
	if err != nil {
		m.looks.WithLabelValues("failed").Inc()
		return
	}
	m.looks.WithLabelValues("done").Inc()
	m.lastLook.Set(float64(now.UnixMilli()) / 1000)
}
