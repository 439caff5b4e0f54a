// Package phrase turns what people type, in French or in English, into a
// command. It is pure: names and today's date come in, a command or a Problem
// comes out. Writes are never guessed, reads always answer.
package phrase

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Command is one of the types below.
type Command interface{ command() }

// Context is what the reader of a phrase must know.
type Context struct {
	Catalogue      ledger.Catalogue
	DefaultPersona ledger.PersonaID // of the workspace; 0 for none
	Today          calendar.Date
	RecapAt        calendar.TimeOfDay
	Language       lang.Language // of what is proposed; French when empty
}

// Record asks to write counts down, one line each, in the order typed.
type Record struct{ Lines []Count }

// Count is one line of a Record, its names resolved. A name that was not typed
// exactly is a doubt, which only a button may settle.
type Count struct {
	Typed    string // the line as typed, for messages
	Count    int64
	Set      bool
	Day      calendar.Date
	DayTyped bool
	Channel  ledger.ChannelID
	Persona  ledger.PersonaID // 0 when none was typed and none is the default: Doubt says so
	Stage    ledger.Stage
	// AmountCents is what won leads brought in, all together.
	AmountCents int64
	Reason      ledger.Reason // why leads are contested; "" when none was typed, and a Doubt says so
	// Unknown is what was typed for a channel, where no channel is called that and
	// one may be: "" otherwise.
	Unknown string
	Doubts  []Doubt
}

// Doubt is something a write may not guess.
type Doubt struct {
	Kind  DoubtKind
	Typed string // what the person typed
	// Choices are what it may have meant, best first: at most five names, or
	// every persona when none was typed.
	Choices []Choice
}

// DoubtKind says what the doubt is about.
type DoubtKind string

// What a write may be in doubt about.
const (
	DoubtChannel DoubtKind = "channel" // close to a name: "did you mean E-mail?"
	DoubtPersona DoubtKind = "persona"
	NoPersona    DoubtKind = "no_persona" // several personas and no default
	NoReason     DoubtKind = "no_reason"  // leads contested without a reason
	// NoSuchChannel is a channel close to no name there is: what was typed may be
	// one that is yet to be added.
	NoSuchChannel DoubtKind = "no_such_channel"
)

// Choice is something that can be typed instead. Of a doubt, Text is the whole
// line typed again that way, with its day written out, so that a button can
// record it.
type Choice struct {
	Label string
	Text  string
}

// Form asks for the /leads modal.
type Form struct{}

// Undo takes back the author's last request.
type Undo struct{}

// Log asks for the last entries, of one channel or of all (0).
type Log struct{ Channel ledger.ChannelID }

// Status asks where something stands. Zero fields mean all.
type Status struct {
	Channel ledger.ChannelID
	Persona ledger.PersonaID
	Month   calendar.Month // zero: the running one
	Ask     Ask
	Guessed bool // a name was not typed exactly; the answer says what was understood
}

// Ask says which side of the status a question is after.
type Ask string

// The questions.
const (
	AskAll    Ask = ""
	AskLate   Ask = "late"   // who is behind
	AskNeeded Ask = "needed" // how many leads it takes
)

// Why asks for the entries, rates and formula behind a number.
type Why struct {
	Channel ledger.ChannelID
	Persona ledger.PersonaID
	Month   calendar.Month
}

// Funnel asks what became of leads, month by month.
type Funnel struct {
	Channel ledger.ChannelID
	Persona ledger.PersonaID
	Month   calendar.Month // the last one shown; zero: the running one
}

// ShowPlan asks for the month's plan.
type ShowPlan struct{ Month calendar.Month }

// ShowRates asks what close rates and average sales could become. Zero fields
// mean all.
type ShowRates struct {
	Channel ledger.ChannelID
	Persona ledger.PersonaID
	Month   calendar.Month // zero: the running one
}

// ShowSettings asks for the settings.
type ShowSettings struct{}

// SetGoal changes what a segment promises, from the month on.
type SetGoal struct {
	Segment ledger.Segment
	Leads   int64
	Month   calendar.Month // zero: the running one
}

// SetRate changes a close rate from the month on; Rate is a share, 0.035 for 3.5 %.
type SetRate struct {
	Segment ledger.Segment
	Rate    decimal.Decimal
	Month   calendar.Month
}

// SetSale changes a persona's average sale from the month on, in cents.
type SetSale struct {
	Persona ledger.PersonaID
	Cents   int64
	Month   calendar.Month
}

// SetSpan limits a channel's commitment to its own dates.
type SetSpan struct {
	Channel     ledger.ChannelID
	First, Last calendar.Date
}

// SetOwner names a channel's owner by Slack user id.
type SetOwner struct {
	Channel ledger.ChannelID
	User    string
	Sales   bool // who follows its leads up, rather than who brings them
}

// SetRhythm says how often a channel is reported.
type SetRhythm struct {
	Channel ledger.ChannelID
	Rhythm  ledger.Rhythm
}

// SetOption changes one setting; Value is already canonical ("true", "fr").
type SetOption struct{ Key, Value string }

// AddChannel adds an acquisition channel.
type AddChannel struct {
	Name string
	Team ledger.Team
}

// AddPersona adds a persona.
type AddPersona struct{ Name string }

// Close declares days off, both included; Open declares a holiday worked.
type Close struct{ First, Last calendar.Date }

// Open declares days worked although they are holidays.
type Open struct{ First, Last calendar.Date }

// RecapPreview shows the recap to the asker only.
type RecapPreview struct{}

// RecapNow posts the recap now.
type RecapNow struct{}

// RecapLog lists the receipts.
type RecapLog struct{}

// RecapPause stops the scheduled posts, or starts them again.
type RecapPause struct{ Resume bool }

// RecapAt sets the time of the daily post.
type RecapAt struct{ At calendar.TimeOfDay }

// RecapIn sets the conversations posted to.
type RecapIn struct{ Conversations []ledger.Conversation }

// SalesForm asks for the /sales modal.
type SalesForm struct{}

// Help asks for examples.
type Help struct{}

// Code is the one-time code that makes its sender a manager, in lower case as
// CodePattern has it.
type Code struct{ Code string }

// CodePattern is what a one-time code looks like, in either case.
const CodePattern = "^treve-[a-z0-9]{4}-[a-z0-9]{4}$"

// Unknown is text that means nothing here, with the nearest things that work.
type Unknown struct {
	Typed   string
	Nearest []Choice // the nearest things that work, best first
}

func (Record) command()       {}
func (Form) command()         {}
func (Undo) command()         {}
func (Log) command()          {}
func (Status) command()       {}
func (Funnel) command()       {}
func (Why) command()          {}
func (ShowPlan) command()     {}
func (ShowSettings) command() {}
func (ShowRates) command()    {}
func (SetGoal) command()      {}
func (SetRate) command()      {}
func (SetSale) command()      {}
func (SetSpan) command()      {}
func (SetOwner) command()     {}
func (SetRhythm) command()    {}
func (SetOption) command()    {}
func (AddChannel) command()   {}
func (AddPersona) command()   {}
func (Close) command()        {}
func (Open) command()         {}
func (RecapPreview) command() {}
func (RecapNow) command()     {}
func (RecapLog) command()     {}
func (RecapPause) command()   {}
func (RecapAt) command()      {}
func (RecapIn) command()      {}
func (SalesForm) command()    {}
func (Help) command()         {}
func (Code) command()         {}
func (Unknown) command()      {}
