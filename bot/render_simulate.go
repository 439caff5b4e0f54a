package bot

import (
	"slices"
	"strconv"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// trialWords says what would be different if some trials held.
type trialWords struct {
	planWords
	plan          sla.Plan // as it is
	trials        []sla.Trial
	before, after board
}

// A table stays legible on a phone with so many levels beside the total.
const levelsShown = 3

func (w trialWords) reply(manager bool) reply {
	l := letter{say: w.say}
	title := w.say.Say("planner.simulation", lang.Args{"month": w.before.report.Month})
	l.title(title, title)
	var tried []string
	for _, t := range w.trials {
		tried = append(tried, "• "+w.trial(t))
	}
	l.add(tried...)
	levels := w.levels()
	w.table(&l, levels[:min(len(levels), levelsShown+1)])
	for _, level := range levels {
		l.rows = append(l.rows, w.levelLine(level))
	}
	if left := len(levels) - levelsShown - 1; left > 0 {
		l.add(w.say.Count("sla.more_lines", int64(left), lang.Args{}))
	}
	l.add(w.statuses(levels))
	l.note(w.say.Say("planner.not_stored", nil))
	if slices.ContainsFunc(w.trials, func(t sla.Trial) bool { return t.What == sla.LeadsAdded }) {
		l.note(w.say.Say("planner.leads_count", nil))
	}
	if manager {
		l.note(w.adopt())
	}
	return l.reply()
}

// trial says one thing tried: "E-mail · PME : taux de transformation 4 % → 5 %".
func (w trialWords) trial(t sla.Trial) string {
	args := lang.Args{"name": w.segment(t.Segment), "old": lang.Dash}
	switch t.What {
	case sla.LeadsAdded:
		args["leads"] = w.say.Count("planner.leads", t.Leads, lang.Args{"signed": w.say.SignedInt(t.Leads)})
		if t.Segment == (ledger.Segment{}) {
			args["name"] = w.say.Say("planner.everywhere", nil)
		}
		if t.Segment.Channel != 0 && t.Segment.Persona != 0 || t.Leads < 0 {
			return w.say.Say("planner.try.leads", args)
		}
		return w.say.Say("planner.try.mix", args)
	case sla.GoalChanged:
		args["old"], args["new"] = w.plan.Goals[t.Segment], t.Leads
	case sla.RateChanged:
		args["new"] = w.rate(t.Rate)
		if old, known := w.plan.Rates[t.Segment]; known {
			args["old"] = w.rate(old.Value)
		}
	case sla.SaleChanged:
		args["new"] = w.sale(t.Cents)
		if old, known := w.plan.Sales[t.Segment.Persona]; known {
			args["old"] = w.sale(old)
		}
	}
	return w.say.Say(lang.ID("planner.try."+t.What), args)
}

// level is a channel, a persona or the total, as it is and as it would be.
type level struct {
	name          string
	before, after sla.Figures
}

// levels are the total, then those the trials name.
func (w trialWords) levels() (all []level) {
	for _, t := range w.trials {
		l, found := w.level(t.Segment)
		if found && !slices.ContainsFunc(all, func(other level) bool { return other.name == l.name }) {
			all = append(all, l)
		}
	}
	total := level{w.say.Say("planner.total", nil), w.before.report.Total, w.after.report.Total}
	return append([]level{total}, all...)
}

// level is the channel of a segment, its persona where no channel is named.
func (w trialWords) level(s ledger.Segment) (l level, found bool) {
	if s.Channel != 0 {
		l.name = w.catalogue.Channel(s.Channel).Name
		l.before, l.after = ofChannel(w.before.report, s.Channel), ofChannel(w.after.report, s.Channel)
		return l, true
	}
	l.name = w.catalogue.Persona(s.Persona).Name
	l.before, l.after = acrossChannels(w.before.report, s.Persona), acrossChannels(w.after.report, s.Persona)
	return l, s.Persona != 0
}

func ofChannel(r report.Report, id ledger.ChannelID) sla.Figures {
	for _, c := range r.Channels {
		if c.ID == id {
			return c.Figures
		}
	}
	return sla.Figures{Status: sla.NoCommitment}
}

func acrossChannels(r report.Report, id ledger.PersonaID) sla.Figures {
	for _, p := range r.Personas {
		if p.ID == id {
			return p.Figures
		}
	}
	return sla.Figures{Status: sla.NoCommitment}
}

// statuses say where each level would stand: words too long for a table.
func (w trialWords) statuses(levels []level) string {
	standing := func(b board, f sla.Figures) string {
		mark, word := b.standing(f)
		return mark + " " + word
	}
	var parts []string
	for _, l := range levels[:min(len(levels), mostNamed)] {
		parts = append(parts, escape(l.name)+" "+arrow(standing(w.before, l.before), standing(w.after, l.after)))
	}
	return w.say.Say("planner.statuses", lang.Args{"list": strings.Join(parts, " · ")})
}

// measures are the figures a simulation is about, in the order shown.
func (w trialWords) measures() []func(board, sla.Figures) string {
	return []func(board, sla.Figures) string{
		func(b board, f sla.Figures) string { return b.money(f.Commitment) },
		func(b board, f sla.Figures) string { return b.money(f.Value) },
		func(b board, f sla.Figures) string { return b.share(f.Attainment) },
		ending,
		func(b board, f sla.Figures) string { return b.say.MaybeMoney(f.RequiredPerDay, b.report.Currency) },
	}
}

// ending is where the month is likely to end, as long as that is open.
func ending(b board, f sla.Figures) string {
	if !f.Projection.Valid || b.over() {
		return lang.Dash
	}
	return b.money(f.Likely().End)
}

// labels name the measures, in their order.
var labels = []lang.ID{
	"planner.commitment", "planner.attained", "planner.attainment", "planner.ending", "planner.required",
}

func (w trialWords) table(l *letter, levels []level) {
	columns := []column{{w.say.Say("planner.measure", nil), false}}
	for _, level := range levels {
		columns = append(columns, column{level.name, true})
	}
	var rows [][]string
	for i, measure := range w.measures() {
		row := []string{w.label(i)}
		for _, level := range levels {
			row = append(row, arrow(measure(w.before, level.before), measure(w.after, level.after)))
		}
		rows = append(rows, row)
	}
	block, _ := drawTable("simulation", columns, rows)
	l.table(block, nil)
}

func (w trialWords) label(i int) string {
	return lang.Capital(w.say.Say(labels[i], lang.Args{"kind": w.before.kindOfDay()}))
}

// levelLine says a level in words: only what changes, or that nothing does.
func (w trialWords) levelLine(l level) string {
	var parts []string
	for i, measure := range w.measures() {
		if before, after := measure(w.before, l.before), measure(w.after, l.after); before != after {
			parts = append(parts, w.say.Say(labels[i], lang.Args{"kind": w.before.kindOfDay()})+" "+arrow(before, after))
		}
	}
	if len(parts) == 0 {
		parts = []string{w.say.Say("planner.unchanged", nil)}
	}
	return w.say.Say("planner.level", lang.Args{"name": escape(l.name), "parts": strings.Join(parts, " · ")})
}

// adopt is what to type so that what was tried becomes the plan.
func (w trialWords) adopt() string {
	var lines []string
	for _, t := range w.trials {
		args := lang.Args{
			"channel": strings.ToLower(w.catalogue.Channel(t.Segment.Channel).Name),
			"persona": strings.ToLower(w.catalogue.Persona(t.Segment.Persona).Name),
		}
		switch t.What {
		case sla.GoalChanged:
			args["value"] = strconv.FormatInt(t.Leads, 10)
		case sla.RateChanged:
			args["value"] = w.rate(t.Rate)
		case sla.SaleChanged:
			args["value"] = w.sale(t.Cents)
		default:
			continue
		}
		lines = append(lines, code(w.say.Say(lang.ID("planner.adopt."+t.What), args)))
	}
	if len(lines) == 0 {
		return ""
	}
	return w.say.Say("planner.adopt", lang.Args{"lines": strings.Join(lines, " · ")})
}
