package intake

import (
	"strings"

	"github.com/treve-bot/treve/internal/ledger"
)

// Name is the name of a channel, or of a persona, as a file has it.
type Name struct {
	Text    string
	Persona bool
}

// Names lists the names a file uses, each once however it is spelt, in the order
// they come.
func (f File) Names() []Name {
	var all []Name
	seen := map[Name]bool{}
	add := func(text string, persona bool) {
		key := Name{ledger.Fold(text), persona}
		if key.Text != "" && !seen[key] {
			seen[key] = true
			all = append(all, Name{strings.TrimSpace(text), persona})
		}
	}
	for _, c := range f.Cells {
		add(c.Channel, false)
		add(c.Persona, true)
	}
	for _, r := range f.Rows {
		if f.Kind == Counts || f.Kind == Leads { // what became of a lead is of its segment
			add(r.Channel, false)
			add(r.Persona, true)
		}
	}
	return all
}

// Choice is what becomes of a name that means nothing yet: it is another name of
// something that exists, or it is added, or its rows are passed over.
type Choice struct {
	ID     int64 // of the channel or the persona meant; 0 for neither
	Create bool  // with neither, the name is passed over
}

// Choices are what was decided of a file's names, by their place in Names.
type Choices map[int]Choice

// Unknown lists the places, in Names, of the names that a catalogue does not
// have and nothing was decided of.
func (f File) Unknown(c ledger.Catalogue, decided Choices) (places []int) {
	known := ledger.NewNames(c, nil, nil)
	for i, n := range f.Names() {
		if _, done := decided[i]; !done && !known.Has(n.Text, n.Persona) {
			places = append(places, i)
		}
	}
	return places
}

// Settle makes names mean what was decided of them.
func (f File) Settle(names *ledger.Names, decided Choices) {
	for i, n := range f.Names() {
		choice, done := decided[i]
		switch {
		case !done || names.Has(n.Text, n.Persona):
		case choice.Create:
			names.Allow(n.Text, n.Persona)
		default:
			names.Mean(n.Text, n.Persona, choice.ID)
		}
	}
}
