package phrase

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// mostChoices is how many readings of a mistyped name are offered.
const mostChoices = 5

// unsure is what was typed for a name, and the names it may be.
type unsure struct {
	kind        DoubtKind
	first, last int // the items it was typed in
	typed       string
	candidates  []candidate // of that kind only, closest first
}

type unsures []unsure

func (u unsures) about(k DoubtKind) bool { return u.find(k) != nil }

func (u unsures) find(k DoubtKind) *unsure {
	for i := range u {
		if u[i].kind == k {
			return &u[i]
		}
	}
	return nil
}

// doubtful takes the words left that are close to a name of a kind that is
// still missing: one channel and one persona at most.
func (l *line) doubtful(missing kind) unsures {
	var found unsures
	for missing.channels || missing.personas {
		u, ok := l.closest(missing)
		if !ok {
			return found
		}
		l.takeSpan(u.first, u.last)
		found = append(found, u)
		if u.kind == DoubtChannel {
			missing.channels = false
		} else {
			missing.personas = false
		}
	}
	return found
}

// mostTries bounds how many runs of unknown words are compared with the names:
// a line that has more is prose, and comparing costs.
const mostTries = 60

// closest finds the run of unknown words, longest first, that is close to a
// name.
func (l *line) closest(k kind) (unsure, bool) {
	tries := 0
	for size := min(l.names.parts, len(l.items)); size > 0; size-- {
		for at := 0; at+size <= len(l.items) && tries < mostTries; at++ {
			fold, ok := l.unknownRun(at, size)
			if !ok {
				continue
			}
			tries++
			if found := l.names.near(fold, k); len(found) > 0 {
				u := unsure{first: at, last: at + size - 1, typed: l.span(at, at+size).typed}
				return u.with(found), true
			}
		}
	}
	return unsure{}, false
}

func (l *line) unknownRun(at, size int) (string, bool) {
	for _, it := range l.items[at : at+size] {
		if it.taken || it.numeric() && size == 1 {
			return "", false
		}
	}
	return l.run(at, size)
}

// with keeps the candidates of the closest one's kind.
func (u unsure) with(found []candidate) unsure {
	u.kind = DoubtChannel
	if found[0].persona != 0 {
		u.kind = DoubtPersona
	}
	for _, c := range found {
		if (c.persona != 0) == (u.kind == DoubtPersona) && len(u.candidates) < mostChoices {
			u.candidates = append(u.candidates, c)
		}
	}
	return u
}

// doubts turns what a line is unsure of into questions, each answer a whole
// line typed again.
func (l *line) doubts(n Count) []Doubt {
	var doubts []Doubt
	channel, persona := l.typedNames(n)
	for _, u := range l.unsure {
		d := Doubt{Kind: u.kind, Typed: u.typed}
		for _, c := range u.candidates {
			text := n.Retyped(c.shown, persona)
			if u.kind == DoubtPersona {
				text = n.Retyped(channel, c.shown)
			}
			d.Choices = append(d.Choices, Choice{Label: c.shown, Text: text})
		}
		doubts = append(doubts, d)
	}
	if n.Persona == 0 && !l.unsure.about(DoubtPersona) {
		d := Doubt{Kind: NoPersona}
		for _, p := range l.personas() {
			d.Choices = append(d.Choices, Choice{Label: p.Name, Text: n.Retyped(channel, p.Name)})
		}
		doubts = append(doubts, d)
	}
	if n.Stage == ledger.Rejected && n.Reason == "" {
		doubts = append(doubts, l.noReason(n, channel, persona))
	}
	if n.Unknown != "" && !l.unsure.about(DoubtChannel) {
		doubts = append(doubts, Doubt{Kind: NoSuchChannel, Typed: n.Unknown})
	}
	return doubts
}

// noReason asks why leads are contested.
func (l *line) noReason(n Count, channel, persona string) Doubt {
	d := Doubt{Kind: NoReason}
	for _, r := range ledger.Reasons {
		n.Reason = r
		label := lang.Speak(l.Language).Say("phrase.reason."+lang.ID(r), nil)
		d.Choices = append(d.Choices, Choice{Label: lang.Capital(label), Text: n.Retyped(channel, persona)})
	}
	return d
}

// typedNames are the names to type again: the ones resolved, else as they were
// typed, so that settling one doubt leaves the other to be asked.
func (l *line) typedNames(n Count) (channel, persona string) {
	channel, persona = l.Catalogue.Channel(n.Channel).Name, l.Catalogue.Persona(n.Persona).Name
	if n.Unknown != "" {
		channel = n.Unknown
	}
	if u := l.unsure.find(DoubtChannel); u != nil {
		channel = u.typed
	}
	if u := l.unsure.find(DoubtPersona); u != nil {
		persona = u.typed
	}
	return channel, persona
}

// Retyped writes a count as a line with its day, whatever day it is read on, that
// names its channel and persona so.
func (n Count) Retyped(channel, persona string) string {
	parts := []string{strconv.FormatInt(n.Count, 10), channel, persona, n.Day.String()}
	if n.Set {
		parts = append([]string{"set"}, parts...)
	}
	if n.Stage != ledger.Lead {
		parts = append([]string{string(n.Stage)}, parts...)
	}
	if n.Stage == ledger.Won {
		parts = append(parts, french(decimal.New(n.AmountCents, -2)), "€")
	}
	if n.Reason != "" {
		parts = append(parts, typedReasons[n.Reason])
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// typedReasons are the words that a reason is typed again with.
var typedReasons = map[ledger.Reason]string{
	ledger.OffTarget: "off target", ledger.Duplicate: "duplicate", ledger.Unreachable: "unreachable",
	ledger.NoProject: "no project", ledger.OtherReason: "other reason",
}
