// Package sheet reads and writes the files people keep their figures in. It
// gives back rows with their line numbers; what they mean is the core's.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
)

// MaxBytes is the largest file read, so that a wrong file cannot fill the
// memory.
const MaxBytes = 50 << 20

// Table is a list: its heading and its rows.
type Table struct {
	Heading []string
	Rows    []Row
	Sheet   string // of a workbook; "" for a file of one list
}

// place says where a column of a row stands.
func (t Table) place(r Row, column int) intake.Place {
	if t.Sheet == "" {
		return intake.Place{Line: r.Line}
	}
	return intake.Place{Sheet: t.Sheet, Cell: cellName(column+1, r.Line)}
}

// Row is one record with the line of the file it begins on.
type Row struct {
	Line   int
	Fields []string
}

// ReadCSV reads a CSV file in UTF-8, UTF-16 or Windows-1252, separated by
// commas, semicolons or tabs; the first line is the heading. Mistakes that make
// the whole file unreadable are Problems.
func ReadCSV(r io.Reader) (Table, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return Table{}, fmt.Errorf("read the file: %w", err)
	case len(raw) > MaxBytes:
		return Table{}, lang.Refuse("import.too_large", lang.Args{"megabytes": MaxBytes >> 20})
	}
	text, err := decode(raw)
	if err != nil {
		return Table{}, err
	}
	separator, text := separator(text)
	return records(text, separator)
}

// decode turns the bytes into UTF-8. A byte order mark decides; without one,
// what is not valid UTF-8 is what Excel writes on a French machine.
func decode(raw []byte) (string, error) {
	fallback := unicode.UTF8.NewDecoder()
	if !utf8.Valid(raw) {
		fallback = charmap.Windows1252.NewDecoder()
	}
	text, _, err := transform.Bytes(unicode.BOMOverride(fallback), raw)
	if err != nil || bytes.IndexByte(text, 0) >= 0 {
		return "", lang.Refuse("import.not_text", nil)
	}
	return string(text), nil
}

// separator finds the separator of the first line outside quotes. Excel may say
// it itself in a first line "sep=;", which is dropped.
func separator(text string) (rune, string) {
	first, rest, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	first = strings.TrimSpace(first)
	if said, ok := strings.CutPrefix(first, "sep="); ok && len(said) == 1 {
		return rune(said[0]), rest
	}
	counts, quoted := map[rune]int{}, false
	for _, r := range first {
		switch {
		case r == '"':
			quoted = !quoted
		case !quoted:
			counts[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best, text
}

func records(text string, separator rune) (Table, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = separator
	reader.FieldsPerRecord = -1
	var table Table
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			return Table{}, lang.Refuse("import.broken_line", lang.Args{"line": broken.Line})
		}
		if err != nil {
			return Table{}, fmt.Errorf("read the file: %w", err)
		}
		line, _ := reader.FieldPos(0)
		table.add(line, fields)
	}
	if len(table.Heading) == 0 {
		return Table{}, lang.Refuse("import.empty", nil)
	}
	return table, nil
}

// add takes the first record for the heading and passes over empty ones, which
// spreadsheets leave at the end of a file.
func (t *Table) add(line int, fields []string) {
	empty := true
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
		empty = empty && fields[i] == ""
	}
	switch {
	case empty:
	case t.Heading == nil:
		t.Heading = fields
	default:
		t.Rows = append(t.Rows, Row{line, fields})
	}
}
