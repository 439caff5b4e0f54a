package rates

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

var (
	first  = ledger.Segment{Channel: 1, Persona: 1}
	second = ledger.Segment{Channel: 2, Persona: 1}
	empty  = ledger.Segment{Channel: 2, Persona: 2} // without leads of its own
)

// firm is a catalogue of two channels and two personas.
var firm = ledger.Catalogue{
	Channels: []ledger.Channel{{ID: 1, Name: "E-mail"}, {ID: 2, Name: "Salon"}, {ID: 3, Name: "Annuaire", Archived: true}},
	Personas: []ledger.Persona{{ID: 1, Name: "PME"}, {ID: 2, Name: "ETI"}},
}

// steady is a history of that many months, 100 leads and 5 wins a month in the
// first segment, 20 leads and no win in the second, and some sales.
func steady(n int) History {
	h := History{Last: october, Sales: []ledger.PersonaSales{
		{Persona: 1, Count: 9, AmountCents: 900_000, LargestCents: 120_000},
		{Persona: 2, Count: 1, AmountCents: 500_000, LargestCents: 500_000},
	}}
	for age := range n {
		h.Totals = append(h.Totals,
			ledger.MonthTotal{Month: ago(age), Segment: first, Stage: ledger.Lead, Count: 100},
			ledger.MonthTotal{Month: ago(age), Segment: first, Stage: ledger.Won, Count: 5},
			ledger.MonthTotal{Month: ago(age), Segment: second, Stage: ledger.Lead, Count: 20})
	}
	return h
}

// promised is a plan of 100 leads of each segment; the first has a rate of 4 %.
func promised() sla.Plan {
	return sla.Plan{
		Month: october.Add(1), Goals: map[ledger.Segment]int64{first: 100, second: 100, empty: 100},
		Rates: map[ledger.Segment]sla.Rate{first: {Value: decimal.RequireFromString("0.04"), Source: sla.Declared}},
		Sales: map[ledger.PersonaID]int64{1: 100_000},
	}
}

// proposed writes down what an offer proposes.
func proposed(o Offer) string {
	var all []string
	for _, s := range o.Segments {
		if s.Proposed != nil {
			all = append(all, fmt.Sprintf("%d/%d %s %s", s.Channel, s.Segment.Persona, s.Proposed.Value.Round(3), s.Proposed.Source))
		}
	}
	for _, p := range o.Personas {
		if p.Proposed != nil {
			all = append(all, fmt.Sprintf("%d %d", p.ID, *p.Proposed))
		}
	}
	return strings.Join(all, ", ")
}

func TestProposedFromThreeMonths(t *testing.T) {
	for _, c := range []struct {
		name   string
		months int
		reason Reason
		want   string
	}{
		{"nothing", 0, TooYoung, ""},
		{"two months", 2, TooYoung, ""},
		{"three months", 3, Untried, "1/1 0.049 estimated, 2/1 0.015 estimated, 2/2 0.023 estimated, 1 110000, 2 230000"},
		{"five months", 5, Untried, "1/1 0.05 estimated, 2/1 0.011 estimated, 2/2 0.018 estimated, 1 110000, 2 230000"},
		{"fourteen months", 14, Tried, "1/1 0.05 measured, 1 110000, 2 230000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Propose(Tabulate(steady(c.months), nil), promised(), firm)
			if got := proposed(o); got != c.want || o.Verdict.Reason != c.reason {
				t.Errorf("proposed %s because %s; want %s because %s", got, o.Verdict.Reason, c.want, c.reason)
			}
		})
	}
}

func TestTooFewWins(t *testing.T) {
	h := steady(6)
	for i := range h.Totals {
		if h.Totals[i].Stage == ledger.Won {
			h.Totals[i].Count = 0
		}
	}
	h.Totals[1].Count = 4
	if v := Tabulate(h, nil).Verdict; v.Method != "" || v.Reason != TooFew {
		t.Errorf("four wins in six months: %+v", v)
	}
}

func TestEffect(t *testing.T) {
	o := Propose(Tabulate(steady(3), nil), promised(), firm)
	before, after := o.Effect(o.All())
	// 100 leads at 4 % of 1 000 €; then at what is proposed, the other segments being known by now.
	want := decimal.Zero
	for _, s := range o.Segments {
		price := int64(110_000)
		if s.Segment.Persona == 2 {
			price = 230_000
		}
		want = want.Add(s.Proposed.Value.Mul(decimal.New(100*price, -2)))
	}
	if before.String() != "4000" || !after.Equal(want) {
		t.Errorf("from %s to %s; want from 4000 to %s", before, after, want)
	}
	if _, unchanged := o.Effect(NewChoice()); !unchanged.Equal(before) {
		t.Errorf("with nothing taken %s; want %s", unchanged, before)
	}
	if len(o.Plan.Rates) != 1 || o.Plan.Sales[1] != 100_000 {
		t.Errorf("looking at the effect changed the plan: %+v", o.Plan)
	}
}

// Once accepted, there is nothing left to propose.
func TestAcceptedIsNotProposedAgain(t *testing.T) {
	table := Tabulate(steady(3), nil)
	o := Propose(table, promised(), firm)
	accepted := Propose(table, o.Plan.With(o.All().Rates, o.All().Sales), firm)
	if !accepted.All().Empty() || len(accepted.Segments) != len(o.Segments) {
		t.Errorf("proposed again: %s", proposed(accepted))
	}
}

func TestDigest(t *testing.T) {
	table := Tabulate(steady(3), nil)
	o := Propose(table, promised(), firm)
	if again := Propose(Tabulate(steady(3), nil), promised(), firm); again.Digest() != o.Digest() {
		t.Error("the same offer has two digests")
	}
	other := promised()
	other.Goals[first] = 50
	if Propose(table, other, firm).Digest() != o.Digest() {
		t.Error("a commitment is no part of what is offered")
	}
	seen := map[string]string{o.Digest(): "the offer"}
	plans := map[string]sla.Plan{"a rate changed by somebody else": promised(), "a price": promised(), "the next month": promised()}
	plans["a rate changed by somebody else"].Rates[first] = sla.Rate{Value: decimal.RequireFromString("0.05"), Source: sla.Declared}
	plans["a price"].Sales[1] = 1
	next := plans["the next month"]
	next.Month = next.Month.Add(1)
	plans["the next month"] = next
	for name, plan := range plans {
		d := Propose(table, plan, firm).Digest()
		if seen[d] != "" {
			t.Errorf("%s has the digest of %s", name, seen[d])
		}
		seen[d] = name
	}
	if about := o.About(ledger.Segment{Channel: 1}); seen[about.Digest()] != "" || len(about.Segments) != 1 || len(about.Personas) > 0 {
		t.Errorf("about one channel: %s", proposed(about))
	}
}

// Sales lean towards the mean of all, 1 400 €, by three; one that makes up more
// than half is pointed out.
func TestAverageSales(t *testing.T) {
	table := Tabulate(steady(1), nil)
	pme, _ := table.Sale(1)
	eti, _ := table.Sale(2)
	if pme != (Sale{Count: 9, MeasuredCents: 100_000, ProposedCents: 110_000}) {
		t.Errorf("PME: %+v", pme)
	}
	if eti != (Sale{Count: 1, MeasuredCents: 500_000, ProposedCents: 230_000, Few: true, Lopsided: true}) {
		t.Errorf("ETI: %+v", eti)
	}
	if _, sold := table.Sale(3); sold {
		t.Error("a persona that bought nothing has an average sale")
	}
}
