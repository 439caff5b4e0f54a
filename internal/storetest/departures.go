package storetest

import (
	"context"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

func departures(t *testing.T, s *store.Store) {
	f, ctx := newFirm(t, s), t.Context()
	other := newFirm(t, s)
	by := sla.Author{At: noon, Reason: "deactivated"}
	marc := ledger.Person{ID: "UMARC", Name: "Marc", Manager: true, RefreshedAt: noon}
	for _, firm := range []*firm{f, other} {
		allWell(t, []error{firm.SavePerson(ctx, marc)})
		firm.write(func(ctx context.Context, tx *store.Tx) error {
			catalogue := must(tx.Catalogue(ctx))(t)
			email, seo := catalogue.Channel(firm.email), catalogue.Channel(firm.seo)
			email.Owner, seo.SalesOwner = "UMARC", "UMARC"
			allWell(t, []error{tx.UpdateChannel(ctx, email, manager), tx.UpdateChannel(ctx, seo, manager)})
			return tx.SetAbsence(ctx, ledger.Absence{Person: "U1", StandIn: "UMARC", Since: noon})
		})
	}
	same(t, "whom something depends on", []string{"U1", "UMARC"}, must(f.RoleHolders(ctx))(t))
	retire := func() (left ledger.Departure) {
		f.write(func(ctx context.Context, tx *store.Tx) (err error) {
			left, err = tx.Retire(ctx, "UMARC", by)
			return err
		})
		return left
	}
	same(t, "what was theirs", ledger.Departure{
		Channels: []ledger.ChannelID{f.email}, Sales: []ledger.ChannelID{f.seo}, StoodIn: []string{"U1"}, Manager: true,
	}, retire())
	same(t, "the second time nothing", true, retire().Empty())
	same(t, "managers who have left", 1, must(f.ManagersLeft(ctx))(t))
	catalogue := must(f.Catalogue(ctx))(t)
	same(t, "who left channels", []string{"UMARC"}, catalogue.Leavers())
	brought, followed := catalogue.LeftBy("UMARC")
	same(t, "and which", []ledger.ChannelID{f.email, f.seo}, []ledger.ChannelID{brought[0].ID, followed[0].ID})
	same(t, "the managers", 0, len(must(f.Managers(ctx))(t)))
	same(t, "another workspace's", []string{"U1", "UMARC"}, must(other.RoleHolders(ctx))(t))
	same(t, "nobody has left it", 0, must(other.ManagersLeft(ctx))(t))
}
