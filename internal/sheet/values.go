package sheet

import (
	"regexp"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// dayLayouts are the ways a file writes a day. A time of day after it is
// accepted and dropped: the day is what the file says, in whatever zone.
var dayLayouts = []string{"2006-01-02", "02/01/2006", "2/1/2006", "02.01.2006", "02-01-2006"}

// ParseDay reads a day, ISO or French, or a whole month (2026-05, 05/2026),
// which comes back as its last day with monthly set.
func ParseDay(text string) (day calendar.Date, monthly bool, err error) {
	for _, layout := range []string{"2006-01", "01/2006"} {
		if t, err := time.Parse(layout, text); err == nil {
			return calendar.Month{Year: t.Year(), Month: t.Month()}.Last(), true, nil
		}
	}
	date, _, _ := strings.Cut(strings.ReplaceAll(text, "T", " "), " ")
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, date); err == nil {
			return calendar.On(t, time.UTC), false, nil
		}
	}
	return calendar.Date{}, false, lang.Refuse("import.bad_day", lang.Args{"typed": clip(text)})
}

// zonedLayouts are the ways a file writes an instant with its zone, and
// clockLayouts a time of day after the date.
var (
	zonedLayouts = []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04Z07:00"}
	clockLayouts = []string{"15:04:05", "15:04", "15h04"}
)

// ParseMoment reads the time of day of a text that ParseDay reads; the zero
// Moment where it has none.
func ParseMoment(text string) ledger.Moment {
	for _, layout := range zonedLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return ledger.Moment{At: t.UTC(), Zoned: true}
		}
	}
	date, clock, _ := strings.Cut(strings.ReplaceAll(text, "T", " "), " ")
	for _, day := range dayLayouts {
		for _, layout := range clockLayouts {
			if t, err := time.Parse(day+" "+layout, date+" "+strings.TrimSpace(clock)); err == nil {
				return ledger.Moment{At: t}
			}
		}
	}
	return ledger.Moment{}
}

// ParseNumber reads a decimal written the French way or the English way:
// "1 234,56", "1,234.56", "1234.5". A lone separator before exactly three
// digits could be either and is refused.
func ParseNumber(text string) (decimal.Decimal, error) {
	digits := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '€', '\'', '’':
			return -1
		case '−':
			return '-'
		}
		return r
	}, text)
	plain, ok := plainNumber(digits)
	if !ok {
		return decimal.Zero, lang.Refuse("import.ambiguous_number", lang.Args{"typed": clip(text)})
	}
	for _, r := range plain {
		if (r < '0' || r > '9') && r != '.' && r != '-' {
			return decimal.Zero, lang.Refuse("import.bad_number", lang.Args{"typed": clip(text)})
		}
	}
	n, err := decimal.NewFromString(plain)
	if err != nil || len(plain) > 30 {
		return decimal.Zero, lang.Refuse("import.bad_number", lang.Args{"typed": clip(text)})
	}
	return n, nil
}

// Thousands come in groups of three: anything else is a slip of the finger.
var (
	groupedByPoint = regexp.MustCompile(`^-?\d{1,3}(\.\d{3})+$`)
	groupedByComma = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+$`)
)

// plainNumber leaves a point before the decimals and nothing else; false when
// the text reads two ways.
func plainNumber(text string) (string, bool) {
	comma, point := strings.LastIndex(text, ","), strings.LastIndex(text, ".")
	switch {
	case comma >= 0 && point > comma && groupedByComma.MatchString(text[:point]):
		return strings.ReplaceAll(text, ",", ""), true
	case point >= 0 && comma > point && groupedByPoint.MatchString(text[:comma]):
		return strings.Replace(strings.ReplaceAll(text, ".", ""), ",", ".", 1), true
	case strings.Count(text, ",")+strings.Count(text, ".") == 1:
		at := max(comma, point)
		ambiguous := len(text)-at-1 == 3 && strings.Trim(text[:at], "-0") != ""
		return text[:at] + "." + text[at+1:], !ambiguous
	case groupedByPoint.MatchString(text), groupedByComma.MatchString(text):
		return strings.NewReplacer(",", "", ".", "").Replace(text), true
	}
	return text, true
}

// ParseRate reads a close rate: "3%", "3,0 %" or the share 0.03. The result is
// a share from 0 to 1.
func ParseRate(text string) (decimal.Decimal, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	// A rate never has thousands: 0,035 and 12,125 % have one reading.
	number = strings.Replace(strings.TrimSpace(number), ",", ".", 1)
	rate, err := decimal.NewFromString(number)
	if err != nil || len(number) > 30 || strings.ContainsAny(number, "eE") {
		return decimal.Zero, lang.Refuse("import.bad_rate", lang.Args{"typed": clip(text)})
	}
	if percent {
		rate = rate.Shift(-2)
	}
	if rate.IsNegative() || rate.GreaterThan(decimal.New(1, 0)) {
		return decimal.Zero, lang.Refuse("import.rate_range", lang.Args{"typed": clip(text)})
	}
	return rate, nil
}

// mostCount bounds how many leads a file says there are of anything.
const mostCount = 1_000_000

// ParseCount reads a whole number, zero or more.
func ParseCount(text string) (int64, error) {
	n, err := ParseNumber(text)
	if err != nil {
		return 0, err
	}
	if n.IsNegative() || !n.IsInteger() || n.GreaterThan(decimal.New(mostCount, 0)) {
		return 0, lang.Refuse("import.bad_count", lang.Args{"typed": clip(text)})
	}
	return n.IntPart(), nil
}

// mostAmount bounds an amount of money, in currency units.
var mostAmount = decimal.New(999_999_999_999, 0)

// ParseCents reads an amount of money, zero or more, in cents.
func ParseCents(text string) (int64, error) {
	n, err := ParseNumber(text)
	if err != nil {
		return 0, err
	}
	cents := n.Shift(2)
	if n.IsNegative() || !cents.IsInteger() || n.GreaterThan(mostAmount) {
		return 0, lang.Refuse("import.bad_amount", lang.Args{"typed": clip(text)})
	}
	return cents.IntPart(), nil
}

// clip shortens what is quoted back, so that a message stays a sentence.
func clip(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
