package sheet

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// blank reports whether a cell says nothing: it is empty, or somebody has put a
// dash there.
func blank(text string) bool { return strings.Trim(text, "-–— \u00a0\u202f") == "" }

// likeValue reports whether a text looks like a number, an amount or a share,
// rightly written or not.
func likeValue(text string) bool {
	digits, letters := 0, 0
	for _, r := range strings.NewReplacer("EUR", "", "eur", "", "euros", "").Replace(text) {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune(" \u00a0\u202f.,-−+%€'’", r):
			letters++
		}
	}
	return digits > 0 && letters == 0
}

// value reads what a cell says of a subject: a share, a number of leads, or an
// amount. Its errors are Problems.
func (c tabCell) value(what string) (decimal.Decimal, error) {
	switch {
	case c.fault:
		return decimal.Zero, lang.Refuse("intake.fault", nil)
	case what == sla.RateChanged:
		return c.rate()
	case what == sla.SaleChanged || what == sla.TargetChanged:
		return c.amount()
	case c.money:
		return decimal.Zero, lang.Refuse("intake.leads_in_money", lang.Args{"typed": clip(c.text)})
	}
	return c.leads()
}

func (c tabCell) rate() (decimal.Decimal, error) {
	if !c.number.Valid {
		return ParseRate(c.text)
	}
	rate := c.number.Decimal
	if rate.IsNegative() || rate.GreaterThan(decimal.New(1, 0)) {
		return decimal.Zero, lang.Refuse("import.rate_range", lang.Args{"typed": rate.String()})
	}
	return rate, nil
}

// amount rounds to cents what a spreadsheet has computed, which nobody typed.
func (c tabCell) amount() (decimal.Decimal, error) {
	if !c.number.Valid {
		cents, err := ParseCents(c.text)
		return decimal.New(cents, -2), err
	}
	n := c.number.Decimal.Round(2)
	if n.IsNegative() || n.GreaterThan(mostAmount) {
		return decimal.Zero, lang.Refuse("import.bad_amount", lang.Args{"typed": c.number.Decimal.String()})
	}
	return n, nil
}

func (c tabCell) leads() (decimal.Decimal, error) {
	if !c.number.Valid {
		n, err := ParseCount(c.text)
		return decimal.NewFromInt(n), err
	}
	n := c.number.Decimal
	if n.IsNegative() || !n.IsInteger() || n.GreaterThan(decimal.New(mostCount, 0)) {
		return decimal.Zero, lang.Refuse("import.bad_count", lang.Args{"typed": n.String()})
	}
	return n, nil
}

// monthNamed reads a month written in words, as its first day.
func monthNamed(text string) (calendar.Date, bool) {
	name, year, _ := strings.Cut(strings.TrimSpace(text), " ")
	y, err := strconv.Atoi(year)
	if err != nil || y < 2000 || y > 2200 {
		return calendar.Date{}, false
	}
	for m := (calendar.Month{Year: y, Month: 1}); m.Year == y; m = m.Add(1) {
		for _, l := range []lang.Language{lang.French, lang.English} {
			if ledger.Fold(lang.Speak(l).MonthName(m)) == ledger.Fold(name) {
				return m.First(), true
			}
		}
	}
	return calendar.Date{}, false
}

// tabular is a sheet that is a list, from the row of its headings on.
func (t tab) tabular(from int, since calendar.Date) Table {
	head := t.rows[from]
	width := head.cells[len(head.cells)-1].column
	table := Table{Heading: head.fields(width, nil), Sheet: t.name}
	days := map[int]bool{}
	for i, h := range table.Heading {
		days[i+1] = find([]string{h}, slices.Concat([]string{"day", "at"}, usualHeadings["day"], usualHeadings["at"])) >= 0
	}
	for _, row := range t.rows[from+1:] {
		table.Rows = append(table.Rows, Row{row.number, row.fields(width, func(c tabCell) string {
			if n, err := strconv.ParseFloat(c.text, 64); days[c.column] && err == nil && ofOurTime(n) {
				return momentText(n, since)
			}
			return c.plain()
		})})
	}
	return table
}

// momentText writes a moment that a spreadsheet keeps as a number of days, as it
// would be typed; without a time of day it is a day.
func momentText(n float64, since calendar.Date) string {
	seconds := int(math.Round(n * 24 * 3600))
	day := since.AddDays(seconds / (24 * 3600))
	if seconds %= 24 * 3600; seconds == 0 {
		return day.String()
	}
	return fmt.Sprintf("%s %02d:%02d:%02d", day, seconds/3600, seconds/60%60, seconds%60)
}

// fields are a row's texts by column.
func (r tabRow) fields(width int, write func(tabCell) string) []string {
	fields := make([]string, width)
	for _, c := range r.cells {
		switch {
		case c.column > width:
		case write == nil:
			fields[c.column-1] = c.text
		default:
			fields[c.column-1] = write(c)
		}
	}
	return fields
}

// plain is a cell's text as it would be typed; a number has no sign in it that
// could be one of thousands.
func (c tabCell) plain() string {
	if !c.number.Valid {
		return c.text
	}
	if text := c.number.Decimal.String(); c.number.Decimal.Exponent() != -3 {
		return text
	}
	return c.number.Decimal.StringFixed(4)
}

// contactHeadings are those of a moment that is a contact's and nothing else's.
var contactHeadings = slices.DeleteFunc(append([]string{"at"}, usualHeadings["at"]...), func(name string) bool {
	return slices.Contains(append([]string{"day"}, usualHeadings["day"]...), name)
})

// kindOf says what a list holds, by its headings; "" where they do not say.
func kindOf(headings []string) intake.Kind {
	has := func(field string) bool {
		return find(headings, append([]string{field}, usualHeadings[field]...)) >= 0
	}
	segment := has("channel") && has("persona")
	switch {
	case segment && (has("close_rate") || has("average_sale") || has("commitment")):
		return intake.Plan
	case has("day") && has("count"):
		return intake.Counts
	case has("day") && has("lead") && has("amount") && !has("channel"):
		return intake.Deals
	case has("lead") && find(headings, contactHeadings) >= 0:
		return intake.Contacts
	case has("day") && has("id"):
		return intake.Leads
	}
	return ""
}
