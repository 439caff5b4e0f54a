package phrase

import (
	"strings"

	"github.com/treve-bot/treve/internal/ledger"
)

// name is an acquisition channel or a persona, by one of the ways it is called.
type name struct {
	channel  ledger.ChannelID // one of the two is 0
	persona  ledger.PersonaID
	shown    string // its first name, as messages show it
	called   string // this one
	fold     string
	archived bool
}

// names are all the names of a workspace, found by fold.
type names struct {
	all    []name
	byFold map[string]int
	parts  int // the most words a name is typed in
}

func namesOf(c ledger.Catalogue) *names {
	n := &names{byFold: make(map[string]int, 2*(len(c.Channels)+len(c.Personas)))}
	for _, channel := range c.Channels {
		of := name{channel: channel.ID, shown: channel.Name, archived: channel.Archived}
		n.add(of, channel.Name, channel.Aliases)
	}
	for _, persona := range c.Personas {
		of := name{persona: persona.ID, shown: persona.Name, archived: persona.Archived}
		n.add(of, persona.Name, persona.Aliases)
	}
	return n
}

// add indexes a thing under each of its names. Of two things called alike the
// first keeps the name, unless it is archived.
func (n *names) add(of name, first string, aliases []string) {
	n.addOne(of, first)
	for _, alias := range aliases {
		n.addOne(of, alias)
	}
}

func (n *names) addOne(of name, called string) {
	of.called, of.fold = called, ledger.Fold(called)
	if of.fold == "" {
		return
	}
	n.all = append(n.all, of)
	if i, taken := n.byFold[of.fold]; taken && !n.all[i].archived {
		return
	}
	n.byFold[of.fold] = len(n.all) - 1
	// One more than it has: "E-mail" and "Email" are both typed "e mail".
	n.parts = max(n.parts, countParts(called)+1)
}

func (n *names) exact(fold string) (name, bool) {
	i, ok := n.byFold[fold]
	if !ok {
		return name{}, false
	}
	return n.all[i], true
}

// parts cuts a name into the words people may type apart.
func parts(called string) []string {
	return strings.FieldsFunc(called, func(r rune) bool { return !inWord(r) })
}

// countParts is how many parts a name has, without making them.
func countParts(called string) (n int) {
	inside := false
	for _, r := range called {
		if inWord(r) && !inside {
			n++
		}
		inside = inWord(r)
	}
	return n
}

// channels lists the names of the acquisition channels in use.
func (c Context) channels() []string {
	var found []string
	for _, channel := range c.Catalogue.Active().Channels {
		found = append(found, channel.Name)
	}
	return found
}

// personas lists the personas in use.
func (c Context) personas() []ledger.Persona { return c.Catalogue.Active().Personas }
