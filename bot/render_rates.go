package bot

import (
	"strings"

	"github.com/shopspring/decimal"
	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/rates"
)

// ratesWords says what close rates and average sales could become.
type ratesWords struct{ planWords }

// title names the month, and what is asked about unless it is everything.
func (w ratesWords) title(month calendar.Month, name string) string {
	return strings.Join(told(w.say.Say("rates.title", lang.Args{"month": month}), name), " · ")
}

// show sets out an offer: what all leads say, which rates are proposed and why,
// and every segment, in a table.
func (w ratesWords) show(l *letter, o rates.Offer, oneChannel bool) {
	l.add(w.say.Say("rates.window", lang.Args{"from": o.First, "to": o.Last}), w.global(o), w.verdict(o))
	if len(o.Segments)+len(o.Personas) > 0 {
		w.table(l, o, oneChannel)
	}
	l.add(w.lopsided(o))
	l.note(w.maturity(o), w.say.Say("rates.legend", lang.Args{"few": rates.FewWins}))
}

func (w ratesWords) global(o rates.Offer) string {
	g := o.Global()
	if g.Measured == nil {
		return w.say.Say("rates.global.none", nil)
	}
	return w.say.Say("rates.global", lang.Args{
		"measured": w.share(g.Measured.Rate), "wins": w.say.Count("rates.wins", g.Wins, nil), "leads": w.say.Count("sla.leads", g.Leads, lang.Args{}),
		"estimated": w.share(g.Estimated.Rate), "low": w.say.Percent(g.Estimated.Low, 1), "high": w.say.Percent(g.Estimated.High, 1),
	})
}

// verdict says which rates are proposed by default, and why.
func (w ratesWords) verdict(o rates.Offer) string {
	v := o.Verdict
	args := lang.Args{
		"method": lang.ID("rates.method." + v.Method), "few": rates.FewWins,
		"measured": w.points(v.Measured), "estimated": w.points(v.Estimated),
	}
	if v.Reason == rates.TooYoung {
		return w.say.Count("rates.verdict.too_young", int64(o.Complete), nil)
	}
	return w.say.Say(lang.ID("rates.verdict."+string(v.Reason)), args)
}

// maturity says how sales come in after their leads, as far as anybody knows.
func (w ratesWords) maturity(o rates.Offer) string {
	id := lang.ID("rates.maturity.learned")
	switch {
	case o.Typed:
		id = "rates.maturity.typed"
	case o.Curve[0] >= 1:
		return w.say.Say("rates.maturity.unknown", nil)
	}
	var shares []string
	for _, share := range o.Curve {
		shares = append(shares, w.say.Percent(decimal.NewFromFloat(share), 0))
		if share >= 1 {
			break
		}
	}
	return w.say.Say(id, lang.Args{"first": shares[0], "later": strings.Join(shares[1:], ", ")})
}

// lopsided names the personas whose average rests on one sale.
func (w ratesWords) lopsided(o rates.Offer) string {
	var names []string
	for _, p := range o.Personas {
		if p.Lopsided {
			names = append(names, escape(w.catalogue.Persona(p.ID).Name))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return w.say.Say("rates.lopsided", lang.Args{"names": clipList(w.say, names)})
}

// effect says what a choice would do to the month's commitment.
func (w ratesWords) effect(o rates.Offer, c rates.Choice) string {
	switch {
	case o.Verdict.Method == "":
		return ""
	case c.Empty():
		return w.say.Say("rates.effect.nothing", lang.Args{"month": o.Plan.Month})
	}
	before, after := o.Effect(c)
	return w.say.Say("rates.effect", lang.Args{
		"what": w.count(int64(len(c.Rates)), int64(len(c.Sales))), "month": o.Plan.Month,
		"before": w.say.Money(before, w.settings.Currency), "after": w.say.Money(after, w.settings.Currency),
		"change": w.say.SignedMoney(after.Sub(before), w.settings.Currency),
	})
}

func (w ratesWords) count(taken, sales int64) string {
	var parts []string
	if taken > 0 {
		parts = append(parts, w.say.Count("rates.rates", taken, nil))
	}
	if sales > 0 {
		parts = append(parts, w.say.Count("rates.sales", sales, nil))
	}
	return w.say.List(parts)
}

// taken says what was put in force.
func (w ratesWords) taken(done accepted) []string {
	if done.Rates+done.Sales == 0 {
		return []string{w.say.Say("rates.kept", lang.Args{"month": done.Month})}
	}
	return []string{
		w.say.Say("rates.taken", lang.Args{"what": w.count(done.Rates, done.Sales), "month": done.Month}),
		w.commitmentEffect(planned{Month: done.Month, Before: done.Before, After: done.After}),
	}
}

// buttons take what is proposed, if anything is, and show the plan it is for.
func (w ratesWords) buttons(o rates.Offer, about ledger.Segment) []slack.BlockElement {
	if o.Verdict.Method == "" {
		return nil
	}
	of := offeredOf(o, about)
	value := string(encode(of))
	buttons := []slack.BlockElement{
		primary(button(actionRatesAccept, w.say.Say("rates.button.accept", nil), value)),
		button(actionRatesChoose, w.say.Say("rates.button.choose", nil), value),
		w.planButton(of),
	}
	if o.All().Empty() {
		return buttons[1:]
	}
	return buttons
}

// planButton leads to the plan that an offer is for, and to its signature.
func (w ratesWords) planButton(of offered) slack.BlockElement {
	return button(actionRatesPlan, w.say.Say("rates.button.plan", nil), string(encode(of)))
}

// share writes a rate that was worked out, as a percentage of two decimals at
// most.
func (w planWords) share(d decimal.Decimal) string {
	places := int32(2)
	for places > 0 && d.Round(places+2).Equal(d.Round(places+1)) {
		places--
	}
	return w.say.Percent(d, places)
}

// points writes an error in points of percentage.
func (w ratesWords) points(d decimal.Decimal) string { return w.say.Decimal(d.Shift(2), 1) }
