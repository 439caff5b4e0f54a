package rates

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

var approximately = cmpopts.EquateApprox(0, 1e-9)

// readPublished reads one of the figures other people published:
// testdata/published.json.
func readPublished(t *testing.T, id string, input, published any) {
	t.Helper()
	text, err := os.ReadFile("testdata/published.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		ID               string
		Input, Published json.RawMessage
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		if one.ID == id {
			if err := json.Unmarshal(one.Input, input); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(one.Published, published); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("nobody published %s", id)
}

// The method of Cape Cod is the rate of all leads, without what keeps ours from
// dividing nothing by nothing: the half a win and the one lead.
func TestCapeCod(t *testing.T) {
	var in struct {
		Cohorts []struct {
			Exposure int64
			Reported float64
			Pct      float64
		}
	}
	var out struct {
		Ratio     float64
		Remaining float64 `json:"remaining_B"`
		Ultimate  float64 `json:"ultimate_B"`
	}
	readPublished(t, "capecod", &in, &out)
	var c Curve
	var all cohorts
	for i, one := range in.Cohorts { // the older first
		age := len(in.Cohorts) - 1 - i
		c[age], all[age] = one.Pct, cohort{one.Exposure, one.Reported}
	}
	matured := all.matured(c, len(in.Cohorts))
	ratio := matured.wins / matured.leads
	remaining := float64(all[0].leads) * (1 - c[0]) * ratio
	for _, got := range []struct {
		what      string
		got, want float64
		to        int32
	}{
		{"ratio", ratio, out.Ratio, 4},
		{"still to come of the younger", remaining, out.Remaining, 1},
		{"in the end of the younger", remaining + all[0].wins, out.Ultimate, 1},
	} {
		if rounded := decimal.NewFromFloat(got.got).Round(got.to); !rounded.Equal(decimal.NewFromFloat(got.want)) {
			t.Errorf("%s: %s; want %g", got.what, rounded, got.want)
		}
	}
}

// A quarter's closings, shared out among the cohorts they came from, are those
// that the blog counted cohort by cohort.
func TestKellblogAsATypedCurve(t *testing.T) {
	var in struct {
		Closed map[string][]float64 `json:"pct_closed_by_quarter_after_creation"`
		Opps   [7]int64             `json:"opps_generated_newest_to_oldest"`
	}
	var out struct {
		Average []float64 `json:"column_avg_pct"`
		Sum     float64   `json:"sum_of_column_avg"`
		Closed  []float64
		Total   float64 `json:"total_closed"`
	}
	readPublished(t, "kellblog-III", &in, &out)
	averages := columns(in.Closed)
	for i, want := range out.Average {
		if got := math.Round(averages[i]*10) / 10; got != want {
			t.Errorf("quarter %d: %g %% on average; want %g", i, got, want)
		}
	}
	sum := 0.0
	for _, pct := range averages {
		sum += pct
	}
	var c Curve
	for age := range c {
		c[age] = averages[age] / sum
		if age > 0 {
			c[age] += c[age-1]
		}
	}
	if got := math.Round(sum*10) / 10; got != out.Sum || math.Abs(c[ages-1]-1) > 1e-9 {
		t.Fatalf("%g %% close in the end, the curve ends at %g; want %g and 1", got, c[ages-1], out.Sum)
	}
	var leads [span]int64
	total := 0.0
	for i, n := range in.Opps {
		leads[i] = n
		if i < ages {
			total += float64(n) * sum / 100 * c.lag(i)
		}
	}
	if got := math.Round(total*10) / 10; got != out.Total {
		t.Errorf("%g closings this quarter; want %g", got, out.Total)
	}
	var all cohorts
	all.credit(c, leads, 0, total)
	for i, want := range out.Closed[:ages] {
		if got := all[i].wins; math.Abs(got-want) > 0.051 {
			t.Errorf("%g of them from the cohort %d quarters old; want %g", got, i, want)
		}
	}
}

// columns are the means of the columns of a triangle.
func columns(rows map[string][]float64) []float64 {
	means, counts := make([]float64, 7), make([]float64, 7)
	for _, row := range rows {
		for i, pct := range row {
			means[i] += pct
			counts[i]++
		}
	}
	for i := range means {
		means[i] /= counts[i]
	}
	return means
}

func ago(n int) calendar.Month { return october.Add(-n) }

func linked(came, won int, count int64) ledger.LinkedWins {
	return ledger.LinkedWins{Came: ago(came), Won: ago(won), Count: count}
}

func TestLadder(t *testing.T) {
	for _, c := range []struct {
		name string
		wins []ledger.LinkedWins
		want Curve
	}{
		{"no wins: nothing is known to come later", nil, Curve{1, 1, 1, 1, 1, 1}},
		{
			// From age 0 to 1 in August, September and October: the cohorts of July, August, September.
			"the first step, pulled by ten wins",
			[]ledger.LinkedWins{linked(1, 1, 20), linked(1, 0, 30), linked(2, 2, 10), linked(2, 1, 10), linked(3, 3, 20), linked(3, 2, 20)},
			Curve{60.0 / 120, 1, 1, 1, 1, 1},
		},
		{
			"older growth is forgotten",
			[]ledger.LinkedWins{linked(4, 4, 10), linked(4, 3, 90), linked(9, 9, 10), linked(9, 6, 90)},
			Curve{1, 1, 1, 1, 1, 1},
		},
		{"the sixth month is left out", []ledger.LinkedWins{linked(8, 2, 50)}, Curve{1, 1, 1, 1, 1, 1}},
		{
			"steps multiply",
			[]ledger.LinkedWins{linked(1, 1, 10), linked(1, 0, 20), linked(2, 2, 20), linked(2, 0, 30)},
			// To age 1 from 30 wins to 50, to age 2 from 20 to 50.
			Curve{40.0 / 60 * 30 / 60, 30.0 / 60, 1, 1, 1, 1},
		},
		{"a sale dated before its lead came with it", []ledger.LinkedWins{linked(1, 2, 20), linked(1, 0, 30)}, Curve{30.0 / 60, 1, 1, 1, 1, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, History{Last: october, Linked: c.wins}.learn(), approximately); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTyped(t *testing.T) {
	point := func(days int, share string) ledger.MaturityPoint {
		return ledger.MaturityPoint{Days: days, Share: decimal.RequireFromString(share)}
	}
	const month = monthDays
	for _, c := range []struct {
		name  string
		typed ledger.Maturity
		want  Curve
	}{
		{"no points: evenly over six months", nil, Curve{1. / 12, 3. / 12, 5. / 12, 7. / 12, 9. / 12, 1}},
		{
			"half within thirty days",
			ledger.Maturity{point(30, "0.5")},
			Curve{
				(30*0.25 + (month-30)*(0.5+0.25*(month-30)/(6*month-30))) / month,
				0.5 + 0.5*(1.5*month-30)/(6*month-30), 0.5 + 0.5*(2.5*month-30)/(6*month-30),
				0.5 + 0.5*(3.5*month-30)/(6*month-30), 0.5 + 0.5*(4.5*month-30)/(6*month-30), 1,
			},
		},
		{"all on the day", ledger.Maturity{point(1, "1")}, Curve{(month - 0.5) / month, 1, 1, 1, 1, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Typed(c.typed), approximately); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWinsThatNameNoLead(t *testing.T) {
	s := ledger.Segment{Channel: 1, Persona: 1}
	leads := func(age int, n int64) ledger.MonthTotal {
		return ledger.MonthTotal{Month: ago(age), Segment: s, Stage: ledger.Lead, Count: n}
	}
	won := func(age int, n int64) ledger.MonthTotal {
		return ledger.MonthTotal{Month: ago(age), Segment: s, Stage: ledger.Won, Count: n}
	}
	curve := Curve{0.25, 0.75, 1, 1, 1, 1} // lags of a quarter, a half, a quarter
	for _, c := range []struct {
		name string
		h    History
		want [Window]float64
	}{
		{
			"shared out by the lag and the leads",
			History{Totals: []ledger.MonthTotal{leads(0, 40), leads(1, 20), leads(2, 80), won(0, 8)}},
			[Window]float64{2, 2, 4},
		},
		{
			"beside those that do",
			History{
				Totals: []ledger.MonthTotal{leads(0, 10), leads(1, 10), won(0, 5)},
				Linked: []ledger.LinkedWins{{Segment: s, Came: ago(0), Won: ago(0), Count: 2}},
			},
			[Window]float64{3, 2},
		},
		{
			"part of them may be of leads older than the window",
			History{Totals: []ledger.MonthTotal{leads(5, 10), leads(6, 10), won(5, 3)}},
			[Window]float64{5: 1},
		},
		{
			"those of no lead are left out",
			History{Totals: []ledger.MonthTotal{leads(0, 10), won(1, 5)}},
			[Window]float64{},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.h.Last = october
			var got [Window]float64
			for age, one := range c.h.cohorts(curve)[s] {
				got[age] = one.wins
			}
			if diff := cmp.Diff(c.want, got, approximately); diff != "" {
				t.Error(diff)
			}
		})
	}
}
