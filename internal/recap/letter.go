package recap

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// letterMark begins the kinds of letters.
const letterMark = "letter-"

// Letter is the kind of a letter of that name. A letter is a post like any other,
// but no recap: a row of its own, claimed, sent, looked up and never sent twice
// by the same rules. Its conversation may be a person's id, which stands for the
// direct messages with them. Nobody is told of a letter that does not arrive.
func Letter(name string) Kind { return letterMark + Kind(name) }

// Letter reports whether it is the kind of a letter.
func (k Kind) Letter() bool { return strings.HasPrefix(string(k), letterMark) }

// Name is the name of a letter of this kind.
func (k Kind) Name() string { return strings.TrimPrefix(string(k), letterMark) }

// Mail is one family of letters, as decided by the books for the time of a look.
type Mail interface {
	// Writes reports whether letters of a kind are of this family.
	Writes(k Kind) bool
	// Pending lists the letters that should exist by now and are not among known.
	Pending(now time.Time, known []Post) []Post
	// Next returns when the next letter after now may be due; the zero time for
	// never.
	Next(now time.Time) time.Time
	// Write puts a letter that is due into words, or returns an Unwanted.
	Write(ctx context.Context, p Post, now time.Time) (Message, error)
}

// Unwanted is why a letter should not go out after all. It is kept with the
// letter, which then rests.
type Unwanted struct{ Reason string }

// Error says why.
func (u *Unwanted) Error() string { return "not wanted: " + u.Reason }

// openMail has every family of letters read what decides of it. One that cannot
// leaves its letters for the next look.
func (d *Deliverer) openMail(ctx context.Context) (all []Mail, err error) {
	var errs []error
	for _, open := range d.Mail {
		m, err := open(ctx)
		if err != nil {
			errs = append(errs, fmt.Errorf("open the mail: %w", err))
			continue
		}
		all = append(all, m)
	}
	return all, errors.Join(errs...)
}

// next is when something is next due by itself.
func (t turn) next() time.Time {
	next := t.agenda.Next(t.now)
	for _, m := range t.mail {
		if due := m.Next(t.now); next.IsZero() || !due.IsZero() && due.Before(next) {
			next = due
		}
	}
	return next
}

// deliverLetter writes a letter and sends it.
func (t turn) deliverLetter(ctx context.Context, p Post) (Post, error) {
	message, err := t.writeLetter(ctx, p)
	var unwanted *Unwanted
	switch {
	case errors.As(err, &unwanted):
		p.State, p.Reason = Skipped, unwanted.Reason
		return p, t.save(ctx, p, 0, nil)
	case err != nil:
		return t.notComposed(ctx, p, err)
	}
	p.Late = t.now.Sub(p.DueAt) > LateAfter
	if p.Form == WordsOnly {
		message.Blocks = nil
	}
	return t.send(ctx, p, &Version{Number: 1, Edition: Edition{Kind: p.Kind, Day: p.Day, DueAt: p.DueAt}, Message: message})
}

func (t turn) writeLetter(ctx context.Context, p Post) (Message, error) {
	if p.Kind.note() {
		return t.kept(ctx, p)
	}
	for _, m := range t.mail {
		if m.Writes(p.Kind) {
			return m.Write(ctx, p, t.now)
		}
	}
	return Message{}, fmt.Errorf("nobody writes a %s", p.Kind)
}

// tooLate reports whether it is no use any more to find out about a post.
func (t turn) tooLate(p Post) bool {
	if p.Kind.Letter() || p.Kind.Corrects() {
		return t.now.Sub(p.DueAt) > resolvePatience
	}
	return t.agenda.tooLate(p, t.now)
}

// announced reports whether the managers are told of a post that does not go
// out: only of recaps, and not of what follows them.
func (p Post) announced() bool { return !p.Kind.Follows() && !p.Kind.Letter() }
