package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

func signatures(t *testing.T, s *store.Store) {
	f, ctx, stranger := newFirm(t, s), t.Context(), newFirm(t, s)
	one := sla.Signature{
		Month: month(time.November), Side: ledger.Marketing, Person: "U1",
		At: noon.Add(123456 * time.Microsecond), Terms: sla.Terms{Plan: "abc", Definitions: "def"},
	}
	two := one
	two.Side, two.Person, two.At = ledger.Sales, "U2", noon
	again := one
	again.Plan, again.At = "xyz", noon.Add(time.Hour)
	december := one
	december.Month = month(time.December)
	for _, signature := range []sla.Signature{one, two, december, again} {
		f.write(func(ctx context.Context, tx *store.Tx) error { return tx.Sign(ctx, signature) })
	}
	same(t, "November's, the oldest first", []sla.Signature{one, two, again}, must(f.Signatures(ctx, month(time.November)))(t))
	same(t, "October's", 0, len(must(f.Signatures(ctx, month(time.October)))(t)))
	same(t, "another workspace's", 0, len(must(stranger.Signatures(ctx, month(time.November)))(t)))
	same(t, "the log", ledger.AuditLine{
		At: again.At, Author: "U1", What: "signature 2026-11 marketing", New: "xyz",
	}, must(f.Audit(ctx, 1))(t)[0])

	nobody, neither := one, one
	nobody.Person, neither.Side = "", "management"
	for what, bad := range map[string]sla.Signature{"nobody": nobody, "neither side": neither} {
		if err := f.try(func(ctx context.Context, tx *store.Tx) error { return tx.Sign(ctx, bad) }); err == nil {
			t.Errorf("%s signed", what)
		}
	}
	held(t, f)
}

// held has writers of one plan each add a lead to what they read of it: nobody
// reads what another is about to change.
func held(t *testing.T, f *firm) {
	s := ledger.Segment{Channel: f.email, Persona: f.pme}
	allWell(t, together(10, func(int) error {
		return f.try(func(ctx context.Context, tx *store.Tx) error {
			if err := tx.HoldPlan(ctx); err != nil {
				return err
			}
			plan, err := tx.Plan(ctx, month(time.November))
			if err != nil {
				return err
			}
			return tx.SetGoal(ctx, month(time.November), s, plan.Goals[s]+1, manager)
		})
	}))
	same(t, "ten writers", int64(10), must(f.Plan(t.Context(), month(time.November)))(t).Goals[s])
}
