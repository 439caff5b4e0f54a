package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
	"github.com/treve-bot/treve/internal/store"
)

func plan(t *testing.T, s *store.Store) {
	f, ctx := newFirm(t, s), t.Context()
	stranger := newFirm(t, s)
	emailPME, seoETI := ledger.Segment{Channel: f.email, Persona: f.pme}, ledger.Segment{Channel: f.seo, Persona: f.eti}
	rate, better := decimal.RequireFromString("0.035"), decimal.RequireFromString("0.0400")
	later := sla.Author{ID: "U2", Reason: "trade show", At: noon.Add(time.Hour)}
	show := sla.Span{First: day(24), Last: day(27)}

	wantPlan(t, f, "before there is any", sla.Plan{Month: month(time.May)})
	f.write(func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.SetGoal(ctx, month(time.May), emailPME, 120, manager),
			tx.SetGoal(ctx, month(time.May), seoETI, 40, manager),
			tx.SetRate(ctx, month(time.May), emailPME, rate, "declared", manager),
			tx.SetSale(ctx, month(time.May), f.pme, 21_000, manager),
			tx.SetTarget(ctx, month(time.May), 5_000_000, manager))
	})
	f.write(func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.SetGoal(ctx, month(time.November), emailPME, 150, later),
			tx.SetRate(ctx, month(time.November), emailPME, better, "estimated", later),
			tx.SetSpan(ctx, month(time.November), f.seo, show, later),
			tx.SetGoal(ctx, month(time.November), emailPME, 150, manager), // says nothing new
			tx.SetGoal(ctx, month(time.December), seoETI, 0, later))
	})

	may := sla.Plan{
		Month: month(time.May), From: month(time.May),
		Goals:  map[ledger.Segment]int64{emailPME: 120, seoETI: 40},
		Rates:  map[ledger.Segment]sla.Rate{emailPME: {Value: rate, Source: "declared"}},
		Sales:  map[ledger.PersonaID]int64{f.pme: 21_000},
		Target: decimal.NewNullDecimal(decimal.New(50_000, 0)),
	}
	wantPlan(t, f, "as first made", may)
	carried := may
	carried.Month = month(time.October)
	wantPlan(t, f, "carried over", carried)

	november := may
	november.Month, november.From = month(time.November), month(time.November)
	november.Goals = map[ledger.Segment]int64{emailPME: 150, seoETI: 40}
	november.Rates = map[ledger.Segment]sla.Rate{emailPME: {Value: better, Source: "estimated"}}
	november.Spans = map[ledger.ChannelID]sla.Span{f.seo: show}
	wantPlan(t, f, "with one goal of its own, the others carried over", november)

	december := november
	december.Month, december.From, december.Spans = month(time.December), month(time.December), nil
	december.Goals = map[ledger.Segment]int64{emailPME: 150}
	wantPlan(t, f, "with a goal given up, a span left behind", december)

	sign := func(what string, s ledger.Segment, before, after string) sla.Change {
		return sla.Change{What: what, Segment: s, Old: before, New: after, Author: "U2", Reason: "trade show", At: later.At}
	}
	same(t, "November's changes", []sla.Change{
		sign(sla.GoalChanged, emailPME, "120", "150"),
		sign(sla.RateChanged, emailPME, "0.035", "0.04"),
		sign(sla.SpanChanged, ledger.Segment{Channel: f.seo}, "", "2026-11-24/2026-11-27"),
	}, sortChanges(must(f.Plan(ctx, month(time.November)))(t).Changes))
	same(t, "the first month kept", month(time.November), must(f.FirstKept(ctx, time.UTC))(t))
	same(t, "the log", ledger.AuditLine{
		At: later.At, Author: "U2", What: "goal 2026-12 Référencement ETI",
		Old: "40", New: "0", Reason: "trade show",
	}, must(f.Audit(ctx, 1))(t)[0])

	same(t, "another workspace's plan", 0, len(must(stranger.Plan(ctx, month(time.May)))(t).Goals))
	if err := stranger.try(func(ctx context.Context, tx *store.Tx) error {
		return tx.SetGoal(ctx, month(time.May), emailPME, 1, manager)
	}); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("a goal for another workspace's channel: %v; want ErrNotFound", err)
	}
	firstKept(t, stranger)
	changedTwice(t, f, seoETI)
	madeAfterwards(t, f, seoETI)
}

