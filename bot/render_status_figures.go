package bot

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/sla"
)

func (b board) money(d decimal.Decimal) string { return b.say.Money(d, b.report.Currency) }

// sameMoney is an amount beside another one, which French alone then leaves to
// name the currency.
func (b board) sameMoney(d decimal.Decimal) string {
	if b.say.Language == lang.English {
		return b.money(d)
	}
	return b.say.Amount(d)
}

func (b board) signed(d decimal.Decimal) string { return b.say.SignedMoney(d, b.report.Currency) }

func (b board) leads(n int64) string { return b.say.Count("sla.leads", n, lang.Args{}) }

// rate is an amount a day, or leads a day where amounts are hidden.
func (b board) rate(d decimal.NullDecimal) string {
	switch {
	case !d.Valid:
		return lang.Dash
	case b.bare:
		return b.say.Say("sla.rate_in_leads", lang.Args{"n": b.say.Short(d.Decimal, 1)})
	}
	return b.money(d.Decimal)
}

func (b board) share(d decimal.NullDecimal) string { return b.say.MaybePercent(d, 0) }

func (b board) times(d decimal.NullDecimal) string {
	return lang.Maybe(d, func(d decimal.Decimal) string { return b.say.Times(d, 2) })
}

// chance prints a probability; however slim, it is a chance.
func (b board) chance(d decimal.Decimal) string {
	if half := decimal.New(5, -3); d.LessThan(half) {
		return b.say.Say("sla.chance.slim", lang.Args{"one": b.say.Percent(decimal.New(1, -2), 0)})
	}
	return b.say.Percent(d, 0)
}

// closed is what was attained at the cut-off, today's leads left out.
func closed(f sla.Figures) decimal.Decimal {
	if f.Today == nil {
		return f.Value
	}
	return f.Value.Sub(f.Today.Value)
}

// shortDay writes a day, with its month where that is not the report's.
func (b board) shortDay(d calendar.Date) string {
	if d.In() == b.report.Month {
		return b.say.ShortDay(d)
	}
	return b.say.ShortDayMonth(d)
}
