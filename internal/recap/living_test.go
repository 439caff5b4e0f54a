package recap

import (
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// posted is a world whose Tuesday recap stands since a minute and more.
func posted(t *testing.T, w *world) *Deliverer {
	t.Helper()
	d := w.deliverer("a")
	mustLook(t, d, w)
	w.pass(2 * time.Minute)
	return d
}

// late adds an entry that has rested since.
func (w *world) late(author string, day calendar.Date, count int64) {
	w.books.record(w.civil.Add(-editSettles), author, day, count)
}

func (w *world) wantSaid(t *testing.T, when, want string) {
	t.Helper()
	if got := strings.Join(w.said(), "; "); got != want {
		t.Errorf("%s, in Slack: %s; want %s", when, got, want)
	}
}

func TestALateEntryEditsTheRecap(t *testing.T) {
	w := newWorld()
	d := posted(t, w)
	mustLook(t, d, w)
	if w.slack.edits != 0 {
		t.Error("edited for nothing")
	}
	w.late("U1", day("2026-11-17"), 7)
	mustLook(t, d, w)
	w.wantSaid(t, "an entry for today", "daily 2026-11-17")
	w.late("U1", day("2026-11-13"), 12)
	w.late("U1", day("2026-11-13"), -2)
	mustLook(t, d, w)
	w.wantSaid(t, "two for Friday", "daily 2026-11-17: 10; - line U1 2026-11-13: 0 > 10")
	w.late("U2", day("2026-11-13"), 5)
	w.pass(30 * time.Second)
	mustLook(t, d, w)
	if w.slack.edits != 1 {
		t.Errorf("edited %d times within a minute", w.slack.edits)
	}
	w.pass(30 * time.Second)
	mustLook(t, d, w)
	mustLook(t, d, w)
	w.wantSaid(t, "a minute later", "daily 2026-11-17: 15; - line U1 2026-11-13: 0 > 10; - line U2 2026-11-13: 10 > 15")
	row := w.posts.rows[Key{"C1", day("2026-11-17"), Daily}]
	if row.Version != 3 || len(row.versions) != 3 || row.versions[1].Message.Text != "daily 2026-11-17" || row.Editing {
		t.Errorf("kept: %+v, %d versions", row.Post, len(row.versions))
	}
	if files := len(w.slack.files); files != 3 {
		t.Errorf("%d pictures; want one a version", files)
	}
}

// Several corrections in a row are one edit; an endless row of them is one a
// minute.
func TestAnEditWaitsForTheLastOfARow(t *testing.T) {
	w := newWorld()
	d := posted(t, w)
	for n := range 9 {
		w.books.record(w.civil, "U1", day("2026-11-13"), 1)
		next, err := d.Look(t.Context(), w.civil)
		if err != nil || n < 6 && w.slack.edits != 0 {
			t.Fatalf("%d edits after %d entries, %v", w.slack.edits, n+1, err)
		}
		if want := w.civil.Add(editSettles); n == 0 && !next.Equal(want) {
			t.Errorf("next at %s; want %s", next, want)
		}
		w.pass(10 * time.Second)
	}
	w.wantSaid(t, "typed for a minute and a half", "daily 2026-11-17: 7; - line U1 2026-11-13: 0 > 7")
	w.pass(time.Minute)
	mustLook(t, d, w)
	w.wantSaid(t, "afterwards", "daily 2026-11-17: 9; - line U1 2026-11-13: 0 > 7; - line U1 2026-11-13: 7 > 9")
}

func TestTwoThatComeToNothing(t *testing.T) {
	w := newWorld()
	d := posted(t, w)
	w.late("U1", day("2026-11-13"), 12)
	w.books.entries = nil // as undone before anybody looked
	mustLook(t, d, w)
	w.wantSaid(t, "taken back", "daily 2026-11-17")
}

func TestAnEarlierRecapStaysAsPosted(t *testing.T) {
	w := newWorld()
	d := posted(t, w)
	w.pass(24 * time.Hour)
	w.late("U1", day("2026-11-13"), 12)
	mustLook(t, d, w)
	w.wantSaid(t, "on the next morning", "daily 2026-11-17; daily 2026-11-18: 12")
	w.pass(time.Hour)
	w.late("U1", day("2026-11-13"), 1)
	mustLook(t, d, w)
	w.wantSaid(t, "later", "daily 2026-11-17; daily 2026-11-18: 13; - line U1 2026-11-13: 12 > 13")
}

// What Slack says of an edit decides whether it is tried again, given up or
// made with less.
func TestARefusedEdit(t *testing.T) {
	for _, c := range []struct {
		name     string
		failure  Failure
		times    int // refused
		want     string
		ended    string
		form     Form
		attempts int
	}{
		{"deleted by somebody", Failure{Class: Permanent, Reason: "message_not_found"}, 9, "daily 2026-11-17", "message_not_found", Whole, 1},
		{"a rate limit", Failure{Class: Transient, Reason: "ratelimited", RetryAfter: 7 * time.Second}, 2, "daily 2026-11-17: 12; - line U1 2026-11-13: 0 > 12", "", Whole, 3},
		{"no answer", Failure{Class: Uncertain, Reason: "no_answer"}, 1, "daily 2026-11-17: 12; - line U1 2026-11-13: 0 > 12", "", Whole, 2},
		{"the picture", Failure{Class: Malformed, Reason: "invalid_blocks"}, 1, "daily 2026-11-17: 12; - line U1 2026-11-13: 0 > 12", "", NoPicture, 2},
		{"all blocks", Failure{Class: Malformed, Reason: "invalid_blocks"}, 3, "daily 2026-11-17: 12; - line U1 2026-11-13: 0 > 12", "", WordsOnly, 4},
		{"words too", Failure{Class: Malformed, Reason: "no_text"}, 9, "daily 2026-11-17", "no_text", WordsOnly, 4},
		{"for days", Failure{Class: Transient, Reason: "service_unavailable"}, 1_000_000, "daily 2026-11-17", "service_unavailable", Whole, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			d := posted(t, w)
			w.books.settings.RecapPaused = true // no other morning's
			w.late("U1", day("2026-11-13"), 12)
			asked := 0
			w.slack.refuseEdit = func(Message) error {
				if asked++; asked <= c.times {
					return &c.failure
				}
				return nil
			}
			for range 40 {
				_, _ = look(t, d, w)
				w.pass(time.Hour)
			}
			w.wantSaid(t, "in the end", c.want)
			p := w.posts.rows[Key{"C1", day("2026-11-17"), Daily}].Post
			if p.Ended != c.ended || p.Form != c.form || p.Editing || p.State != Posted || len(w.slack.told) > 0 {
				t.Errorf("%+v, told %v", p, w.slack.told)
			}
			if c.attempts > 0 && asked != c.attempts {
				t.Errorf("tried %d times; want %d", asked, c.attempts)
			}
		})
	}
}

