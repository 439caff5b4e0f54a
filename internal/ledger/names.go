package ledger

import (
	"context"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
)

// Adder adds what a catalogue does not have yet.
type Adder interface {
	AddChannel(ctx context.Context, c Channel) (ChannelID, error)
	AddPersona(ctx context.Context, p Persona) (PersonaID, error)
}

// Names finds the channels and personas a file names, exactly but for accents,
// case and punctuation: a file is a write, and a write never guesses.
type Names struct {
	adder    Adder
	valid    func(name string) error
	channels map[string]ChannelID
	personas map[string]PersonaID
	Added    []string // what had to be added, in order
}

// NewNames returns the names of a catalogue. What is missing may be added
// through adder when valid accepts its name.
func NewNames(c Catalogue, adder Adder, valid func(name string) error) *Names {
	n := &Names{adder: adder, valid: valid, channels: map[string]ChannelID{}, personas: map[string]PersonaID{}}
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

// Channel finds a channel by name, or adds it when create says so.
func (n *Names) Channel(ctx context.Context, name string, create bool) (ChannelID, error) {
	id, known := n.channels[Fold(name)]
	if known {
		return id, nil
	}
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

// Persona finds a persona by name, or adds it when create says so.
func (n *Names) Persona(ctx context.Context, name string, create bool) (PersonaID, error) {
	id, known := n.personas[Fold(name)]
	if known {
		return id, nil
	}
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
