package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// LongestName is how many characters a name may have.
const LongestName = 80

// ValidName refuses a name for an acquisition channel or a persona that could
// not be typed back: one that is no name, or that means something else already.
// Its errors are Problems.
func ValidName(name string) error {
	trimmed, length := strings.TrimSpace(name), utf8.RuneCountInString(name)
	switch {
	case trimmed == "":
		return lang.Refuse("phrase.name_empty", nil)
	case length > LongestName:
		return lang.Refuse("phrase.name_too_long", lang.Args{"length": length, "most": LongestName})
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unprintable):
		return lang.Refuse("phrase.name_unprintable", nil)
	case strings.ContainsRune(opening, rune(trimmed[0])):
		return lang.Refuse("phrase.name_begins", lang.Args{"name": trimmed, "sign": trimmed[:1]})
	case !strings.ContainsFunc(name, unicode.IsLetter) || ledger.Fold(name) == "":
		return lang.Refuse("phrase.name_no_letter", lang.Args{"name": name})
	case reserved(name):
		return lang.Refuse("phrase.name_reserved", lang.Args{"name": name})
	}
	return nil
}

// unprintable is true for what a name may not hold: line breaks, controls,
// invisible characters, and spaces that are not the plain one.
func unprintable(r rune) bool { return !unicode.IsPrint(r) && r != nbsp && r != '\u202f' }

// opening are the signs with which formulas, numbers, commands and Slack's own
// syntax begin.
const opening = "=+-@/#<"

// reserved reports whether a name already means something: it is a word of the
// vocabulary, or all numbers and days. Inside a longer name such words do no
// harm, because names are looked for first.
func reserved(name string) bool {
	l := newLine(tidy(name), Context{}, &names{})
	if len(l.items) == 1 && l.items[0].key != "" {
		return !l.items[0].free
	}
	for _, it := range l.items {
		day := oneOf(it.key, []key{kDay, kWeekday, kMonth, kMonthEN, kLast})
		if !day && !it.written() {
			return false
		}
	}
	return true
}

// written reports whether an item reads as a number, a day or a time.
func (i item) written() bool {
	_, number := readNumber(i.plain)
	_, day := written(i.plain)
	_, time := clock(i.plain)
	return number || day || time || dayNumber(i) > 0
}
