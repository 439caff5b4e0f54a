package sla

import (
	"testing"

	"github.com/shopspring/decimal"
)

var limits = Limits{95, 20, 5}

// at says where a level of one segment stands, with nothing behind it.
func at(goal, leads int64, value string, done, all int) Level {
	days := Days{done, all}
	return Level{
		Parts: []Part{{Goal: goal, Leads: leads, Value: decimal.RequireFromString(value), Priced: true, Span: days}},
		Days:  days, Month: all, Phi: calmest, Limits: limits,
	}
}

func text(d decimal.NullDecimal) string {
	if !d.Valid {
		return "null"
	}
	return d.Decimal.Round(6).String()
}

func TestUndefinedFigures(t *testing.T) {
	unpriced := at(50, 7, "0", 5, 20)
	unpriced.Parts[0].Priced = false
	type figures struct{ attainment, pace, required, achieved, catchUp, projection, volume, probability string }
	for _, c := range []struct {
		name  string
		level Level
		want  figures
	}{
		{
			"nothing promised", at(0, 3, "100", 5, 20),
			figures{"null", "null", "-20", "60", "-0.333333", "1200", "null", "null"},
		},
		{
			"before the first day", at(20, 0, "100", 0, 20),
			figures{"0", "null", "100", "null", "null", "null", "0", "null"},
		},
		{
			"leads before the first working day", at(20, 2, "100", 0, 20),
			figures{"0.1", "null", "90", "null", "null", "null", "200", "null"},
		},
		{
			"no day left", at(20, 10, "100", 20, 20),
			figures{"0.5", "0.5", "null", "50", "null", "1000", "-1000", "0"},
		},
		{
			"no day left, reached", at(20, 20, "100", 20, 20),
			figures{"1", "1", "null", "100", "null", "2000", "0", "1"},
		},
		{
			"no lead yet", at(20, 0, "100", 5, 20),
			figures{"0", "0", "133.333333", "0", "null", "0", "-500", "0"},
		},
		{
			"more taken back than came in", at(20, -1, "100", 5, 20),
			figures{"-0.05", "-0.2", "140", "-20", "null", "-100", "-600", "0"},
		},
		{
			"no price", unpriced,
			figures{"null", "null", "0", "0", "null", "0", "null", "null"},
		},
		{
			"no segment",
			Level{Days: Days{5, 20}, Limits: limits},
			figures{"null", "null", "0", "0", "null", "0", "null", "null"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := Measure(c.level)
			got := figures{
				text(f.Attainment), text(f.Pace), text(f.RequiredPerDay), text(f.AchievedPerDay),
				text(f.CatchUp), text(f.Projection), text(f.Volume), text(f.Probability),
			}
			if got != c.want {
				t.Errorf("%+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestUnpricedSegmentShowsLeadsOnly(t *testing.T) {
	l := at(20, 10, "100", 10, 20)
	l.Parts = append(l.Parts, Part{Goal: 30, Leads: 9, Span: l.Days})
	f := Measure(l)
	if f.Leads != 19 || f.CommitmentLeads != 50 {
		t.Errorf("leads %d of %d; want 19 of 50", f.Leads, f.CommitmentLeads)
	}
	if text(f.Attainment) != "0.5" || text(f.Volume) != "0" || f.LeadValue.Decimal.String() != "100" {
		t.Errorf("attainment %s, volume %s, a lead %s", text(f.Attainment), text(f.Volume), f.LeadValue.Decimal)
	}
	if f := Measure(Level{Parts: l.Parts[1:], Days: l.Days, Limits: limits}); f.Status != NoCommitment {
		t.Errorf("a segment without price is %s", f.Status)
	}
}

func TestTodayIsCountedApart(t *testing.T) {
	l := at(20, 10, "100", 10, 20)
	before := Measure(l)
	l.Live, l.Parts[0].Today = true, 12
	f := Measure(l)
	if f.Leads != 22 || f.Value.String() != "2200" || text(f.Attainment) != "1.1" {
		t.Errorf("leads %d, value %s, attainment %s", f.Leads, f.Value, text(f.Attainment))
	}
	if f.Today == nil || f.Today.Leads != 12 || f.Today.Value.String() != "1200" {
		t.Errorf("today %+v", f.Today)
	}
	if !f.Gap.Equal(before.Gap) || text(f.Pace) != text(before.Pace) || f.Status != before.Status ||
		text(f.Projection) != text(before.Projection) || text(f.RequiredPerDay) != text(before.RequiredPerDay) {
		t.Errorf("what depends on time moved with today's leads: %+v", f)
	}
}

func TestMissing(t *testing.T) {
	l := at(20, 4, "100", 10, 20)
	l.Live = true
	for _, c := range []struct {
		today, leads int64
		value        string
	}{{0, 6, "600"}, {5, 1, "100"}, {6, 0, "0"}, {9, 0, "0"}} {
		l.Parts[0].Today = c.today
		if leads, value := Measure(l).Missing(); leads != c.leads || value.String() != c.value {
			t.Errorf("with %d today: %d leads, %s; want %d, %s", c.today, leads, value, c.leads, c.value)
		}
	}
}

// A commitment added on the 16th and a trade show of four days, beside a channel
// of the whole month.
func TestDueOfChannelsWithDatesOfTheirOwn(t *testing.T) {
	part := func(goal int64, days Days) Part {
		return Part{Goal: goal, Value: decimal.NewFromInt(100), Priced: true, Span: days}
	}
	for _, c := range []struct {
		name                string
		month, added, show  Days
		due, leadsDue, pace string
	}{
		{"before both", Days{9, 20}, Days{0, 11}, Days{0, 4}, "900", "9", "1.111111"},
		{"on the 17th", Days{11, 20}, Days{2, 11}, Days{0, 4}, "1300", "13", "0.769231"},
		{"on the 25th", Days{17, 20}, Days{8, 11}, Days{2, 4}, "2900", "29", "0.344828"},
		{"at the end", Days{20, 20}, Days{11, 11}, Days{4, 4}, "3900", "39", "0.25641"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := Level{
				Days: c.month, Month: 20, Phi: calmest, Limits: limits,
				Parts: []Part{part(20, c.month), part(11, c.added), part(8, c.show)},
			}
			l.Parts[0].Leads = 10
			f, s := Measure(l), l.sum()
			if f.Due.String() != c.due || s.leadsDue.String() != c.leadsDue || text(f.Pace) != c.pace {
				t.Errorf("due %s, %s leads, pace %s; want %s, %s, %s", f.Due, s.leadsDue, text(f.Pace), c.due, c.leadsDue, c.pace)
			}
		})
	}
}

func TestLeadsOfTheUsualMix(t *testing.T) {
	l := at(20, 0, "100", 10, 20)
	l.Parts = append(l.Parts, Part{Goal: 20, Value: decimal.NewFromInt(300), Priced: true, Span: l.Days})
	if got := text(Measure(l).LeadValue); got != "200" {
		t.Errorf("by the plan %s; want 200", got)
	}
	l.Past[0], l.Parts[0].Past[0], l.Parts[1].Past[0] = PastMonth{20, true}, 30, 10
	if got := text(Measure(l).LeadValue); got != "150" {
		t.Errorf("by the recent months %s; want 150", got)
	}
	l.Parts[1].Leads = 1
	if got := text(Measure(l).LeadValue); got != "300" {
		t.Errorf("by this month %s; want 300", got)
	}
}
