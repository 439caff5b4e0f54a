package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

// leftMark begins the kinds of the letters about somebody who left channels to
// nobody. Each manager gets one, and again after a month of nothing done.
const leftMark = "left-"

// leftSettled is why such a letter does not go out: somebody has been named.
const leftSettled = "settled"

// successionMail asks the managers, as soon as it is known, who takes over the
// channels of somebody who left.
type successionMail struct {
	*Bot
	asked    asked
	managers []ledger.Person
}

// SuccessionMail looks who is still there, once a day, and finds the channels that
// somebody left to nobody.
func (b *Bot) SuccessionMail(ctx context.Context) (recap.Mail, error) {
	m := successionMail{Bot: b, asked: asked{now: b.Now()}}
	var err error
	if m.asked.settings, err = b.Books.Settings(ctx); err != nil {
		return nil, fmt.Errorf("ask for successors: %w", err)
	}
	if err := b.lookAround(ctx, dayOf(m.asked.now, m.asked.settings)); err != nil && ctx.Err() == nil {
		b.Log.Warn("it could not be seen who is still there", "error", err)
	}
	if err := b.open(ctx, &m.asked); err != nil {
		return nil, fmt.Errorf("ask for successors: %w", err)
	}
	if m.managers, err = b.Books.Managers(ctx); err != nil {
		return nil, fmt.Errorf("ask for successors: %w", err)
	}
	return m, nil
}

func leftKind(id string) recap.Kind { return recap.Letter(leftMark + id) }

// Writes reports whether it is one of these letters.
func (m successionMail) Writes(k recap.Kind) bool {
	return strings.HasPrefix(string(k), string(recap.Letter(leftMark)))
}

// Pending lists the letters that no manager has had yet.
func (m successionMail) Pending(now time.Time, known []recap.Post) (posts []recap.Post) {
	day := dayOf(now, m.asked.settings)
	for _, leaver := range m.asked.catalogue.Leavers() {
		for _, manager := range m.managers {
			key := recap.Key{Conversation: manager.ID, Day: day, Kind: leftKind(leaver)}
			if !slices.ContainsFunc(known, func(p recap.Post) bool { return p.Conversation == key.Conversation && p.Kind == key.Kind }) {
				posts = append(posts, recap.Post{Key: key, State: recap.Due, DueAt: now})
			}
		}
	}
	return posts
}

// Next is never: departures become known when they do.
func (m successionMail) Next(time.Time) time.Time { return time.Time{} }

// Write asks one manager.
func (m successionMail) Write(ctx context.Context, p recap.Post, _ time.Time) (recap.Message, error) {
	leaver := strings.TrimPrefix(string(p.Kind), string(recap.Letter(leftMark)))
	brought, followed := m.asked.catalogue.LeftBy(leaver)
	if len(brought)+len(followed) == 0 {
		return recap.Message{}, &recap.Unwanted{Reason: leftSettled}
	}
	a := m.asked
	a.say = a.speakTo(ctx, m.People, p.Conversation)
	name := leaver
	if person, err := m.People.Person(ctx, leaver); err == nil {
		name = person.Name
	}
	return note{reply: a.successionLetter(leaver, name, brought, followed)}.message()
}

// successionRoutes are the parts of that letter.
func (b *Bot) successionRoutes(r routes) {
	r.actions[actionGive] = b.managing(b.pressGive)
	r.actions[actionTakeOver] = b.managing(b.pressTakeOver)
	r.actions[actionNobody] = b.managing(b.pressNobody)
}

// pressGive hands the channels on to whoever was chosen; the block says whose they
// were.
func (b *Bot) pressGive(ctx context.Context, a asked) (reply, error) {
	return b.handOn(ctx, a, strings.TrimPrefix(a.block, leftBlock), a.value)
}

func (b *Bot) pressTakeOver(ctx context.Context, a asked) (reply, error) {
	return b.handOn(ctx, a, a.value, a.person.ID)
}

// pressNobody leaves the channels without an owner, and asks no more.
func (b *Bot) pressNobody(ctx context.Context, a asked) (reply, error) {
	return b.handOn(ctx, a, a.value, "")
}

// handedOn is what became of the channels that somebody left, kept as the
// request's answer.
type handedOn struct {
	To                string
	Brought, Followed []ledger.ChannelID
}

// handOn gives to somebody what somebody else left, and tells them.
func (b *Bot) handOn(ctx context.Context, a asked, leaver, to string) (reply, error) {
	if to != "" {
		if err := b.mayTakeOver(ctx, a, leaver, to); err != nil {
			return reply{}, err
		}
	}
	done, told, err := onceTelling(ctx, b, a, func(ctx context.Context, p Page) (handedOn, error) {
		return a.handOn(ctx, p, leaver, to)
	}, a.handedNotes)
	if err != nil {
		return reply{}, err
	}
	l := letter{say: a.say}
	l.add(a.handedLines(done)...)
	out := a.instead(l.reply())
	out.Told = told
	return out, nil
}

// handedNotes tell whoever has the channels now.
func (a asked) handedNotes(ctx context.Context, p Page, done handedOn) ([]note, error) {
	if done.To == "" || done.To == a.person.ID {
		return nil, nil
	}
	theirs := a
	theirs.say = a.speakTo(ctx, p, done.To)
	l := letter{say: theirs.say}
	l.add(theirs.say.Say("left.told", lang.Args{"name": escape(a.person.Name)}))
	l.add(theirs.handedOver(done)...)
	return []note{{To: done.To, reply: l.reply()}}, nil
}

// mayTakeOver refuses whoever could not record for the channels, or not read what
// waits in them.
func (b *Bot) mayTakeOver(ctx context.Context, a asked, leaver, to string) error {
	person, err := b.person(ctx, to)
	if err != nil {
		return err
	}
	brought, followed := a.catalogue.LeftBy(leaver)
	for _, c := range brought {
		if !person.MayRecordFor(c.ID) {
			return lang.Refuse("left.cannot", lang.Args{"name": person.Name, "channel": c.Name})
		}
	}
	if len(followed) > 0 && !person.MayRecord() {
		return lang.Refuse("left.cannot", lang.Args{"name": person.Name, "channel": followed[0].Name})
	}
	return nil
}

func (a asked) handOn(ctx context.Context, p Page, leaver, to string) (done handedOn, err error) {
	if err := p.HoldPlan(ctx); err != nil {
		return done, err
	}
	catalogue, err := p.Catalogue(ctx)
	if err != nil {
		return done, err
	}
	done.To = to
	brought, followed := catalogue.LeftBy(leaver)
	for _, c := range catalogue.Channels {
		mine, theirs := isAmong(brought, c.ID), isAmong(followed, c.ID)
		if mine {
			c.Owner, c.LeftBy = to, ""
			done.Brought = append(done.Brought, c.ID)
		}
		if theirs {
			c.SalesOwner, c.SalesLeftBy = to, ""
			done.Followed = append(done.Followed, c.ID)
		}
		if !mine && !theirs {
			continue
		}
		if err := p.UpdateChannel(ctx, c, a.by()); err != nil {
			return done, err
		}
	}
	if len(done.Brought)+len(done.Followed) == 0 {
		return done, lang.Refuse("left.settled", nil)
	}
	return done, nil
}

func isAmong(channels []ledger.Channel, id ledger.ChannelID) bool {
	return slices.ContainsFunc(channels, func(c ledger.Channel) bool { return c.ID == id })
}