func TestThePictureOfAnEditFails(t *testing.T) {
	w := newWorld()
	d := posted(t, w)
	w.late("U1", day("2026-11-13"), 12)
	w.before = func(op string) error {
		if op == "upload" {
			return &Failure{Class: Transient, Reason: "ratelimited"}
		}
		return nil
	}
	mustLook(t, d, w)
	if m := w.slack.messages[0]; m.Text != "daily 2026-11-17: 12" || string(m.Blocks) != `["no_picture "]` {
		t.Errorf("%s %s; want the edit without a picture", m.Text, m.Blocks)
	}
	w.before = nil
	w.pass(time.Minute)
	w.late("U1", day("2026-11-13"), 1)
	mustLook(t, d, w)
	if m := w.slack.messages[0]; m.Text != "daily 2026-11-17: 13" || string(m.Blocks) != `[" F2"]` {
		t.Errorf("%s %s; want the next one with it", m.Text, m.Blocks)
	}
}

func TestWhatFollowsIsEditedToo(t *testing.T) {
	w := newWorld()
	w.more = 1
	d := posted(t, w)
	w.late("U1", day("2026-11-13"), 12)
	mustLook(t, d, w)
	w.wantSaid(t, "edited", "daily 2026-11-17: 12; - daily 2026-11-17 1: 12; - line U1 2026-11-13: 0 > 12")
	w.more = 2
	w.pass(time.Minute)
	w.late("U1", day("2026-11-13"), 1)
	mustLook(t, d, w)
	w.wantSaid(t, "grown", "daily 2026-11-17: 13; - daily 2026-11-17 1: 13; - line U1 2026-11-13: 0 > 12; - daily 2026-11-17 2: 13; - line U1 2026-11-13: 12 > 13")
}

// The closing recap lives until its month is closed, and says so then; the daily
// one beside it lives too.
func TestTheClosingRecapBecomesFinal(t *testing.T) {
	w := newWorld()
	w.civil = time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	w.books.settings.RecapSince = w.civil.Add(-time.Hour)
	d := posted(t, w)
	w.late("U1", day("2026-11-27"), 12)
	next, _ := d.Look(t.Context(), w.civil)
	if want := time.Date(2026, 12, 2, 8, 0, 0, 0, time.UTC); !next.Equal(want) {
		t.Errorf("next at %s; want %s", next, want)
	}
	w.wantSaid(t, "on the first", "closing 2026-12-01: 12; - line U1 2026-11-27: 0 > 12")
	w.pass(24 * time.Hour)
	mustLook(t, d, w)
	w.pass(time.Hour)
	w.late("U1", day("2026-11-30"), 1)
	w.late("U1", day("2026-12-01"), 5)
	mustLook(t, d, w)
	w.wantSaid(t, "on the second", "closing 2026-12-01: 13; - line U1 2026-11-27: 0 > 12; daily 2026-12-02: 5; "+
		"- line U1 2026-11-30: 0 > 1; - line U1 2026-12-01: 0 > 5")
	w.pass(24 * time.Hour)
	next, _ = d.Look(t.Context(), w.civil)
	if want := time.Date(2026, 12, 3, 23, 0, 0, 0, time.UTC); !next.Equal(want) {
		t.Errorf("next at %s; want %s, when November closes", next, want)
	}
	w.civil = next
	mustLook(t, d, w)
	mustLook(t, d, w)
	if got := w.said(); got[0] != "closing 2026-12-01: 13, final" || got[len(got)-1] != "- line " {
		t.Errorf("closed, in Slack: %s", got)
	}
	row := w.posts.rows[Key{"C1", day("2026-12-01"), Closing}]
	if at := row.versions[4].Edition.CorrectedAt; row.Ended != Final || row.Version != 4 || at.IsZero() || !at.Equal(row.versions[3].Edition.CorrectedAt) {
		t.Errorf("%+v, corrected at %s", row.Post, at)
	}
}

func TestLineKinds(t *testing.T) {
	for n := range 3 {
		k := Daily.Line(n + 1)
		of, got := k.part()
		if of != Daily || got != n+1 || !k.Follows() || !k.Corrects() || Daily.Part(n+2).Corrects() || Daily.Corrects() {
			t.Errorf("%s is line %d of %s", k, got, of)
		}
	}
}
