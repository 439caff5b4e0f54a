package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// MaxBytes is the longest text read.
const MaxBytes = 10_000

// word is a piece of a line, in the forms it is compared by.
type word struct {
	typed string // as it stands in the line
	plain string // without case or accents: numbers and days are read from it
	fold  string // letters and digits only: names are compared by it
	start int    // where it stands in the line, in bytes
}

// lines tidies a text and returns its lines, those without a word left out.
func lines(text string) ([]string, error) {
	if len(text) > MaxBytes {
		return nil, lang.Refuse("phrase.too_long", lang.Args{"most": MaxBytes})
	}
	var found []string
	for line := range strings.Lines(tidy(text)) {
		if line = strings.TrimSpace(line); line != "" {
			found = append(found, line)
		}
	}
	return found, nil
}

// entities are how Slack writes the three characters of its own syntax.
var entities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

// tidy replaces the many ways keyboards and clients write spaces, dashes,
// apostrophes and digits by one each, and drops what cannot be seen.
func tidy(text string) string {
	text = entities.Replace(strings.ToValidUTF8(text, " "))
	return ungroup(strings.Map(tidyRune, text))
}

const nbsp = '\u00a0'

func tidyRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf && r >= ' ':
		return r
	case r == '\r', r == '\n', r == '\u0085', r == '\u2028', r == '\u2029':
		return '\n'
	case r == nbsp, r == '\u202f', r == '\u2007', r == '\u2009':
		return nbsp
	case r >= '\u2010' && r <= '\u2015', r == '\u2212', r == '\ufe63', r == '\uff0d':
		return '-'
	case r == '’', r == '‘', r == 'ʼ', r == '´', r == '′':
		return '\''
	case r >= '\uff01' && r <= '\uff5e':
		return r - 0xfee0 // full-width forms of ASCII
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
		return -1
	case unicode.IsSpace(r), unicode.IsControl(r):
		return ' '
	}
	return r
}

// ungroup takes the non-breaking spaces out of numbers (1 200), where they can
// only be separators of thousands, and makes them plain spaces elsewhere.
func ungroup(text string) string {
	if !strings.ContainsRune(text, nbsp) {
		return text
	}
	runes := []rune(text)
	kept := runes[:0]
	for i, r := range runes {
		switch {
		case r != nbsp:
			kept = append(kept, r)
		case i > 0 && isDigit(runes[i-1]) && leadingDigits(runes[i+1:]) == 3:
		default:
			kept = append(kept, ' ')
		}
	}
	return string(kept)
}

func leadingDigits(runes []rune) int {
	n := 0
	for n < len(runes) && isDigit(runes[n]) {
		n++
	}
	return n
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// plain is text without case or accents. Unlike a name's fold it keeps signs
// and separators, and does not turn other figures (12², ①) into digits.
func plain(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(text) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func newWord(line string, start, end int) word {
	typed := line[start:end]
	return word{typed: typed, plain: plain(typed), fold: ledger.Fold(typed), start: start}
}

// end is where the word ends in its line, in bytes.
func (w word) end() int { return w.start + len(w.typed) }

// numeric reports whether the word begins like a number, signed or not.
func (w word) numeric() bool {
	unsigned := strings.TrimLeft(w.plain, "+-")
	return len(w.plain)-len(unsigned) <= 1 && unsigned != "" && isDigit(rune(unsigned[0]))
}
