package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// planHeadings are those of a plan's columns, among the ones it is read by.
var planHeadings = map[lang.Language][]string{
	lang.English: {"channel", "persona", "close_rate", "average_sale", "commitment"},
	lang.French:  {"canal", "persona", "taux", "vente moyenne", "engagement"},
}

// PlanCSV writes a plan in the columns plans are imported from, a row a segment
// that the plan says something of: the way spreadsheets of that language read
// CSV. What is not known is left empty.
func PlanCSV(plan sla.Plan, names ledger.Catalogue, l lang.Language) ([]byte, error) {
	french := l == lang.French
	var file bytes.Buffer
	file.WriteString("\ufeff") // Excel takes anything else for Windows-1252
	w := csv.NewWriter(&file)
	w.UseCRLF = true
	if french {
		w.Comma = ';'
	}
	rows := [][]string{planHeadings[l]}
	for _, c := range names.Channels {
		for _, p := range names.Personas {
			if row, says := planLine(plan, c, p, french); says {
				rows = append(rows, row)
			}
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write the plan of %s: %w", plan.Month, err)
	}
	return file.Bytes(), nil
}

func planLine(plan sla.Plan, c ledger.Channel, p ledger.Persona, french bool) (row []string, says bool) {
	s := ledger.Segment{Channel: c.ID, Persona: p.ID}
	rate, rated := plan.Rates[s]
	goal := plan.Goals[s]
	if !rated && goal == 0 {
		return nil, false
	}
	row = []string{guarded(c.Name), guarded(p.Name), "", "", ""}
	if rated {
		row[2] = plainDecimal(rate.Value, french)
	}
	if cents, priced := plan.Sales[p.ID]; priced {
		row[3] = plainDecimal(decimal.New(cents, -2), french)
	}
	if goal > 0 {
		row[4] = strconv.FormatInt(goal, 10)
	}
	return row, true
}

// plainDecimal writes a number without thousands, with two decimals where it
// has any: a lone comma before three digits would read two ways.
func plainDecimal(d decimal.Decimal, french bool) string {
	text := d.String()
	if d.Exponent() >= -2 && !d.IsInteger() {
		text = d.StringFixed(2)
	}
	if french {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}
