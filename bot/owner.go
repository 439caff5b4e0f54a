package bot

import (
	"cmp"
	"context"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// mayOwn refuses whoever could not record for a channel, or not read what waits in
// it, as its owner, and says what to do instead. added is the name of a channel
// that is yet to be added; "" for one that is there.
func (b *Bot) mayOwn(ctx context.Context, a asked, c phrase.SetOwner, added string) error {
	channel := a.catalogue.Channel(c.Channel)
	if c.User == "" || c.User == ownerOf(channel, c.Sales) {
		return nil
	}
	person, err := b.person(ctx, c.User)
	switch {
	case err != nil:
		return err
	case person.MayRecord(), !c.Sales && person.MayRecordFor(c.Channel):
		return nil
	}
	name := cmp.Or(added, channel.Name)
	id := lang.ID("owner.not_member")
	switch {
	case c.Sales:
		id = "owner.sales"
	case person.Stranger || person.Deactivated:
	case added != "":
		id = "owner.guest.new"
	default:
		id = "owner.guest"
	}
	return lang.Refuse(id, lang.Args{"name": person.Name, "channel": name, "sample": strings.ToLower(name)})
}

func ownerOf(c ledger.Channel, sales bool) string {
	if sales {
		return c.SalesOwner
	}
	return c.Owner
}

// mayOwnAll refuses a form that names somebody who may not be an owner.
func (b *Bot) mayOwnAll(ctx context.Context, a asked, p planForm) error {
	if p.Kind != cardForm {
		return nil
	}
	added := ""
	if p.adds() {
		added = p.Typed["name"]
	}
	of := ledger.ChannelID(p.ID)
	for _, c := range []phrase.SetOwner{
		{Channel: of, User: p.Typed["owner"]}, {Channel: of, User: p.Typed["sales_owner"], Sales: true},
	} {
		if err := b.mayOwn(ctx, a, c, added); err != nil {
			return err
		}
	}
	return nil
}
