package bot

import (
	"context"
	"fmt"
	"strconv"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
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
		mute := ledger.Mute{Person: a.person.ID, Channel: ledger.ChannelID(id)}
		name := a.say.Say("alerts.the_total", nil)
		if id != 0 {
			c := a.catalogue.Channel(mute.Channel)
			if c.ID == 0 {
				return reply{}, lang.Refuse("nudges.not_today", nil)
			}
			name = escape(c.Name)
		}
		_, _, err = once(ctx, b, a, func(ctx context.Context, p Page) (ledger.Mute, error) { return mute, p.SetMute(ctx, mute, on) })
		if err != nil {
			return reply{}, err
		}
		l := letter{say: a.say}
		if on {
			l.add(a.say.Say("alerts.muted", lang.Args{"name": name}))
			l.buttons(button(actionUnmute, a.say.Say("alerts.button.unmute", nil), a.value))
		} else {
			l.add(a.say.Say("alerts.unmuted", lang.Args{"name": name}))
			l.buttons(muteButton(a.say, mute.Channel))
		}
		return l.reply(), nil
	}
}
