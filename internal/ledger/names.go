package ledger

import (
	"context"
	"errors"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
)

// Adder adds what a catalogue does not have yet.
type Adder interface {
	AddChannel(ctx context.Context, c Channel) (ChannelID, error)
	AddPersona(ctx context.Context, p Persona) (PersonaID, error)
}

// ErrPassedOver is returned for a name that was decided to be of no interest.
var ErrPassedOver = errors.New("this name is passed over")

// Names finds the channels and personas a file names, exactly but for accents,
// case and punctuation: a file is a write, and a write never guesses.
type Names struct {
	adder    Adder
	valid    func(name string) error
	channels map[string]ChannelID
	personas map[string]PersonaID
	allowed  map[string]bool // to be added, whoever asks: "c" or "p" and the name's fold
	Added    []string        // what had to be added, in order
}

// NewNames returns the names of a catalogue. What is missing may be added
// through adder when valid accepts its name.
func NewNames(c Catalogue, adder Adder, valid func(name string) error) *Names {
	n := &Names{adder: adder, valid: valid, channels: map[string]ChannelID{}, personas: map[string]PersonaID{}, allowed: map[string]bool{}}
	for _, channel := range c.Channels {
		for _, name := range append([]string{channel.Name}, channel.Aliases...) {
			n.channels[Fold(name)] = channel.ID
		}
	}
	for _, persona := range c.Personas {
		for _, name := range append([]string{persona.Name}, persona.Aliases...) {
			n.personas[Fold(name)] = persona.ID
		}
	}
	return n
}

// Has reports whether a name means something already.
func (n *Names) Has(name string, persona bool) bool {
	if persona {
		_, known := n.personas[Fold(name)]
		return known
	}
	_, known := n.channels[Fold(name)]
	return known
}

// Mean makes a name another one of a channel or a persona; of none, 0, it is
// passed over.
func (n *Names) Mean(name string, persona bool, id int64) {
	if persona {
		n.personas[Fold(name)] = PersonaID(id)
	} else {
		n.channels[Fold(name)] = ChannelID(id)
	}
}

// Allow has a name added when it is first asked for.
func (n *Names) Allow(name string, persona bool) { n.allowed[key(name, persona)] = true }

func key(name string, persona bool) string {
	if persona {
		return "p" + Fold(name)
	}
	return "c" + Fold(name)
}

// Channel finds a channel by name, or adds it when create says so or it is
// allowed.
func (n *Names) Channel(ctx context.Context, name string, create bool) (ChannelID, error) {
	id, known := n.channels[Fold(name)]
	switch {
	case known && id == 0:
		return 0, ErrPassedOver
	case known:
		return id, nil
	}
	create = create || n.allowed[key(name, false)]
	if err := n.refuse(name, create, "import.no_channel", "import.unknown_channel"); err != nil {
		return 0, err
	}
	id, err := n.adder.AddChannel(ctx, Channel{Name: name, Team: Marketing, Rhythm: Daily})
	if err == nil {
		n.channels[Fold(name)] = id
		n.Added = append(n.Added, name)
	}
	return id, err
}

// Persona finds a persona by name, or adds it when create says so or it is
// allowed.
func (n *Names) Persona(ctx context.Context, name string, create bool) (PersonaID, error) {
	id, known := n.personas[Fold(name)]
	switch {
	case known && id == 0:
		return 0, ErrPassedOver
	case known:
		return id, nil
	}
	create = create || n.allowed[key(name, true)]
	if err := n.refuse(name, create, "import.no_persona", "import.unknown_persona"); err != nil {
		return 0, err
	}
	id, err := n.adder.AddPersona(ctx, Persona{Name: name})
	if err == nil {
		n.personas[Fold(name)] = id
		n.Added = append(n.Added, name)
	}
	return id, err
}

func (n *Names) refuse(name string, create bool, empty, unknown lang.ID) error {
	switch {
	case strings.TrimSpace(name) == "":
		return lang.Refuse(empty, nil)
	case !create:
		return lang.Refuse(unknown, lang.Args{"typed": name})
	}
	return n.valid(name)
}
