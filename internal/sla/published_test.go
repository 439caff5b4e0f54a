package sla

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Figures other people published of the same method: testdata/published.json.
type example struct {
	ID, Kind         string
	Input, Published json.RawMessage
}

func published(t *testing.T, kind string, input, figures any, check func(t *testing.T)) {
	t.Helper()
	text, err := os.ReadFile("testdata/published.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []example
	if err := json.Unmarshal(text, &examples); err != nil {
		t.Fatal(err)
	}
	for _, e := range examples {
		if e.Kind != kind {
			continue
		}
		t.Run(e.ID, func(t *testing.T) {
			if err := json.Unmarshal(e.Input, input); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(e.Published, figures); err != nil {
				t.Fatal(err)
			}
			check(t)
		})
	}
}

func want(t *testing.T, what string, got, want decimal.Decimal) {
	t.Helper()
	if !want.IsZero() && !got.Equal(want) {
		t.Errorf("%s = %s; published %s", what, got, want)
	}
}

type funnel struct {
	Leads     int64
	CloseRate decimal.Decimal `json:"close_rate"`
	AvgSale   decimal.Decimal `json:"avg_sale"`
}

// value of a lead, through a plan: the way the product gets at it.
func (f funnel) value(t *testing.T) decimal.Decimal {
	t.Helper()
	s := ledger.Segment{Channel: 1, Persona: 1}
	v, known := Plan{
		Rates: map[ledger.Segment]Rate{s: {Value: f.CloseRate}},
		Sales: map[ledger.PersonaID]int64{1: f.AvgSale.Shift(2).IntPart()},
	}.Value(s)
	if !known {
		t.Fatal("the value is not known")
	}
	return v
}

func TestPublishedLeadValues(t *testing.T) {
	var in *funnel
	var out *struct {
		Customers decimal.Decimal
		LeadValue decimal.Decimal `json:"lead_value"`
		Derived   decimal.Decimal `json:"lead_value_derived"`
		Total     decimal.Decimal `json:"total_derived"`
	}
	published(t, "lead_value", &in, &out, func(t *testing.T) {
		want(t, "value of a lead", in.value(t), out.LeadValue.Add(out.Derived))
		want(t, "customers", in.CloseRate.Mul(decimal.NewFromInt(in.Leads)), out.Customers)
		want(t, "total", times(in.value(t), in.Leads), out.Total)
		in, out = nil, nil
	})
}

func TestPublishedChannelTable(t *testing.T) {
	var in struct{ Channels map[string]funnel }
	var out struct {
		LeadValue map[string]decimal.Decimal `json:"lead_value"`
		Total     decimal.Decimal            `json:"total_value_derived"`
	}
	published(t, "channel_table", &in, &out, func(t *testing.T) {
		l := Level{Days: Days{1, 1}}
		for name, f := range in.Channels {
			want(t, name, f.value(t), out.LeadValue[name])
			l.Parts = append(l.Parts, Part{Leads: f.Leads, Value: f.value(t), Priced: true})
		}
		want(t, "total", Measure(l).Value, out.Total)
	})
}

func TestPublishedSLAValue(t *testing.T) {
	var in struct {
		Goal  decimal.Decimal  `json:"goal_value"`
		Types map[string]int64 `json:"lead_types"`
	}
	var out struct {
		Value map[string]decimal.Decimal `json:"implied_value"`
	}
	published(t, "sla_value", &in, &out, func(t *testing.T) {
		for name, leads := range in.Types {
			f := Measure(Level{Days: Days{0, 1}, Parts: []Part{{Goal: leads, Leads: leads, Value: out.Value[name], Priced: true}}})
			want(t, "commitment in "+name, f.Commitment, in.Goal)
			if f.Status != Reached {
				t.Errorf("%s alone is %s", name, f.Status)
			}
		}
	})
}

func TestPublishedLeadsNeeded(t *testing.T) {
	var in *struct {
		funnel
		Customers, Revenue decimal.Decimal
	}
	var out *struct {
		Leads int64
		Year  int64 `json:"leads_year"`
		Month int64 `json:"leads_month"`
	}
	published(t, "leads_needed", &in, &out, func(t *testing.T) {
		if in.AvgSale.IsZero() { // any price gives the same leads for a number of customers
			in.AvgSale = decimal.NewFromInt(1000)
		}
		target := in.Revenue.Add(in.Customers.Mul(in.AvgSale))
		mix := []Mixed{{Leads: 1, Value: in.value(t)}}
		if p, _ := Propose(target, mix); p.Leads != out.Leads+out.Year {
			t.Errorf("%d leads; published %d", p.Leads, out.Leads+out.Year)
		}
		if p, _ := Propose(target.DivRound(decimal.NewFromInt(12), digits), mix); out.Month > 0 && p.Leads != out.Month {
			t.Errorf("%d leads a month; published %d", p.Leads, out.Month)
		}
		in, out = nil, nil
	})
}

// The published paces count calendar days, inclusive.
type elapsing struct {
	Mtd, Goal         decimal.Decimal
	Day, Days         int
	Start, End, Today string
}

func (e elapsing) days(t *testing.T) Days {
	t.Helper()
	if e.Days > 0 {
		return Days{e.Day, e.Days}
	}
	c, err := calendar.New(calendar.Rule{Country: "US", CalendarDays: true})
	if err != nil {
		t.Fatal(err)
	}
	day := func(text string) calendar.Date {
		d, err := time.Parse("01-02", text)
		if err != nil {
			t.Fatal(err)
		}
		return calendar.NewDate(2026, d.Month(), d.Day())
	}
	done, all := c.Elapsed(day(e.Start), day(e.End), day(e.Today))
	return Days{done, all}
}

// Measured in leads of one currency unit each.
func (e elapsing) figures(t *testing.T) Figures {
	t.Helper()
	d := e.days(t)
	return Measure(Level{Days: d, Month: d.All, Phi: calmest, Limits: limits, Parts: []Part{{
		Goal: e.Goal.IntPart(), Leads: e.Mtd.IntPart(), Value: decimal.NewFromInt(1), Priced: true, Span: d,
	}}})
}

func TestPublishedPaces(t *testing.T) {
	var in *elapsing
	var out *struct{ Attainment, Pace, Expected decimal.Decimal }
	published(t, "pace", &in, &out, func(t *testing.T) {
		f := in.figures(t)
		want(t, "attainment", f.Attainment.Decimal, out.Attainment)
		want(t, "expected", f.Due, out.Expected)
		if !out.Pace.IsZero() { // the source rounds its share of days before dividing
			want(t, "pace", f.Pace.Decimal, decimal.RequireFromString("0.96"))
			if f.Pace.Decimal.Sub(out.Pace).Abs().GreaterThan(decimal.RequireFromString("0.0015")) {
				t.Errorf("pace %s; published %s", f.Pace.Decimal, out.Pace)
			}
		}
		in, out = nil, nil
	})
}

func TestPublishedProjection(t *testing.T) {
	var in *elapsing
	var out *struct {
		Projection decimal.Decimal
		Attainment decimal.Decimal `json:"projected_attainment"`
	}
	published(t, "projection", &in, &out, func(t *testing.T) {
		f := in.figures(t)
		want(t, "projection", f.Projection.Decimal, out.Projection)
		want(t, "of the goal", f.Projection.Decimal.DivRound(f.Commitment, 3), out.Attainment)
		in, out = nil, nil
	})
}
