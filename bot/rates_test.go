package bot

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

func (n *november) LinkedWins(_ context.Context, first, last calendar.Month) ([]ledger.LinkedWins, error) {
	return slices.DeleteFunc(slices.Clone(n.linked), func(w ledger.LinkedWins) bool {
		return w.Won.Before(first) || w.Won.After(last)
	}), nil
}

func (n *november) Sales(context.Context, calendar.Month, calendar.Month) ([]ledger.PersonaSales, error) {
	return n.sales, nil
}

// sold gives the company so many months of leads and wins, one in twenty-five of
// the leads won a month after it came in, and some sales.
func (n *november) sold(months int) {
	n.months, n.linked = nil, nil
	for back := 1; back <= months; back++ {
		for i, s := range segmentsOf(n.plans[novemberMonth]) {
			leads := int64(25 * (1 + i%3))
			n.months = append(n.months, ledger.MonthTotal{Month: novemberMonth.Add(-back), Segment: s, Stage: ledger.Lead, Count: leads})
			if back == 1 {
				continue
			}
			n.months = append(n.months, ledger.MonthTotal{Month: novemberMonth.Add(1 - back), Segment: s, Stage: ledger.Won, Count: leads / 25})
			n.linked = append(n.linked, ledger.LinkedWins{
				Segment: s, Came: novemberMonth.Add(-back), Won: novemberMonth.Add(1 - back), Count: leads / 25,
			})
		}
	}
	n.sales = []ledger.PersonaSales{
		{Persona: 1, Count: 40, AmountCents: 40 * 190_000, LargestCents: 400_000},
		{Persona: 2, Count: 3, AmountCents: 3_000_000, LargestCents: 2_000_000},
	}
}

func segmentsOf(plan sla.Plan) []ledger.Segment {
	return slices.SortedFunc(maps.Keys(plan.Goals), func(x, y ledger.Segment) int {
		if x.Channel != y.Channel {
			return int(x.Channel - y.Channel)
		}
		return int(x.Persona - y.Persona)
	})
}

func TestRatesShown(t *testing.T) {
	for _, l := range []lang.Language{lang.French, lang.English} {
		n := newNovember(t)
		n.sold(10)
		wantGolden(t, "rates_"+string(l), n.does(t, l, phrase.ShowRates{}))
	}
	n := newNovember(t)
	n.sold(10)
	n.settings.Maturity = ledger.Maturity{{Days: 30, Share: decimal.RequireFromString("0.5")}}
	wantGolden(t, "rates_channel", n.does(t, lang.French, phrase.ShowRates{Channel: n.channel("E-mail")}))
	n.sold(2)
	wantGolden(t, "rates_young", n.does(t, lang.French, phrase.ShowRates{Persona: 1}))
	wantGolden(t, "rates_nothing", (&november{settings: ledger.DefaultSettings()}).does(t, lang.French, phrase.ShowRates{}))
}

func TestRatesOfAnySizeFit(t *testing.T) {
	for _, size := range []struct{ channels, personas int }{{5, 3}, {4, 6}, {5, 5}, {9, 3}, {7, 4}, {20, 8}, {60, 8}} {
		n := manySegments(size.channels, size.personas)
		n.sold(8)
		r := n.does(t, lang.French, phrase.ShowRates{}) // does checks that it fits
		if size.channels == 20 {
			wantGolden(t, "rates_20_by_8", r)
		}
		n.does(t, lang.French, phrase.ShowRates{Channel: 1})
	}
}

// Who may not decide, and what is not of the running month, has no buttons.
func TestRatesButtons(t *testing.T) {
	n := newNovember(t)
	n.sold(10)
	for _, c := range []struct {
		name   string
		change func(*asked)
		month  calendar.Month
		want   int
	}{
		{"a manager", func(*asked) {}, calendar.Month{}, 3},
		{"a member", func(a *asked) { a.person.Manager = false }, calendar.Month{}, 0},
		{"before everybody", func(a *asked) { a.public = true }, calendar.Month{}, 0},
		{"last month", func(*asked) {}, novemberMonth.Add(-1), 0},
		{"next month", func(*asked) {}, novemberMonth.Add(1), 0},
	} {
		a := n.asks(t, lang.French, c.name)
		c.change(&a)
		r, err := n.bot().showRates(t.Context(), a, phrase.ShowRates{Month: c.month})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(buttonsOf(r)); got != c.want {
			t.Errorf("%s: %d buttons; want %d", c.name, got, c.want)
		}
	}
}

