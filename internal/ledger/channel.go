// Package ledger holds what is written down: acquisition channels, personas,
// signed entries and the daily totals kept beside them, with the rules of
// recording. It knows neither the database nor Slack.
package ledger

import (
	"errors"
	"slices"

	"github.com/treve-bot/treve/internal/calendar"
)

// ErrNotFound is returned by whatever finds one thing and finds none.
var ErrNotFound = errors.New("not found")

// ChannelID names an acquisition channel within its workspace.
type ChannelID int64

// PersonaID names a persona within its workspace.
type PersonaID int64

// Team is the side of the SLA that brings a channel's leads.
type Team string

// The two sides of the SLA.
const (
	Marketing Team = "marketing"
	Sales     Team = "sales"
)

// Rhythm says how often a channel is expected to be reported.
type Rhythm string

// The rhythms, with the working days of silence after which a channel is not
// reported.
const (
	Daily      Rhythm = "daily"      // 3 working days
	Weekly     Rhythm = "weekly"     // 7 working days
	Occasional Rhythm = "occasional" // never: on its own dates, or when something happens
)

// Channel is an acquisition channel: organic traffic, e-mail, trade shows. It
// is never a Slack conversation.
type Channel struct {
	ID             ChannelID
	Name           string
	Aliases        []string
	Team           Team
	Owner          string // Slack user id, empty when nobody owns it
	SalesOwner     string // Slack user id of who follows its leads up, empty when nobody does
	Rhythm         Rhythm
	Definition     string    // what counts as a lead, in the words both teams agreed on
	DefaultPersona PersonaID // taken when a count names no persona; 0 for none
	Archived       bool
	// Who had the channel, and who followed it up, when they left, until somebody is
	// named in their place or nobody is to be.
	LeftBy, SalesLeftBy string
}

// FollowedBy returns who follows a channel's leads up: its sales owner or, of a
// channel that sales itself brings, its owner. "" for nobody.
func (c Channel) FollowedBy() string {
	if c.SalesOwner == "" && c.Team == Sales {
		return c.Owner
	}
	return c.SalesOwner
}

// Persona is a customer segment with an average sale of its own.
type Persona struct {
	ID       PersonaID
	Name     string
	Aliases  []string
	Archived bool
}

// Catalogue is every channel and persona of a workspace, archived ones
// included, in the order they were added.
type Catalogue struct {
	Channels []Channel
	Personas []Persona
}

// Active returns the channels and personas in use: those not archived.
func (c Catalogue) Active() Catalogue {
	return Catalogue{
		Channels: slices.DeleteFunc(slices.Clone(c.Channels), func(c Channel) bool { return c.Archived }),
		Personas: slices.DeleteFunc(slices.Clone(c.Personas), func(p Persona) bool { return p.Archived }),
	}
}

// Only returns the channels named, and every persona.
func (c Catalogue) Only(channels []ChannelID) Catalogue {
	c.Channels = slices.DeleteFunc(slices.Clone(c.Channels), func(c Channel) bool { return !slices.Contains(channels, c.ID) })
	return c
}

// Channel finds a channel by id; the zero Channel when there is none.
func (c Catalogue) Channel(id ChannelID) Channel {
	for _, channel := range c.Channels {
		if channel.ID == id {
			return channel
		}
	}
	return Channel{}
}

// Persona finds a persona by id; the zero Persona when there is none.
func (c Catalogue) Persona(id PersonaID) Persona {
	for _, persona := range c.Personas {
		if persona.ID == id {
			return persona
		}
	}
	return Persona{}
}

// Segment is one channel and persona: the cell a commitment is made for.
type Segment struct {
	Channel ChannelID
	Persona PersonaID
}

// Cell is what a day's total is kept for.
type Cell struct {
	Day     calendar.Date
	Channel ChannelID
	Persona PersonaID
	Stage   Stage
}

// Segment returns the segment the cell belongs to.
func (c Cell) Segment() Segment { return Segment{c.Channel, c.Persona} }
