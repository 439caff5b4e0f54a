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
	_, told, err := onceTelling(ctx, b, a, func(ctx context.Context, p Page) (phrase.NameSigner, error) {
		return c, p.SetOption(ctx, ledger.SignerOption(c.Side), c.User, a.by())
	}, a.namedNotes)
	if err != nil {
		return reply{}, fmt.Errorf("name who signs for %s: %w", c.Side, err)
	}
	if c.User == "" {
		return textReply(a.say.Say("sign.unnamed", args)), nil
	}
	out := textReply(a.say.Say("sign.named", args))
	out.Told = told
	return out, nil
}

// namedNotes ask whoever was named to sign.
func (a asked) namedNotes(ctx context.Context, p Page, c phrase.NameSigner) ([]note, error) {
	if c.User == "" || c.User == a.person.ID {
		return nil, nil
	}
	shown, err := a.askToSign(ctx, p, p, c.User, a.today.In(), "sign.ask.named")
	return []note{{To: c.User, reply: shown}}, err
}