func buttonsOf(r reply) (all []*slack.ButtonBlockElement) {
	for _, b := range r.Blocks {
		if actions, ok := b.(*slack.ActionBlock); ok {
			for _, e := range actions.Elements.ElementSet {
				all = append(all, e.(*slack.ButtonBlockElement))
			}
		}
	}
	return all
}

// pressed is what a button carries to its handler.
func (n *november) presses(t *testing.T, r reply, at int, key string) asked {
	t.Helper()
	a := n.asks(t, lang.French, key)
	a.value, a.messageTS = buttonsOf(r)[at].Value, "1.2"
	return a
}

func TestAcceptingAll(t *testing.T) {
	n := newNovember(t)
	n.sold(10)
	shown := n.does(t, lang.French, phrase.ShowRates{})
	a := n.presses(t, shown, 0, "accept")
	r, err := n.bot().acceptRates(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	wantSaid(t, r.Text, "C'est noté, dès novembre 2026 : 15 taux et 2 ventes moyennes.", "43 216 € → ")
	if !r.Replace {
		t.Error("the offer stays beside what became of it")
	}
	plan := n.plans[novemberMonth]
	for s, rate := range plan.Rates {
		if rate.Source != sla.Measured && rate.Source != sla.Estimated {
			t.Errorf("%v is still %+v", s, rate)
		}
	}
	if plan.Sales[1] == 180_000 || n.settings.RatesDecided != novemberMonth {
		t.Errorf("PME sells for %d, decided %s", plan.Sales[1], n.settings.RatesDecided)
	}
	again, err := n.bot().acceptRates(t.Context(), a)
	if err != nil || again.Text != r.Text {
		t.Errorf("delivered twice: %v, %s", err, again.Text)
	}
	wantRefused(t, "pressed twice", "rates.changed", errorOf(n.bot().acceptRates(t.Context(), n.presses(t, shown, 0, "accept again"))))
	left := n.does(t, lang.French, phrase.ShowRates{Persona: 0})
	wantSaid(t, left.Text, "Rien ne changerait")
	if len(buttonsOf(left)) != 2 {
		t.Errorf("%d buttons with nothing to accept; want those that choose another way and show the plan", len(buttonsOf(left)))
	}
}

func errorOf(_ reply, err error) error { return err }

func wantRefused(t *testing.T, what string, id lang.ID, err error) {
	t.Helper()
	if problem, ok := errors.AsType[*lang.Problem](err); !ok || problem.ID != id {
		t.Errorf("%s: %v; want %s", what, err, id)
	}
}

func TestRatesThatMayNotBeAccepted(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(n *november, a *asked)
		want   lang.ID
	}{
		{"by a member", func(_ *november, a *asked) { a.person.Manager = false }, "plan.managers_only"},
		{"in the next month", func(_ *november, a *asked) { a.today = calendar.NewDate(2026, 12, 1) }, "rates.over"},
		{"after a rate was typed", func(n *november, _ *asked) {
			for s := range n.plans[novemberMonth].Rates {
				n.plans[novemberMonth].Rates[s] = sla.Rate{Value: decimal.New(1, -1), Source: sla.Declared}
			}
		}, "rates.changed"},
		{"after more sales", func(n *november, _ *asked) { n.sales[0].AmountCents *= 2 }, "rates.changed"},
		{"made up", func(_ *november, a *asked) {
			a.value = `{"m":"2026-11","d":"0000000000000000"}`
		}, "rates.changed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNovember(t)
			n.sold(10)
			a := n.presses(t, n.does(t, lang.French, phrase.ShowRates{}), 0, c.name)
			c.change(n, &a)
			before := n.plans[novemberMonth].Commitment()
			for name, press := range map[string]handler{"accept": n.bot().acceptRates, "choose": n.bot().chooseRates} {
				wantRefused(t, name, c.want, errorOf(press(t.Context(), a)))
			}
			if after := n.plans[novemberMonth].Commitment(); !after.Equal(before) || !n.settings.RatesDecided.IsZero() {
				t.Errorf("the commitment went from %s to %s", before, after)
			}
		})
	}
}

func TestThePlanBesideTheRates(t *testing.T) {
	n := newNovember(t)
	n.sold(10)
	r, err := n.bot().pressRatesPlan(t.Context(), n.presses(t, n.does(t, lang.French, phrase.ShowRates{}), 2, "plan"))
	if err != nil || r.Replace {
		t.Fatalf("%v, in its place %t", err, r.Replace)
	}
	wantSaid(t, r.Text, "Plan, novembre 2026")
}

