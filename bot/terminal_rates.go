package bot

import (
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/rates"
)

// RatesPage is what /sla taux answers, for a terminal: lines above a table, its
// rows, the first of which are headings, and lines below.
type RatesPage struct {
	Above, Below []string
	Rows         [][]string
}

// RatesWords sets an offer out for a terminal, all of its segments.
func RatesWords(say lang.Speaker, o rates.Offer, s ledger.Settings, c ledger.Catalogue) (page RatesPage) {
	w := ratesWords{planWords{say, s, c}}
	page.Above = words(w.title(o.Plan.Month, ""), w.say.Say("rates.window", lang.Args{"from": o.First, "to": o.Last}), w.global(o), w.verdict(o))
	headings := make([]string, 0, len(ratesColumns))
	for _, id := range ratesColumns {
		headings = append(headings, say.Say(id, nil))
	}
	page.Rows = append(page.Rows, headings)
	for _, one := range o.Segments {
		page.Rows = append(page.Rows, w.segmentRow(one))
	}
	for _, p := range o.Personas {
		page.Rows = append(page.Rows, w.saleRow(p))
	}
	page.Below = words(w.lopsided(o), w.maturity(o), w.effect(o, o.All()))
	return page
}

// TrialRows is the past tried again, for a terminal: headings, then a row for
// each month.
func TrialRows(say lang.Speaker, o rates.Offer) [][]string {
	w := ratesWords{planWords{say: say}}
	rows := [][]string{{
		say.Say("rates.backtest.month", nil), say.Say("rates.backtest.leads", nil),
		say.Say("rates.column.measured", nil), say.Say("rates.column.estimated", nil),
	}}
	for _, t := range o.Trials {
		rows = append(rows, []string{say.Month(t.Month), say.Decimal(t.Leads, 0), w.points(t.Measured), w.points(t.Estimated)})
	}
	return rows
}

// RatesVerdict says which rates are proposed by default, and why, in Slack's
// markup.
func RatesVerdict(say lang.Speaker, o rates.Offer) string {
	return ratesWords{planWords{say: say}}.verdict(o)
}

func words(lines ...string) []string {
	lines = told(lines...)
	for i, line := range lines {
		lines[i] = Words(line)
	}
	return lines
}
