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
	raisedByEach(t, f, ledger.Segment{Channel: f.email, Persona: f.pme}, 10)
}

// raisedByEach has writers of one plan each add a lead to what they read of a
// segment without a goal: nobody reads what another is about to change.
func raisedByEach(t *testing.T, f *firm, segment ledger.Segment, writers int) {
	allWell(t, together(writers, func(int) error {
		return f.try(func(ctx context.Context, tx *store.Tx) error {
			if err := tx.HoldPlan(ctx); err != nil {
				return err
			}
			plan, err := tx.Plan(ctx, month(time.November))
			if err != nil {
				return err
			}
			return tx.SetGoal(ctx, month(time.November), segment, plan.Goals[segment]+1, manager)
		})
	}))
	same(t, "the goal raised by each", int64(writers), must(f.Plan(t.Context(), month(time.November)))(t).Goals[segment])
}
