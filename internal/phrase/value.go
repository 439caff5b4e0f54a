package phrase

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

// ParseRate reads a close rate that stands alone in a field, as people write it:
// 3,5 %, 3.5% and 0,035 are the share 0.035. Its errors are Problems.
func ParseRate(text string) (decimal.Decimal, error) {
	l := lone(text, calendar.Date{})
	rate, err := l.rate("phrase.value.rate")
	return rate, l.only("phrase.value.rate", err)
}

// ParseLeads reads a number of leads that stands alone in a field: 120, 1 200.
// Its errors are Problems.
func ParseLeads(text string) (int64, error) {
	l := lone(text, calendar.Date{})
	n, first, last, err := l.number("phrase.value.leads", nil)
	switch {
	case err != nil:
		return 0, err
	case n.two:
		return 0, twoReadings(l.span(first, last+1).typed, n.value.String(), french(n.other))
	case n.value.IsNegative():
		return 0, lang.Refuse("phrase.negative", lang.Args{"typed": text})
	}
	leads, err := whole(text, n.value)
	return leads, l.only("phrase.value.leads", err)
}

// ParseAmount reads an amount of money that stands alone in a field, in cents:
// 1 800 €, 1800,50, €1,800. Its errors are Problems.
func ParseAmount(text string) (int64, error) {
	l := lone(text, calendar.Date{})
	cents, err := l.cents("phrase.value.amount")
	return cents, l.only("phrase.value.amount", err)
}

// ParseDays reads the days of a commitment that stand alone in a field, both
// included: 24-27/11, or "tout le mois" for no days of its own, which are zero.
// Its errors are Problems.
func ParseDays(text string, today calendar.Date) (first, last calendar.Date, err error) {
	l := lone(text, today)
	if l.take(kWhole) {
		return first, last, l.only("phrase.value.days", nil)
	}
	first, last, err = l.days(nearest)
	return first, last, l.only("phrase.value.days", err)
}

// lone is a field's text, in which no name means anything.
func lone(text string, today calendar.Date) *line {
	return newLine(tidy(text), Context{Today: today}, &names{})
}

// only refuses what was left over in a field that was read otherwise.
func (l *line) only(id lang.ID, err error) error {
	if err == nil && len(l.left(kFiller, kLead, kAt)) > 0 {
		err = lang.Refuse(id, nil)
	}
	return err
}
