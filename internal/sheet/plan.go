package sheet

import (
	"errors"
	"strings"

	"github.com/hbollon/go-edlib"
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// planField is a column of a plan that is a list.
type planField struct {
	field, what string
	parse       func(string) (decimal.Decimal, error)
}

// planFields say what each of those columns is about, and how it is read.
var planFields = []planField{
	{"close_rate", sla.RateChanged, ParseRate},
	{"average_sale", sla.SaleChanged, func(text string) (decimal.Decimal, error) {
		cents, err := ParseCents(text)
		return decimal.New(cents, -2), err
	}},
	{"commitment", sla.GoalChanged, func(text string) (decimal.Decimal, error) {
		leads, err := ParseCount(text)
		return decimal.NewFromInt(leads), err
	}},
}

// Plan reads the rows of a plan: channel, persona, close_rate, average_sale,
// commitment. A file may leave some of the last three out, but not all; a cell
// left empty changes nothing, which a zero would. A heading that is nearly one
// of these is a Problem, others are named and passed over.
func Plan(t Table, o Options) (intake.File, error) {
	f := intake.File{Kind: intake.Plan}
	columns, err := FindColumns(t,
		[]string{"channel", "persona", "close_rate", "average_sale", "commitment"},
		[]string{"channel", "persona"}, o.Columns)
	if err != nil {
		return f, err
	}
	if f.Unread, err = unread(t, columns); err == nil && len(columns) == 2 {
		err = lang.Refuse("import.missing_column", lang.Args{"field": "commitment", "headings": strings.Join(t.Heading, ", ")})
	}
	if err != nil {
		return f, err
	}
	for _, r := range t.Rows {
		planned(&f, t, r, columns)
	}
	return f, nil
}

// planned reads a row, up to what cannot be read.
func planned(f *intake.File, t Table, r Row, columns Columns) {
	c := intake.Cell{
		At: t.place(r, columns["channel"]), What: intake.Named,
		Channel: unguarded(columns.In(r, "channel")), Persona: unguarded(columns.In(r, "persona")),
	}
	f.Cells = append(f.Cells, c)
	for _, field := range planFields {
		text := columns.In(r, field.field)
		if text == "" {
			continue
		}
		c.At, c.What = t.place(r, columns[field.field]), field.what
		var err error
		if c.Value, err = field.parse(text); err != nil {
			problem, _ := errors.AsType[*lang.Problem](err)
			f.Bad = append(f.Bad, intake.Bad{At: c.At, Problem: problem})
			return
		}
		f.Cells = append(f.Cells, c)
	}
}

// unread lists the headings that are none of a plan's. One that is nearly that
// of a column the file has not is a Problem: what stands under it would be lost.
func unread(t Table, columns Columns) (others []string, err error) {
	read := map[int]bool{}
	for _, column := range columns {
		read[column] = true
	}
	for i, h := range t.Heading {
		if h == "" || read[i] {
			continue
		}
		for _, p := range planFields {
			_, there := columns[p.field]
			if near := nearly(h, p.field); near != "" && !there {
				return nil, lang.Refuse("intake.mistyped_column", lang.Args{"typed": clip(h), "near": near, "headings": shown(t.Heading)})
			}
		}
		others = append(others, h)
	}
	return others, nil
}

// nearly is the name of a field that a heading was probably to be, "" when it is
// not close to any.
func nearly(h, field string) string {
	for _, name := range append([]string{field}, usualHeadings[field]...) {
		typed, meant := ledger.Fold(h), ledger.Fold(name)
		if len(meant) > 4 && edlib.OSADamerauLevenshteinDistance(typed, meant) <= 1+len(meant)/8 {
			return name
		}
	}
	return ""
}
