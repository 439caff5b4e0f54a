package sheet

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// page is one sheet being written, from top to bottom. The first thing that goes
// wrong is kept, and everything after it does nothing.
type page struct {
	name   string
	out    *excelize.StreamWriter
	styles *styles
	row    int // the last one written
	err    error
}

// write adds a row; nil leaves a cell empty.
func (p *page) write(cells ...any) { p.writeTall(rowPoints, cells...) }

// writeTall adds a row of a height of its own, in points.
func (p *page) writeTall(points float64, cells ...any) {
	p.row++
	if p.err == nil {
		p.err = p.out.SetRow(cellName(1, p.row), cells, excelize.RowOpts{Height: points})
	}
}

// Heights of rows, in points.
const (
	rowPoints   = 18
	titlePoints = 28
	twoLines    = 34
)

// skip leaves a row empty.
func (p *page) skip() { p.row++ }

// text is a cell of words. Whatever they begin with they stay words: they are
// stored as a string, which no program takes for a formula.
func (p *page) text(words string, part part) excelize.Cell {
	return excelize.Cell{StyleID: p.styles.of("", part), Value: words}
}

// empty is a cell to be filled in.
func (p *page) empty(format string) excelize.Cell {
	return excelize.Cell{StyleID: p.styles.of(format, input)}
}

// number is a cell with a number.
func (p *page) number(n decimal.Decimal, format string, part part) excelize.Cell {
	return excelize.Cell{StyleID: p.styles.of(format, part), Value: n.InexactFloat64()}
}

// count is a cell with a whole number.
func (p *page) count(n int64, format string, part part) excelize.Cell {
	return excelize.Cell{StyleID: p.styles.of(format, part), Value: float64(n)}
}

// formula is a cell that computes. It carries what it comes to, so that a viewer
// which computes nothing shows it all the same; what is not known is shown as
// otherwise.
func (p *page) formula(formula string, now decimal.NullDecimal, otherwise, format string, part part) excelize.Cell {
	c := excelize.Cell{StyleID: p.styles.of(format, part), Formula: formula, Value: otherwise}
	if now.Valid {
		c.Value = now.Decimal.InexactFloat64()
	}
	return c
}

// at names a cell of the page from any other.
func (p *page) at(column, row int) string { return p.sheet() + absolute(column, row) }

// column names the cells of a column from one row to another.
func (p *page) column(column, first, last int) string {
	return p.sheet() + absolute(column, first) + ":" + absolute(column, last)
}

func (p *page) sheet() string { return "'" + strings.ReplaceAll(p.name, "'", "''") + "'!" }

func absolute(column, row int) string {
	return "$" + columnName(column) + "$" + strconv.Itoa(row)
}

// between names the cells from one to another of the same sheet.
func between(column, row, lastColumn, lastRow int) string {
	return cellName(column, row) + ":" + cellName(lastColumn, lastRow)
}

func cellName(column, row int) string { return columnName(column) + strconv.Itoa(row) }

// columnName writes a column the way spreadsheets do: A, Z, AA.
func columnName(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

func known(n decimal.Decimal) decimal.NullDecimal { return decimal.NewNullDecimal(n) }

func counted64(n int64) decimal.NullDecimal { return known(decimal.NewFromInt(n)) }

// width is how wide a column must be for the longest of some texts.
func width(least float64, texts ...string) float64 {
	for _, text := range texts {
		least = max(least, float64(utf8.RuneCountInString(text))*1.1+3)
	}
	return min(least, 48)
}
