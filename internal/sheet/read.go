package sheet

import (
	"bytes"
	"slices"

	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Read recognises a file by what is in it, and reads it: a workbook of ours or
// one typed in the article's shape, or a list, in a workbook or as CSV, by its
// headings. What makes the whole of it unreadable is a Problem; what makes parts
// of it so is listed in the File.
func Read(content []byte) (intake.File, error) {
	switch {
	case bytes.HasPrefix(content, oldWorkbook):
		return intake.File{}, locked(content)
	case !IsWorkbook(content):
		table, err := ReadCSV(bytes.NewReader(content))
		if err != nil {
			return intake.File{}, err
		}
		return list(table)
	}
	book, err := openWorkbook(content)
	if err != nil {
		return intake.File{}, err
	}
	return book.read()
}

// ReadTable reads a file that is one list: CSV, or the first sheet of a workbook.
func ReadTable(content []byte) (Table, error) {
	if bytes.HasPrefix(content, oldWorkbook) {
		return Table{}, locked(content)
	}
	if !IsWorkbook(content) {
		return ReadCSV(bytes.NewReader(content))
	}
	book, err := openWorkbook(content)
	if err != nil {
		return Table{}, err
	}
	for _, t := range book.sheets {
		if len(t.rows) > 0 {
			return t.tabular(0, book.since), nil
		}
	}
	return Table{}, lang.Refuse("import.empty", nil)
}

// list reads a list of the kind its headings say it is.
func list(t Table) (f intake.File, err error) {
	f.Kind = kindOf(t.Heading)
	var bad []ledger.BadRow
	switch f.Kind {
	case "":
		return f, lang.Refuse("intake.nothing_understood", lang.Args{"headings": shown(t.Heading)})
	case intake.Plan:
		return Plan(t, Options{})
	}
	f.Rows, bad, err = Rows(t, ledger.ImportKind(f.Kind), Options{})
	f.Bad = intake.BadRows(bad)
	return f, err
}

// read finds the lists and the blocks of a workbook. Blocks make it a plan, and
// lists beside them are passed over; without any, the first list is what the
// file holds. In a workbook of ours there are only blocks to be read.
func (b *tabs) read() (intake.File, error) {
	g := &grids{book: b}
	var lists []Table
	for _, t := range b.sheets {
		if from, found := t.heading(); found && !b.ours {
			lists = append(lists, t.tabular(from, b.since))
		} else {
			g.read(t)
		}
	}
	f := g.file
	f.Kind = intake.Plan
	if b.ours {
		f.Month, f.AsOf = b.month, b.asOf
	}
	if len(f.Cells)+len(f.Bad) == 0 && len(lists) > 0 {
		first, err := list(lists[0])
		f.Kind, f.Cells, f.Rows, f.Bad = first.Kind, first.Cells, first.Rows, first.Bad
		f.Unread = slices.Concat(first.Unread, f.Unread)
		lists = lists[1:]
		if err != nil {
			return f, err
		}
	}
	for _, t := range lists {
		f.Unread = append(f.Unread, t.Sheet)
	}
	titles := b.titles()
	switch {
	case len(titles) == 0:
		return f, lang.Refuse("import.empty", nil)
	case len(f.Cells)+len(f.Rows)+len(f.Bad) == 0 && !b.ours:
		return f, lang.Refuse("intake.nothing_understood", lang.Args{"headings": shown(append(f.Unread, titles...))})
	}
	return f, nil
}

// heading finds the row of a sheet that names the columns of a list.
func (t tab) heading() (row int, found bool) {
	for i, row := range t.rows[:min(len(t.rows), 10)] {
		if len(row.cells) > 1 && kindOf(row.fields(row.cells[len(row.cells)-1].column, nil)) != "" {
			return i, true
		}
	}
	return 0, false
}

// titles are what the sheets of a workbook begin with.
func (b *tabs) titles() (titles []string) {
	for _, t := range b.sheets {
		if len(t.rows) > 0 {
			titles = append(titles, t.rows[0].cells[0].text)
		}
	}
	return titles
}

// shown are headings to be named, not more than a sentence holds.
func shown(headings []string) []string {
	var some []string
	for _, h := range headings {
		if h != "" && len(some) < 12 && !slices.Contains(some, clip(h)) {
			some = append(some, clip(h))
		}
	}
	return some
}
