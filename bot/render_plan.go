package bot

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// planCell is one segment of a plan.
type planCell struct {
	segment   ledger.Segment
	rate      *sla.Rate
	saleCents *int64
	value     decimal.NullDecimal // of one lead, in currency units
	goal      int64
	potential decimal.NullDecimal
}

// planCells lists the segments a plan says anything of, in the catalogue's
// order.
func planCells(c ledger.Catalogue, plan sla.Plan) []planCell {
	var cells []planCell
	for _, channel := range c.Channels {
		for _, persona := range c.Personas {
			s := ledger.Segment{Channel: channel.ID, Persona: persona.ID}
			rate, rated := plan.Rates[s]
			if plan.Goals[s] == 0 && (!rated || channel.Archived || persona.Archived) {
				continue
			}
			cell := planCell{segment: s, goal: plan.Goals[s]}
			if rated {
				cell.rate = &rate
			}
			if cents, priced := plan.Sales[persona.ID]; priced {
				cell.saleCents = &cents
			}
			if value, known := plan.Value(s); known {
				cell.value = decimal.NewNullDecimal(value)
				cell.potential = decimal.NewNullDecimal(value.Mul(decimal.NewFromInt(cell.goal)))
			}
			cells = append(cells, cell)
		}
	}
	return cells
}

// planReply shows a month's plan: every segment where a message has room for
// them, each channel's total where it has not. said is what has just been
// changed of it, signed who signed it, "" for nobody.
func (w planWords) planReply(month calendar.Month, plan sla.Plan, said []string, signed string, buttons ...slack.BlockElement) reply {
	cells := planCells(w.catalogue, plan)
	l := letter{say: w.say}
	title := w.say.Say("plan.title", lang.Args{"month": month})
	l.title(title, title)
	l.add(said...)
	l.add(signed)
	if signed == "" && !plan.From.IsZero() && plan.From.Before(month) {
		l.add(w.say.Say("sla.carried", lang.Args{"month": plan.From}))
	}
	l.add(w.lacking(plan, 3)...)
	if len(cells) > 0 {
		l.add(w.totalLine(cells), w.targetLine(plan))
		w.segments(&l, cells)
		l.add(w.sums("plan.by_persona", cells, func(s ledger.Segment) string { return escape(w.catalogue.Persona(s.Persona).Name) }))
	}
	l.note(w.spans(plan)...)
	l.note(w.changes(plan)...)
	l.note(w.how())
	l.buttons(buttons...)
	return l.reply()
}

// how shows, in the workspace's own names, what changes a plan.
func (w planWords) how() string {
	c := w.catalogue.Active()
	if len(c.Channels) == 0 || len(c.Personas) == 0 {
		return ""
	}
	s := ledger.Segment{Channel: c.Channels[0].ID, Persona: c.Personas[0].ID}
	return w.say.Say("plan.how", lang.Args{
		"goal": w.example(lack{goalSet, s}),
		"rate": w.example(lack{rateSet, s}), "sale": w.example(lack{saleSet, s}),
	})
}

// segments shows every segment in a table, or the channels' totals where a
// message has no room for so many.
func (w planWords) segments(l *letter, cells []planCell) {
	columns := []column{
		{w.say.Say("plan.column.segment", nil), false},
		{w.say.Say("plan.column.rate", nil), true},
		{w.say.Say("plan.column.sale", nil), true},
		{w.say.Say("plan.column.value", nil), true},
		{w.say.Say("plan.column.goal", nil), true},
		{w.say.Say("plan.column.potential", nil), true},
	}
	var rows [][]string
	var words []string
	for _, cell := range cells {
		rows = append(rows, w.cellRow(cell))
		words = append(words, w.cellLine(cell))
	}
	block, left := drawTable("plan", columns, rows)
	if left == 0 {
		l.table(block, words)
		l.add(w.sums("plan.by_channel", cells, func(s ledger.Segment) string { return escape(w.catalogue.Channel(s.Channel).Name) }))
		return
	}
	channel := strings.ToLower(w.catalogue.Channel(cells[0].segment.Channel).Name)
	example := w.say.Say("phrase.type.why", lang.Args{"channel": channel})
	l.add(w.say.Count("plan.too_many", int64(len(cells)), lang.Args{"example": code(example)}))
	w.channelTotals(l, cells)
}

