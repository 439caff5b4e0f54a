package phrase

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hbollon/go-edlib"

	"github.com/treve-bot/treve/internal/ledger"
)

// candidate is a name that what was typed is close to.
type candidate struct {
	name
	score int  // smaller is closer
	short bool // a name of up to three letters: proposed, never taken for granted
}

// shortest is the length up to which a name is taken only when typed exactly:
// one letter makes SEA of SEO.
const shortest = 3

// Nearest finds the channel, or the persona, that a name is close to, by its id:
// to be proposed, never to be taken for it.
func Nearest(text string, persona bool, c ledger.Catalogue) (id int64, found bool) {
	near := namesOf(c).near(ledger.Fold(text), kind{channels: !persona, personas: persona})
	if len(near) == 0 {
		return 0, false
	}
	if persona {
		return int64(near[0].persona), true
	}
	return int64(near[0].channel), true
}

// kind says which names are looked for.
type kind struct{ channels, personas bool }

// near lists the names close to a fold, closest first, each thing once.
// Archived ones are left out.
func (n *names) near(typed string, k kind) []candidate {
	var found []candidate
	for _, of := range n.all {
		if of.archived || of.channel != 0 && !k.channels || of.persona != 0 && !k.personas {
			continue
		}
		if score, ok := closeness(typed, of); ok {
			found = append(found, candidate{of, score, utf8.RuneCountInString(of.fold) <= shortest})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.score, b.score) })
	return once(found)
}

func once(found []candidate) []candidate {
	type thing struct{ channel, persona int64 }
	seen := map[thing]bool{}
	return slices.DeleteFunc(found, func(c candidate) bool {
		t := thing{int64(c.channel), int64(c.persona)}
		again := seen[t]
		seen[t] = true
		return again
	})
}

// closeness scores how far what was typed is from a name, and reports whether
// it is near enough to mean it: a few slips of the finger, the beginning of the
// name or one of its words, the name with an ending. A wrong figure is never a
// slip: "Salon 2025" is not "Salon 2026".
func closeness(typed string, of name) (int, bool) {
	if figures := digits(typed); figures != "" && figures != digits(of.fold) {
		return 0, false
	}
	if slips, ok := slips(typed, of.fold); ok {
		return slips, true
	}
	length := utf8.RuneCountInString(typed)
	switch {
	case length >= shortest && strings.HasPrefix(of.fold, typed):
		return 1, true
	case length > shortest && strings.Contains(of.fold, typed) && slices.ContainsFunc(parts(of.called),
		func(part string) bool { return ledger.Fold(part) == typed }):
		return 1, true
	case len(of.fold) > shortest && strings.HasPrefix(typed, of.fold) && len(typed)-len(of.fold) <= shortest:
		return 2, true
	}
	return 0, false
}

func digits(fold string) string {
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r
		}
		return -1
	}, fold)
}

// slips counts the letters added, lost, changed or swapped between two folds,
// and reports whether they are few for the length of the word meant.
func slips(typed, meant string) (int, bool) {
	a, b := utf8.RuneCountInString(typed), utf8.RuneCountInString(meant)
	allowed := max(1, b/4)
	if a-b > allowed || b-a > allowed || a < 2 {
		return 0, false
	}
	n := edlib.OSADamerauLevenshteinDistance(typed, meant)
	return n, n <= allowed
}

// nearWord returns the word of the vocabulary closest to a fold, "" when none
// is close.
func nearWord(typed string) string {
	best, spoken := 2, ""
	if utf8.RuneCountInString(typed) <= shortest {
		return ""
	}
	for fold, meaning := range vocabulary().byFold {
		if meaning.free || len(fold) <= shortest {
			continue
		}
		n, ok := slips(typed, fold)
		if ok && (n < best || n == best && meaning.spoken < spoken) {
			best, spoken = n, meaning.spoken
		}
	}
	return spoken
}
