package sheet

import "strings"

// What begins a formula for a spreadsheet that reads a CSV file, full-width forms
// included, and what it passes over before: white space, and what cannot be seen.
const (
	opening = "=+-@＝＋－＠"
	skipped = " \t\u00a0\u202f\u3000\u200b\u2060\ufeff\x00"
)

// guarded is a text as a CSV file may have it: an apostrophe keeps what would
// begin a formula a text, on each of its lines. What begins like a guarded one
// gets one more.
func guarded(text string) string {
	var out strings.Builder
	for i := range len(text) {
		if beginsLine(text, i) && dangerous(strings.TrimLeft(text[i:], "'")) {
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
		if beginsLine(text, i) && text[i] == '\'' && dangerous(strings.TrimLeft(text[i:], "'")) {
			continue
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

func beginsLine(text string, at int) bool { return at == 0 || text[at-1] == '\n' || text[at-1] == '\r' }

func dangerous(line string) bool {
	if strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "\r") {
		return true
	}
	for _, r := range strings.TrimLeft(line, skipped) {
		return strings.ContainsRune(opening, r)
	}
	return false
}
