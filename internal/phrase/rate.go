package phrase

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
)

var (
	one   = decimal.New(1, 0)
	tenth = decimal.New(1, -1)
)

// ratePlaces is how many decimals of a share are kept.
const ratePlaces = 6

// rate takes a close rate and returns it as a share: 3,5 % and 0,035 are the
// same. Without its sign a number from 0.1 to 1 could be either and is asked
// about: a rate of 0,5 is half a percent or one in two.
func (l *line) rate(missing lang.ID) (decimal.Decimal, error) {
	places := l.numbers()
	if len(places) == 0 {
		return decimal.Zero, lang.Refuse(missing, l.sample())
	}
	if len(places) > 1 {
		return decimal.Zero, l.twoNumbers(places[0], places[1])
	}
	it := &l.items[places[0]]
	it.taken = true
	// A rate has no thousands, so 3,125 reads one way only.
	n, err := decimal.NewFromString(strings.Replace(it.plain, ",", ".", 1))
	if err != nil {
		return n, lang.Refuse(missing, l.sample())
	}
	sign := l.at(places[0] + 1).typed
	if sign == "%" {
		l.items[places[0]+1].taken = true
		return share(it.typed+" %", n.Shift(-2))
	}
	return bareShare(it.typed, n)
}

func bareShare(typed string, n decimal.Decimal) (decimal.Decimal, error) {
	switch {
	case n.GreaterThan(one):
		return share(typed, n.Shift(-2))
	case n.GreaterThanOrEqual(tenth):
		return n, twoReadings(typed, french(n)+" %", french(n.Shift(2))+" %")
	}
	return share(typed, n)
}

func share(typed string, rate decimal.Decimal) (decimal.Decimal, error) {
	if rate.IsNegative() || rate.GreaterThan(one) {
		return rate, lang.Refuse("phrase.rate_range", lang.Args{"typed": typed})
	}
	return decimal.RequireFromString(rate.Round(ratePlaces).String()), nil // without the zeros that rounding adds
}

func hasMark(text string, mark byte) bool { return strings.IndexByte(text, mark) >= 0 }
