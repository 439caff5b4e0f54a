package sheet

import (
	"slices"

	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/sla"
)

// grids read the blocks of a plan typed in the article's shape: a title, a row
// that names the personas, a row a channel. Blocks stand in one sheet or in
// several, one below the other or side by side.
type grids struct {
	book *tabs
	file intake.File
}

// block is what the rows being read belong to.
type block struct {
	*grids
	sheet  string
	title  string
	means  heading
	header []tabCell // the row that names the personas; nil until it comes
	before []tabCell // that of the block above
	last   int       // the row read before
	used   bool      // the title has had its rows
	told   bool      // it is listed as one nobody reads
}

// read takes in a sheet.
func (g *grids) read(t tab) {
	for _, part := range sideBySide(t) {
		b := &block{grids: g, sheet: t.name, title: t.name, means: headingOf(t.name)}
		for _, row := range part {
			if row.number > b.last+1 && b.header != nil { // a blank row ends a block
				b.before, b.header = b.header, nil
			}
			b.row(row)
			b.last = row.number
		}
	}
}

func (b *block) row(row tabRow) {
	first := row.cells[0]
	label := headingOf(first.text)
	switch {
	case len(row.cells) == 1 && (b.header == nil || label != noHeading):
		b.begin(first.text, label)
	case b.header == nil && names(row, label):
		if b.used { // the title was that of the block above
			b.title, b.means, b.used, b.told = first.text, noHeading, false, false
		}
		b.header = row.cells
	case len(row.cells) > 1 && !first.number.Valid:
		if b.header == nil {
			b.header = b.before
		}
		b.line(row, label)
	}
}

// begin takes a text that stands alone for a title, unless it is long enough to
// be a note.
func (b *block) begin(text string, means heading) {
	if len(headingWords(text)) <= longestHeading {
		b.title, b.means, b.header, b.used, b.told = text, means, nil, false, false
	}
}

// names reports whether a row may name the personas: it is all words, and not
// those of a row with something to say.
func names(row tabRow, label heading) bool {
	speaks := []heading{salesHeading, targetHeading, monthHeading, asOfHeading}
	return !slices.Contains(speaks, label) &&
		!slices.ContainsFunc(row.cells, func(c tabCell) bool { return c.number.Valid || c.fault || likeValue(c.text) })
}

// line reads a row of values: a channel's, an average sale, a target, a date.
func (b *block) line(row tabRow, label heading) {
	first := row.cells[0]
	b.corner(first.column)
	b.used = true
	switch {
	case label == totalHeading:
	case label == monthHeading, label == asOfHeading:
		b.date(label, row.cells[1])
	case label == targetHeading:
		b.value(row.cells[1], row.number, intake.Cell{What: sla.TargetChanged})
	case label == salesHeading:
		b.values(row, intake.Cell{What: sla.SaleChanged})
	case b.means == ratesHeading, b.means == goalsHeading, b.means == soFarHeading:
		b.values(row, intake.Cell{What: string(b.means), Channel: first.text})
	case b.means == salesHeading: // under the title "average sale", the row may be called anything
		b.values(row, intake.Cell{What: sla.SaleChanged})
	case meant(first.text) != "" && !b.ours():
		b.unknown(first.text, cellName(first.column, row.number))
	case b.means == noHeading && b.header != nil && !b.told:
		b.told = true
		b.unknown(b.title, cellName(first.column, row.number))
	}
}

// corner lets the cell above the labels say what the block holds, once it is
// known where the labels are.
func (b *block) corner(labels int) {
	if len(b.header) == 0 || b.header[0].column > labels {
		return
	}
	corner := b.header[0]
	b.header = b.header[1:]
	switch means := headingOf(corner.text); means {
	case channelHeading, personaHeading, totalHeading:
	case noHeading:
		if b.means == noHeading {
			b.title = corner.text
		}
	default:
		b.title, b.means, b.told = corner.text, means, false
	}
}

