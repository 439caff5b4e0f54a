package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// signingNotes tell the other side about a signature: whoever signs for it that it
// is their turn, or whoever had signed that it is done.
func (b *Bot) signingNotes(ctx context.Context, a asked, done sideSigned) (notes []note) {
	id, whose := lang.ID("sign.ask.turn"), b.awaited
	if done.Complete {
		id, whose = "sign.ask.complete", b.signedBefore
	}
	others, err := whose(ctx, a, done)
	if err != nil { // what was signed stands all the same
		b.Log.Warn("the other side could not be told of a signature", "error", err, "user", a.person.ID)
		return nil
	}
	for _, other := range others {
		if other != a.person.ID {
			notes = append(notes, b.askToSign(ctx, a, other, done.Month, id)...)
		}
	}
	return notes
}

// signedBefore is whoever has signed for the other side.
func (b *Bot) signedBefore(ctx context.Context, _ asked, done sideSigned) ([]string, error) {
	s, err := report.Signing(ctx, b.Books, done.Month, false)
	latest, _ := s.Of(otherSide(done.Side))
	return []string{latest.Person}, err
}

// awaited are those whose turn it is to sign for the other side: whoever was
// named or, where nobody was and it was no manager who signed for this one, the
// managers.
func (b *Bot) awaited(ctx context.Context, a asked, done sideSigned) (people []string, err error) {
	if named := a.settings.Signer(otherSide(done.Side)); named != "" {
		return []string{named}, nil
	}
	if a.person.MayManage() {
		return nil, nil
	}
	managers, err := b.People.Managers(ctx)
	for _, m := range managers[:min(len(managers), mostTold)] {
		people = append(people, m.ID)
	}
	return people, err
}

// askToSign is a message that shows somebody else what there is to sign of a
// month, in their language, under a line that says why; none where that cannot
// be read now.
func (b *Bot) askToSign(ctx context.Context, a asked, to string, m calendar.Month, id lang.ID) []note {
	reader := a
	reader.say, reader.public, reader.exposed, reader.messageTS = b.speakTo(ctx, a, to), false, false, ""
	reader.person = ledger.Person{ID: to}
	if p, err := b.People.Person(ctx, to); err == nil {
		reader.person = p
	}
	w, err := b.signing(ctx, reader, m)
	if err != nil {
		b.Log.Warn("somebody could not be asked to sign", "error", err, "user", to)
		return nil
	}
	said := []string{reader.say.Say(id, lang.Args{"author": signature(reader.say, a.person.ID), "month": m})}
	if latest, holds := w.signing.By(to); !holds {
		said = append(said, w.changesSince(latest.At)...)
	}
	return []note{{To: to, reply: w.reply(said...)}}
}

// settleFor is how long a plan must have stood still before those who signed an
// earlier one are asked again: what is changed in one go is asked about once.
const settleFor = 10 * time.Minute

// AskAgain asks those who signed a plan that was amended since to sign it as it
// stands, once for each time it comes to rest, whatever door the change came
// through. It returns when somebody is next to be asked, the zero time when
// nobody is.
func (b *Bot) AskAgain(ctx context.Context, now time.Time) (next time.Time, err error) {
	a := asked{now: now}
	if a.settings, err = b.Books.Settings(ctx); err != nil {
		return next, fmt.Errorf("ask for signatures again: %w", err)
	}
	if err := b.open(ctx, &a); err != nil {
		return next, fmt.Errorf("ask for signatures again: %w", err)
	}
	var errs []error
	for ahead := -1; ahead <= 1; ahead++ {
		due, err := b.askAgain(ctx, a, a.today.In().Add(ahead))
		if errs = append(errs, err); !due.IsZero() && (next.IsZero() || due.Before(next)) {
			next = due
		}
	}
	return next, errors.Join(errs...)
}

// askAgain asks about one month, if its plan has come to rest.
func (b *Bot) askAgain(ctx context.Context, a asked, m calendar.Month) (due time.Time, err error) {
	if a.openMonth(m) != nil {
		return due, nil //nolint:nilerr // a month that is closed is signed no more
	}
	all, err := b.Books.Signatures(ctx, m)
	if err != nil || len(all) == 0 {
		return due, err
	}
	w, err := b.signing(ctx, a, m)
	if err != nil || len(w.signing.Lapsed()) == 0 || len(lacks(a.catalogue, w.plan)) > 0 {
		return due, err
	}
	since, err := b.firstSeen(ctx, a, m, w.signing.Terms)
	if changed := amendedAfter(w.plan.Changes, w.signing.Lapsed()); !changed.IsZero() && changed.Before(since) {
		since = changed
	}
	if due = since.Add(settleFor); err != nil || due.After(a.now) {
		return due, err
	}
	var errs []error
	for _, lapsed := range w.signing.Lapsed() {
		errs = append(errs, b.askOnce(ctx, a, lapsed, versionOf(w.signing.Terms)))
	}
	return time.Time{}, errors.Join(errs...)
}

// firstSeen is when the plan was first seen to be what nobody has signed: not all
// that changes it is dated.
func (b *Bot) firstSeen(ctx context.Context, a asked, m calendar.Month, t sla.Terms) (time.Time, error) {
	a.key, a.what = "amended "+m.String()+" "+versionOf(t), "amended"
	seen, _, err := once(ctx, b, a, func(context.Context, Page) (time.Time, error) { return a.now, nil })
	return seen, err
}

// askOnce asks one person for one version, whoever asks first: should this
// process die in between, the recap still says who has to sign.
func (b *Bot) askOnce(ctx context.Context, a asked, lapsed sla.Signature, version string) error {
	a.key, a.what = "sign again "+lapsed.Month.String()+" "+version+" "+lapsed.Person, "sign again"
	_, taken, err := once(ctx, b, a, func(context.Context, Page) (struct{}, error) { return struct{}{}, nil })
	if err != nil || taken {
		return err
	}
	for _, n := range b.askToSign(ctx, a, lapsed.Person, lapsed.Month, "sign.ask.again") {
		err = errors.Join(err, b.post(ctx, n.To, "", n.reply))
	}
	return err
}
