package bot

import (
	"context"
	"fmt"
	"slices"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// actionGuestOut is the button of the Home tab that lets a guest out.
const actionGuestOut = "guest_out"

func (b *Bot) guestRoutes(r routes) { r.actions[actionGuestOut] = b.managing(b.pressGuestOut) }

// invited is what letting a guest in or out did, kept as the request's answer.
type invited struct {
	Before, Now []ledger.ChannelID
	Freed       []ledger.ChannelID `json:",omitempty"` // that have no owner any more
}

func (i invited) changed() bool { return !slices.Equal(i.Before, i.Now) }

// invite lets a guest record for channels, or no longer, and tells them.
func (b *Bot) invite(ctx context.Context, a asked, c phrase.Invite) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	if c.User == "" {
		line, err := b.guestsLine(ctx, a)
		return textReply(line), err
	}
	guest, err := b.person(ctx, c.User)
	if err == nil && !c.Withdraw {
		err = mayBeInvited(guest)
	}
	if err != nil {
		return reply{}, err
	}
	done, told, err := onceTelling(ctx, b, a, func(ctx context.Context, p Page) (invited, error) {
		return a.letIn(ctx, p, c)
	}, func(ctx context.Context, p Page, done invited) ([]note, error) {
		return a.guestNotes(ctx, p, guest, done), nil
	})
	if err != nil {
		return reply{}, fmt.Errorf("let a guest in: %w", err)
	}
	out := a.invitedReply(guest, done)
	out.Told = told
	return out, nil
}

// mayBeInvited refuses whoever needs no letting in, or may not be let in at all.
func mayBeInvited(p ledger.Person) error {
	args := lang.Args{"name": p.Name}
	switch {
	case p.Stranger:
		return lang.Refuse("guests.stranger", args)
	case p.Deactivated:
		return lang.Refuse("guests.deactivated", args)
	case !p.Guest:
		return lang.Refuse("guests.member", args)
	}
	return nil
}

// letIn writes what a guest may record for. A channel that they may no longer
// record for is not theirs any more either.
func (a asked) letIn(ctx context.Context, p Page, c phrase.Invite) (done invited, err error) {
	if err := p.HoldPlan(ctx); err != nil {
		return done, err
	}
	guests, err := p.Guests(ctx)
	if err != nil {
		return done, err
	}
	for _, g := range guests {
		if g.ID == c.User {
			done.Before = g.For
		}
	}
	done.Now = c.Apply(done.Before)
	if err := p.SetGuest(ctx, c.User, done.Now, a.by()); err != nil {
		return done, err
	}
	done.Freed, err = a.freeChannels(ctx, p, c.User, done)
	return done, err
}

func (a asked) freeChannels(ctx context.Context, p Page, user string, done invited) (freed []ledger.ChannelID, err error) {
	catalogue, err := p.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range done.Before {
		channel := catalogue.Channel(id)
		if channel.Owner != user || slices.Contains(done.Now, id) {
			continue
		}
		channel.Owner = ""
		if err := p.UpdateChannel(ctx, channel, a.by()); err != nil {
			return nil, err
		}
		freed = append(freed, id)
	}
	return freed, nil
}

// invitedReply says what a guest may record for from now on.
func (a asked) invitedReply(guest ledger.Person, done invited) reply {
	l := letter{say: a.say}
	args := lang.Args{"person": "<@" + guest.ID + ">", "names": a.channelList(done.Now)}
	switch {
	case len(done.Now) == 0 && len(done.Before) == 0:
		l.add(a.say.Say("guests.never_in", args))
	case len(done.Now) == 0:
		l.add(a.say.Say("guests.out", args))
	default:
		l.add(a.say.Say("guests.in", args), a.say.Say("guests.in.reads", nil))
	}
	if len(done.Freed) > 0 {
		l.add(a.say.Say("guests.freed", lang.Args{"names": a.channelList(done.Freed)}))
	}
	return l.reply()
}

func (a asked) channelList(ids []ledger.ChannelID) string {
	var names []string
	for _, id := range ids {
		names = append(names, a.catalogue.Channel(id).Name)
	}
	return escapedList(a.say, names)
}

// guestNotes tell the guest what has changed.
func (a asked) guestNotes(ctx context.Context, among Crowd, guest ledger.Person, done invited) []note {
	if !done.changed() {
		return nil
	}
	theirs := a
	theirs.say = a.speakTo(ctx, among, guest.ID)
	l := letter{say: theirs.say}
	args := lang.Args{"name": escape(a.person.Name), "names": theirs.channelList(done.Now)}
	if len(done.Now) == 0 {
		l.add(l.say.Say("guests.told_out", args))
		return []note{{To: guest.ID, reply: l.reply()}}
	}
	theirs.catalogue = a.catalogue.Only(done.Now)
	l.add(l.say.Say("guests.told_in", args))
	l.add(l.say.Say("guests.told_how", lang.Args{"example": escape(theirs.ownExample())}))
	l.buttons(primary(button(actionForm, l.say.Say("leads.button.form", nil), "form")))
	return []note{{To: guest.ID, reply: l.reply()}}
}

// pressGuestOut lets a guest out from the Home tab.
func (b *Bot) pressGuestOut(ctx context.Context, a asked) (reply, error) {
	return b.invite(ctx, a, phrase.Invite{User: a.value, Withdraw: true})
}

// guestsLine lists the guests with their channels.
func (b *Bot) guestsLine(ctx context.Context, a asked) (string, error) {
	guests, err := b.Books.Guests(ctx)
	if err != nil {
		return "", err
	}
	if len(guests) == 0 {
		return a.say.Say("guests.none", nil), nil
	}
	var all []string
	for _, g := range guests {
		all = append(all, a.guestLine(g))
	}
	return a.say.Say("guests.list", lang.Args{"guests": clipList(a.say, all)}), nil
}

func (a asked) guestLine(g ledger.Person) string {
	return a.say.Say("guests.list.one", lang.Args{"person": "<@" + g.ID + ">", "names": a.channelList(g.For)})
}

// guestsAtHome is how many guests the Home tab has a button for.
const guestsAtHome = 10
