package lang

import (
	"regexp"
	"strings"
)

// nbsp is the space that keeps a number and its unit on one line.
const nbsp = "\u00a0"

var (
	// A colon sticks to the word before it only when a space follows: the one
	// that opens an emoji's name (" :tada:") does not.
	beforeSign = regexp.MustCompile(` ([;!?»%€]|:(?:\s|$))`)
	afterQuote = regexp.MustCompile(`« `)
)

// typeset puts the non-breaking spaces French typography asks for into a
// message, so that catalogues can be written with the space bar. Examples
// between backticks are what people type and stay as they are.
func typeset(text string) string {
	parts := strings.Split(text, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = beforeSign.ReplaceAllString(parts[i], nbsp+"$1")
		parts[i] = afterQuote.ReplaceAllString(parts[i], "«"+nbsp)
	}
	return strings.Join(parts, "`")
}

// Capital returns text with its first letter in upper case, as at the start of
// a sentence or of a table cell.
func Capital(text string) string {
	for i, r := range text {
		return text[:i] + strings.ToUpper(string(r)) + text[i+len(string(r)):]
	}
	return text
}
