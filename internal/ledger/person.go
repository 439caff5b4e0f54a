package ledger

import (
	"slices"
	"time"
)

// Person is someone of the Slack workspace as last looked up.
type Person struct {
	ID          string // Slack user id
	Name        string
	Locale      string // as Slack says it, "fr-FR"
	Admin       bool   // workspace owner or admin in Slack
	Manager     bool   // named here, by a manager or by the one-time code
	Guest       bool   // restricted or ultra-restricted in Slack
	Stranger    bool   // belongs to another organisation
	Deactivated bool
	RefreshedAt time.Time
	// For are the channels that a manager lets a guest record for; nil for everybody
	// else, and for guests that nobody has let in.
	For []ChannelID
}

// MayRecord reports whether the person reads and writes here at all.
func (p Person) MayRecord() bool { return !p.Guest && !p.Stranger && !p.Deactivated }

// MayManage reports whether the person changes the plan and the settings.
func (p Person) MayManage() bool { return p.MayRecord() && (p.Admin || p.Manager) }

// LetIn reports whether the person is a guest who records for named channels, and
// reads no more than their own entries.
func (p Person) LetIn() bool {
	return p.Guest && !p.Stranger && !p.Deactivated && len(p.For) > 0
}

// MayRecordFor reports whether the person records leads of a channel.
func (p Person) MayRecordFor(c ChannelID) bool {
	return p.MayRecord() || p.LetIn() && slices.Contains(p.For, c)
}
