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
func (a asked) signingNotes(ctx context.Context, p Page, done sideSigned) (notes []note, err error) {
	id, whose := lang.ID("sign.ask.turn"), a.awaited
	if done.Complete {
		id, whose = "sign.ask.complete", a.signedBefore
	}
	others, err := whose(ctx, p, done)
	if err != nil {
		return nil, err
	}
	for _, other := range others {
		if other == a.person.ID {
			continue
		}
		shown, err := a.askToSign(ctx, p, p, other, done.Month, id)
		if err != nil {
			return nil, err
		}
		notes = append(notes, note{To: other, reply: shown})
	}
	return notes, nil
}

// signedBefore is whoever has signed for the other side.
func (a asked) signedBefore(ctx context.Context, p Page, done sideSigned) ([]string, error) {
	s, err := report.Signing(ctx, p, done.Month, false)
	latest, _ := s.Of(otherSide(done.Side))
	return []string{latest.Person}, err
}

// awaited are those whose turn it is to sign for the other side: whoever was
// named or, where nobody was and it was no manager who signed for this one, the
// managers.
func (a asked) awaited(ctx context.Context, p Page, done sideSigned) (people []string, err error) {
	if named := a.settings.Signer(otherSide(done.Side)); named != "" {
		return []string{named}, nil
	}
	if a.person.MayManage() {
		return nil, nil
	}
	managers, err := p.Managers(ctx)
	for _, m := range managers[:min(len(managers), mostTold)] {
		people = append(people, m.ID)
	}
	return people, err
}

// askToSign is a message that shows somebody else what there is to sign of a
// month, in their language, under a line that says why.
func (a asked) askToSign(ctx context.Context, among Crowd, from signingBooks, to string, m calendar.Month, id lang.ID) (reply, error) {
	reader := a
	reader.say, reader.public, reader.exposed, reader.messageTS = a.speakTo(ctx, among, to), false, false, ""
	reader.person = ledger.Person{ID: to}
	if p, err := among.Person(ctx, to); err == nil {
		reader.person = p
	}
	w, err := reader.signing(ctx, from, m)
	if err != nil {
		return reply{}, err
	}
	said := []string{reader.say.Say(id, lang.Args{"author": signature(reader.say, a.person.ID), "month": m})}
	if latest, holds := w.signing.By(to); !holds {
		said = append(said, w.changesSince(latest.At)...)
	}
	return w.reply(said...), nil
}
