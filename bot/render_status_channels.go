package bot

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// row is one line of a status table: a channel, or a persona of one channel.
type row struct {
	name    string // as typed by whoever added it
	figures sla.Figures
	unknown bool // no rate or price: counted in leads only
}

// channelRows lists the report's channels, the worst gap first and those that
// promised nothing last.
func (b board) channelRows() []row {
	rows := make([]row, 0, len(b.report.Channels))
	for _, c := range b.report.Channels {
		rows = append(rows, row{name: c.Name, figures: c.Figures, unknown: !c.Valued()})
	}
	return worstFirst(rows)
}

// valued reports whether any part of a level has a value: what has neither rate
// nor price is counted in leads, and is not worth nothing.
func (b board) valued(f sla.Figures) bool {
	return !f.Value.IsZero() || !f.Commitment.IsZero() || slices.ContainsFunc(b.report.Channels, report.Channel.Valued)
}

// segmentRows lists a channel's personas in the same order.
func (b board) segmentRows(c report.Channel) []row {
	rows := make([]row, 0, len(c.Segments))
	for _, s := range c.Segments {
		rows = append(rows, row{name: s.Name, figures: s.Figures, unknown: s.Unknown})
	}
	return worstFirst(rows)
}

func worstFirst(rows []row) []row {
	slices.SortStableFunc(rows, func(x, y row) int {
		return cmp.Or(
			cmp.Compare(promisesNothing(x.figures), promisesNothing(y.figures)),
			x.figures.Gap.Cmp(y.figures.Gap))
	})
	return rows
}

func promisesNothing(f sla.Figures) int {
	if f.CommitmentLeads == 0 {
		return 1
	}
	return 0
}

// rowsTable draws rows as a native table under the heading of its first column,
// and returns how many rows it had no room for.
func (b board) rowsTable(blockID string, heading lang.ID, rows []row) (block *slack.TableBlock, left int) {
	columns := []column{{b.say.Say(heading, nil), false}, {b.say.Say("sla.column.leads", nil), true}}
	if b.bare {
		columns = append(columns, column{b.say.Say("sla.column.pace", nil), true})
	} else {
		columns = append(columns, column{b.say.Say("sla.column.value", nil), true}, column{b.say.Say("sla.column.gap", nil), true})
	}
	columns = append(columns, column{b.say.Say("sla.column.status", nil), false})
	cells := make([][]string, 0, len(rows))
	for _, r := range rows {
		cells = append(cells, b.rowCells(r))
	}
	return drawTable(blockID, columns, cells)
}

func (b board) rowCells(r row) []string {
	f := r.figures
	cells := []string{r.name, b.leadsOf(f)}
	if b.bare {
		cells = append(cells, b.share(f.Pace))
	} else {
		cells = append(cells, b.valueOf(r), b.gapOf(r))
	}
	mark, word := b.standing(f)
	return append(cells, mark+" "+lang.Capital(word))
}

// leadsOf is "24/90", or the leads alone where none were promised.
func (b board) leadsOf(f sla.Figures) string {
	if f.CommitmentLeads == 0 {
		return b.say.Int(f.Leads)
	}
	return b.say.Int(f.Leads) + "/" + b.say.Int(f.CommitmentLeads)
}

// leadsInWords is "24/90 leads", or "1 lead" where none were promised.
func (b board) leadsInWords(f sla.Figures) string {
	if f.CommitmentLeads == 0 {
		return b.leads(f.Leads)
	}
	return b.say.Say("sla.leads_of", lang.Args{"leads": b.leadsOf(f)})
}

// valueOf is "2 619 / 10 350 €".
func (b board) valueOf(r row) string {
	switch {
	case r.unknown:
		return lang.Dash
	case r.figures.Commitment.IsZero():
		return b.money(r.figures.Value)
	}
	return b.say.Say("sla.value_of", lang.Args{"value": b.sameMoney(r.figures.Value), "goal": b.money(r.figures.Commitment)})
}

func (b board) gapOf(r row) string {
	if r.unknown || r.figures.Commitment.IsZero() {
		return lang.Dash
	}
	return b.signed(r.figures.Gap)
}

// rowLine says a row in words, for the text that stands beside the table.
func (b board) rowLine(r row) string {
	mark, word := b.standing(r.figures)
	args := lang.Args{
		"mark": mark, "name": escape(r.name), "leads": b.leadsInWords(r.figures),
		"value": b.valueOf(r), "gap": b.gapOf(r), "word": word, "pace": b.share(r.figures.Pace),
	}
	switch {
	case b.bare && r.figures.Pace.Valid:
		return b.say.Say("sla.row.bare", args)
	case b.bare, b.gapOf(r) == lang.Dash:
		return b.say.Say("sla.row.free", args)
	}
	return b.say.Say("sla.row", args)
}

