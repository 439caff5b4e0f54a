package recap

import (
	"sync"
	"sync/atomic"
	"testing"
)

// A hundred conversations have one close: it is read, drawn and uploaded once,
// and what is recorded meanwhile reaches them all by an edit.
func TestOneMorningForAllConversations(t *testing.T) {
	w, _ := crowd(100)
	d := w.deliverer("a")
	d.AtOnce = 8
	var drawn atomic.Int64
	draw := d.Draw
	d.Draw = func(e Edition) (Picture, error) {
		drawn.Add(1)
		return draw(e)
	}
	var late sync.Once
	w.before = func(op string) error {
		if op == "post" {
			late.Do(func() { w.books.record(w.civil, "U2", day("2026-11-16"), 5) })
		}
		return nil
	}
	mustLook(t, d, w)
	if drawn.Load() != 1 || len(w.slack.files) != 1 {
		t.Errorf("drawn %d times, %d files; want one of each", drawn.Load(), len(w.slack.files))
	}
	settle(t, d, w)
	for _, m := range w.slack.messages {
		if m.thread == "" && m.Text != "daily 2026-11-17: 5" {
			t.Fatalf("in %s: %q; want what was recorded while it was posted", m.conversation, m.Text)
		}
	}
	if len(w.slack.messages) != 200 {
		t.Errorf("%d messages; want a recap and a line in each of 100 conversations", len(w.slack.messages))
	}
}

// A picture that cannot be uploaded is tried once a look, not once a conversation.
func TestOneAttemptAtOnePicture(t *testing.T) {
	w, _ := crowd(20)
	var tried atomic.Int64
	w.before = func(op string) error {
		if op == "upload" {
			tried.Add(1)
			return &Failure{Class: Transient, Reason: "ratelimited"}
		}
		return nil
	}
	d := w.deliverer("a")
	d.AtOnce = 8
	mustLook(t, d, w)
	if tried.Load() != 1 || len(w.slack.messages) != 20 {
		t.Errorf("tried %d times, %d messages; want once, and all posted without it", tried.Load(), len(w.slack.messages))
	}
	for _, row := range w.posts.rows {
		if row.Form != NoPicture || row.Lacks != "ratelimited" {
			t.Errorf("%+v; want it to say what it lacks", row.Post)
		}
	}
}
