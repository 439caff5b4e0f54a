package bot

import (
	"slices"

	"github.com/shopspring/decimal"
	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// view is a board on one subject, which its report is narrowed to.
type view struct {
	board
	about     subject
	catalogue ledger.Catalogue
}

// newView looks at one subject of a report, which for a persona across channels
// must be made from its part of the books alone.
func newView(b board, about subject, c ledger.Catalogue) view {
	about.Month = b.report.Month
	b.report.Channels = narrowed(b.report.Channels, about)
	return view{b, about, c}
}

// narrowed keeps the channels and segments a subject is about.
func narrowed(channels []report.Channel, about subject) []report.Channel {
	var kept []report.Channel
	for _, c := range channels {
		if about.Channel != 0 && c.ID != about.Channel {
			continue
		}
		if about.Persona != 0 {
			c.Segments = slices.DeleteFunc(slices.Clone(c.Segments), func(s report.Segment) bool { return s.ID != about.Persona })
		}
		if about.Persona == 0 || len(c.Segments) > 0 {
			kept = append(kept, c)
		}
	}
	return kept
}

// name is what the subject is called, "" for everything.
func (v view) name() string {
	names := told(v.catalogue.Channel(v.about.Channel).Name, v.catalogue.Persona(v.about.Persona).Name)
	if len(names) == 2 {
		return names[0] + " · " + names[1]
	}
	return append(names, "")[0]
}

// figures are those of the subject.
func (v view) figures() sla.Figures {
	switch {
	case v.about.Channel == 0: // of a persona the report holds nothing else
		return v.report.Total
	case len(v.report.Channels) == 0:
		return sla.Figures{Status: sla.NoCommitment}
	case v.about.Persona == 0:
		return v.report.Channels[0].Figures
	}
	return v.report.Channels[0].Segments[0].Figures
}

// rows are the parts of the subject: channels, the personas of a channel, none
// of a segment.
func (v view) rows() (heading lang.ID, rows []row) {
	switch {
	case v.about.Channel != 0 && v.about.Persona != 0:
		return "", nil
	case v.about.Channel != 0:
		for _, c := range v.report.Channels {
			rows = append(rows, v.segmentRows(c)...)
		}
		return "sla.column.persona", rows
	}
	return "sla.column.channel", v.channelRows()
}

// fitted writes a letter in the largest room that a message has for it.
func fitted(write func(r room) letter) (l letter) {
	for _, r := range rooms {
		if l = write(r); l.fits() {
			break
		}
	}
	return l
}

// answer is the whole status, or the side of it a question is after.
func (v view) answer(c phrase.Status) reply {
	l := fitted(func(r room) letter { return v.letter(c, r) })
	return l.reply()
}

func (v view) letter(c phrase.Status, r room) letter {
	l, f := v.opened()
	if c.Guessed {
		l.add(v.say.Say("sla.understood", lang.Args{"what": v.title(escape(v.name()))}))
	}
	switch c.Ask {
	case phrase.AskLate:
		l.add(v.cutLine())
		l.add(v.late(r)...)
	case phrase.AskNeeded:
		l.add(v.cutLine(), v.attainedLine(f))
		l.add(v.needed(f, r)...)
	default:
		v.whole(&l, f, r)
	}
	l.note(v.carriedLine(), v.signedLine(), v.amendedLine(), v.closuresLine())
	l.buttons(v.whyButton(), v.shareButton())
	return l
}

// opened is a letter with its headline, and the figures it is about.
func (v view) opened() (letter, sla.Figures) {
	l, f := letter{say: v.say}, v.figures()
	l.title(v.headline(v.name(), f), v.headline(escape(v.name()), f))
	return l, f
}

// whole writes all there is to say of the subject.
func (v view) whole(l *letter, f sla.Figures, r room) {
	l.add(v.totalLines(f)...)
	v.parts(l, r.rows)
	if todo := v.toDo(); len(todo) > 0 && (v.about.Channel == 0 || v.about.Persona == 0) {
		l.add(append([]string{"*" + v.say.Say("sla.todo", nil) + "*"}, v.first(todo, r.todo)...)...)
	}
	l.add(v.silentLine(), v.unknownLine())
	if v.about.Persona == 0 {
		l.add(v.salesLines(v.salesOf(v.about.Channel), f)...)
	}
}

// shared is the whole status for everybody in the conversation.
func (v view) shared(by string) reply {
	l := fitted(func(r room) letter {
		l, f := v.opened()
		v.whole(&l, f, r)
		l.note(v.say.Say("sla.shared", lang.Args{"author": signature(v.say, by)}), v.carriedLine(), v.signedLine(), v.amendedLine(), v.closuresLine())
		l.buttons(v.whyButton())
		return l
	})
	answer := l.reply()
	answer.Public = true
	return answer
}

// parts shows the table, and says which rows it has no room for.
func (v view) parts(l *letter, most int) {
	heading, rows := v.rows()
	if len(rows) == 0 {
		return
	}
	shown := rows[:min(len(rows), most)]
	left := len(rows) - len(shown)
	if len(shown) > 0 {
		block, cut := v.rowsTable("status", heading, shown)
		l.table(block, v.rowLines(rows))
		left += cut
	}
	if left > 0 {
		l.add(v.leftOut(rows[len(rows)-left:]))
	}
}

// leftOut says of the rows beyond a table how many they are, and what they come
// to together.
func (v view) leftOut(rows []row) string {
	line := v.say.Count("sla.more_rows", int64(len(rows)), lang.Args{})
	if v.bare {
		return line
	}
	return line + v.say.Say("sla.more_rows.gap", lang.Args{"gap": v.signed(together(rows))})
}

// together is what the gaps of rows come to.
func together(rows []row) (gap decimal.Decimal) {
	for _, r := range rows {
		gap = gap.Add(r.figures.Gap)
	}
	return gap
}

// late answers "who is behind": those in doubt with what brings them back, then
// those a little behind.
func (v view) late(r room) []string {
	lines := v.catchUps()
	var little []string
	for _, c := range report.WorstFirst(v.report.Channels) {
		if c.Figures.Status == sla.OnTrack && c.Figures.Gap.IsNegative() {
			little = append(little, v.say.Say("sla.late.little", lang.Args{"name": owned(c), "pace": v.share(c.Figures.Pace)}))
		}
	}
	lines = append(lines, little...)
	if len(lines) == 0 {
		lines = append(lines, v.say.Say("sla.late.nobody", nil))
	}
	return told(append(v.first(lines, 2*r.todo), v.silentLine())...)
}

// first keeps so many lines of a list, and counts the others.
func (v view) first(lines []string, most int) []string {
	if len(lines) <= most {
		return lines
	}
	more := v.say.Count("sla.more_lines", int64(len(lines)-most), lang.Args{})
	return append(slices.Clone(lines[:most]), more)
}

// needed answers "how many does it take": in all, then channel by channel.
func (v view) needed(f sla.Figures, r room) []string {
	days := v.daysLeft(f)
	if !f.LeadsPerDayNeeded.Valid || !f.LeadsPerDayNeeded.Decimal.IsPositive() || days <= 0 {
		return []string{v.say.Say("sla.needed.none", nil)}
	}
	total := f.LeadsPerDayNeeded.Decimal.Mul(decimal.NewFromInt(days))
	lines := []string{v.say.Say("sla.needed", lang.Args{
		"leads": v.leads(ceil(total)),
		"days":  v.say.Count("sla.days", days, lang.Args{}), "kind": v.kindOfDay(), "a_day": v.say.Short(f.LeadsPerDayNeeded.Decimal, 1),
	})}
	if v.about.Channel != 0 || v.about.Persona != 0 {
		return lines
	}
	for _, c := range report.WorstFirst(v.report.Channels) {
		if need := c.Figures.LeadsPerDayNeeded; need.Valid && need.Decimal.IsPositive() {
			lines = append(lines, v.catchUpLine(c, false))
		}
	}
	return v.first(lines, 2*r.todo)
}

func (v view) whyButton() slack.BlockElement {
	return button(actionWhy, v.say.Say("sla.button.why", nil), v.about.value())
}

func (v view) shareButton() slack.BlockElement {
	return button(actionShare, v.say.Say("sla.button.share", nil), v.about.value())
}

// unplanned is a month without a plan: what has come in, and what is missing,
// with lines that can be typed as they stand, unless the month is over.
func (v view) unplanned(lacking []string, manager bool) reply {
	l := letter{say: v.say}
	title := v.say.Say("sla.unplanned", lang.Args{"month": v.report.Month})
	l.title(title, title)
	if f := v.report.Total; f.Leads != 0 {
		l.add(v.say.Say("sla.unplanned.leads", lang.Args{"leads": v.leads(f.Leads)}))
	}
	l.add(lacking...)
	if !manager && len(lacking) > 0 {
		l.note(v.say.Say("sla.unplanned.managers", nil))
	}
	return l.reply()
}
