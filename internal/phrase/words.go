package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// words cuts a line into words. Units and question marks are words of their
// own, what Slack writes between angle brackets is one word, and punctuation
// only counts between digits (20/11, 3,5, 09:00) or as a sign (-3).
func words(line string) []word {
	var found []word
	for i := 0; i < len(line); {
		n := wordAt(line, i)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(line[i:])
			i += size
			continue
		}
		found = append(found, newWord(line, i, i+n))
		i += n
	}
	return found
}

// wordAt returns the length in bytes of the word that begins at i, 0 when none
// does.
func wordAt(line string, i int) int {
	r, size := utf8.DecodeRuneInString(line[i:])
	next, _ := utf8.DecodeRuneInString(line[i+size:])
	previous, _ := utf8.DecodeLastRuneInString(line[:i])
	begins := !inWord(previous)
	switch {
	case r == '<':
		return strings.IndexByte(line[i:], '>') + 1
	case strings.ContainsRune("%€$£?", r):
		return size
	case (r == '-' || r == '+') && begins && isDigit(next):
		return size + tail(line[i+size:])
	case r == '-' && alone(previous) && alone(next):
		return size
	case (r == '/' || r == '#' || r == '@') && begins && unicode.IsLetter(next):
		return size + tail(line[i+size:])
	case inWord(r):
		return tail(line[i:])
	}
	return 0
}

// tail returns the length of the run of letters and digits text begins with,
// joined by the punctuation that belongs inside a word.
func tail(text string) int {
	var previous rune
	for i, r := range text {
		next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
		if !inWord(r) && !joins(previous, r, next) {
			return i
		}
		previous = r
	}
	return len(text)
}

// joins reports whether a sign holds its neighbours together. A hyphen next to
// a digit always does: "email-3" is no word anybody should guess about.
func joins(previous, sign, next rune) bool {
	if !inWord(previous) || !inWord(next) {
		return false
	}
	digits := isDigit(previous) && isDigit(next)
	switch sign {
	case '.', ',', ':', '/', '\'':
		return digits
	case '-', '+':
		return isDigit(previous) || isDigit(next)
	}
	return false
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// alone reports whether there is nothing but space on that side: no rune at
// all decodes as RuneError.
func alone(r rune) bool { return r == utf8.RuneError || unicode.IsSpace(r) }
