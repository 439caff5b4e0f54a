package bot

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/phrase"
)

// commandRoutes are the slash commands.
func (b *Bot) commandRoutes(r routes) {
	r.commands["/leads"] = b.reading(phrase.Leads)
	r.commands["/sla"] = b.reading(phrase.SLA)
	r.commands["/recap"] = b.reading(phrase.Recap)
	r.commands["/sales"] = b.reading(phrase.OfSales)
	r.commands["/ventes"] = b.reading(phrase.OfSales)
}

// reading answers text in the grammar of one command.
func (b *Bot) reading(read func(string, phrase.Context) (phrase.Command, error)) handler {
	return func(ctx context.Context, a asked) (reply, error) {
		cmd, err := read(a.text, a.phrases())
		if err != nil {
			return reply{}, err
		}
		return b.obey(ctx, a, cmd)
	}
}

// phrases is what the reader of a phrase must know.
func (a asked) phrases() phrase.Context {
	return phrase.Context{
		Catalogue: a.catalogue, DefaultPersona: a.settings.DefaultPersona,
		Today: a.today, RecapAt: a.settings.RecapAt, Language: a.say.Language,
	}
}

// obey answers a command, whether it was typed after a slash, in a message or
// stands behind a button.
func (b *Bot) obey(ctx context.Context, a asked, cmd phrase.Command) (reply, error) {
	if a.guest() {
		return b.obeyGuest(ctx, a, cmd)
	}
	switch c := cmd.(type) {
	case phrase.Record:
		return b.record(ctx, a, c)
	case phrase.Form:
		return b.openForm(ctx, a)
	case phrase.Undo:
		return b.undo(ctx, a, "")
	case phrase.Log:
		return b.log(ctx, a, c)
	case phrase.SalesForm:
		return b.openSalesForm(ctx, a)
	case phrase.Away:
		return b.away(ctx, a, c)
	case phrase.Back:
		return b.back(ctx, a)
	case phrase.Mute:
		return b.typedMute(ctx, a, c)
	case phrase.Help:
		return b.help(ctx, a)
	case phrase.Code:
		return b.useCode(ctx, a, c)
	case phrase.Unknown:
		return b.unknown(a, c), nil
	case phrase.RecapPreview, phrase.RecapNow, phrase.RecapLog, phrase.RecapPause, phrase.RecapAt, phrase.RecapIn:
		return b.recap(ctx, a, cmd)
	case nil:
		return reply{}, fmt.Errorf("read %q: no command", a.text)
	}
	return b.sla(ctx, a, cmd)
}
