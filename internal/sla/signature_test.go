package sla

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// agreement is a plan of one channel, and the catalogue it is read with.
func agreement() (Plan, ledger.Catalogue) {
	s := segment(1)
	plan := Plan{
		Goals: map[ledger.Segment]int64{s: 120},
		Rates: map[ledger.Segment]Rate{s: {Value: decimal.RequireFromString("0.035"), Source: Declared}},
		Sales: map[ledger.PersonaID]int64{1: 21_000},
		Spans: map[ledger.ChannelID]Span{},

		Definitions: map[ledger.ChannelID]string{1: "a form sent"},
	}
	return plan, ledger.Catalogue{
		Channels: []ledger.Channel{{ID: 1, Name: "E-mail", Team: ledger.Marketing}, {ID: 2, Name: "Salon"}},
		Personas: []ledger.Persona{{ID: 1, Name: "PME"}},
	}
}

func TestTerms(t *testing.T) {
	plan, c := agreement()
	signed := TermsOf(plan, c)
	first := calendar.NewDate(2026, time.November, 24)
	for _, x := range []struct {
		name       string
		change     func(*Plan, *ledger.Catalogue)
		plan, word bool // differs in the plan, in the definitions
	}{
		{"nothing", func(*Plan, *ledger.Catalogue) {}, false, false},
		{"a goal", func(p *Plan, _ *ledger.Catalogue) { p.Goals[segment(1)]++ }, true, false},
		{"a goal of another segment", func(p *Plan, _ *ledger.Catalogue) { p.Goals[segment(2)] = 1 }, true, false},
		{"a goal of none", func(p *Plan, _ *ledger.Catalogue) { p.Goals[segment(2)] = 0 }, false, false},
		{"a rate", func(p *Plan, _ *ledger.Catalogue) {
			p.Rates[segment(1)] = Rate{Value: decimal.RequireFromString("0.036")}
		}, true, false},
		{"the same rate, measured", func(p *Plan, _ *ledger.Catalogue) {
			p.Rates[segment(1)] = Rate{Value: decimal.RequireFromString("0.0350"), Source: Measured}
		}, false, false},
		{"a sale", func(p *Plan, _ *ledger.Catalogue) { p.Sales[1]++ }, true, false},
		{"dates", func(p *Plan, _ *ledger.Catalogue) { p.Spans[1] = Span{first, first} }, true, false},
		{"sales' promise", func(p *Plan, _ *ledger.Catalogue) {
			p.Promises = map[ledger.ChannelID]Promise{0: {Share: 90, Within: 1, Unit: InDays}}
		}, true, false},
		{"no promise of sales", func(p *Plan, _ *ledger.Catalogue) {
			p.Promises = map[ledger.ChannelID]Promise{0: {}}
		}, false, false},
		{"the target", func(p *Plan, _ *ledger.Catalogue) { p.Target = decimal.NewNullDecimal(decimal.New(1, 5)) }, false, false},
		{"a definition", func(p *Plan, _ *ledger.Catalogue) { p.Definitions[1] = "a form read" }, false, true},
		{"a side", func(_ *Plan, c *ledger.Catalogue) { c.Channels[0].Team = ledger.Sales }, false, true},
		{"a name", func(_ *Plan, c *ledger.Catalogue) { c.Channels[0].Name = "Courriel" }, false, false},
		{"a definition of nothing promised", func(p *Plan, _ *ledger.Catalogue) { p.Definitions[2] = "a badge" }, false, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			plan, c := agreement()
			x.change(&plan, &c)
			got := TermsOf(plan, c)
			if got.Plan != signed.Plan != x.plan || got.Definitions != signed.Definitions != x.word {
				t.Errorf("the plan differs: %t, the definitions: %t", got.Plan != signed.Plan, got.Definitions != signed.Definitions)
			}
		})
	}
}

// Terms do not depend on the order that channels or segments are read in.
func TestTermsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan, c := agreement()
		for i := range 6 {
			plan.Goals[segment(i+1)] = rapid.Int64Range(0, 3).Draw(t, "goal")
		}
		want := TermsOf(plan, c)
		c.Channels = rapid.Permutation(c.Channels).Draw(t, "channels")
		if got := TermsOf(plan, c); got != want {
			t.Fatalf("%+v; want %+v", got, want)
		}
	})
}

func TestSigning(t *testing.T) {
	plan, c := agreement()
	now, before := TermsOf(plan, c), Terms{"earlier", "words"}
	reworded := Terms{now.Plan, "words"}
	by := func(person string, side ledger.Team, hour int, terms Terms) Signature {
		return Signature{Side: side, Person: person, At: time.Date(2026, time.November, 2, hour, 0, 0, 0, time.UTC), Terms: terms}
	}
	claire, julien := by("claire", ledger.Marketing, 9, now), by("julien", ledger.Sales, 10, now)
	for _, x := range []struct {
		name             string
		all              []Signature
		closed           bool
		holding, lapsed  []string
		complete, agreed bool
	}{
		{name: "nobody"},
		{name: "one side", all: []Signature{claire}, holding: []string{"claire"}},
		{
			name: "both", all: []Signature{claire, julien},
			holding: []string{"claire", "julien"}, complete: true, agreed: true,
		},
		{
			name: "amended", all: []Signature{by("claire", ledger.Marketing, 9, before), by("julien", ledger.Sales, 10, before)},
			lapsed: []string{"claire", "julien"}, agreed: true,
		},
		{
			name:    "amended, and signed again by one",
			all:     []Signature{by("claire", ledger.Marketing, 8, before), by("julien", ledger.Sales, 8, before), claire},
			holding: []string{"claire"}, lapsed: []string{"julien"}, agreed: true,
		},
		{
			name: "each another plan", all: []Signature{by("claire", ledger.Marketing, 8, before), julien},
			holding: []string{"julien"}, lapsed: []string{"claire"},
		},
		{
			name: "reworded", all: []Signature{by("claire", ledger.Marketing, 8, reworded), by("julien", ledger.Sales, 8, reworded)},
			lapsed: []string{"claire", "julien"}, agreed: true,
		},
		{
			name: "reworded once the month was closed", closed: true,
			all:     []Signature{by("claire", ledger.Marketing, 8, reworded), by("julien", ledger.Sales, 8, reworded)},
			holding: []string{"claire", "julien"}, complete: true, agreed: true,
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := SigningOf(plan, c, x.all, x.closed)
			if diff := cmp.Diff(x.holding, people(s.Holding())); diff != "" {
				t.Error("holding", diff)
			}
			if diff := cmp.Diff(x.lapsed, people(s.Lapsed())); diff != "" {
				t.Error("lapsed", diff)
			}
			if s.Complete() != x.complete || s.AgreedAt.IsZero() == x.agreed || s.Begun() != (len(x.all) > 0) {
				t.Errorf("complete %t, agreed at %s, begun %t", s.Complete(), s.AgreedAt, s.Begun())
			}
		})
	}
}

func people(all []Signature) (names []string) {
	for _, s := range all {
		names = append(names, s.Person)
	}
	return names
}
