package bot

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// nameSigner notes who signs for a side, and asks them to.
func (b *Bot) nameSigner(ctx context.Context, a asked, c phrase.NameSigner) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	args := lang.Args{"side": sideWord(c.Side), "person": "<@" + c.User + ">"}
	if c.User != "" {
		named, err := b.person(ctx, c.User)
		if err != nil {
			return reply{}, err
		}
		if !named.MayRecord() {
			return reply{}, lang.Refuse("sign.guest", lang.Args{"name": named.Name})
		}
	}
	_, replayed, err := once(ctx, b, a, func(ctx context.Context, p Page) (phrase.NameSigner, error) {
		return c, p.SetOption(ctx, ledger.SignerOption(c.Side), c.User, a.by())
	})
	if err != nil {
		return reply{}, fmt.Errorf("name who signs for %s: %w", c.Side, err)
	}
	if c.User == "" {
		return textReply(a.say.Say("sign.unnamed", args)), nil
	}
	out := textReply(a.say.Say("sign.named", args))
	if !replayed && c.User != a.person.ID {
		out.Notes = b.askToSign(ctx, a, c.User, a.today.In(), "sign.ask.named")
	}
	return out, nil
}
