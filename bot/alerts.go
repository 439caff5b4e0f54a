package bot

import (
	"context"
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// The buttons under an alert, and under the answer to the first.
const (
	actionMute   = "alert_mute"
	actionUnmute = "alert_unmute"
)

func (b *Bot) alertRoutes(r routes) {
	r.actions[actionMute] = b.muting(true)
	r.actions[actionUnmute] = b.muting(false)
}

// MuteWriter notes who wants no alerts about a channel, 0 for the total.
type MuteWriter interface {
	SetMute(ctx context.Context, m ledger.Mute, on bool) error
}

// muting answers the buttons that end the asker's own alerts about a channel, or
// begin them again.
func (b *Bot) muting(on bool) handler {
	return func(ctx context.Context, a asked) (reply, error) {
		id, err := strconv.ParseInt(a.value, 10, 64)
		if err != nil {
			return reply{}, fmt.Errorf("read which alerts a button is about: %w", err)
		}
		return b.mute(ctx, a, ledger.ChannelID(id), on)
	}
}

// typedMute does the same for what was typed, or lists what is muted.
func (b *Bot) typedMute(ctx context.Context, a asked, c phrase.Mute) (reply, error) {
	if !c.List {
		return b.mute(ctx, a, c.Channel, !c.On)
	}
	muted, err := b.mutedBy(ctx, a)
	if err != nil {
		return reply{}, err
	}
	l := letter{say: a.say}
	if len(muted) == 0 {
		l.add(a.say.Say("alerts.none_muted", nil))
	}
	a.mutedLines(&l, muted)
	out := l.reply()
	out.Private = true
	return out, nil
}

func (b *Bot) mute(ctx context.Context, a asked, id ledger.ChannelID, on bool) (reply, error) {
	mute := ledger.Mute{Person: a.person.ID, Channel: id}
	name := a.mutedName(id)
	if name == "" {
		return reply{}, lang.Refuse("nudges.not_today", nil)
	}
	_, _, err := once(ctx, b, a, func(ctx context.Context, p Page) (ledger.Mute, error) { return mute, p.SetMute(ctx, mute, on) })
	if err != nil {
		return reply{}, err
	}
	l := letter{say: a.say}
	if on {
		l.add(a.say.Say("alerts.muted", lang.Args{"name": name}))
		l.buttons(button(actionUnmute, a.say.Say("alerts.button.unmute", nil), strconv.FormatInt(int64(id), 10)))
	} else {
		l.add(a.say.Say("alerts.unmuted", lang.Args{"name": name}))
		l.buttons(muteButton(a.say, id))
	}
	out := l.reply()
	out.Private = a.public
	return out, nil
}

// mutedName is what alerts are about, "" for a channel there is not.
func (a asked) mutedName(id ledger.ChannelID) string {
	if id == 0 {
		return a.say.Say("alerts.the_total", nil)
	}
	return escape(a.catalogue.Channel(id).Name)
}

// mutedBy lists what the asker wants no alerts about.
func (b *Bot) mutedBy(ctx context.Context, a asked) (muted []ledger.ChannelID, err error) {
	all, err := b.Books.Mutes(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		if m.Person == a.person.ID && a.mutedName(m.Channel) != "" {
			muted = append(muted, m.Channel)
		}
	}
	return muted, nil
}

// mutedLines shows them, each with the way back.
func (a asked) mutedLines(l *letter, muted []ledger.ChannelID) {
	for i, id := range muted {
		text := a.say.Say("alerts.is_muted", lang.Args{"name": a.mutedName(id)})
		line := section(text)
		line.Accessory = slack.NewAccessory(button(numbered(actionUnmute, i), a.say.Say("alerts.button.unmute", nil), strconv.FormatInt(int64(id), 10)))
		l.lines, l.blocks = append(l.lines, text), append(l.blocks, line)
	}
}