// values reads what a row says of each persona.
func (b *block) values(row tabRow, says intake.Cell) {
	if len(b.header) == 0 {
		b.refuse(cellName(row.cells[0].column, row.number), "intake.no_personas_above", lang.Args{"title": b.title})
		return
	}
	for _, c := range row.cells[1:] {
		above := slices.IndexFunc(b.header, func(h tabCell) bool { return h.column == c.column })
		switch {
		case above < 0 && likeValue(c.text) && !c.formula:
			b.refuse(cellName(c.column, row.number), "intake.no_persona_above", lang.Args{"typed": clip(c.text)})
		case above < 0, headingOf(b.header[above].text) == totalHeading:
		default:
			says.Persona = b.header[above].text
			b.value(c, row.number, says)
		}
	}
}

// value reads one cell. What a workbook of ours computes says nothing new.
func (b *block) value(c tabCell, row int, says intake.Cell) {
	if c.formula && b.ours() || blank(c.text) && !c.fault {
		return
	}
	says.At = intake.Place{Sheet: b.sheet, Cell: cellName(c.column, row)}
	value, err := c.value(says.What)
	if problem, refused := err.(*lang.Problem); refused { //nolint:errorlint // readers return Problems as they are
		b.file.Bad = append(b.file.Bad, intake.Bad{At: says.At, Problem: problem})
		return
	}
	says.Value = value
	b.file.Cells = append(b.file.Cells, says)
}

func (b *block) ours() bool { return b.book.ours }

// date reads which month a plan is for, or up to which day its counts go.
func (b *block) date(label heading, c tabCell) {
	day, known := b.book.day(c.text)
	if !known {
		day, known = monthNamed(c.text)
	}
	switch {
	case !known:
		b.refuse(b.title, "import.bad_day", lang.Args{"typed": clip(c.text)})
	case label == monthHeading:
		b.file.Month = day.In()
	default:
		b.file.AsOf = day
	}
}

// unknown lists a heading that means nothing here: a probable slip is to be put
// right, anything else is passed over.
func (b *block) unknown(text, cell string) {
	if near := meant(text); near != "" {
		b.refuse(cell, "intake.mistyped_heading", lang.Args{"typed": clip(text), "near": near})
	} else if !b.ours() && !slices.Contains(b.file.Unread, text) {
		b.file.Unread = append(b.file.Unread, text)
	}
}

func (b *block) refuse(cell string, id lang.ID, args lang.Args) {
	b.file.Bad = append(b.file.Bad, intake.Bad{At: intake.Place{Sheet: b.sheet, Cell: cell}, Problem: lang.Refuse(id, args)})
}

// sideBySide cuts a sheet where a column is empty and the one after it begins
// with labels of its own.
func sideBySide(t tab) [][]tabRow {
	filled, labels, most := map[int]bool{}, map[int]int{}, 0
	for _, row := range t.rows {
		for _, c := range row.cells {
			filled[c.column] = true
			most = max(most, c.column)
			if !c.number.Valid && !likeValue(c.text) {
				labels[c.column]++
			}
		}
	}
	from := []int{0}
	for column := 2; column <= most; column++ {
		if filled[column] && !filled[column-1] && labels[column] > 2 {
			from = append(from, column)
		}
	}
	parts := make([][]tabRow, len(from))
	for i, first := range from {
		last := most
		if i+1 < len(from) {
			last = from[i+1] - 1
		}
		parts[i] = t.between(first, last)
	}
	return parts
}

// between are the rows of a sheet as far as some of its columns hold anything.
func (t tab) between(first, last int) (rows []tabRow) {
	for _, row := range t.rows {
		part := tabRow{number: row.number}
		for _, c := range row.cells {
			if c.column >= first && c.column <= last {
				part.cells = append(part.cells, c)
			}
		}
		if len(part.cells) > 0 {
			rows = append(rows, part)
		}
	}
	return rows
}
