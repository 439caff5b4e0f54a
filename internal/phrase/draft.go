package phrase

import (
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/ledger"
)

// unknownChannel is what was typed for a channel that does not exist, where it
// could be the name of one: words that mean nothing else, side by side, in a line
// that counts new leads. What is close to a name may be meant as it stands too.
func (l *line) unknownChannel(n Count, left []int) string {
	if n.Channel != 0 || n.Count < 0 || n.Stage != ledger.Lead {
		return ""
	}
	near := l.unsure.find(DoubtChannel)
	if near != nil {
		for at := near.first; at <= near.last; at++ {
			left = append(left, at)
		}
		slices.Sort(left)
	}
	first, last, ok := l.sideBySide(left)
	if !ok {
		return ""
	}
	called := strings.Join(strings.Fields(l.text[l.items[first].start:l.items[last].end()]), " ")
	if FreeName(called, l.Catalogue, ledger.Segment{}) != nil {
		return ""
	}
	if near != nil {
		near.typed = called
	}
	return called
}

// sideBySide reports where a run of words is that mean nothing, when the places
// left hold nothing else; the word "canal" and the articles between apart.
func (l *line) sideBySide(left []int) (first, last int, ok bool) {
	for _, at := range left {
		switch it := l.items[at]; {
		case it.key == kChannel:
			continue
		case !it.joinable() || ok && !l.articles(last+1, at):
			return 0, 0, false
		case !ok:
			first, ok = at, true
		}
		last = at
	}
	return first, last, ok
}

// articles reports whether all between two places are articles and the like.
func (l *line) articles(from, to int) bool {
	for _, it := range l.items[from:to] {
		if it.key != kFiller {
			return false
		}
	}
	return true
}