func TestChoosing(t *testing.T) {
	n := newNovember(t)
	n.sold(10)
	shown := n.does(t, lang.French, phrase.ShowRates{})
	opened, err := n.bot().chooseRates(t.Context(), n.presses(t, shown, 1, "choose"))
	if err != nil {
		t.Fatal(err)
	}
	wantGoldenFile(t, "rates_form_fr", indented(t, opened.View))

	// Everything is kept but one rate and one price.
	fields := map[string]string{}
	for _, b := range opened.View.Blocks.BlockSet {
		if input, ok := b.(*slack.InputBlock); ok {
			fields[input.BlockID] = pickKeep
		}
	}
	if len(fields) != 17 {
		t.Fatalf("%d selects; want one for each of 15 rates and 2 prices", len(fields))
	}
	email := ledger.Segment{Channel: n.channel("E-mail"), Persona: 1}
	fields[rateField(email)], fields[saleField(2)] = sla.Measured, pickProposed
	a := n.asks(t, lang.French, "pick")
	a.form = form{id: "V1", private: opened.View.PrivateMetadata, fields: fields}
	updated, err := n.bot().pickRate(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	effect := updated.View.Blocks.BlockSet[0].(*slack.SectionBlock).Text.Text
	wantSaid(t, effect, "1 taux et 1 vente moyenne", "de 43 216 € à *42 440 €* (−776 €)")

	a.key = "submit"
	r, err := n.bot().submitRates(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	wantSaid(t, r.Text, "1 taux et 1 vente moyenne", "43 216 € → 42 440 € (−776 €)")
	for s, rate := range n.plans[novemberMonth].Rates {
		if want := s == email; (rate.Source == sla.Measured) != want {
			t.Errorf("%v is %+v", s, rate)
		}
	}
}

// What the modal has no room for is no part of what it would do.
func TestChoosingAmongMoreThanFit(t *testing.T) {
	n := manySegments(20, 8)
	n.sold(8)
	opened, err := n.bot().chooseRates(t.Context(), n.presses(t, n.does(t, lang.French, phrase.ShowRates{}), 1, "choose"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := opened.View.Blocks.BlockSet
	if len(blocks) > 100 {
		t.Errorf("%d blocks; a modal has 100", len(blocks))
	}
	wantSaid(t, blocks[0].(*slack.SectionBlock).Text.Text, "(97 taux)")
	more := blocks[len(blocks)-1].(*slack.ContextBlock).ContextElements.Elements[0].(*slack.TextBlockObject).Text
	wantSaid(t, more, "65 autres taux n'ont pas trouvé de place ici")
}

// A form on figures that have changed says so in its own place.
func TestPickingWhatHasChanged(t *testing.T) {
	n := newNovember(t)
	n.sold(10)
	opened, err := n.bot().chooseRates(t.Context(), n.presses(t, n.does(t, lang.French, phrase.ShowRates{}), 1, "choose"))
	if err != nil {
		t.Fatal(err)
	}
	n.sales[0].AmountCents *= 2
	a := n.asks(t, lang.French, "pick")
	a.form = form{id: "V1", private: opened.View.PrivateMetadata}
	r, err := n.bot().pickRate(t.Context(), a)
	if err != nil || r.View == nil || r.View.Submit != nil {
		t.Fatalf("%+v, %v", r, err)
	}
	wantSaid(t, r.View.Blocks.BlockSet[0].(*slack.SectionBlock).Text.Text, "Les chiffres ont changé")
}

// Keeping everything is a decision too.
func TestKeepingAll(t *testing.T) {
	n := newNovember(t)
	n.sold(10)
	opened, err := n.bot().chooseRates(t.Context(), n.presses(t, n.does(t, lang.French, phrase.ShowRates{}), 1, "choose"))
	if err != nil {
		t.Fatal(err)
	}
	before := n.plans[novemberMonth].Commitment()
	a := n.asks(t, lang.French, "submit")
	a.form = form{id: "V1", private: opened.View.PrivateMetadata, fields: map[string]string{"rate_1_1": pickKeep, "rate_9_9": sla.Measured}}
	r, err := n.bot().submitRates(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	wantSaid(t, r.Text, "rien ne change en novembre 2026")
	if !n.plans[novemberMonth].Commitment().Equal(before) || n.settings.RatesDecided != novemberMonth {
		t.Errorf("decided %s, commitment %s", n.settings.RatesDecided, n.plans[novemberMonth].Commitment())
	}
}

func indented(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return text
}
