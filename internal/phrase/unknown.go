package phrase

import (
	"strings"

	"github.com/treve-bot/treve/internal/lang"
)

// mostNearest is how many things that work are proposed for text that means
// nothing.
const mostNearest = 4

// unknown proposes the nearest things that work, each of which can be sent as a
// message: where the nearest names stand, then what the words resemble, then
// what everybody asks.
func (l *line) unknown() Unknown {
	u := Unknown{Typed: l.text}
	say := lang.Speak(l.Language)
	propose := func(id lang.ID, args lang.Args) {
		text := say.Say(id, args)
		if len(u.Nearest) < mostNearest {
			u.Nearest = append(u.Nearest, Choice{Label: text, Text: text})
		}
	}
	for _, shown := range l.resembling() {
		propose("phrase.type.ask", lang.Args{"name": shown})
	}
	for _, it := range l.items {
		if id, ok := proposals[it.key]; ok {
			propose(id, l.sample())
		}
	}
	for _, id := range []lang.ID{"phrase.type.late", "phrase.type.record", "phrase.type.help"} {
		propose(id, l.sample())
	}
	return u.distinct()
}

// proposals are what to type for words that came without what they need.
var proposals = map[key]lang.ID{
	kRecap: "phrase.type.recap", kPlan: "phrase.type.plan", kSettings: "phrase.type.settings",
	kWhy: "phrase.type.why", kLate: "phrase.type.late", kNeeded: "phrase.type.needed",
	kGoal: "phrase.type.goal", kRate: "phrase.type.rate", kSale: "phrase.type.sale",
	kSet: "phrase.type.total", kUndo: "phrase.type.undo", kLog: "phrase.type.log",
}

// resembling lists the names in the line or close to one of its words, at most
// two.
func (l *line) resembling() []string {
	var found []string
	for _, it := range l.items {
		switch {
		case it.named():
			found = append(found, it.name.shown)
		case it.key == "" && !it.numeric():
			for _, c := range l.names.near(it.fold, kind{true, true}) {
				found = append(found, c.shown)
			}
		}
	}
	return found[:min(len(found), 2)]
}

// distinct drops what is proposed twice.
func (u Unknown) distinct() Unknown {
	seen := map[string]bool{}
	kept := u.Nearest[:0]
	for _, choice := range u.Nearest {
		if key := strings.ToLower(choice.Text); !seen[key] {
			seen[key] = true
			kept = append(kept, choice)
		}
	}
	u.Nearest = kept
	return u
}
