package phrase

import (
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// SetTarget sets the revenue target from the month on, in cents; zero takes it
// away.
type SetTarget struct {
	Cents int64
	Month calendar.Month // zero: the running one
}

// SetAliases replaces what else a channel or a persona may be called. One of the
// two is named.
type SetAliases struct {
	Of      ledger.Segment
	Aliases []string // none: only its name
}

// SetTeam gives a channel to one side of the SLA.
type SetTeam struct {
	Channel ledger.ChannelID
	Team    ledger.Team
}

// SetChannelPersona names the persona taken when a count for the channel names
// none; 0 for none.
type SetChannelPersona struct {
	Channel ledger.ChannelID
	Persona ledger.PersonaID
}

// SetDefinition writes down what counts as a lead of a channel, from the month
// on.
type SetDefinition struct {
	Channel ledger.ChannelID
	Text    string         // "" takes it away
	Month   calendar.Month // zero: the running one
}

// Rename gives a channel or a persona another name. One of the two is named.
type Rename struct {
	Of   ledger.Segment
	Name string
}

// Archive puts a channel or a persona out of use, or back into it.
type Archive struct {
	Of      ledger.Segment
	Restore bool
}

func (SetTarget) command()         {}
func (SetAliases) command()        {}
func (SetTeam) command()           {}
func (SetChannelPersona) command() {}
func (SetDefinition) command()     {}
func (Rename) command()            {}
func (Archive) command()           {}
