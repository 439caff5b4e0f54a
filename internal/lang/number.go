package lang

import (
	"strings"

	"github.com/bojanz/currency"
	"github.com/shopspring/decimal"
)

// Dash stands for a figure that is undefined, and fills an empty cell.
const Dash = "–"

// Minus is the sign of negative numbers, as wide as a plus.
const Minus = "−"

// Maybe writes d with say, and an undefined figure as a dash.
func Maybe(d decimal.NullDecimal, say func(decimal.Decimal) string) string {
	if !d.Valid {
		return Dash
	}
	return say(d.Decimal)
}

// Int writes a whole number: 12 345, or 12,345 in English.
func (s Speaker) Int(n int64) string { return s.Decimal(decimal.New(n, 0), 0) }

// SignedInt writes a whole number with its sign: +12, −12, 0.
func (s Speaker) SignedInt(n int64) string { return signed(decimal.New(n, 0), s.Int(abs(n))) }

// Decimal writes a number with that many decimals, rounded half away from zero.
func (s Speaker) Decimal(d decimal.Decimal, places int32) string {
	d = d.Round(places)
	whole, fraction, _ := strings.Cut(d.Abs().StringFixed(max(places, 0)), ".")
	separator, point := "\u202f", ","
	if s.language() == English {
		separator, point = ",", "."
	}
	text := group(whole, separator)
	if fraction != "" {
		text += point + fraction
	}
	if d.IsNegative() {
		return Minus + text
	}
	return text
}

// Short writes a number with at most that many decimals: 2,7 and 7, never 7,0.
func (s Speaker) Short(d decimal.Decimal, places int32) string {
	d = d.Round(places)
	for places > 0 && d.Equal(d.Round(places-1)) {
		places--
	}
	return s.Decimal(d, places)
}

// Amount writes an amount in whole units without its currency, for a table that
// names it once.
func (s Speaker) Amount(d decimal.Decimal) string { return s.Decimal(d, 0) }

// Percent writes a share as a percentage with that many decimals: 0.41 is 41 %.
// A share below 1 never reads 100 %, however near.
func (s Speaker) Percent(share decimal.Decimal, places int32) string {
	percent, full := share.Shift(2).Round(places), decimal.New(100, 0)
	if share.LessThan(decimal.New(1, 0)) && percent.GreaterThanOrEqual(full) {
		percent = share.Shift(2).Truncate(places)
	}
	if s.language() == English {
		return s.Decimal(percent, places) + "%"
	}
	return s.Decimal(percent, places) + nbsp + "%"
}

// Times writes a factor: ×1,18.
func (s Speaker) Times(d decimal.Decimal, places int32) string { return "×" + s.Decimal(d, places) }

// Money writes an amount in whole units with its currency: 12 345 €, €12,345.
func (s Speaker) Money(d decimal.Decimal, code string) string { return s.money(d, code, 0) }

// Cents writes an amount with two decimals: 12 345,60 €, €12,345.60.
func (s Speaker) Cents(d decimal.Decimal, code string) string { return s.money(d, code, 2) }

// BriefMoney is Money in thousands or millions where there is little room, with
// a decimal where it needs one: 43,2 k€, €43.2k. Amounts below a thousand are
// written whole.
func (s Speaker) BriefMoney(d decimal.Decimal, code string) string {
	unit, shift := "k", int32(3)
	switch size := d.Abs().Round(0); {
	case size.LessThan(decimal.New(1, 3)):
		return s.Money(d, code)
	case size.GreaterThanOrEqual(decimal.New(1, 6)):
		unit, shift = "M", 6
	}
	number := s.Short(d.Shift(-shift), 1)
	whole := s.Money(decimal.Zero, code)
	if s.language() == English {
		return strings.Replace(whole, "0", number, 1) + unit
	}
	return strings.Replace(whole, "0"+nbsp, number+nbsp+unit, 1)
}

// SignedMoney is Money with its sign: +1 282 €, −1 709 €, 0 €.
func (s Speaker) SignedMoney(d decimal.Decimal, code string) string {
	d = d.Round(0)
	return signed(d, s.Money(d.Abs(), code))
}

// SignedCents is Cents with its sign: −80,00 €.
func (s Speaker) SignedCents(d decimal.Decimal, code string) string {
	d = d.Round(2)
	return signed(d, s.Cents(d.Abs(), code))
}

// MaybeMoney is Money, or a dash for an undefined amount.
func (s Speaker) MaybeMoney(d decimal.NullDecimal, code string) string {
	return Maybe(d, func(d decimal.Decimal) string { return s.Money(d, code) })
}

// MaybePercent is Percent, or a dash for an undefined share.
func (s Speaker) MaybePercent(share decimal.NullDecimal, places int32) string {
	return Maybe(share, func(d decimal.Decimal) string { return s.Percent(d, places) })
}

// MaybeDecimal is Decimal, or a dash for an undefined number.
func (s Speaker) MaybeDecimal(d decimal.NullDecimal, places int32) string {
	return Maybe(d, func(d decimal.Decimal) string { return s.Decimal(d, places) })
}

func (s Speaker) money(d decimal.Decimal, code string, places int32) string {
	d = d.Round(places)
	amount, err := currency.NewAmount(d.Abs().StringFixed(places), code)
	if err != nil { // a currency nobody knows is still better named than dropped
		return s.Decimal(d, places) + nbsp + code
	}
	formatter := currency.NewFormatter(currency.NewLocale(string(s.language())))
	formatter.MinDigits, formatter.MaxDigits = uint8(places), uint8(places) //nolint:gosec // 0 to 2 places
	if d.IsNegative() {
		return Minus + formatter.Format(amount)
	}
	return formatter.Format(amount)
}

// signed puts the sign of d before the text of its absolute value.
func signed(d decimal.Decimal, text string) string {
	return [...]string{Minus, "", "+"}[d.Sign()+1] + text
}

func group(digits, separator string) string {
	var b strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(digit)
	}
	return b.String()
}

func abs(n int64) int64 { return max(n, -n) }
