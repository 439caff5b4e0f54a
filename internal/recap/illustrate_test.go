package recap

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

// TestTheTextGoesOutWhateverBecomesOfThePicture fails the picture in every way:
// one recap goes out each time, and the receipt says what it lacks.
func TestTheTextGoesOutWhateverBecomesOfThePicture(t *testing.T) {
	upload := func(err error) func(*world, *Deliverer) {
		return func(w *world, _ *Deliverer) {
			w.before = func(op string) error {
				if op == "upload" {
					return err
				}
				return nil
			}
		}
	}
	for _, c := range []struct {
		name   string
		spoil  func(*world, *Deliverer)
		form   Form
		lacks  string
		blocks string
	}{
		{"nothing", func(*world, *Deliverer) {}, Whole, "", `[" F1"]`},
		{"rate limit", upload(&Failure{Class: Transient, Reason: "ratelimited", RetryAfter: time.Hour}), NoPicture, "ratelimited", `["no_picture "]`},
		{"no right", upload(&Failure{Class: Permanent, Reason: "missing_scope"}), NoPicture, "missing_scope", `["no_picture "]`},
		{"token refused for files alone", upload(&Failure{Class: Token, Reason: "not_authed"}), NoPicture, "not_authed", `["no_picture "]`},
		{"no idea", upload(errors.New("what is this")), NoPicture, "unknown", `["no_picture "]`},
		{"it cannot be drawn", func(_ *world, d *Deliverer) {
			d.Draw = func(Edition) (Picture, error) { return Picture{}, errors.New("no ink") }
		}, NoPicture, NotDrawn, `["no_picture "]`},
		{"nobody draws", func(_ *world, d *Deliverer) { d.Draw = nil }, Whole, "", `[" "]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			d := w.deliverer("a")
			c.spoil(w, d)
			mustLook(t, d, w)
			settle(t, d, w)
			p := w.only(t)
			if p.State != Posted || p.Form != c.form || p.Lacks != c.lacks || p.Attempts != 1 {
				t.Errorf("%+v; want it posted as %q, lacking %q", p, c.form, c.lacks)
			}
			if len(w.slack.messages) != 1 || string(w.slack.messages[0].Blocks) != c.blocks {
				t.Errorf("in Slack: %+v; want %s once", w.slack.messages, c.blocks)
			}
		})
	}
}

// deaf is a Slack whose uploads last until nobody waits for them any more.
type deaf struct{ Poster }

func (deaf) Upload(ctx context.Context, _ Picture) (string, error) {
	<-ctx.Done()
	return "", &Failure{Class: Uncertain, Reason: "no_answer", Err: ctx.Err()}
}

func TestNobodyWaitsForAPictureForLong(t *testing.T) {
	w := newWorld()
	d := w.deliverer("a")
	d.Poster, d.Timing = deaf{w.slack}, Timing{Lease: time.Minute, Timeout: 20 * time.Millisecond, Gap: time.Minute}
	mustLook(t, d, w)
	if p := w.only(t); p.State != Posted || p.Lacks != "no_answer" {
		t.Errorf("%+v; want it posted without a picture", p)
	}
}

// Asked to stop while it uploads, a process leaves the recap to whoever comes
// next, picture and all.
func TestStoppedWhileUploading(t *testing.T) {
	w := newWorld()
	d := w.deliverer("a")
	ctx, stop := context.WithCancel(t.Context())
	w.after = func(op string) error {
		if op == "upload" {
			stop()
		}
		return nil
	}
	if _, err := d.Look(ctx, w.civil); !errors.Is(err, context.Canceled) {
		t.Errorf("Look = %v; want it cancelled", err)
	}
	if len(w.slack.messages) > 0 {
		t.Errorf("in Slack: %+v", w.slack.messages)
	}
	w.after = nil
	settle(t, w.deliverer("b"), w)
	if p := w.only(t); p.State != Posted || p.Form != Whole || len(w.slack.messages) != 1 {
		t.Errorf("%+v with %d messages; want it whole, once", p, len(w.slack.messages))
	}
}

// What was refused with a picture and then delayed goes out without one, and is
// not drawn again.
func TestARefusedPictureStaysRefused(t *testing.T) {
	w := newWorld()
	refusals := []error{
		&Failure{Class: Malformed, Reason: "invalid_blocks"},
		&Failure{Class: Transient, Reason: "ratelimited", RetryAfter: 20 * time.Second},
	}
	w.slack.refuse = func(Message) error {
		if len(refusals) == 0 {
			return nil
		}
		next := refusals[0]
		refusals = refusals[1:]
		return next
	}
	d := w.deliverer("a")
	if alive, err := look(t, d, w); !alive || err == nil {
		t.Fatal("the rate limit went unnoticed")
	}
	settle(t, d, w)
	p := w.only(t)
	if got := fmt.Sprint(p.State, " ", p.Form, " ", p.Lacks, " ", p.Attempts, " ", len(w.slack.messages), " ", len(w.slack.files)); got != "posted no_picture invalid_blocks 3 1 1" {
		t.Errorf("%s", got)
	}
}
