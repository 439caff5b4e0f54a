package sheet

import (
	"strconv"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/sla"
)

// Where the summary has what the formulas of every sheet refer to.
const (
	monthRow = iota + 4
	asOfRow
	todayRow
	daysRow
)

// writeSummary writes the sheet that opens first: the month, how far it has been
// counted, what it comes to, and how the workbook is used.
func (b *workbook) writeSummary() {
	p := b.summary
	b.begin(p, "workbook.summary", lang.Args{"month": b.Report.Month}, 0, 34, 20, 3, 70)
	p.write(p.text(b.say.Say("workbook.month", nil), label), p.day(b.Report.Month.First(), b.formats.month, body))
	p.write(p.text(b.say.Say("workbook.as_of", nil), label), p.day(b.asOf(), b.formats.day, body))
	live := p.formula("", decimal.NullDecimal{}, lang.Dash, b.formats.day, body)
	if !b.Report.Live.IsZero() {
		live = p.day(b.Report.Live, b.formats.day, body)
	}
	p.write(p.text(b.say.Say("workbook.today", nil), label), live)
	b.writeDaysGone(p)
	p.skip()
	b.writeHeadline(p)
	p.skip()
	p.write(p.text(b.say.Say("workbook.how", nil), subtitle))
	p.write(p.text(b.say.Say("workbook.how.input", nil), input), p.text(b.say.Say("workbook.how.input.means", nil), remark))
	for _, id := range []lang.ID{"workbook.how.try", "workbook.how.send", "workbook.how.log"} {
		p.write(p.text(b.say.Say(id, nil), note))
	}
	if p.err == nil {
		p.err = b.chart(p)
	}
}

func (b *workbook) writeDaysGone(p *page) {
	end := headRow + b.Report.Month.Last().Day
	day, weight := b.days.column(1, firstRow, end), b.days.column(3, firstRow, end)
	gone := `SUMPRODUCT((` + day + `<=` + nameAsOf + `)*` + weight + `)&" / "&SUM(` + weight + `)`
	done, all := 0, 0
	for d := b.Report.Month.First(); !d.After(b.Report.Month.Last()); d = d.AddDays(1) {
		all += b.Calendar.Weight(d)
		if !d.After(b.Report.AsOf) {
			done += b.Calendar.Weight(d)
		}
	}
	now := strconv.Itoa(done) + " / " + strconv.Itoa(all)
	p.write(p.text(b.say.Say("workbook.days_gone", nil), label),
		p.formula(gone, decimal.NullDecimal{}, now, b.formats.count, body))
}

// writeHeadline writes the figures of the total.
func (b *workbook) writeHeadline(p *page) {
	f, total := b.Report.Total, b.statusTotal
	target, promised := b.goals.at(2, b.targetRow), b.goals.at(2, b.targetRow-1)
	targetNow, overNow := b.Plan.Target, decimal.NullDecimal{}
	if targetNow.Valid {
		overNow = known(b.down(b.potential)(len(b.Names.Personas)).Sub(targetNow.Decimal))
	}
	rows := []struct {
		id      lang.ID
		formula string
		now     decimal.NullDecimal
		format  string
	}{
		{"workbook.column.value", total.from(atValue), known(f.Value), b.formats.money},
		{"workbook.column.commitment", total.from(atCommitment), known(f.Commitment), b.formats.money},
		{"workbook.column.attainment", total.from(atAttainment), f.Attainment, b.formats.percent},
		{"workbook.column.due", total.from(atDue), known(f.Due), b.formats.money},
		{"workbook.column.gap", total.from(atGap), known(f.Gap), b.formats.signed},
		{"workbook.column.pace", total.from(atPace), f.Pace, b.formats.percent},
		{"workbook.target", `IF(` + target + `="","` + lang.Dash + `",` + target + `)`, targetNow, b.formats.money},
		{"workbook.over_target", `IF(` + target + `="","` + lang.Dash + `",` + promised + `-` + target + `)`, overNow, b.formats.signed},
	}
	for _, r := range rows {
		p.write(p.text(b.say.Say(r.id, nil), label), p.formula(r.formula, r.now, lang.Dash, r.format, figure))
	}
}

// chart sets what came in beside what was expected by now, channel by channel.
func (b *workbook) chart(p *page) error {
	last := b.statusTotal.row - 1
	first := last - len(b.Names.Channels) + 1
	series := func(column int, colour string) excelize.ChartSeries {
		return excelize.ChartSeries{
			Name: b.status.at(column, headRow), Categories: b.status.column(atChannel, first, last),
			Values: b.status.column(column, first, last), Fill: filled(colour),
		}
	}
	gap, ink := uint(60), excelize.Font{Size: 9, Color: inkColour}
	return b.file.AddChart(p.name, "D4", &excelize.Chart{
		Type: excelize.Col,
		Series: []excelize.ChartSeries{
			series(atValue, headColour), series(atDue, dueColour),
		},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: b.say.Say("workbook.chart", nil), Font: &excelize.Font{Size: 12, Bold: true, Color: inkColour}}}},
		Legend:    excelize.ChartLegend{Position: "bottom", Font: &ink},
		XAxis:     excelize.ChartAxis{Font: ink},
		YAxis:     excelize.ChartAxis{Font: ink, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: b.formats.money}},
		Dimension: excelize.ChartDimension{Width: 520, Height: 290},
		GapWidth:  &gap,
		Format:    excelize.GraphicOptions{AltText: b.chartInWords(b.Report.Total)},
	})
}

// chartInWords is what somebody who does not see the chart is told.
func (b *workbook) chartInWords(f sla.Figures) string {
	return b.say.Say("workbook.chart.words", lang.Args{
		"value": b.say.Money(f.Value, b.Report.Currency), "due": b.say.Money(f.Due, b.Report.Currency),
	})
}
