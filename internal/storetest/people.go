package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func people(t *testing.T, s *store.Store) {
	f, ctx := newFirm(t, s), t.Context()
	if _, err := f.Person(ctx, "U1"); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("somebody never seen: %v; want ErrNotFound", err)
	}
	zoe := ledger.Person{
		ID: "U1", Name: "Zoé 🦊 O'Hara", Locale: "fr-FR", Admin: true, Manager: true, Guest: true,
		Stranger: true, Deactivated: true, RefreshedAt: noon.Add(123456 * time.Microsecond),
	}
	save := func(p ledger.Person) {
		t.Helper()
		if err := f.SavePerson(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	save(zoe)
	same(t, "a person stored and read", zoe, must(f.Person(ctx, "U1"))(t))

	zoe.Name, zoe.Manager, zoe.Guest, zoe.Stranger, zoe.Deactivated = "Zoé", false, false, false, false
	save(zoe)
	zoe.Manager = true
	same(t, "looked up again, still the manager she was named", zoe, must(f.Person(ctx, "U1"))(t))

	for _, id := range []string{"b", "B", "a", "a_b", "é", "ab"} {
		save(ledger.Person{ID: id, Manager: true, RefreshedAt: noon})
	}
	save(ledger.Person{ID: "U3", RefreshedAt: noon})
	save(ledger.Person{ID: "U4", Admin: true, Deactivated: true, RefreshedAt: noon})
	var ids []string
	for _, p := range must(f.Managers(ctx))(t) {
		ids = append(ids, p.ID)
	}
	same(t, "managers in the order of their bytes", []string{"B", "U1", "a", "a_b", "ab", "b", "é"}, ids)
	same(t, "another workspace's managers", 0, len(must(newFirm(t, s).Managers(ctx))(t)))
}
