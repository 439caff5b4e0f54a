package ledger

import (
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// Draft is a count typed for a channel that does not exist. It waits, under its
// author and day, until a manager adds the channel or says no; it counts nowhere.
type Draft struct {
	ID      int64
	Name    string // of the channel, as typed
	Persona PersonaID
	Day     calendar.Date
	Count   int64
	Set     bool   // the day's total, rather than so many more
	Author  string // Slack user id
	Request string // key of the request that kept it
	KeptAt  time.Time
}

// Line is the count to record once the channel is there.
func (d Draft) Line(c ChannelID) Line {
	return Line{Count: d.Count, Set: d.Set, Cell: Cell{Day: d.Day, Channel: c, Persona: d.Persona, Stage: Lead}}
}

// AllowDraft refuses what could not be recorded if the channel were there: a day
// that has not come, a month that is closed, a count too large.
func (r Rules) AllowDraft(d Draft) error { return r.allow(d.Line(0)) }

// DraftState says what became of a draft.
type DraftState string

// The states of a draft.
const (
	DraftPending   DraftState = "pending"
	DraftAccepted  DraftState = "accepted"  // its channel was added, and its count recorded
	DraftRefused   DraftState = "refused"   // by a manager
	DraftWithdrawn DraftState = "withdrawn" // by its author
	DraftClosed    DraftState = "closed"    // its month closed before anybody decided
)