// rowLines says every row in words.
func (b board) rowLines(rows []row) []string {
	lines := make([]string, 0, len(rows))
	for _, r := range rows {
		lines = append(lines, b.rowLine(r))
	}
	return lines
}

// toDo lists the channels to act on: those behind, the worst gap first, then
// those ahead of what sales expects.
func (b board) toDo() []string {
	lines := b.catchUps()
	for _, c := range report.WorstFirst(b.report.Channels) {
		if c.Figures.Status == sla.Ahead {
			lines = append(lines, b.say.Say("sla.todo.ahead",
				lang.Args{"name": owned(c), "pace": b.share(c.Figures.Pace)}))
		}
	}
	return append(lines, b.salesTodo(b.salesOf(0))...)
}

// catchUps lists the channels at risk or off track, with the leads it takes per
// remaining working day to bring them back.
func (b board) catchUps() []string {
	var lines []string
	for _, c := range report.WorstFirst(b.report.Channels) {
		if s := c.Figures.Status; s == sla.AtRisk || s == sla.OffTrack {
			lines = append(lines, told(b.catchUpLine(c, len(lines) == 0))...)
		}
	}
	return lines
}

// catchUpLine says how many leads a working day bring a channel back. Only the
// first line repeats for how many days.
func (b board) catchUpLine(c report.Channel, first bool) string {
	f := c.Figures
	if !f.LeadsPerDayNeeded.Valid {
		return ""
	}
	id := lang.ID("sla.todo.more")
	if first {
		id = "sla.todo.first"
	}
	line := b.say.Say(id, lang.Args{
		"name": owned(c), "kind": b.kindOfDay(),
		"leads": b.leads(ceil(f.LeadsPerDayNeeded.Decimal)), "needed": b.say.Int(ceil(f.LeadsPerDayNeeded.Decimal)),
		"days": b.say.Count("sla.days", b.daysLeft(f), lang.Args{}),
	})
	if !f.LeadsPerDayNow.Valid {
		return line
	}
	return line + b.say.Say("sla.todo.now", lang.Args{"now": b.say.Short(f.LeadsPerDayNow.Decimal, 1)})
}

// daysLeft is how many days a level still has: fewer than the month for a
// commitment with dates of its own.
func (b board) daysLeft(f sla.Figures) int64 {
	if missing := f.Commitment.Sub(closed(f)); f.RequiredPerDay.Valid && !f.RequiredPerDay.Decimal.IsZero() {
		return missing.DivRound(f.RequiredPerDay.Decimal, 0).IntPart()
	}
	return int64(b.report.WorkingDays.Total - b.report.WorkingDays.Elapsed)
}

func ceil(d decimal.Decimal) int64 { return d.Ceil().IntPart() }

// owned is a channel's name followed by whoever answers for it.
func owned(c report.Channel) string {
	if c.Owner == "" {
		return escape(c.Name)
	}
	return escape(c.Name) + " (<@" + c.Owner + ">)"
}

// silentLine names the channels whose leads nobody has reported for too long;
// silence is not zero.
func (b board) silentLine() string {
	names := b.silentNames(func(c report.Channel) bool { return c.Figures.Status == sla.NotReported })
	if len(names) == 0 {
		return ""
	}
	return b.say.Say("sla.silent", lang.Args{"names": clipList(b.say, names)})
}

// silentNames says of channels since when they are silent.
func (b board) silentNames(silent func(report.Channel) bool) []string {
	var names []string
	for _, c := range b.report.Channels {
		if !silent(c) {
			continue
		}
		if c.LastReported.IsZero() {
			names = append(names, b.say.Say("sla.silent.never", lang.Args{"name": owned(c)}))
			continue
		}
		names = append(names, b.say.Say("sla.silent.since",
			lang.Args{"name": owned(c), "day": b.shortDay(c.LastReported)}))
	}
	return names
}

// unknownLine names the segments that have no rate or price yet and are
// therefore counted in leads only.
func (b board) unknownLine() string {
	var names []string
	for _, c := range b.report.Channels {
		for _, s := range c.Segments {
			if s.Unknown {
				names = append(names, escape(c.Name)+" · "+escape(s.Name))
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return b.say.Say("sla.unknown", lang.Args{"names": clipList(b.say, names)})
}
