package storetest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func mutes(t *testing.T, s *store.Store) {
	f := newFirm(t, s)
	stranger := newFirm(t, s)
	set := func(f *firm, m ledger.Mute, on bool) {
		f.write(func(ctx context.Context, tx *store.Tx) error { return tx.SetMute(ctx, m, on) })
	}
	total, email := ledger.Mute{Person: "U1"}, ledger.Mute{Person: "U1", Channel: 7}
	set(f, email, true)
	set(f, total, true)
	set(f, total, true)
	set(stranger, email, false)
	want := func(what string, want ...ledger.Mute) {
		t.Helper()
		if diff := cmp.Diff(want, must(f.Mutes(t.Context()))(t), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("mutes, %s (-want +got):\n%s", what, diff)
		}
	}
	want("two, noted once", total, email)
	set(f, total, false)
	want("one taken back", email)
	same(t, "mutes of another workspace", 0, len(must(stranger.Mutes(t.Context()))(t)))
}
