package storetest

import (
	"context"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

func guests(t *testing.T, s *store.Store) {
	f, ctx := newFirm(t, s), t.Context()
	other := newFirm(t, s)
	by := sla.Author{ID: "UBOSS", At: noon}
	set := func(person string, channels ...ledger.ChannelID) {
		t.Helper()
		f.write(func(ctx context.Context, tx *store.Tx) error { return tx.SetGuest(ctx, person, channels, by) })
	}
	agency := ledger.Person{ID: "UAGENCY", Name: "Pixel", Guest: true, RefreshedAt: noon}
	allWell(t, []error{f.SavePerson(ctx, agency), f.SavePerson(ctx, ledger.Person{ID: "U1", RefreshedAt: noon})})
	set("UAGENCY", f.email, f.seo)
	set("U1", f.email)
	agency.For = []ledger.ChannelID{f.email, f.seo}
	same(t, "a guest who was let in", agency, must(f.Person(ctx, "UAGENCY"))(t))
	same(t, "a member records for everything", 0, len(must(f.Person(ctx, "U1"))(t).For))
	var listed []string
	for _, g := range must(f.Guests(ctx))(t) {
		listed = append(listed, g.ID)
	}
	same(t, "the guests by id", []string{"U1", "UAGENCY"}, listed)
	same(t, "the guests of another workspace", 0, len(must(other.Guests(ctx))(t)))
	set("UAGENCY", f.email)
	set("U1")
	same(t, "one let out", 1, len(must(f.Guests(ctx))(t)))
	log := must(f.Audit(ctx, 2))(t)
	same(t, "the log of it", []string{"guest U1", "guest UAGENCY"}, []string{log[0].What, log[1].What})

	entry := func(author, request string, n int64) {
		t.Helper()
		e := typed(f.cell(16), n)
		e.Author, e.Request = author, request
		f.append(e)
	}
	entry("UAGENCY", "g1", 5)
	entry("UAGENCY", "g2", 7)
	entry("U1", "g3", 11)
	november := month(11)
	same(t, "what a guest recorded", int64(12), must(f.LeadsBy(ctx, "UAGENCY", 0, november))(t))
	same(t, "of one channel", int64(12), must(f.LeadsBy(ctx, "UAGENCY", f.email, november))(t))
	same(t, "of another", int64(0), must(f.LeadsBy(ctx, "UAGENCY", f.seo, november))(t))
	same(t, "of another month", int64(0), must(f.LeadsBy(ctx, "UAGENCY", 0, month(10)))(t))
	same(t, "their entries, newest first", int64(7), must(f.EntriesBy(ctx, "UAGENCY", 10))(t)[0].Count)
}
