package recap

import (
	"slices"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// TestMoved checks that somebody who listens hears of every state, once.
func TestMoved(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(w *world)
		want    []State
	}{
		{"posted", func(*world) {}, []State{Sending, Posted}},
		{"missed while nobody was there", func(w *world) { w.pass(13 * time.Hour) }, []State{Missed}},
		{"refused, which the managers are told", func(w *world) {
			w.slack.refuse = func(Message) error { return &Failure{Class: Permanent, Reason: "is_archived"} }
		}, []State{Sending, Blocked}},
		{"without a plan, which they are told", func(w *world) {
			w.books.planned = func(calendar.Month) bool { return false }
		}, []State{Skipped}},
		{"its blocks refused", func(w *world) {
			w.slack.refuse = func(m Message) error {
				if m.Blocks != nil {
					return &Failure{Class: Malformed, Reason: "invalid_blocks"}
				}
				return nil
			}
		}, []State{Sending, Due, Sending, Due, Sending, Due, Sending, Posted}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			c.prepare(w)
			var heard []State
			d := w.deliverer("a")
			d.Moved = func(p Post, _ *Version) { heard = append(heard, p.State) }
			mustLook(t, d, w)
			mustLook(t, d, w)
			if !slices.Equal(heard, c.want) {
				t.Errorf("heard %v; want %v", heard, c.want)
			}
		})
	}
}
