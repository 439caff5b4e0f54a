package bot

import (
	"context"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
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
