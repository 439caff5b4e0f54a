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

// agreed is a firm with a plan from May on, amended for November and December.
type agreed struct {
	*firm

	emailPME, seoETI ledger.Segment
	rate, better     decimal.Decimal
	show             sla.Span
	later            sla.Author // of the amendments
}

func newAgreed(f *firm) agreed {
	return agreed{
		firm:     f,
		emailPME: ledger.Segment{Channel: f.email, Persona: f.pme}, seoETI: ledger.Segment{Channel: f.seo, Persona: f.eti},
		rate: decimal.RequireFromString("0.035"), better: decimal.RequireFromString("0.0400"),
		show:  sla.Span{First: day(24), Last: day(27)},
		later: sla.Author{ID: "U2", Reason: "trade show", At: noon.Add(time.Hour)},
	}
}

func plan(t *testing.T, s *store.Store) {
	p, stranger := newAgreed(newFirm(t, s)), newFirm(t, s)
	wantPlan(t, p.firm, "before there is any", sla.Plan{Month: month(time.May)})
	p.make()
	p.wantMonths(t)
	p.wantChanges(t)
	strangers(t, p, stranger)
	firstKept(t, stranger)
	changedTwice(t, p.firm, p.seoETI)
	madeAfterwards(t, p.firm, p.seoETI)
}

func (p agreed) make() {
	may, november, december := month(time.May), month(time.November), month(time.December)
	p.write(func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.SetGoal(ctx, may, p.emailPME, 120, manager),
			tx.SetGoal(ctx, may, p.seoETI, 40, manager),
			tx.SetRate(ctx, may, p.emailPME, p.rate, "declared", manager),
			tx.SetSale(ctx, may, p.pme, 21_000, manager),
			tx.SetTarget(ctx, may, 5_000_000, manager))
	})
	p.write(func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.SetGoal(ctx, november, p.emailPME, 150, p.later),
			tx.SetRate(ctx, november, p.emailPME, p.better, "estimated", p.later),
			tx.SetSpan(ctx, november, p.seo, p.show, p.later),
			tx.SetGoal(ctx, november, p.emailPME, 150, manager), // says nothing new
			tx.SetGoal(ctx, december, p.seoETI, 0, p.later))
	})
}

// wantMonths checks what is promised for each month, of its own or carried over.
func (p agreed) wantMonths(t *testing.T) {
	may := sla.Plan{
		Month: month(time.May), From: month(time.May),
		Goals:  map[ledger.Segment]int64{p.emailPME: 120, p.seoETI: 40},
		Rates:  map[ledger.Segment]sla.Rate{p.emailPME: {Value: p.rate, Source: "declared"}},
		Sales:  map[ledger.PersonaID]int64{p.pme: 21_000},
		Target: decimal.NewNullDecimal(decimal.New(50_000, 0)),
	}
	wantPlan(t, p.firm, "as first made", may)
	carried := may
	carried.Month = month(time.October)
	wantPlan(t, p.firm, "carried over", carried)

	november := may
	november.Month, november.From = month(time.November), month(time.November)
	november.Goals = map[ledger.Segment]int64{p.emailPME: 150, p.seoETI: 40}
	november.Rates = map[ledger.Segment]sla.Rate{p.emailPME: {Value: p.better, Source: "estimated"}}
	november.Spans = map[ledger.ChannelID]sla.Span{p.seo: p.show}
	wantPlan(t, p.firm, "with one goal of its own, the others carried over", november)

	december := november
	december.Month, december.From, december.Spans = month(time.December), month(time.December), nil
	december.Goals = map[ledger.Segment]int64{p.emailPME: 150}
	wantPlan(t, p.firm, "with a goal given up, a span left behind", december)
}

// wantChanges checks what is told of the amendments.
func (p agreed) wantChanges(t *testing.T) {
	ctx := t.Context()
	signed := func(what string, s ledger.Segment, before, after string) sla.Change {
		return sla.Change{What: what, Segment: s, Old: before, New: after, Author: "U2", Reason: "trade show", At: p.later.At}
	}
	same(t, "November's changes", []sla.Change{
		signed(sla.GoalChanged, p.emailPME, "120", "150"),
		signed(sla.RateChanged, p.emailPME, "0.035", "0.04"),
		signed(sla.SpanChanged, ledger.Segment{Channel: p.seo}, "", "2026-11-24/2026-11-27"),
	}, sortChanges(must(p.Plan(ctx, month(time.November)))(t).Changes))
	same(t, "the first month kept", month(time.November), must(p.FirstKept(ctx, time.UTC))(t))
	same(t, "the log", ledger.AuditLine{
		At: p.later.At, Author: "U2", What: "goal 2026-12 Référencement ETI",
		Old: "40", New: "0", Reason: "trade show",
	}, must(p.Audit(ctx, 1))(t)[0])
}

// strangers checks that another workspace has no part in the plan.
func strangers(t *testing.T, p agreed, stranger *firm) {
	same(t, "another workspace's plan", 0, len(must(stranger.Plan(t.Context(), month(time.May)))(t).Goals))
	if err := stranger.try(func(ctx context.Context, tx *store.Tx) error {
		return tx.SetGoal(ctx, month(time.May), p.emailPME, 1, manager)
	}); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("a goal for another workspace's channel: %v; want ErrNotFound", err)
	}
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
