package recap

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/treve-bot/treve/internal/calendar"
)

// Books that were restored from a backup know nothing of what went out after it
// was made. So whatever may have gone out before they were restored is looked for
// in its conversation before it is sent, not by the id that it had, which is lost,
// but by what there is at most one of.

// mark is what a message of the post is known again by: its id, and what it is the
// one post for. Without the id it is any post for the same.
func (p Post) mark() string { return p.ID + "." + p.Key.mark() }

func (k Key) mark() string {
	digest := sha256.Sum256([]byte(k.Conversation + " " + k.Day.String() + " " + string(k.Kind)))
	return hex.EncodeToString(digest[:10])
}

// beforeRestore reports whether a post is one of those that may have gone out before
// the books were restored: of that day, at any hour, since somebody may have asked
// for it. Corrections and notes that were made since are others.
func (a Agenda) beforeRestore(p Post) bool {
	at := a.settings.RestoredAt
	switch {
	case at.IsZero():
		return false
	case p.Kind.Corrects(), p.Kind.note():
		return p.DueAt.Before(at)
	}
	return !p.Day.After(a.On(at.Add(clockDoubt)))
}

// unknown reports whether nobody has looked since whether such a post has gone out.
func (a Agenda) unknown(p Post) bool {
	return a.beforeRestore(p) && p.SentAt.Before(a.settings.RestoredAt)
}

// overdue is what becomes of a post whose time is over: of what may have gone out
// nobody says that it has not.
func (a Agenda) overdue(p Post) (State, string) {
	if a.unknown(p) {
		return Unconfirmed, Restored
	}
	return Missed, TooLate
}

// lookFirst takes a post for one that was sent, and looks for it.
func (t turn) lookFirst(ctx context.Context, p Post, v *Version) (Post, error) {
	p.State, p.Reason, p.Version, p.Absences = Sending, "", v.Number, 0
	p.SentAt = later(t.now, t.agenda.settings.RestoredAt)
	if err := t.save(ctx, p, t.Timing.orUsual().Lease, v); err != nil {
		return p, err
	}
	return t.resolve(ctx, p)
}

// search is what to look for of a post that may have arrived, and between which
// instants.
func (t turn) search(p Post, sent Message) (mark string, like Message, from, to time.Time) {
	mark, like = p.mark(), sent
	from, to = p.SentAt.Add(-clockDoubt), p.SentAt.Add(t.Timing.orUsual().Timeout+clockDoubt)
	if t.agenda.beforeRestore(p) {
		mark, like = "."+p.Key.mark(), Message{Text: opening(sent.Text)}
		from = earlier(from, p.Day.At(calendar.TimeOfDay{}, t.agenda.zone).Add(-clockDoubt))
	}
	return mark, like, from, to
}

// opening is how a text begins, as far as it does not depend on figures.
func opening(text string) string {
	if end := strings.IndexFunc(text, func(r rune) bool { return r == ':' || r == '\n' || unicode.IsDigit(r) }); end >= 0 {
		return text[:end]
	}
	return text
}

// adopt makes a post the one that was found. What that one was written from is
// lost, so that there is nothing to correct it by: it stays as it was posted.
func (p Post) adopt(messageTS string, sent Version) (Post, *Version) {
	p.State, p.Reason, p.MessageTS, p.PostedAt = Posted, "", messageTS, p.SentAt
	if p.Attempts > 0 {
		return p, nil
	}
	if at := instantOf(messageTS); !at.IsZero() {
		p.PostedAt = at
	}
	p.Late = p.PostedAt.Sub(p.DueAt) > LateAfter
	sent.Counted = nil
	return p, &sent
}

// instantOf is when a message was posted, which Slack names it after.
func instantOf(messageTS string) time.Time {
	seconds, _, _ := strings.Cut(messageTS, ".")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(n, 0)
}
