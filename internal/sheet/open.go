package sheet

import (
	"archive/zip"
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

// What is read of a workbook is bounded before any of it is: a file that is
// small on the disk may be huge in memory.
const (
	mostWorkbook = 10 << 20 // bytes
	mostUnzipped = 32 << 20 // bytes of all its parts
	mostApart    = 8 << 20  // of a part that is no sheet and no picture: in memory it takes fifteen times that
	mostParts    = 2_000
	mostTyped    = 4 << 20 // bytes of a sheet whose cells are looked at one by one
	mostRows     = 50_000
	mostColumns  = 500
	mostCells    = 500_000
	typedRows    = 2_000 // of a sheet looked at in that way
	typedCells   = 20_000
)

// tab is one sheet of a workbook: its rows that hold something.
type tab struct {
	name string
	rows []tabRow
}

type tabRow struct {
	number int
	cells  []tabCell
}

// tabCell is a cell that holds something.
type tabCell struct {
	column  int
	text    string
	number  decimal.NullDecimal // where the cell is a number, and not a text that reads as one
	formula bool
	money   bool // it is shown as an amount
	fault   bool // #DIV/0! and the like, or a formula that nobody has computed
}

// tabs are a workbook's sheets, and what it says of itself.
type tabs struct {
	sheets []tab
	ours   bool // we wrote it: what it computes is not read back
	month  calendar.Month
	asOf   calendar.Date
	since  calendar.Date // what its dates count from
}

// IsWorkbook reports whether a file is one, or something else in a ZIP.
func IsWorkbook(content []byte) bool { return bytes.HasPrefix(content, []byte("PK\x03\x04")) }

// oldWorkbook is how files begin that Excel writes in its former format, or
// under a password.
var oldWorkbook = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// locked says which of the two it is: what a password protects is called so, in
// UTF-16.
func locked(content []byte) error {
	var name []byte
	for _, r := range []byte("EncryptedPackage") {
		name = append(name, r, 0)
	}
	if bytes.Contains(content, name) {
		return lang.Refuse("intake.password", nil)
	}
	return lang.Refuse("intake.old_format", nil)
}

// openWorkbook reads a workbook's cells. What makes the whole of it unreadable is
// a Problem.
func openWorkbook(content []byte) (tabs, error) {
	largest, err := inspect(content)
	if err != nil {
		return tabs{}, err
	}
	file, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: mostUnzipped, UnzipXMLSizeLimit: mostUnzipped,
	})
	if err != nil {
		return tabs{}, lang.Refuse("intake.not_a_workbook", nil)
	}
	defer func() { _ = file.Close() }() // it is all in memory
	book := tabs{since: epoch}
	if props, err := file.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		book.since = epoch.AddDays(1462)
	}
	book.recognise(file)
	left := budget{mostRows, mostCells}
	for _, name := range file.GetSheetList() {
		t, err := readTab(file, name, largest <= mostTyped, &left)
		if err != nil {
			return tabs{}, err
		}
		book.sheets = append(book.sheets, t)
	}
	return book, nil
}

// inspect looks at what a workbook will take before it is unpacked, and returns
// the size of its largest sheet.
func inspect(content []byte) (largest uint64, err error) {
	if len(content) > mostWorkbook {
		return 0, lang.Refuse("intake.workbook_too_large", lang.Args{"megabytes": mostWorkbook >> 20})
	}
	parts, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return 0, lang.Refuse("intake.not_a_workbook", nil)
	}
	var all, apart uint64
	whole := false
	for _, part := range parts.File {
		size := part.UncompressedSize64
		all += size
		switch {
		case strings.HasPrefix(part.Name, "xl/worksheets/"):
			largest = max(largest, size)
		case !strings.HasPrefix(part.Name, "xl/media/"):
			apart = max(apart, size)
		}
		whole = whole || part.Name == "xl/workbook.xml"
	}
	switch {
	case all > mostUnzipped || apart > mostApart || len(parts.File) > mostParts:
		return 0, lang.Refuse("intake.workbook_unfolds", lang.Args{"megabytes": mostUnzipped >> 20})
	case !whole:
		return 0, lang.Refuse("intake.not_a_workbook", nil)
	}
	return largest, nil
}

// recognise finds the cells that we named when we wrote the workbook.
func (b *tabs) recognise(file *excelize.File) {
	for _, name := range file.GetDefinedName() {
		sheet, cell, found := strings.Cut(strings.ReplaceAll(name.RefersTo, "$", ""), "!")
		if !found || name.Name != nameMonth && name.Name != nameAsOf {
			continue
		}
		b.ours = true
		text, err := file.GetCellValue(strings.ReplaceAll(strings.Trim(sheet, "'"), "''", "'"), cell)
		day, known := b.day(text)
		switch {
		case err != nil || !known:
		case name.Name == nameMonth:
			b.month = day.In()
		default:
			b.asOf = day
		}
	}
}