// firstKept checks that books are kept from the first month promised, or from
// when the first promise was recorded where that was later.
func firstKept(t *testing.T, f *firm) {
	segment := ledger.Segment{Channel: f.email, Persona: f.pme}
	promise := func(m time.Month, leads int64, at time.Time) {
		f.write(func(ctx context.Context, tx *store.Tx) error {
			return tx.SetGoal(ctx, month(m), segment, leads, sla.Author{ID: "U1", At: at})
		})
	}
	kept := func(zone *time.Location) calendar.Month { return must(f.FirstKept(t.Context(), zone))(t) }
	midnight := time.Date(2026, time.October, 31, 23, 30, 0, 0, time.UTC)
	promise(time.March, 0, noon)
	same(t, "promised nothing", calendar.Month{}, kept(time.UTC))
	promise(time.December, 10, noon)
	same(t, "promised ahead", month(time.December), kept(time.UTC))
	promise(time.May, 10, midnight)
	same(t, "promised afterwards", month(time.October), kept(time.UTC))
	same(t, "where it is past midnight", month(time.November), kept(time.FixedZone("Paris", 3600)))
	promise(time.January, 10, noon)
	same(t, "promised once more", month(time.October), kept(time.UTC))
}

// madeAfterwards checks that a plan made for a month gone by leaves the later
// ones as they are.
func madeAfterwards(t *testing.T, f *firm, s ledger.Segment) {
	f.write(func(ctx context.Context, tx *store.Tx) error {
		return tx.SetGoal(ctx, month(time.June), s, 44, manager)
	})
	for at, want := range map[calendar.Month]int64{
		month(time.May): 40, month(time.June): 44, month(time.October): 44, month(time.November): 70,
		month(time.December).Add(1): 0,
	} {
		same(t, at.String(), want, must(f.Plan(t.Context(), at))(t).Goals[s])
	}
}

// changedTwice checks that a month's changes follow one another, and that a
// span is taken away by saying so.
func changedTwice(t *testing.T, f *firm, s ledger.Segment) {
	f.write(func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.SetGoal(ctx, month(time.November), s, 60, manager),
			tx.SetGoal(ctx, month(time.November), s, 70, manager),
			tx.SetSpan(ctx, month(time.November), f.seo, sla.Span{}, manager))
	})
	got := must(f.Plan(t.Context(), month(time.November)))(t)
	same(t, "the goal in force", int64(70), got.Goals[s])
	same(t, "no span", 0, len(got.Spans))
	var steps []string
	for _, c := range got.Changes {
		if c.What == sla.GoalChanged && c.Segment == s {
			steps = append(steps, c.Old+" to "+c.New)
		}
	}
	same(t, "step by step", []string{"40 to 60", "60 to 70"}, steps)
}

// sortChanges puts changes made at the same instant by what they changed.
func sortChanges(changes []sla.Change) []sla.Change {
	sorted := []sla.Change{}
	for _, what := range []string{sla.GoalChanged, sla.RateChanged, sla.SpanChanged} {
		for _, c := range changes {
			if c.What == what {
				sorted = append(sorted, c)
			}
		}
	}
	return sorted
}

// wantPlan compares all of a plan but its changes.
func wantPlan(t *testing.T, f *firm, what string, want sla.Plan) {
	t.Helper()
	got := must(f.Plan(t.Context(), want.Month))(t)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(sla.Plan{}, "Changes")); diff != "" {
		t.Errorf("the plan of %s, %s (-want +got):\n%s", want.Month, what, diff)
	}
}
