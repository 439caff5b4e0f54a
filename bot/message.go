package bot

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/phrase"
)

// messageRoutes are the buttons under an answer to something not understood.
func (b *Bot) messageRoutes(r routes) { r.actions[actionAsk] = b.pressAsk }

// actionAsk asks something in the place of what was not understood.
const actionAsk = "message_ask"

// message answers a direct message or a mention. What is dropped with a direct
// message is what it is about.
func (b *Bot) message(ctx context.Context, a asked) (reply, error) {
	if len(a.files) > 0 && !a.public && !a.guest() {
		return b.dropped(ctx, a)
	}
	return b.reading(phrase.Message)(ctx, a)
}

// pressAsk answers a question proposed. What would write is never done for a
// button that only proposed it.
func (b *Bot) pressAsk(ctx context.Context, a asked) (reply, error) {
	cmd, err := phrase.Message(a.value, a.phrases())
	if err != nil {
		return reply{}, err
	}
	if !reads(cmd) {
		return reply{}, lang.Refuse("message.type_it", lang.Args{"text": a.value})
	}
	if a.public = a.exposed; a.public {
		a.say = lang.Speak(lang.Language(a.settings.Language))
	}
	out, err := b.obey(ctx, a, cmd)
	out = out.heard(a)
	out.Replace = out.View == nil && out.Public == a.exposed
	return out, err
}

// reads reports whether a command changes nothing, whoever asks.
func reads(cmd phrase.Command) bool {
	switch cmd.(type) {
	case phrase.Status, phrase.Why, phrase.Log, phrase.Help, phrase.Form,
		phrase.ShowPlan, phrase.ShowRates, phrase.ProposePlan, phrase.Simulate, phrase.ShowSigning,
		phrase.ShowSettings, phrase.RecapPreview, phrase.RecapLog:
		return true
	}
	return false
}

// unknown proposes the nearest things that work: with a button where that only
// answers, to be typed where it would write.
func (b *Bot) unknown(a asked, c phrase.Unknown) reply {
	l := letter{say: a.say}
	lines := []string{a.say.Say("message.unknown", lang.Args{"typed": escape(clip(c.Typed, quotedRunes))})}
	var ask []phrase.Choice
	for _, choice := range c.Nearest {
		lines = append(lines, a.say.Say("message.proposal", lang.Args{"text": escape(choice.Text)}))
		cmd, err := phrase.Message(choice.Text, a.phrases())
		if err == nil && reads(cmd) {
			ask = append(ask, choice)
		}
	}
	l.add(lines...)
	l.buttonRows(proposals(ask)...)
	return l.reply()
}

func proposals(ask []phrase.Choice) []slack.BlockElement {
	var buttons []slack.BlockElement
	for i, choice := range ask {
		buttons = append(buttons, button(numbered(actionAsk, i), choice.Label, choice.Text))
	}
	return buttons
}
