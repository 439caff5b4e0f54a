package bot

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// planSum is what a group of segments promises.
type planSum struct {
	name      string
	leads     int64
	potential decimal.NullDecimal // null while no segment of it has a value
}

// sumBy adds segments up by name, in the order the names first come.
func sumBy(cells []planCell, name func(ledger.Segment) string) []planSum {
	var sums []planSum
	for _, cell := range cells {
		at := slices.IndexFunc(sums, func(s planSum) bool { return s.name == name(cell.segment) })
		if at < 0 {
			at = len(sums)
			sums = append(sums, planSum{name: name(cell.segment)})
		}
		sums[at].leads += cell.goal
		if cell.potential.Valid {
			sums[at].potential = decimal.NewNullDecimal(sums[at].potential.Decimal.Add(cell.potential.Decimal))
		}
	}
	return sums
}

func (w planWords) channelTotals(l *letter, cells []planCell) {
	columns := []column{
		{w.say.Say("sla.column.channel", nil), false},
		{w.say.Say("plan.column.goal", nil), true},
		{w.say.Say("plan.column.potential", nil), true},
	}
	var rows [][]string
	var words []string
	for _, s := range sumBy(cells, func(s ledger.Segment) string { return w.catalogue.Channel(s.Channel).Name }) {
		potential := w.say.MaybeMoney(s.potential, w.settings.Currency)
		rows = append(rows, []string{s.name, w.say.Int(s.leads), potential})
		words = append(words, w.say.Say("plan.channel_total", lang.Args{
			"name":  escape(s.name),
			"leads": w.say.Count("sla.leads", s.leads, lang.Args{}), "potential": potential,
		}))
	}
	block, left := drawTable("plan", columns, rows)
	l.table(block, words)
	if left > 0 {
		l.add(w.say.Count("sla.more_rows", int64(left), lang.Args{}))
	}
}

func (w planWords) totalLine(cells []planCell) string {
	total := sumBy(cells, func(ledger.Segment) string { return "" })[0]
	return w.say.Say("plan.total", lang.Args{
		"potential": w.say.MaybeMoney(total.potential, w.settings.Currency),
		"leads":     w.say.Count("sla.leads", total.leads, lang.Args{}),
	})
}

// targetLine sets the commitment of marketing, whose target it is, beside the
// revenue target: the method asks for the difference to be nil.
func (w planWords) targetLine(plan sla.Plan) string {
	if plan.Target.Decimal.IsZero() {
		return ""
	}
	return w.difference(plan.Target.Decimal, ofMarketing(plan, w.catalogue))
}

// difference says a revenue target, and how far marketing's commitment is from it.
func (w planWords) difference(target, total decimal.Decimal) string {
	id := lang.ID("plan.target")
	if slices.ContainsFunc(w.catalogue.Channels, func(c ledger.Channel) bool { return c.Team == ledger.Sales }) {
		id = "planner.marketing_target"
	}
	return w.say.Say(id, lang.Args{
		"target":     w.say.Money(target, w.settings.Currency),
		"difference": w.say.SignedMoney(total.Sub(target), w.settings.Currency),
	})
}

// sums is one line of totals, the largest first.
func (w planWords) sums(id lang.ID, cells []planCell, name func(ledger.Segment) string) string {
	sums := sumBy(cells, name)
	if len(sums) < 2 {
		return ""
	}
	slices.SortStableFunc(sums, func(x, y planSum) int {
		return cmp.Or(y.potential.Decimal.Cmp(x.potential.Decimal), cmp.Compare(y.leads, x.leads))
	})
	var parts []string
	for _, s := range sums[:min(len(sums), mostTerms)] {
		parts = append(parts, s.name+" ("+w.say.MaybeMoney(s.potential, w.settings.Currency)+")")
	}
	if more := int64(len(sums) - len(parts)); more > 0 {
		parts = append(parts, w.say.Count("plan.lack.more", more, lang.Args{}))
	}
	return w.say.Say(id, lang.Args{"sums": strings.Join(parts, " · ")})
}
