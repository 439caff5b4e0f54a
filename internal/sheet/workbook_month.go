package sheet

import (
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// room is how many rows the formulas look at beyond the log's last, so that
// lines added by hand count as well.
const room = 200

// writeLeads writes step 3: the month's leads by segment, as the log has them or
// as they are typed beneath by whoever begins in mid-month.
func (b *workbook) writeLeads() {
	p, personas := b.leads, len(b.Names.Personas)
	b.begin(p, "workbook.leads", lang.Args{"first": b.say.NumericDay(b.Report.Month.First()), "last": b.say.NumericDay(b.asOf())},
		headRow, b.perPersona(width(14))...)
	b.header(p, "workbook.channel", "workbook.total")
	first := p.row + 1
	b.soFarGrid = grid{p, first + len(b.Names.Channels) + 5} // a total, a blank row, a title, a note and a header later
	b.leadGrid = b.rows(p, func(i, j int, s ledger.Segment) excelize.Cell {
		typed := b.soFarGrid.cell(i, j)
		logged := b.logged(absolute(1, first+i), absolute(2+j, headRow), "<="+nameAsOf)
		return p.formula(`IF(`+typed+`="",`+logged+`,`+typed+`)`, known(b.closed(s)), "", b.formats.count, body)
	}, func(row int, c ledger.Channel) excelize.Cell {
		return p.formula("SUM("+between(2, row, 1+personas, row)+")", known(b.ofChannel(c.ID, b.closed)), "", b.formats.count, across)
	})
	b.totals(b.leadGrid, personas+1, b.formats.count, b.down(b.closed))
	p.skip()
	p.write(p.text(b.say.Say("workbook.so_far", nil), subtitle))
	p.write(p.text(b.say.Say("workbook.so_far.note", nil), note))
	b.header(p, "workbook.channel")
	b.rows(p, func(int, int, ledger.Segment) excelize.Cell { return p.empty(b.formats.count) })
	b.accept(b.soFarGrid, excelize.DataValidationTypeWhole, mostCount, "workbook.only_counts")
}

// closed is how many leads a segment had at the close of the last day counted.
func (b *workbook) closed(s ledger.Segment) decimal.Decimal {
	f := b.figures(s)
	leads := f.Leads
	if f.Today != nil {
		leads -= f.Today.Leads
	}
	return decimal.NewFromInt(leads)
}

// asOf is the last day counted: before the month has begun, the day before its
// first.
func (b *workbook) asOf() calendar.Date {
	before := b.Report.Month.First().AddDays(-1)
	if b.Report.AsOf.Before(before) {
		return before
	}
	return b.Report.AsOf
}

// logged is the formula that adds up the log for a segment, named by two cells,
// over some days. It compares names as they are: in SUMIFS they would be
// patterns.
func (b *workbook) logged(channel, persona, days string) string {
	last := headRow + max(1, len(b.Log)) + room
	column := func(n int) string { return b.log.column(n, firstRow, last) }
	return `SUMPRODUCT((` + column(2) + `=` + channel + `)*(` + column(3) + `=` + persona + `)*(` +
		column(1) + days + `)*` + column(4) + `)`
}

// writeLog writes the month's leads by day.
func (b *workbook) writeLog() {
	p := b.log
	widths := b.perPersona()
	b.begin(p, "workbook.log", lang.Args{"month": b.Report.Month}, headRow, 14, widths[0], widths[0], 12)
	p.write(p.text(b.say.Say("workbook.day", nil), head), p.text(b.say.Say("workbook.channel", nil), head),
		p.text(b.say.Say("workbook.persona", nil), head), p.text(b.say.Say("workbook.log.leads", nil), headRight))
	for _, l := range b.Log {
		p.write(p.day(l.Day, b.formats.day, label), p.text(b.Names.Channel(l.Segment.Channel).Name, body),
			p.text(b.Names.Persona(l.Segment.Persona).Name, body), p.count(l.Leads, b.formats.count, body))
	}
	if p.err == nil && len(b.Log) > 0 {
		p.err = b.file.AutoFilter(p.name, between(1, headRow, 4, p.row), nil)
	}
}

// writeDays writes what each day of the month weighs in the elapsed share.
func (b *workbook) writeDays() {
	p := b.days
	b.begin(p, "workbook.days", lang.Args{"month": b.Report.Month}, headRow, 14, 14, 10, 32)
	p.write(p.text(b.say.Say("workbook.day", nil), head), p.text("", head),
		p.text(b.say.Say("workbook.weight", nil), headRight), p.text("", head))
	for d := b.Report.Month.First(); !d.After(b.Report.Month.Last()); d = d.AddDays(1) {
		p.write(p.day(d, b.formats.day, label), p.text(b.say.Weekday(d.Weekday()), body),
			p.count(int64(b.Calendar.Weight(d)), b.formats.count, body), p.text(b.why(d), remark))
	}
}

// why says what makes a day other than the week would have it: what was declared
// of it, or the holiday it is.
func (b *workbook) why(d calendar.Date) string {
	for _, e := range b.Calendar.Declared(d, d) {
		if e.Label != "" {
			return e.Label
		}
	}
	name, _ := b.Calendar.Holiday(d)
	return name
}

// day is a cell with a day.
func (p *page) day(d calendar.Date, format string, part part) excelize.Cell {
	return excelize.Cell{StyleID: p.styles.of(format, part), Value: serial(d)}
}

// epoch is the day that spreadsheets count from.
var epoch = calendar.NewDate(1899, time.December, 30)

// serial is a day as spreadsheets keep it.
func serial(d calendar.Date) float64 { return float64(epoch.DaysUntil(d)) }
