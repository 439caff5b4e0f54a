package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// settleFor is how long a plan must have stood still before those who signed an
// earlier one are asked again: what is changed in one go is asked about once.
const settleFor = 10 * time.Minute

// signAgain begins the kinds of the letters that ask for a signature again, one
// for each version of a month's plan.
const signAgain = "sign-"

// signSettled is why such a letter does not go out: the plan has changed again, or
// was signed meanwhile.
const signSettled = "settled"

// lapse is a signature that no longer holds, and when whoever gave it is asked to
// sign the plan as it stands.
type lapse struct {
	sla.Signature
	kind recap.Kind
	due  time.Time
}

// signMail asks those who signed a plan that was amended since to sign it as it
// stands, once for each time it comes to rest, whatever door the change came
// through.
type signMail struct {
	*Bot
	asked  asked
	lapses []lapse
}

// SignMail finds whose signature no longer holds, for one look.
func (b *Bot) SignMail(ctx context.Context) (recap.Mail, error) {
	m := signMail{Bot: b, asked: asked{now: b.Now()}}
	var err error
	if m.asked.settings, err = b.Books.Settings(ctx); err != nil {
		return nil, fmt.Errorf("ask for signatures again: %w", err)
	}
	if err := b.open(ctx, &m.asked); err != nil {
		return nil, fmt.Errorf("ask for signatures again: %w", err)
	}
	var errs []error
	for ahead := -1; ahead <= 1; ahead++ {
		found, err := b.lapsed(ctx, m.asked, m.asked.today.In().Add(ahead))
		m.lapses, errs = append(m.lapses, found...), append(errs, err)
	}
	return m, errors.Join(errs...)
}

// lapsed lists the signatures of a month that no longer hold, unless there is
// nothing to be signed yet or any more.
func (b *Bot) lapsed(ctx context.Context, a asked, m calendar.Month) (all []lapse, err error) {
	if a.openMonth(m) != nil {
		return nil, nil //nolint:nilerr // a month that is closed is signed no more
	}
	signatures, err := b.Books.Signatures(ctx, m)
	if err != nil || len(signatures) == 0 {
		return nil, err
	}
	w, err := a.signing(ctx, b.Books, m)
	if err != nil || len(w.signing.Lapsed()) == 0 || len(lacks(a.catalogue, w.plan)) > 0 {
		return nil, err
	}
	since, err := b.firstSeen(ctx, a, m, w.signing.Terms)
	if changed := amendedAfter(w.plan.Changes, w.signing.Lapsed()); !changed.IsZero() && changed.Before(since) {
		since = changed
	}
	kind := recap.Letter(signAgain + m.String() + "-" + versionOf(w.signing.Terms))
	for _, signature := range w.signing.Lapsed() {
		all = append(all, lapse{signature, kind, since.Add(settleFor)})
	}
	return all, err
}

// firstSeen is when the plan was first seen to be what nobody has signed: not all
// that changes it is dated.
func (b *Bot) firstSeen(ctx context.Context, a asked, m calendar.Month, t sla.Terms) (time.Time, error) {
	a.key, a.what = "amended "+m.String()+" "+versionOf(t), "amended"
	seen, _, err := once(ctx, b, a, func(context.Context, Page) (time.Time, error) { return a.now, nil })
	return seen, err
}

// Writes reports whether it is one of these letters.
func (m signMail) Writes(k recap.Kind) bool {
	return strings.HasPrefix(string(k), string(recap.Letter(signAgain)))
}

// Pending lists the letters about plans that have come to rest.
func (m signMail) Pending(now time.Time, known []recap.Post) (posts []recap.Post) {
	for _, l := range m.lapses {
		there := slices.ContainsFunc(known, func(p recap.Post) bool { return p.Conversation == l.Person && p.Kind == l.kind })
		if there || l.due.After(now) {
			continue
		}
		key := recap.Key{Conversation: l.Person, Day: dayOf(l.due, m.asked.settings), Kind: l.kind}
		posts = append(posts, recap.Post{Key: key, State: recap.Due, DueAt: l.due})
	}
	return posts
}

// Next returns when the next plan will have come to rest.
func (m signMail) Next(now time.Time) (next time.Time) {
	for _, l := range m.lapses {
		if l.due.After(now) && (next.IsZero() || l.due.Before(next)) {
			next = l.due
		}
	}
	return next
}

// Write shows somebody what there is to sign now.
func (m signMail) Write(ctx context.Context, p recap.Post, _ time.Time) (recap.Message, error) {
	at := slices.IndexFunc(m.lapses, func(l lapse) bool { return l.Person == p.Conversation && l.kind == p.Kind })
	if at < 0 {
		return recap.Message{}, &recap.Unwanted{Reason: signSettled}
	}
	shown, err := m.asked.askToSign(ctx, m.People, m.Books, p.Conversation, m.lapses[at].Month, "sign.ask.again")
	if err != nil {
		return recap.Message{}, fmt.Errorf("show what there is to sign again: %w", err)
	}
	return shown.message()
}
