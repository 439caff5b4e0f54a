package intake

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

func changes(r Revision) (lines []string) {
	for _, c := range r.Changes {
		lines = append(lines, fmt.Sprintf("%s %d/%d %s→%s", c.What, c.Segment.Channel, c.Segment.Persona, c.Old, c.New))
	}
	for _, c := range r.Counts {
		lines = append(lines, fmt.Sprintf("so far %d/%d %d→%d to %s", c.Segment.Channel, c.Segment.Persona, c.Before, c.Said, c.Day))
	}
	return lines
}

func refusals(bad []Bad) (lines []string) {
	for _, b := range bad {
		lines = append(lines, fmt.Sprint(b.At, " ", b.Problem.ID))
	}
	return lines
}

func TestRevise(t *testing.T) {
	b := newBooks()
	f := File{Kind: Plan, Cells: []Cell{
		cell("B2", sla.RateChanged, "inbound", "pme", "0.0725"),
		cell("B3", sla.RateChanged, "Trafic naturel", "ETI", "0.04"),
		cell("B4", sla.SaleChanged, "", "PME", "1800"),
		cell("C4", sla.SaleChanged, "", "ETI", "6800.5"),
		cell("B6", sla.GoalChanged, "Inbound", "PME", "40"),
		cell("B7", sla.GoalChanged, "Trafic naturel", "PME", "0"),
		cell("B8", sla.TargetChanged, "", "", "45000"),
	}}
	done, bad := b.take(t, f, on(t, day(16)), nil)
	want := []string{
		"rate 2/1 0.08→0.0725", "rate 1/2 →0.04", "sale 0/2 650000→680050", "goal 2/1 34→40", "target 0/0 →4500000",
	}
	if diff := cmp.Diff(want, changes(done)); diff != "" || len(bad) > 0 {
		t.Errorf("bad %v, changes (-want +got):\n%s", refusals(bad), diff)
	}
	if done.Same != 2 || done.Month != november || done.Before.String() != "4896" || done.After.String() != "5220" {
		t.Errorf("%d the same in %s, %s → %s", done.Same, done.Month, done.Before, done.After)
	}
	if c := done.Changes[0]; c.Author != "UCLAIRE" || c.Reason != "plan.xlsx" {
		t.Errorf("signed %q for %q", c.Author, c.Reason)
	}
	again, bad := b.take(t, f, on(t, day(16)), nil)
	if again.Size() != 0 || again.Same != 7 || len(bad) > 0 {
		t.Errorf("the same file again changes %v", changes(again))
	}
}

// What says what the plan says is not written: a rate that was measured stays
// measured, and a plan carried over stays so, unless it is to be stated anew.
func TestWhatIsSaidAlreadyIsNotWritten(t *testing.T) {
	f := File{Kind: Plan, Cells: []Cell{cell("B2", sla.RateChanged, "Inbound", "PME", "0.08"), cell("B3", sla.GoalChanged, "Inbound", "PME", "34")}}
	b := newBooks()
	if done, _ := b.take(t, f, on(t, day(16)), nil); done.Size() != 0 || len(b.writes) != 0 || b.plan.Rates[inbound].Source != sla.Measured {
		t.Errorf("written: %v, the rate is %s", b.writes, b.plan.Rates[inbound].Source)
	}
	rules := on(t, day(16))
	rules.Restate = true
	if done, _ := b.take(t, f, rules, nil); done.Size() != 0 || len(b.writes) != 2 {
		t.Errorf("stated anew: %v, changes %v", b.writes, changes(done))
	}
}

