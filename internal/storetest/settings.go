package storetest

import (
	"context"
	"strconv"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func settings(t *testing.T, s *store.Store) {
	f := newFirm(t, s)
	same(t, "to begin with", ledger.DefaultSettings(), must(f.Settings(t.Context()))(t))
	for _, days := range []string{"4", "5"} {
		f.write(func(ctx context.Context, tx *store.Tx) error {
			return tx.SetOption(ctx, "closes_after", days, manager)
		})
	}
	f.write(func(ctx context.Context, tx *store.Tx) error { // changes nothing, and is not logged
		return tx.SetOption(ctx, "closes_after", "5", manager)
	})
	same(t, "closes_after", 5, must(f.Settings(t.Context()))(t).ClosesAfter)
	same(t, "the log", ledger.AuditLine{
		At: noon, Author: "U0MANAGER", What: "setting closes_after", Old: "4", New: "5",
		Reason: "agreed on Monday",
	}, must(f.Audit(t.Context(), 1))(t)[0])

	refuse := func(key, value string) {
		err := f.try(func(ctx context.Context, tx *store.Tx) error { return tx.SetOption(ctx, key, value, manager) })
		if !isProblem(err) {
			t.Errorf("set %s to %s = %v; want a Problem", key, value, err)
		}
	}
	refuse("language", "de")
	refuse("colour", "blue")
	refuse("default_persona", strconv.FormatInt(int64(newFirm(t, s).pme), 10)) // of another workspace

	schedule(t, f)
	settingsTogether(t, f)
}

// schedule checks that a change of the recap's schedule says since when it holds.
func schedule(t *testing.T, f *firm) {
	if since := must(f.Settings(t.Context()))(t).RecapSince; !since.IsZero() {
		t.Errorf("a schedule nobody has set holds since %s", since)
	}
	f.write(func(ctx context.Context, tx *store.Tx) error {
		return tx.SetOption(ctx, "recap_in", `[{"ID":"C1","Name":"marketing","SetBy":"U1"}]`, manager)
	})
	got := must(f.Settings(t.Context()))(t)
	same(t, "recap_in", []ledger.Conversation{{ID: "C1", Name: "marketing", SetBy: "U1"}}, got.RecapIn)
	same(t, "recap_since", noon, got.RecapSince)
}

// settingsTogether has managers change different settings at once.
func settingsTogether(t *testing.T, f *firm) {
	changes := [][2]string{
		{"language", "en"},
		{"alsace", "true"},
		{"hide_euros", "true"},
		{"day_begins_at", "08:30"},
		{"day_ends_at", "17:30"},
		{"currency", "CHF"},
		{"held_share", "90"},
		{"default_persona", strconv.FormatInt(int64(f.pme), 10)},
	}
	allWell(t, together(len(changes), func(i int) error {
		return f.try(func(ctx context.Context, tx *store.Tx) error {
			return tx.SetOption(ctx, changes[i][0], changes[i][1], manager)
		})
	}))
	got := must(f.Settings(t.Context()))(t)
	for _, c := range changes {
		same(t, c[0], c[1], got.Option(c[0]))
	}
}
