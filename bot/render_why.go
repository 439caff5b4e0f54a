package bot

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// reasons are all that a number is made of, to the cent.
type reasons struct {
	view
	moves      []report.Move // since the working day before, and the month before
	plan       sla.Plan
	calendar   *calendar.Calendar
	exceptions []calendar.Exception
	origins    map[ledger.Segment]provenance
	entries    []ledger.Entry
}

// reply lays a number open: its parts first, then each formula with its numbers
// put in, then as many days of entries as a message holds.
func (w reasons) reply() reply {
	l := fitted(w.letter)
	return l.reply()
}

func (w reasons) letter(r room) letter {
	l := letter{say: w.say}
	f := w.figures()
	l.title(w.say.Say("why.title", lang.Args{"what": w.title(w.name())}),
		w.say.Say("why.title", lang.Args{"what": w.title(escape(w.name()))}))
	w.parts(&l, r.rows)
	l.add(w.formulas(f)...)
	l.add(append(w.movedLines(), w.unknownLine())...)
	l.add(append([]string{w.daysOff()}, w.days(r.todo)...)...)
	l.note(w.sources()...)
	l.note(planWords{say: w.say, catalogue: w.catalogue}.spans(w.ownDays())...)
	l.note(w.definition(), w.carriedLine(), w.signedLine(), w.amendedLine())
	return l
}

// parts shows each segment: what a lead of it is worth, and what came in.
func (w reasons) parts(l *letter, most int) {
	columns := []column{
		{w.say.Say("plan.column.segment", nil), false},
		{w.say.Say("plan.column.rate", nil), true},
		{w.say.Say("plan.column.sale", nil), true},
		{w.say.Say("plan.column.value", nil), true},
		{w.say.Say("why.column.attained", nil), true},
		{w.say.Say("why.column.commitment", nil), true},
	}
	var rows [][]string
	for _, c := range w.report.Channels {
		for _, s := range c.Segments {
			rows = append(rows, w.part(c, s))
			l.rows = append(l.rows, w.partLine(c, s))
		}
	}
	shown := rows[:min(len(rows), most)]
	left := len(rows) - len(shown)
	if len(shown) > 0 {
		block, cut := drawTable("why", columns, shown)
		l.table(block, nil)
		left += cut
	}
	if left > 0 {
		l.add(w.say.Count("why.more_segments", int64(left), lang.Args{}))
	}
}

func (w reasons) part(c report.Channel, s report.Segment) []string {
	name := c.Name + " · " + s.Name
	if s.Unknown {
		return []string{name, lang.Dash, lang.Dash, lang.Dash, w.say.Int(s.Figures.Leads), w.say.Int(s.Figures.CommitmentLeads)}
	}
	return []string{
		name, w.rateOf(s), w.cents(decimal.New(s.SaleCents, -2)), w.cents(leadValue(s)),
		w.counted(s.Figures.Leads, s.Figures.Value), w.counted(s.Figures.CommitmentLeads, s.Figures.Commitment),
	}
}

func leadValue(s report.Segment) decimal.Decimal { return s.Value.Mul(decimal.New(s.SaleCents, -2)) }

// partLine says the same in words.
func (w reasons) partLine(c report.Channel, s report.Segment) string {
	name := escape(c.Name) + " · " + escape(s.Name)
	if s.Unknown {
		return w.say.Say("why.part.unknown", lang.Args{"name": name, "leads": w.leads(s.Figures.Leads)})
	}
	return w.say.Say("why.part", lang.Args{
		"name": name, "rate": w.rateOf(s), "sale": w.cents(decimal.New(s.SaleCents, -2)),
		"value": w.cents(leadValue(s)), "leads": w.leads(s.Figures.Leads), "attained": w.cents(s.Figures.Value),
		"promised": s.Figures.CommitmentLeads, "commitment": w.cents(s.Figures.Commitment),
	})
}

func (w reasons) cents(d decimal.Decimal) string { return w.say.Cents(d, w.report.Currency) }

// counted is leads and what they come to: "17 · 1 224,00 €".
func (w reasons) counted(leads int64, total decimal.Decimal) string {
	return w.say.Int(leads) + " · " + w.cents(total)
}

func (w reasons) rateOf(s report.Segment) string {
	return planWords{say: w.say}.rate(s.Value)
}

// ownDays keeps the plan's dates of the channels the subject is about.
func (w reasons) ownDays() sla.Plan {
	spans := map[ledger.ChannelID]sla.Span{}
	for _, c := range w.report.Channels {
		if span, own := w.plan.Spans[c.ID]; own {
			spans[c.ID] = span
		}
	}
	return sla.Plan{Spans: spans}
}