// day reads a day as a spreadsheet keeps it, or as somebody typed it.
func (b *tabs) day(text string) (calendar.Date, bool) {
	if n, err := strconv.ParseFloat(text, 64); err == nil && ofOurTime(n) {
		return b.since.AddDays(int(math.Floor(n))), true
	}
	day, _, err := ParseDay(text)
	return day, err == nil
}

// budget is how much more of a workbook is read.
type budget struct{ rows, cells int }

// ofOurTime reports whether a number may be a day, from 1954 to 2119.
func ofOurTime(n float64) bool { return n > 20_000 && n < 80_000 }

// readTab reads a sheet row by row. A sheet that may be looked at more closely,
// cell by cell, is small: looking a cell up takes as long as there are rows.
func readTab(file *excelize.File, name string, closely bool, left *budget) (tab, error) {
	t := tab{name: name}
	rows, err := file.Rows(name)
	if err != nil {
		return t, lang.Refuse("intake.not_a_workbook", nil)
	}
	defer func() { _ = rows.Close() }()
	cells := 0
	for number := 1; rows.Next(); number++ {
		texts, err := rows.Columns()
		if err != nil {
			return t, lang.Refuse("intake.not_a_workbook", nil)
		}
		cells += len(texts)
		closely = closely && number <= typedRows && cells <= typedCells
		held := t.add(number, texts, closely)
		left.rows -= min(held, 1)
		left.cells -= held
		if left.rows < 0 || left.cells < 0 || number > mostRows || len(texts) > mostColumns {
			return t, lang.Refuse("intake.too_many_rows", lang.Args{"most": mostRows})
		}
	}
	if rows.Error() != nil {
		return t, lang.Refuse("intake.not_a_workbook", nil)
	}
	if closely {
		return t, t.look(file)
	}
	return t, nil
}

// add takes a row, and returns how much it holds. An empty text may stand for a
// formula that nobody has computed: it is kept where it will be looked at.
func (t *tab) add(number int, texts []string, empty bool) int {
	row := tabRow{number: number}
	for i, text := range texts {
		if text = strings.TrimSpace(text); text != "" || empty {
			row.cells = append(row.cells, tabCell{column: i + 1, text: text})
		}
	}
	if len(row.cells) > 0 {
		t.rows = append(t.rows, row)
	}
	return len(row.cells)
}

// look says of every cell what kind it is.
func (t *tab) look(file *excelize.File) error {
	money := map[int]bool{}
	for n, row := range t.rows {
		for i := range row.cells {
			c := &row.cells[i]
			at := cellName(c.column, row.number)
			kind, err := file.GetCellType(t.name, at)
			if err != nil {
				return lang.Refuse("intake.not_a_workbook", nil) // its sheet breaks off, or is no XML
			}
			formula, err := file.GetCellFormula(t.name, at)
			c.formula = err == nil && formula != ""
			c.fault = kind == excelize.CellTypeError || c.formula && c.text == ""
			if kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset || kind == excelize.CellTypeFormula {
				c.number = plainFloat(c.text)
			}
			c.money = c.text != "" && moneyStyle(file, t.name, at, money)
		}
		row.cells = slices.DeleteFunc(row.cells, func(c tabCell) bool { return c.text == "" && !c.fault })
		t.rows[n] = row
	}
	t.rows = slices.DeleteFunc(t.rows, func(r tabRow) bool { return len(r.cells) == 0 })
	return nil
}

// plainFloat reads a number as a spreadsheet stores it, with the digits that a
// spreadsheet means.
func plainFloat(text string) decimal.NullDecimal {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) || math.Abs(n) > 1e15 {
		return decimal.NullDecimal{}
	}
	return known(decimal.NewFromFloat(n).Round(rateDigits))
}

// rateDigits are as many decimals as a spreadsheet keeps of a share.
const rateDigits = 12

// moneyStyle reports whether a cell is shown as an amount.
func moneyStyle(file *excelize.File, sheet, cell string, seen map[int]bool) bool {
	id, err := file.GetCellStyle(sheet, cell)
	if err != nil {
		return false
	}
	money, known := seen[id]
	if !known {
		style, err := file.GetStyle(id)
		format := ""
		if err == nil && style.CustomNumFmt != nil {
			format = *style.CustomNumFmt
		}
		money = strings.ContainsAny(format, "€$£") || err == nil && style.NumFmt >= 5 && style.NumFmt <= 8
		seen[id] = money
	}
	return money
}
