package ledger

import (
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// Absence says who records in somebody's place while they are away.
type Absence struct {
	Person, StandIn string        // Slack user ids
	Until           calendar.Date // the last day of it; zero until they say that they are back
	Since           time.Time
}

// On reports whether the absence lasts on a day.
func (a Absence) On(day calendar.Date) bool { return a.Until.IsZero() || !day.After(a.Until) }

// Absences are those of a workspace, at most one a person.
type Absences []Absence

// Of finds somebody's absence on a day.
func (all Absences) Of(person string, day calendar.Date) (Absence, bool) {
	for _, a := range all {
		if a.Person == person && a.On(day) {
			return a, true
		}
	}
	return Absence{}, false
}

// StandIn is whoever records for a person on a day: themselves, or at the end of
// the line of those who are away. Nobody stands in for themselves by a circle:
// whoever would close one is asked.
func (all Absences) StandIn(person string, day calendar.Date) string {
	for range all {
		away, ok := all.Of(person, day)
		if !ok {
			break
		}
		person = away.StandIn
	}
	return person
}

// Mute says that somebody wants no more alerts about a channel, 0 for the total.
type Mute struct {
	Person  string // Slack user id
	Channel ChannelID
}