// cellRow is a segment's row: rate and its source, average sale, lead value,
// leads promised and what they may bring.
func (w planWords) cellRow(cell planCell) []string {
	return []string{
		w.plainSegment(cell.segment), w.rateAndSource(cell.rate), w.price(cell.saleCents),
		w.cents(cell.value), w.say.Int(cell.goal), w.say.MaybeMoney(cell.potential, w.settings.Currency),
	}
}

// plainSegment is segment for a table cell, which parses nothing.
func (w planWords) plainSegment(s ledger.Segment) string {
	return strings.Join(told(w.catalogue.Channel(s.Channel).Name, w.catalogue.Persona(s.Persona).Name), " · ")
}

// cellLine says the same in words.
func (w planWords) cellLine(cell planCell) string {
	return w.say.Say("plan.cell", lang.Args{
		"name": w.segment(cell.segment), "goal": cell.goal,
		"value": w.cents(cell.value), "rate": w.rateAndSource(cell.rate), "sale": w.price(cell.saleCents),
		"potential": w.say.MaybeMoney(cell.potential, w.settings.Currency),
	})
}

func (w planWords) rateAndSource(r *sla.Rate) string {
	if r == nil {
		return lang.Dash
	}
	rate := w.rate(r.Value)
	if r.Source != sla.Declared {
		rate = w.share(r.Value)
	}
	return w.say.Say("plan.rate_source", lang.Args{"rate": rate, "source": lang.ID("plan.source." + r.Source)})
}

func (w planWords) price(cents *int64) string {
	if cents == nil {
		return lang.Dash
	}
	return w.sale(*cents)
}

func (w planWords) cents(d decimal.NullDecimal) string {
	return lang.Maybe(d, func(d decimal.Decimal) string { return w.say.Cents(d, w.settings.Currency) })
}

func (w planWords) spans(plan sla.Plan) []string {
	var lines []string
	for _, c := range w.catalogue.Channels {
		if s, own := plan.Spans[c.ID]; own {
			lines = append(lines, w.say.Say("plan.own_days", lang.Args{
				"name":  escape(c.Name),
				"first": w.say.NumericDay(s.First), "last": w.say.NumericDay(s.Last),
			}))
		}
	}
	return lines
}

// The plan shows its latest changes; the log has them all.
const changesShown = 5

func (w planWords) changes(plan sla.Plan) []string {
	latest := slices.Clone(plan.Changes)
	slices.Reverse(latest)
	var lines []string
	for _, c := range latest[:min(len(latest), changesShown)] {
		lines = append(lines, w.changeLine(c))
	}
	if more := int64(len(latest) - len(lines)); more > 0 {
		lines = append(lines, w.say.Count("plan.changed.more", more, lang.Args{}))
	}
	return lines
}

// changeLine says who changed what and when, and why where somebody said so.
func (w planWords) changeLine(c sla.Change) string {
	args := lang.Args{
		"day": w.say.NumericDay(dayOf(c.At, w.settings)), "what": w.changed(c),
		"author": signature(w.say, c.Author), "reason": escape(c.Reason),
	}
	if c.Author == "" || c.Reason == "" {
		return w.say.Say("plan.changed", args)
	}
	return w.say.Say("plan.changed.because", args)
}

// changed says one change of the plan: "E-mail · PME, engagement 100 → 120".
func (w planWords) changed(c sla.Change) string {
	what := planChange(c.What)
	name := w.segment(c.Segment)
	if name != "" {
		name += ", "
	}
	return w.say.Say("plan.change", lang.Args{
		"name": name, "what": lang.ID("plan.what." + c.What),
		"old": w.value(what, c.Old), "new": w.value(what, c.New),
	})
}
