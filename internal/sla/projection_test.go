package sla

import (
	"math"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestDispersion(t *testing.T) {
	flat := slices.Repeat([]int64{5}, 22)
	wild := slices.Repeat([]int64{0, 20}, 11)
	mild := slices.Repeat([]int64{2, 8}, 11)
	quiet := make([]int64, 22)
	for _, c := range []struct {
		name   string
		months [][]int64
		want   float64
	}{
		{"nothing known", nil, 1.2},
		{"as regular as can be", [][]int64{flat, flat, flat}, 1.2},
		{"never under chance nor over four", [][]int64{wild, wild, wild}, 4},
		{"between the two", [][]int64{mild, mild, mild}, 9.0 / 5 * 66 / 63},
		{"too few days", [][]int64{wild, wild, wild[:15]}, 1.2},
		{"sixty days", [][]int64{wild, wild, wild[:16]}, 4},
		{"months without a lead do not count as days", [][]int64{wild, wild, quiet}, 1.2},
		{"months of different size are judged each by its own", [][]int64{flat, slices.Repeat([]int64{500}, 22), flat}, 1.2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Dispersion(c.months); math.Abs(got-c.want) > 1e-9 {
				t.Errorf("%v; want %v", got, c.want)
			}
		})
	}
}

func TestVariation(t *testing.T) {
	counts := func(n int) (past [Lookback]PastMonth) {
		for i := range n {
			past[i] = PastMonth{20, true}
		}
		return past
	}
	for _, c := range []struct {
		name   string
		values [Lookback]float64
		months int
		noise  float64
		want   float64
	}{
		{"one month", [Lookback]float64{100}, 1, 0, 0.2},
		{"months alike", [Lookback]float64{100, 101, 99}, 3, 0, 0.2},
		{"two months apart", [Lookback]float64{50, 150}, 2, 0, math.Sqrt(5000) / 100},
		{"less what chance explains", [Lookback]float64{50, 150}, 2, 1000, math.Sqrt(4000) / 100},
		{"chance explains it all", [Lookback]float64{50, 150}, 2, 9000, 0.2},
		{"months without anything", [Lookback]float64{}, 3, 0, 0.2},
	} {
		if got := variation(c.values, counts(c.months), c.months, c.noise); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v; want %v", c.name, got, c.want)
		}
	}
}

func TestProjectionAtTheEdges(t *testing.T) {
	history := func(l Level, leads int64) Level {
		for i := range HistoryMonths {
			l.Past[i], l.Parts[0].Past[i] = PastMonth{20, true}, leads
		}
		return l
	}
	for _, c := range []struct {
		name                             string
		level                            Level
		projection, low, high, p, inLead string
	}{
		{
			"before the first day, recent months alone", history(at(20, 0, "100", 0, 20), 20),
			"2000", "1112.081474", "2887.918526", "0.5", "20",
		},
		{"before the first day, recent months empty", history(at(20, 0, "100", 0, 20), 0), "null", "null", "null", "null", "null"},
		{"recent months empty say nothing", history(at(20, 5, "100", 5, 20), 0), "2000", "912.526339", "3087.473661", "0.5", "20"},
		{"month over", history(at(20, 20, "100", 20, 20), 20), "2000", "2000", "2000", "1", "20"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := Measure(c.level)
			got := []string{text(f.Projection), text(f.ProjectionLow), text(f.ProjectionHigh), text(f.Probability), text(f.ProjectionLeads)}
			if want := []string{c.projection, c.low, c.high, c.p, c.inLead}; !slices.Equal(got, want) {
				t.Errorf("%v; want %v", got, want)
			}
		})
	}
}

func TestMonthsThatDoNotCountAreLeftOut(t *testing.T) {
	l := at(20, 5, "100", 5, 20)
	l.Past[0], l.Parts[0].Past = PastMonth{20, true}, [Lookback]int64{18, 500, 500}
	with := Measure(l)
	l.Parts[0].Past = [Lookback]int64{18}
	if without := Measure(l); text(with.Projection) != text(without.Projection) || text(with.Probability) != text(without.Probability) {
		t.Errorf("projection %s; want %s", text(with.Projection), text(without.Projection))
	}
}

func TestRecentMonths(t *testing.T) {
	months := func(counts ...bool) (past [Lookback]PastMonth) {
		for i, c := range counts {
			past[i].Counts = c
		}
		return past
	}
	for _, c := range []struct{ had, want [Lookback]PastMonth }{
		{months(), months()},
		{months(true, true, true, true, true, true), months(true, true, true)},
		{months(false, true, false, true, true, true), months(false, true, false, true, true)},
		{months(false, false, false, false, false, true), months(false, false, false, false, false, true)},
	} {
		if got := Recent(c.had); got != c.want {
			t.Errorf("of %v: %v; want %v", c.had, got, c.want)
		}
	}
}

