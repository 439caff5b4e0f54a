package sheet

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// PlanRow is one segment of a plan as a file gives it. A cell left empty is
// nil: it changes nothing, which a zero would.
type PlanRow struct {
	Line       int
	Channel    string
	Persona    string
	Rate       *decimal.Decimal
	SaleCents  *int64
	Commitment *int64
}

// Plan reads the rows of a plan: channel, persona, close_rate, average_sale,
// commitment. A file may leave some of the last three out, but not all.
func Plan(t Table, o Options) ([]PlanRow, []ledger.BadRow, error) {
	columns, err := FindColumns(t,
		[]string{"channel", "persona", "close_rate", "average_sale", "commitment"},
		[]string{"channel", "persona"}, o.Columns)
	if err == nil && len(columns) == 2 {
		err = lang.Refuse("import.missing_column", lang.Args{"field": "commitment", "headings": strings.Join(t.Heading, ", ")})
	}
	if err != nil {
		return nil, nil, err
	}
	return each(t.Rows, func(r Row) (PlanRow, error) { return planned(r, columns) })
}

func planned(r Row, columns Columns) (row PlanRow, err error) {
	row = PlanRow{Line: r.Line, Channel: unguarded(columns.In(r, "channel")), Persona: unguarded(columns.In(r, "persona"))}
	if row.Rate, err = optional(columns.In(r, "close_rate"), ParseRate); err != nil {
		return row, err
	}
	if row.SaleCents, err = optional(columns.In(r, "average_sale"), ParseCents); err != nil {
		return row, err
	}
	row.Commitment, err = optional(columns.In(r, "commitment"), ParseCount)
	return row, err
}

func optional[T any](text string, parse func(string) (T, error)) (*T, error) {
	if text == "" {
		return nil, nil
	}
	value, err := parse(text)
	if err != nil {
		return nil, err
	}
	return &value, nil
}
