package phrase

import (
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/ledger"
)

// item is a word, or the words that make up one name or one meaning.
type item struct {
	word
	lexeme
	name  name
	taken bool // its part in the command has been read
}

func (i item) named() bool { return i.name.fold != "" }

// line is one line being read: whoever understands an item takes it, and what
// nobody took was not understood.
type line struct {
	Context
	names  *names
	text   string
	items  []item
	unsure unsures // of the names in a line to record
}

// newLine cuts a line into items: names first, longest first, so that "Salon
// 2026" is a name before 2026 is a number; then the words of the vocabulary.
func newLine(text string, c Context, n *names) *line {
	l := &line{Context: c, names: n, text: text}
	for _, w := range words(text) {
		l.items = append(l.items, item{word: w})
	}
	l.merge(n.parts, func(fold string) (item, bool) {
		of, ok := n.exact(fold)
		return item{name: of}, ok
	})
	known := vocabulary()
	l.merge(known.parts, func(fold string) (item, bool) {
		meaning, ok := known.byFold[fold]
		return item{lexeme: meaning}, ok
	})
	for i := range l.items {
		if l.items[i].plain == "€" {
			l.items[i].key = kEuro
		}
	}
	return l
}

// merge makes one item of every run of up to most words that find knows,
// longest runs first.
func (l *line) merge(most int, find func(fold string) (item, bool)) {
	for size := min(most, len(l.items)); size > 0; size-- {
		kept := l.items[:0:0]
		for at := 0; at < len(l.items); {
			if fold, ok := l.run(at, size); ok {
				if found, ok := find(fold); ok {
					found.word = l.span(at, at+size)
					kept = append(kept, found)
					at += size
					continue
				}
			}
			kept = append(kept, l.items[at])
			at++
		}
		l.items = kept
	}
}

// run joins the folds of size items that mean nothing yet. What is signed, or
// written like a day, is no part of a name.
func (l *line) run(at, size int) (string, bool) {
	if at+size > len(l.items) {
		return "", false
	}
	if size == 1 {
		i := l.items[at]
		return i.fold, i.joinable()
	}
	var b strings.Builder
	for _, i := range l.items[at : at+size] {
		if !i.joinable() {
			return "", false
		}
		b.WriteString(i.fold)
	}
	return b.String(), true
}

func (i item) joinable() bool {
	return !i.named() && i.key == "" && i.fold != "" && i.typed[0] != '<' &&
		!(i.numeric() && strings.ContainsAny(i.typed, "+-/:"))
}

// span is the text of the items from first up to last, last excluded.
func (l *line) span(first, last int) word {
	from, to := l.items[first], l.items[last-1]
	if last-first == 1 {
		return from.word
	}
	return newWord(l.text, from.start, to.end())
}

// has reports whether an item of that meaning is left, taken or not.
func (l *line) has(keys ...key) bool { return l.find(keys...) >= 0 }

// find returns the place of the first item with one of the meanings, -1 when
// there is none.
func (l *line) find(keys ...key) int {
	for i, it := range l.items {
		if slices.Contains(keys, it.key) {
			return i
		}
	}
	return -1
}

// take marks every item with one of the meanings as understood, and reports
// whether there was one.
func (l *line) take(keys ...key) bool {
	found := false
	for i := range l.items {
		if slices.Contains(keys, l.items[i].key) {
			l.items[i].taken, found = true, true
		}
	}
	return found
}

// at returns the item at a place, and an empty one outside the line.
func (l *line) at(i int) item {
	if i < 0 || i >= len(l.items) {
		return item{}
	}
	return l.items[i]
}

// asks reports whether the line ends, or anywhere reads, as a question.
func (l *line) asks() bool {
	for _, i := range l.items {
		if i.typed == "?" {
			return true
		}
	}
	return false
}

// left returns the places of the items that nobody took and that carry a
// meaning.
func (l *line) left(but ...key) []int {
	var places []int
	for i, it := range l.items {
		carries := it.fold != "" || it.typed[0] == '<' || strings.ContainsAny(it.typed, "$£%€")
		if !it.taken && carries && !oneOf(it.key, but) {
			places = append(places, i)
		}
	}
	return places
}

func oneOf(k key, keys []key) bool {
	return k != "" && slices.Contains(keys, k)
}

// takeChannels takes the acquisition channels named and returns them in order.
func (l *line) takeChannels() []name { return l.takeNames(func(n name) bool { return n.channel != 0 }) }

// takePersonas takes the personas named and returns them in order.
func (l *line) takePersonas() []name { return l.takeNames(func(n name) bool { return n.persona != 0 }) }

// takeNames takes the names that are wanted and returns each once.
func (l *line) takeNames(wanted func(name) bool) []name {
	var found []name
	seen := map[ledger.Segment]bool{}
	for i := range l.items {
		it := &l.items[i]
		of := ledger.Segment{Channel: it.name.channel, Persona: it.name.persona}
		if !it.named() || !wanted(it.name) {
			continue
		}
		it.taken = true
		if !seen[of] {
			seen[of] = true
			found = append(found, it.name)
		}
	}
	return found
}
