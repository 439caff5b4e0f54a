package sheet

import "strings"

// opening are the signs with which a spreadsheet takes the text of a CSV file for
// a formula, full-width forms included, and the white space it skips before them.
const opening = "=+-@\t\r＝＋－＠"

// guarded is a name as a CSV file may have it: an apostrophe keeps what would
// begin a formula a text. A name that begins like a guarded one gets one more.
func guarded(name string) string {
	if dangerous(strings.TrimLeft(name, "'")) {
		return "'" + name
	}
	return name
}

// unguarded gives the name back as it was.
func unguarded(text string) string {
	if rest, found := strings.CutPrefix(text, "'"); found && dangerous(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return text
}

func dangerous(text string) bool {
	for _, r := range text {
		return strings.ContainsRune(opening, r)
	}
	return false
}