func TestWhatCannotBeTakenIn(t *testing.T) {
	for _, c := range []struct {
		name  string
		cells []Cell
		rules func(*Rules)
		want  []string
	}{
		{"a name nobody knows", []Cell{
			cell("B2", sla.RateChanged, "SEO", "PME", "0.1"), cell("C2", sla.RateChanged, "SEO", "ETI", "0.1"),
			cell("B3", sla.RateChanged, "Inbound", "TPE", "0.1"),
		}, nil, []string{"F!B2 import.unknown_channel", "F!B3 import.unknown_persona"}},
		{
			"a name nobody may have",
			[]Cell{cell("B2", sla.RateChanged, "hier", "PME", "0.1")},
			func(r *Rules) { r.Create = true },
			[]string{"F!B2 phrase.name_reserved"},
		},
		{"a row without a name", []Cell{cell("B2", sla.GoalChanged, "", "PME", "3")}, nil, []string{"F!B2 import.no_channel"}},
		{"two values for one thing", []Cell{
			cell("B2", sla.SaleChanged, "", "PME", "1"), cell("B9", sla.SaleChanged, "", "pme", "2"), cell("B10", sla.SaleChanged, "", "PME", "1.00"),
		}, nil, []string{"F!B9 intake.said_twice"}},
		{"a closed month", []Cell{cell("B2", sla.GoalChanged, "Inbound", "PME", "3")}, func(r *Rules) { r.Today = day(16).AddDays(40) }, nil},
		{
			"leads of a month to come",
			[]Cell{cell("B2", SoFar, "Inbound", "PME", "3")},
			func(r *Rules) { r.From = november.Add(1) },
			[]string{"F!B2 intake.month_to_come"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			rules := on(t, day(16))
			if c.rules != nil {
				c.rules(&rules)
			}
			_, bad := newBooks().take(t, File{Kind: Plan, Cells: c.cells}, rules, nil)
			if diff := cmp.Diff(c.want, refusals(bad)); diff != "" {
				t.Errorf("refused (-want +got):\n%s", diff)
			}
		})
	}
	rules := on(t, day(16).AddDays(40))
	rules.From = november
	if _, bad := newBooks().take(t, File{Kind: Plan}, rules, nil); len(bad) != 1 || bad[0].Problem.ID != "import.closed_month" || bad[0].At != (Place{}) {
		t.Errorf("a closed month: %v", refusals(bad))
	}
}

func TestNamesAreDecided(t *testing.T) {
	f := File{Kind: Plan, Cells: []Cell{
		cell("B2", sla.RateChanged, "SEO", "PME", "0.1"),
		cell("C2", sla.RateChanged, "Seo", "Start-up", "0.2"),
		cell("B3", sla.RateChanged, "Divers", "PME", "0.3"),
		cell("B4", sla.RateChanged, "Webinaire", "PME", "0.4"),
		cell("B5", sla.SaleChanged, "", "Start-up", "900"),
	}}
	b := newBooks()
	names := f.Names()
	want := []Name{{"SEO", false}, {"PME", true}, {"Start-up", true}, {"Divers", false}, {"Webinaire", false}}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Fatalf("names (-want +got):\n%s", diff)
	}
	if got := f.Unknown(b.catalogue, nil); !cmp.Equal(got, []int{0, 2, 3, 4}) {
		t.Errorf("unknown: %v", got)
	}
	decided := Choices{0: {ID: 1}, 2: {}, 3: {}, 4: {Create: true}}
	if got := f.Unknown(b.catalogue, decided); len(got) != 0 {
		t.Errorf("still unknown: %v", got)
	}
	done, bad := b.take(t, f, on(t, day(16)), decided)
	if diff := cmp.Diff([]string{"rate 1/1 →0.1", "rate 3/1 →0.4"}, changes(done)); diff != "" || len(bad) > 0 {
		t.Errorf("bad %v, changes (-want +got):\n%s", refusals(bad), diff)
	}
	if !cmp.Equal(done.Added, []string{"Webinaire"}) || done.Names.Channel(3).Name != "Webinaire" {
		t.Errorf("added %v", done.Added)
	}
}

// A deal is of its lead's segment: the names beside it are nobody's.
func TestNamesOfLists(t *testing.T) {
	rows := []ledger.ImportRow{{Line: 2, Channel: "SEO", Persona: ""}, {Line: 3, Channel: " seo ", Persona: "PME"}}
	if got := (File{Kind: Leads, Rows: rows}).Names(); !cmp.Equal(got, []Name{{"SEO", false}, {"PME", true}}) {
		t.Errorf("names of leads: %v", got)
	}
	if got := (File{Kind: Deals, Rows: rows}).Names(); got != nil {
		t.Errorf("names of deals: %v", got)
	}
}

func TestPlaces(t *testing.T) {
	for want, p := range map[string]Place{"1 Taux!B4": {Sheet: "1 Taux", Cell: "B4"}, "B4": {Cell: "B4"}, "12": {Line: 12}} {
		if p.String() != want {
			t.Errorf("%+v is written %s; want %s", p, p, want)
		}
	}
	bad := BadRows([]ledger.BadRow{{Line: 3, Problem: lang.Refuse("import.no_id", nil)}})
	if len(bad) != 1 || bad[0].At.Line != 3 {
		t.Errorf("BadRows = %v", bad)
	}
}
