package sheet

import (
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// The columns of the sheet that says where the month stands.
const (
	atChannel = iota + 1
	atPersona
	atLeads
	atToday
	atGoal
	atLeadValue
	atValue
	atCommitment
	atAttainment
	atDue
	atGap
	atPace
	atFirst // of a channel's commitment
	atLast
	atElapsed
)

// statusRow is a row of that sheet.
type statusRow struct {
	*page
	row int
}

func (r statusRow) at(column int) string { return cellName(column, r.row) }

// from names the cell from another sheet.
func (r statusRow) from(column int) string { return r.page.at(column, r.row) }

// writeStatus writes where the month stands: by channel and in total, then by
// segment.
func (b *workbook) writeStatus() {
	p := b.status
	widths := b.perPersona()
	b.begin(p, "workbook.status", nil, headRow,
		widths[0], width(14, b.personaNames()...), 9, 13, 11, 13, 14, 14, 11, 14, 14, 12, 12, 12, 11)
	b.statusHeader(true)
	channels := p.row + 1
	segments := channels + len(b.Names.Channels) + 4 // a total, a blank row, a title and a header later
	for i, c := range b.Names.Channels {
		b.writeChannel(statusRow{p, channels + i}, c, segments+i*len(b.Names.Personas))
	}
	b.statusTotal = statusRow{p, p.row + 1}
	b.writeTotal(channels)
	p.skip()
	p.write(p.text(b.say.Say("workbook.by_segment", nil), subtitle))
	b.statusHeader(false)
	for i, c := range b.Names.Channels {
		for j, persona := range b.Names.Personas {
			b.writeSegment(i, j, c, persona, statusRow{p, channels + i})
		}
	}
}

func (b *workbook) personaNames() (names []string) {
	for _, p := range b.Names.Personas {
		names = append(names, p.Name)
	}
	return names
}

func (b *workbook) statusHeader(dates bool) {
	ids := []lang.ID{
		"workbook.column.leads", "workbook.column.today", "workbook.column.goal", "workbook.column.lead_value",
		"workbook.column.value", "workbook.column.commitment", "workbook.column.attainment", "workbook.column.due",
		"workbook.column.gap", "workbook.column.pace",
	}
	if dates {
		ids = append(ids, "workbook.column.first", "workbook.column.last", "workbook.column.elapsed")
	}
	p := b.status
	cells := []any{p.text(b.say.Say("workbook.channel", nil), head), p.text(b.say.Say("workbook.persona", nil), head)}
	for _, id := range ids {
		cells = append(cells, p.text(b.say.Say(id, nil), headRight))
	}
	p.writeTall(twoLines, cells...)
}

// writeChannel adds a channel's segments up, and says which days its commitment
// covers.
func (b *workbook) writeChannel(r statusRow, c ledger.Channel, firstSegment int) {
	f := b.channel(c.ID)
	over := func(column int) string {
		return "SUM(" + between(column, firstSegment, column, firstSegment+len(b.Names.Personas)-1) + ")"
	}
	covered := b.Plan.Covered(c.ID, b.Report.Month)
	done, all := b.Calendar.Elapsed(covered.First, covered.Last, b.Report.AsOf)
	share := decimal.NullDecimal{}
	if all > 0 {
		share = known(decimal.NewFromInt(int64(done)).DivRound(decimal.NewFromInt(int64(all)), 16))
	}
	cells := append([]any{r.text(c.Name, label), r.text("", body)}, b.summed(r, f, over, body)...)
	r.write(append(cells, r.day(covered.First, b.formats.day, body), r.day(covered.Last, b.formats.day, body),
		r.formula(b.elapsed(r.at(atFirst), r.at(atLast)), share, "", b.formats.percent, body))...)
}

// writeTotal adds the channels up.
func (b *workbook) writeTotal(firstChannel int) {
	r := b.statusTotal
	over := func(column int) string {
		return "SUM(" + between(column, firstChannel, column, r.row-1) + ")"
	}
	cells := append([]any{r.text(b.say.Say("workbook.total", nil), total), r.text("", total)},
		b.summed(r, b.Report.Total, over, total)...)
	for range atElapsed - atPace {
		cells = append(cells, r.text("", total))
	}
	r.write(cells...)
}

// summed are the cells of a level made of others, from its leads to its pace.
func (b *workbook) summed(r statusRow, f sla.Figures, over func(column int) string, part part) []any {
	money := b.formats.money
	sum := func(column int, now decimal.Decimal, format string) excelize.Cell {
		return r.formula(over(column), known(now), "", format, part)
	}
	return []any{
		sum(atLeads, decimal.NewFromInt(f.Leads), b.formats.count),
		sum(atToday, today(f), b.formats.dashed),
		sum(atGoal, decimal.NewFromInt(f.CommitmentLeads), b.formats.count),
		r.text("", part),
		sum(atValue, f.Value, money),
		sum(atCommitment, f.Commitment, money),
		b.ratio(r, f.Attainment, r.at(atValue), r.at(atCommitment), part),
		sum(atDue, f.Due, money),
		sum(atGap, f.Gap, b.formats.signed),
		b.ratio(r, f.Pace, "("+r.at(atDue)+"+"+r.at(atGap)+")", r.at(atDue), part),
	}
}

// writeSegment sets what a segment brought beside what it promised. Without rate
// or average sale it counts in leads only.
func (b *workbook) writeSegment(i, j int, c ledger.Channel, persona ledger.Persona, of statusRow) {
	p := b.status
	r := statusRow{p, p.row + 1}
	s := ledger.Segment{Channel: c.ID, Persona: persona.ID}
	f := b.figures(s)
	value := decimal.NullDecimal{}
	value.Decimal, value.Valid = b.Plan.Value(s)
	known := func(n decimal.Decimal) decimal.NullDecimal {
		return decimal.NullDecimal{Decimal: n, Valid: value.Valid}
	}
	priced := func(formula string, now decimal.NullDecimal, format string) excelize.Cell {
		return p.formula(`IF(`+r.at(atLeadValue)+`="","",`+formula+`)`, now, "", format, body)
	}
	live := b.logged(r.at(atChannel), r.at(atPersona), "="+nameToday)
	p.write(
		p.text(c.Name, label), p.text(persona.Name, body),
		p.formula(b.leadGrid.cell(i, j)+"+"+r.at(atToday), counted64(f.Leads), "", b.formats.count, body),
		p.formula(live, decimal.NewNullDecimal(today(f)), "", b.formats.dashed, body),
		p.formula(`N(`+b.goalGrid.cell(i, j)+`)`, counted64(f.CommitmentLeads), "", b.formats.count, body),
		p.formula(b.valueGrid.cell(i, j), value, "", b.formats.cents, body),
		priced(r.at(atLeads)+"*"+r.at(atLeadValue), known(f.Value), b.formats.money),
		priced(r.at(atGoal)+"*"+r.at(atLeadValue), known(f.Commitment), b.formats.money),
		b.ratio(r, f.Attainment, r.at(atValue), r.at(atCommitment), body),
		priced(r.at(atCommitment)+"*"+of.at(atElapsed), known(f.Due), b.formats.money),
		priced("("+r.at(atLeads)+"-"+r.at(atToday)+")*"+r.at(atLeadValue)+"-"+r.at(atDue), known(f.Gap), b.formats.signed),
		b.ratio(r, f.Pace, "("+r.at(atDue)+"+"+r.at(atGap)+")", r.at(atDue), body),
	)
}

// ratio divides, and shows a dash where there is nothing to divide by.
func (b *workbook) ratio(r statusRow, now decimal.NullDecimal, above, below string, part part) excelize.Cell {
	return r.formula(`IF(N(`+below+`)=0,"`+lang.Dash+`",`+above+`/`+below+`)`, now, lang.Dash, b.formats.percent, part)
}

// elapsed is the formula of the share of some days that has gone by, by what
// they weigh in the calendar, or by their number where none weighs anything.
func (b *workbook) elapsed(first, last string) string {
	end := headRow + b.Report.Month.Last().Day
	day, weight := b.days.column(1, firstRow, end), b.days.column(3, firstRow, end)
	within := `(` + day + `>=` + first + `)*(` + day + `<=` + last + `)`
	past := within + `*(` + day + `<=` + nameAsOf + `)`
	return `IF(SUMPRODUCT(` + within + `*` + weight + `)=0,SUMPRODUCT(` + past + `)/MAX(1,SUMPRODUCT(` + within + `)),` +
		`SUMPRODUCT(` + past + `*` + weight + `)/SUMPRODUCT(` + within + `*` + weight + `))`
}

func today(f sla.Figures) decimal.Decimal {
	if f.Today == nil {
		return decimal.Zero
	}
	return decimal.NewFromInt(f.Today.Leads)
}
