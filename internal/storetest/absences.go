package storetest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
)

func absences(t *testing.T, s *store.Store) {
	f := newFirm(t, s)
	stranger := newFirm(t, s)
	away := ledger.Absence{Person: "U1", StandIn: "U2", Until: day(20), Since: noon}
	open := ledger.Absence{Person: "U3", StandIn: "U2", Since: noon}
	set := func(a ledger.Absence) error {
		return f.try(func(ctx context.Context, tx *store.Tx) error { return tx.SetAbsence(ctx, a) })
	}
	allWell(t, []error{set(open), set(away)})
	wantAbsences(t, f, "noted, by person", away, open)
	wantAbsences(t, stranger, "of another workspace")
	away.StandIn = "U4"
	allWell(t, []error{set(away)})
	wantAbsences(t, f, "somebody else named", away, open)
	end := func(f *firm) {
		f.write(func(ctx context.Context, tx *store.Tx) error { return tx.EndAbsence(ctx, "U3") })
	}
	end(stranger)
	wantAbsences(t, f, "not ended by another workspace", away, open)
	end(f)
	end(f)
	wantAbsences(t, f, "one is back", away)
	for name, bad := range map[string]ledger.Absence{
		"standing in for oneself": {Person: "U1", StandIn: "U1", Since: noon},
		"without a stand-in":      {Person: "U5", Since: noon},
		"of nobody":               {StandIn: "U1", Since: noon},
	} {
		if set(bad) == nil {
			t.Errorf("an absence %s was noted", name)
		}
	}
}

func wantAbsences(t *testing.T, f *firm, what string, want ...ledger.Absence) {
	t.Helper()
	got := must(f.Absences(t.Context()))(t)
	if diff := cmp.Diff(ledger.Absences(want), got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("absences, %s (-want +got):\n%s", what, diff)
	}
}
