package rates

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// At the close of July three months were known: 15 wins of 300 leads and none of
// 60, so the raw ratios were 5 % and nothing, the estimates 4.9312 % and 1.5232 %.
// Since then as many leads have closed as often.
func TestTrialByHand(t *testing.T) {
	table := Tabulate(steady(6), nil)
	want := Trial{
		Month: ago(3), Leads: decimal.NewFromInt(360),
		Measured: decimal.Zero, Estimated: decimal.RequireFromString("0.006249"),
	}
	if len(table.Trials) != 3 {
		t.Fatalf("%d trials; want those of July, August and September", len(table.Trials))
	}
	if diff := cmp.Diff(want, table.Trials[0]); diff != "" {
		t.Error(diff)
	}
	if v := table.Verdict; v.Method != sla.Measured || !v.Measured.IsZero() || !v.Estimated.IsPositive() {
		t.Errorf("%+v; want the raw ratios, which were right", v)
	}
	if five := Tabulate(steady(5), nil); len(five.Trials) > 0 {
		t.Errorf("trials from five months: %+v", five.Trials)
	}
	if long := Tabulate(steady(Depth), nil); len(long.Trials) != 6 {
		t.Errorf("%d trials from fourteen months; want 6", len(long.Trials))
	}
}

// What a method would have said does not know what came later.
func TestATrialKnowsOnlyWhatWasKnown(t *testing.T) {
	h := steady(Depth)
	later := h
	later.Totals = append([]ledger.MonthTotal{
		{Month: ago(1), Segment: first, Stage: ledger.Lead, Count: 1000},
		{Month: ago(1), Segment: second, Stage: ledger.Won, Count: 900},
	}, h.Totals...)
	later.Linked = []ledger.LinkedWins{{Segment: first, Came: ago(4), Won: ago(1), Count: 90}}
	then, changed := h.until(ago(2)), later.until(ago(2))
	if then.learn() != changed.learn() {
		t.Error("the maturity was learned from wins to come")
	}
	for _, s := range []ledger.Segment{first, second} {
		if a, b := then.estimator(then.learn()).rate(s), changed.estimator(changed.learn()).rate(s); a != b {
			t.Errorf("%v: %v became %v", s, a, b)
		}
	}
	if diff := cmp.Diff(then.sums(ledger.Won), changed.sums(ledger.Won)); diff != "" {
		t.Error(diff)
	}
}

// A curve that was typed holds in the past as well.
func TestTrialsWithATypedCurve(t *testing.T) {
	typed := ledger.Maturity{{Days: 90, Share: decimal.RequireFromString("0.5")}}
	learned, told := Tabulate(steady(Depth), nil), Tabulate(steady(Depth), typed)
	if !told.Typed || told.Curve != Typed(typed) || told.Trials[0].Leads.Equal(learned.Trials[0].Leads) {
		t.Errorf("with a typed curve %v, trials %+v", told.Curve, told.Trials[0])
	}
}
