package metrics

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/treve-bot/treve/internal/recap"
)

// recentFor is how long a post counts as recent after its time.
const recentFor = 24 * time.Hour

var (
	recentPosts = prometheus.NewDesc("treve_posts_recent",
		"Recaps and letters that fell due in the last 24 hours, by what has become of them, as stored.", []string{"kind", "state"}, nil)
	waitingPosts = prometheus.NewDesc("treve_posts_waiting",
		"Recaps and letters whose time has come and that have not come to rest.", []string{"state"}, nil)
	oldestPost = prometheus.NewDesc("treve_posts_waiting_oldest_seconds",
		"Time since the oldest of them was due; 0 without any.", []string{"state"}, nil)
)

// queue is what the last look has found stored and left behind. It is told again
// at each look, so that what it says survives the process.
type queue struct {
	now    func() time.Time
	mu     sync.Mutex
	recent map[postState]float64
	wait   map[recap.State]waiting
}

type postState struct{ kind, state string }

// waiting are posts in one state that are not at rest.
type waiting struct {
	count  float64
	oldest time.Time
}

// Seen takes down the posts as a look has left them.
func (m *Metrics) Seen(posts []recap.Post) {
	now := m.clocks.Now()
	recent, wait := map[postState]float64{}, map[recap.State]waiting{}
	for _, p := range posts {
		if p.DueAt.After(now) {
			continue
		}
		if now.Sub(p.DueAt) <= recentFor {
			recent[postState{p.Kind.Family(), standing(p)}]++
		}
		if !p.Resting() {
			w := wait[p.State]
			if w.count++; w.count == 1 || p.DueAt.Before(w.oldest) {
				w.oldest = p.DueAt
			}
			wait[p.State] = w
		}
	}
	m.queue.mu.Lock()
	defer m.queue.mu.Unlock()
	m.queue.recent, m.queue.wait = recent, wait
}

// standing is the state of a post, apart for those that were posted late.
func standing(p recap.Post) string {
	if p.State == recap.Posted && p.Late {
		return string(recap.Late)
	}
	return string(p.State)
}

// Describe names the figures, as prometheus.Collector.
func (q *queue) Describe(to chan<- *prometheus.Desc) {
	to <- recentPosts
	to <- waitingPosts
	to <- oldestPost
}

// Collect tells the figures, as prometheus.Collector.
func (q *queue) Collect(to chan<- prometheus.Metric) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for of, count := range q.recent {
		to <- prometheus.MustNewConstMetric(recentPosts, prometheus.GaugeValue, count, of.kind, of.state)
	}
	for _, state := range []recap.State{recap.Due, recap.Claimed, recap.Sending} {
		w, age := q.wait[state], 0.0
		if w.count > 0 {
			age = q.now().Sub(w.oldest).Seconds()
		}
		to <- prometheus.MustNewConstMetric(waitingPosts, prometheus.GaugeValue, w.count, string(state))
		to <- prometheus.MustNewConstMetric(oldestPost, prometheus.GaugeValue, age, string(state))
	}
}
