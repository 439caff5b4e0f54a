package bot

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
)

func (b board) money(d decimal.Decimal) string { return b.say.Money(d, b.report.Currency) }

func (b board) signed(d decimal.Decimal) string { return b.say.SignedMoney(d, b.report.Currency) }

func (b board) leads(n int64) string { return b.say.Count("sla.leads", n, lang.Args{}) }

// about rounds an estimate to three figures: more would claim a precision that
// a range of several thousand does not have.
func (b board) about(d decimal.Decimal) string {
	if digits := int32(len(d.Abs().Round(0).String())); digits > 3 {
		d = d.Round(3 - digits)
	}
	return b.money(d)
}

// rate is an amount a day, or leads a day where amounts are hidden.
func (b board) rate(d decimal.NullDecimal) string {
	switch {
	case !d.Valid:
		return lang.Dash
	case b.bare:
		return b.say.Decimal(d.Decimal, 1)
	}
	return b.money(d.Decimal)
}

func (b board) share(d decimal.NullDecimal) string { return b.say.MaybePercent(d, 0) }

func (b board) times(d decimal.NullDecimal) string {
	return lang.Maybe(d, func(d decimal.Decimal) string { return b.say.Times(d, 2) })
}

// chance prints a probability; a slim one is not none.
func (b board) chance(d decimal.Decimal) string {
	if half := decimal.New(5, -3); d.IsPositive() && d.LessThan(half) {
		return b.say.Say("sla.chance.slim", lang.Args{"one": b.say.Percent(decimal.New(1, -2), 0)})
	}
	return b.say.Percent(d, 0)
}
