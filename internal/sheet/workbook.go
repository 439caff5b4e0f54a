package sheet

import (
	"fmt"
	"io"
	"strconv"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Names of cells that formulas refer to, and by which a workbook of ours is
// known again, in whichever language it was written.
const (
	nameMonth = "TreveMonth"
	nameAsOf  = "TreveAsOf"
	nameToday = "TreveToday"
)

// Every sheet begins with a title, a note and a blank row.
const (
	headRow  = 4
	firstRow = 5
)

// workbook is a book being written: one sheet for each step of the method, the
// log, the calendar, and what they come to.
type workbook struct {
	Book
	say     lang.Speaker
	file    *excelize.File
	styles  *styles
	formats formats

	summary, rates, values, leads, goals, status, log, days *page

	rateGrid, valueGrid, leadGrid, soFarGrid, goalGrid grid
	saleRow                                            int
	potentialTotal, potentialColumn, targetRow         int
	statusTotal                                        statusRow
}

// grid is where a table of a row a channel and a column a persona stands.
type grid struct {
	*page
	row int // of its first channel
}

func (g grid) cell(channel, persona int) string { return g.at(2+persona, g.row+channel) }

// Workbook writes a book as a workbook whose figures are formulas over the cells
// one may change: what a program recalculates is what every other surface says.
// A book without a channel or a persona is a Problem.
func Workbook(w io.Writer, b Book, say lang.Speaker) error {
	switch {
	case len(b.Names.Channels) == 0:
		return lang.Refuse("workbook.no_channels", nil)
	case len(b.Names.Personas) == 0:
		return lang.Refuse("workbook.no_personas", nil)
	}
	file := excelize.NewFile()
	defer func() { _ = file.Close() }() // it is all in memory
	book := &workbook{
		Book: b, say: say, file: file, styles: &styles{file: file, made: map[look]int{}},
		formats: formatsOf(say.Language, b.Report.Currency),
	}
	if err := book.write(); err != nil {
		return fmt.Errorf("write the workbook of %s: %w", b.Report.Month, err)
	}
	_, err := file.WriteTo(w)
	return err
}

func (b *workbook) write() error {
	pages := []struct {
		page **page
		id   lang.ID
		fill func()
	}{
		{&b.summary, "workbook.sheet.summary", nil},
		{&b.rates, "workbook.sheet.rates", b.writeRates},
		{&b.values, "workbook.sheet.values", b.writeValues},
		{&b.leads, "workbook.sheet.leads", nil},
		{&b.goals, "workbook.sheet.goals", b.writeGoals},
		{&b.status, "workbook.sheet.status", nil},
		{&b.log, "workbook.sheet.log", b.writeLog},
		{&b.days, "workbook.sheet.days", b.writeDays},
	}
	for i, p := range pages {
		if err := b.open(p.page, i, b.say.Say(p.id, nil)); err != nil {
			return err
		}
	}
	for _, p := range pages {
		if p.fill != nil {
			p.fill()
		}
	}
	b.writeLeads() // what follows refers to what is above
	b.writeStatus()
	b.writeSummary()
	for _, p := range pages {
		if err := b.close(*p.page); err != nil {
			return err
		}
	}
	return b.finish()
}

// open adds a sheet; the file has one from the start.
func (b *workbook) open(p **page, i int, name string) (err error) {
	if i == 0 {
		err = b.file.SetSheetName("Sheet1", name)
	} else {
		_, err = b.file.NewSheet(name)
	}
	if err != nil {
		return err
	}
	if err := b.layOut(name); err != nil { // the writer takes over what it finds
		return err
	}
	out, err := b.file.NewStreamWriter(name)
	*p = &page{name: name, out: out, styles: b.styles}
	return err
}

func (b *workbook) close(p *page) error {
	switch {
	case p.err != nil:
		return fmt.Errorf("sheet %s: %w", p.name, p.err)
	case b.styles.err != nil:
		return b.styles.err
	}
	return p.out.Flush()
}

// finish names the cells that formulas use, and has every figure computed when
// the file is opened.
func (b *workbook) finish() error {
	for name, row := range map[string]int{nameMonth: monthRow, nameAsOf: asOfRow, nameToday: todayRow} {
		err := b.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: b.summary.at(2, row)})
		if err != nil {
			return err
		}
	}
	for _, long := range []*page{b.log, b.days, b.status} { // the headings come again on every page printed
		err := b.file.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", Scope: long.name, RefersTo: long.sheet() + "$" + strconv.Itoa(headRow) + ":$" + strconv.Itoa(headRow),
		})
		if err != nil {
			return err
		}
	}
	recalculate := true
	if err := b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &recalculate}); err != nil {
		return err
	}
	return b.file.SetDocProps(&excelize.DocProperties{
		Title:   b.say.Say("workbook.title", lang.Args{"month": b.Report.Month}),
		Creator: "Trêve", Language: string(b.say.Language),
	})
}

