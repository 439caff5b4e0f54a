package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func drafts(t *testing.T, s *store.Store) {
	f := newFirm(t, s)
	stranger := newFirm(t, s)
	webinar := ledger.Draft{Name: "Webinaire 🎤", Persona: f.pme, Day: day(16), Count: 12, Author: "U1", Request: "r1", KeptAt: noon}
	fair := ledger.Draft{Name: "Salon", Persona: f.eti, Day: day(13), Count: 0, Set: true, Author: "U2", Request: "r2", KeptAt: noon.Add(time.Hour)}
	f.write(func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(tx.KeepDraft(ctx, webinar), tx.KeepDraft(ctx, fair))
	})
	wantDrafts(t, f, "kept, oldest first", webinar, fair)
	wantDrafts(t, stranger, "of another workspace")
	first := must(f.Drafts(t.Context()))(t)[0]
	same(t, "a draft is no entry", 0, len(must(f.RecentEntries(t.Context(), 0, 10))(t)))

	settle := func(f *firm, id int64) error {
		return f.try(func(ctx context.Context, tx *store.Tx) error {
			return tx.SettleDraft(ctx, id, ledger.DraftAccepted, "U0MANAGER", noon)
		})
	}
	if err := settle(stranger, first.ID); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("another workspace settles a draft: %v; want ErrNotFound", err)
	}
	ended := together(4, func(int) error { return settle(f, first.ID) })
	settled := 0
	for _, err := range ended {
		switch {
		case err == nil:
			settled++
		case !errors.Is(err, ledger.ErrNotFound):
			t.Errorf("settling a draft together: %v", err)
		}
	}
	same(t, "how often a draft is settled", 1, settled)
	wantDrafts(t, f, "one settled", fair)
	for name, bad := range map[string]ledger.Draft{
		"without a name":                  {Persona: f.pme, Day: day(16), Author: "U1", KeptAt: noon},
		"of fewer than no lead":           {Name: "Salon", Persona: f.pme, Day: day(16), Count: -1, Author: "U1", KeptAt: noon},
		"for another workspace's persona": {Name: "Salon", Persona: stranger.pme, Day: day(16), Author: "U1", KeptAt: noon},
	} {
		if f.try(func(ctx context.Context, tx *store.Tx) error { return tx.KeepDraft(ctx, bad) }) == nil {
			t.Errorf("a draft %s was kept", name)
		}
	}
}

func wantDrafts(t *testing.T, f *firm, what string, want ...ledger.Draft) {
	t.Helper()
	got := must(f.Drafts(t.Context()))(t)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(ledger.Draft{}, "ID")); diff != "" {
		t.Errorf("drafts, %s (-want +got):\n%s", what, diff)
	}
}
