package sheet

import "strings"

// What begins a formula for a spreadsheet that reads a CSV file, full-width forms
// included, and what it passes over before: white space, and what cannot be seen.
const (
	opening = "=+-@＝＋－＠"
	skipped = " \t\u00a0\u202f\u3000\u200b\u2060\ufeff\x00"
)

// guarded is a text as a CSV file may have it: an apostrophe keeps what would
// begin a formula a text, wherever a cell could begin. What begins like a guarded
// one gets one more.
func guarded(text string) string {
	var out strings.Builder
	for i := range len(text) {
		if beginsCell(text, i) && dangerous(strings.TrimLeft(text[i:], "'")) {
			out.WriteByte('\'')
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// unguarded gives the text back as it was.
func unguarded(text string) string {
	var out strings.Builder
	for i := range len(text) {
		if beginsCell(text, i) && text[i] == '\'' && dangerous(strings.TrimLeft(text[i:], "'")) {
			continue
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// beginsCell reports whether a cell may begin there: a program set to another
// language takes another sign for what separates cells, and there looks for no
// quotes.
func beginsCell(text string, at int) bool {
	return at == 0 || strings.IndexByte("\n\r;,", text[at-1]) >= 0
}

func dangerous(line string) bool {
	if strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "\r") {
		return true
	}
	for _, r := range strings.TrimLeft(line, skipped) {
		return strings.ContainsRune(opening, r)
	}
	return false
}