// begin sets how wide the columns of a sheet are and what stays in sight, and
// writes its title.
func (b *workbook) begin(p *page, id lang.ID, args lang.Args, frozenRows int, widths ...float64) {
	for i, w := range widths {
		if p.err == nil {
			p.err = p.out.SetColWidth(i+1, i+1, w)
		}
	}
	if p.err == nil && frozenRows > 0 {
		p.err = p.out.SetPanes(&excelize.Panes{
			Freeze: true, XSplit: 1, YSplit: frozenRows, TopLeftCell: cellName(2, frozenRows+1), ActivePane: "bottomRight",
		})
	}
	p.writeTall(titlePoints, p.text(b.say.Say(id, args), title))
	p.write(p.text(b.say.Say(id+".note", args), note))
	p.skip()
}

// layOut has a sheet printed on as many pages as it is long, and one wide.
func (b *workbook) layOut(name string) error {
	landscape, a4, wide, long, fit, hidden := "landscape", 9, 1, 0, true, false
	if err := b.file.SetPageLayout(name, &excelize.PageLayoutOptions{
		Orientation: &landscape, Size: &a4, FitToWidth: &wide, FitToHeight: &long,
	}); err != nil {
		return err
	}
	if err := b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.file.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &hidden}); err != nil {
		return err
	}
	return b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"})
}

// perPersona are the widths of a grid: its labels, its personas, and more.
func (b *workbook) perPersona(more ...float64) []float64 {
	labels := []string{b.say.Say("workbook.average_sale", nil), b.say.Say("workbook.channel", nil)}
	for _, c := range b.Names.Channels {
		labels = append(labels, c.Name)
	}
	widths := []float64{width(24, labels...)}
	for _, p := range b.Names.Personas {
		widths = append(widths, width(14, p.Name))
	}
	return append(widths, more...)
}

// header writes the row of a grid that names the personas.
func (b *workbook) header(p *page, corner lang.ID, more ...lang.ID) {
	cells := []any{p.text(b.say.Say(corner, nil), head)}
	for _, persona := range b.Names.Personas {
		cells = append(cells, p.text(persona.Name, headRight))
	}
	for _, id := range more {
		cells = append(cells, p.text(b.say.Say(id, nil), headRight))
	}
	p.write(cells...)
}

// rows writes a row a channel, with what a function makes of each segment, and
// returns where they stand.
func (b *workbook) rows(p *page, cell func(channel, persona int, s ledger.Segment) excelize.Cell, after ...func(row int, c ledger.Channel) excelize.Cell) grid {
	g := grid{p, p.row + 1}
	for i, channel := range b.Names.Channels {
		cells := []any{p.text(channel.Name, label)}
		for j, persona := range b.Names.Personas {
			cells = append(cells, cell(i, j, ledger.Segment{Channel: channel.ID, Persona: persona.ID}))
		}
		for _, more := range after {
			cells = append(cells, more(p.row+1, channel))
		}
		p.write(cells...)
	}
	return g
}

// totals closes a grid with the sums of its columns, of which now says what they
// come to.
func (b *workbook) totals(g grid, columns int, format string, now func(column int) decimal.Decimal) {
	cells := []any{g.text(b.say.Say("workbook.total", nil), total)}
	for i := range columns {
		sum := "SUM(" + between(2+i, g.row, 2+i, g.row+len(b.Names.Channels)-1) + ")"
		cells = append(cells, g.formula(sum, known(now(i)), "", format, total))
	}
	g.write(cells...)
}