// levels draws a level of up to 12 segments in any state a month can be in.
func levels(t *rapid.T) Level {
	all := rapid.IntRange(1, 23).Draw(t, "days")
	l := Level{
		Days: Days{rapid.IntRange(0, all).Draw(t, "done"), all}, Month: all,
		Phi: rapid.Float64Range(calmest, wildest).Draw(t, "phi"), Limits: limits,
	}
	for i := range l.Past {
		l.Past[i] = PastMonth{rapid.IntRange(1, 23).Draw(t, "past days"), rapid.Bool().Draw(t, "counts")}
	}
	l.Past = Recent(l.Past)
	for range rapid.IntRange(0, 12).Draw(t, "segments") {
		p := Part{
			Goal:   rapid.Int64Range(0, 400).Draw(t, "goal"),
			Value:  decimal.New(rapid.Int64Range(0, 500_000_000).Draw(t, "value"), -6),
			Priced: rapid.Bool().Draw(t, "priced"),
			Span:   l.Days,
			Leads:  rapid.Int64Range(0, 500).Draw(t, "leads"),
		}
		if rapid.Bool().Draw(t, "own dates") {
			p.Span.All = rapid.IntRange(1, all).Draw(t, "own days")
			p.Span.Done = min(l.Days.Done, rapid.IntRange(0, p.Span.All).Draw(t, "own done"))
		}
		for i := range p.Past {
			p.Past[i] = rapid.Int64Range(0, 400).Draw(t, "past")
		}
		l.Parts = append(l.Parts, p)
	}
	return l
}

func TestAnyLevel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := levels(t)
		f := Measure(l)
		if f.Volume.Valid && !f.Volume.Decimal.Add(f.Mix.Decimal).Equal(f.Gap) {
			t.Fatalf("volume %s and mix %s are not the gap %s", f.Volume.Decimal, f.Mix.Decimal, f.Gap)
		}
		sumsMatch(t, l, f)
		if p, low, high := f.Projection, f.ProjectionLow.Decimal, f.ProjectionHigh.Decimal; p.Valid &&
			(low.LessThan(f.Value) || p.Decimal.LessThan(low) || high.LessThan(p.Decimal)) {
			t.Fatalf("%s to %s around %s with %s attained", low, high, p.Decimal, f.Value)
		}
		for _, chance := range []decimal.NullDecimal{f.Probability, f.HeldProbability} {
			if chance.Valid && (chance.Decimal.IsNegative() || chance.Decimal.GreaterThan(decimal.NewFromInt(1))) {
				t.Fatalf("a chance of %s", chance.Decimal)
			}
		}
		if f.HeldProbability.Valid && f.HeldProbability.Decimal.LessThan(f.Probability.Decimal) {
			t.Fatalf("reaching 95 %% (%s) less likely than 100 %% (%s)", f.HeldProbability.Decimal, f.Probability.Decimal)
		}
		moreLeads(t, l, f)
	})
}

// The figures of the segments add up to the level's, to far less than a cent.
func sumsMatch(t *rapid.T, l Level, f Figures) {
	var value, commitment, due decimal.Decimal
	for _, p := range l.Parts {
		segment := Measure(Level{Parts: []Part{p}, Days: p.Span, Month: l.Month, Phi: calmest, Limits: limits})
		value, commitment, due = value.Add(segment.Value), commitment.Add(segment.Commitment), due.Add(segment.Due)
	}
	if !value.Equal(f.Value) || !commitment.Equal(f.Commitment) {
		t.Fatalf("segments make %s of %s; the level %s of %s", value, commitment, f.Value, f.Commitment)
	}
	if due.Sub(f.Due).Abs().GreaterThan(decimal.New(1, -9)) {
		t.Fatalf("segments make %s due; the level %s", due, f.Due)
	}
}

func moreLeads(t *rapid.T, l Level, f Figures) {
	if len(l.Parts) == 0 {
		return
	}
	l.Parts[rapid.IntRange(0, len(l.Parts)-1).Draw(t, "which")].Leads += rapid.Int64Range(1, 50).Draw(t, "more")
	if g := Measure(l); g.Value.LessThan(f.Value) || g.Leads <= f.Leads || g.Gap.LessThan(f.Gap) {
		t.Fatalf("more leads made %s of %s", g.Value, f.Value)
	}
}

func TestLikely(t *testing.T) {
	known := func(text string) decimal.NullDecimal {
		return decimal.NewNullDecimal(decimal.RequireFromString(text))
	}
	for _, c := range []struct {
		name                  string
		low, end, high, value string
		want                  string
	}{
		{"three figures", "34912.4", "38987", "43061.6", "17738", "34900 39000 43100"},
		{"never below what is there", "34849", "34849", "34901", "34900", "34900 34900 34900"},
		{"small amounts stay whole", "12.3", "45.6", "178.9", "0", "12.3 45.6 178.9"},
	} {
		l := Figures{
			ProjectionLow: known(c.low), Projection: known(c.end), ProjectionHigh: known(c.high),
			Value: decimal.RequireFromString(c.value),
		}.Likely()
		if got := l.Low.String() + " " + l.End.String() + " " + l.High.String(); got != c.want {
			t.Errorf("%s: %s; want %s", c.name, got, c.want)
		}
	}
}
