package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Pool is how the connections to the database are used.
type Pool struct {
	Open, InUse int
	Waits       int64         // for a connection, since the start
	Waited      time.Duration // by all of them together
}

// Watched are figures that others keep, and that are asked for when Prometheus
// asks. Each may be nil.
type Watched struct {
	Pool        func() Pool
	Entries     func() int64         // written since the start
	Connections func() int           // of Socket Mode
	Skew        func() time.Duration // of this machine's clock ahead of the database's
}

// Watch adds them.
func (m *Metrics) Watch(w Watched) {
	if w.Pool != nil {
		m.gauge("treve_database_connections_open", "Connections to the database.", func() float64 { return float64(w.Pool().Open) })
		m.gauge("treve_database_connections_in_use", "Those at work.", func() float64 { return float64(w.Pool().InUse) })
		m.counter("treve_database_waits_total", "Times a connection to the database was waited for.",
			func() float64 { return float64(w.Pool().Waits) })
		m.counter("treve_database_wait_seconds_total", "Time spent waiting for one.", func() float64 { return w.Pool().Waited.Seconds() })
	}
	if w.Entries != nil {
		m.counter("treve_entries_total", "Entries written to the ledger.", func() float64 { return float64(w.Entries()) })
	}
	if w.Skew != nil {
		m.gauge("treve_clock_skew_seconds", "How far this machine's clock is ahead of the database's.",
			func() float64 { return w.Skew().Seconds() })
	}
	if w.Connections != nil {
		m.gauge("treve_socket_connections", "Socket Mode connections open.", func() float64 { return float64(w.Connections()) })
	}
}

func (m *Metrics) gauge(name, help string, read func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read))
}

func (m *Metrics) counter(name, help string, read func() float64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, read))
}
