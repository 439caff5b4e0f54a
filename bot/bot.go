// Package bot speaks with Slack, and with nothing else: two doors bring in what
// people type and press, one dispatcher hands it to a handler, renderers turn
// what the core answers into Block Kit. slack-go's types do not leave it.
package bot

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/sync/singleflight"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/config"
	"github.com/treve-bot/treve/internal/followup"
	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/rates"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// Books are one workspace's ledger and plan, as the bot reads and writes them.
type Books interface {
	report.Source
	followup.Books
	report.FunnelBooks
	report.SignedBooks
	rates.Source
	// Once runs write in one transaction and keeps what it answers under the
	// request's key; a second delivery of the key gets that answer again.
	Once(ctx context.Context, r ledger.Request,
		write func(context.Context, Page) ([]byte, error)) (answer []byte, replayed bool, err error)
	// RecentEntries lists the latest entries of a channel (0 for all), newest
	// first.
	RecentEntries(ctx context.Context, channel ledger.ChannelID, limit int) ([]ledger.Written, error)
	// Audit lists the latest changes of the plan, the catalogue and the settings,
	// newest first.
	Audit(ctx context.Context, limit int) ([]ledger.AuditLine, error)
	// Absences lists who is away, and who records in their place.
	Absences(ctx context.Context) (ledger.Absences, error)
	// RoleHolders lists whoever something depends on, by Slack user id.
	RoleHolders(ctx context.Context) ([]string, error)
	// Managers lists whoever may manage the workspace.
	Managers(ctx context.Context) ([]ledger.Person, error)
	// ManagersLeft counts the managers who have left so far.
	ManagersLeft(ctx context.Context) (int, error)
	// Mutes lists who wants no alerts about what.
	Mutes(ctx context.Context) ([]ledger.Mute, error)
	// Guests lists whoever a manager has let in for a channel.
	Guests(ctx context.Context) ([]ledger.Person, error)
	LeadsBy(ctx context.Context, author string, channel ledger.ChannelID, m calendar.Month) (int64, error)
	// EntriesBy lists the latest entries that somebody recorded, newest first.
	EntriesBy(ctx context.Context, author string, limit int) ([]ledger.Written, error)
	// Drafts lists the counts that wait for their channel, oldest first.
	Drafts(ctx context.Context) ([]ledger.Draft, error)
	// EntriesOn lists a cell's standing entries, oldest first.
	EntriesOn(ctx context.Context, cell ledger.Cell) ([]ledger.Entry, error)
	// FirstKept returns the first month whose books were kept here as it went by.
	FirstKept(ctx context.Context, zone *time.Location) (calendar.Month, error)
}

// Page is the books inside one transaction.
type Page interface {
	report.Source
	report.SignedBooks
	rates.Source
	ledger.Writer
	followup.Books
	PlanWriter
	DraftWriter
	ledger.ImportWriter
	intake.Writer
	AbsenceWriter
	MuteWriter
	GuestWriter
	DepartureWriter
	Crowd
	// HoldChannel makes other requests that hold the channel wait.
	HoldChannel(ctx context.Context, id ledger.ChannelID) error
	// Keep writes down what somebody else is told of the request: it is to be said
	// exactly where the request takes effect.
	Keep(ctx context.Context, notes []recap.Note) error
}

// PlanWriter changes the plan and the settings; every change is signed and
// leaves a line in the log.
type PlanWriter interface {
	// HoldPlan makes other changes wait: what is read from here on still stands
	// when it is written.
	HoldPlan(ctx context.Context) error
	Sign(ctx context.Context, s sla.Signature) error
	SetGoal(ctx context.Context, m calendar.Month, s ledger.Segment, leads int64, by sla.Author) error
	SetRate(ctx context.Context, m calendar.Month, s ledger.Segment, rate decimal.Decimal, source string, by sla.Author) error
	SetSale(ctx context.Context, m calendar.Month, p ledger.PersonaID, cents int64, by sla.Author) error
	SetTarget(ctx context.Context, m calendar.Month, cents int64, by sla.Author) error
	SetPromise(ctx context.Context, m calendar.Month, c ledger.ChannelID, p sla.Promise, by sla.Author) error
	SetSpan(ctx context.Context, m calendar.Month, c ledger.ChannelID, span sla.Span, by sla.Author) error
	SetDefinition(ctx context.Context, m calendar.Month, c ledger.ChannelID, text string, by sla.Author) error
	AddChannel(ctx context.Context, c ledger.Channel, by sla.Author) (ledger.ChannelID, error)
	AddPersona(ctx context.Context, p ledger.Persona, by sla.Author) (ledger.PersonaID, error)
	UpdateChannel(ctx context.Context, c ledger.Channel, by sla.Author) error
	UpdatePersona(ctx context.Context, p ledger.Persona, by sla.Author) error
	AddException(ctx context.Context, e calendar.Exception, by sla.Author) error
	SetOption(ctx context.Context, key, value string, by sla.Author) error
}

// Crowd tells who is who in the workspace.
type Crowd interface {
	Person(ctx context.Context, id string) (ledger.Person, error) // or ledger.ErrNotFound
	Managers(ctx context.Context) ([]ledger.Person, error)
}

// People remembers who is who.
type People interface {
	Crowd
	SavePerson(ctx context.Context, p ledger.Person) error
}

// Options are what a Bot works with.
type Options struct {
	Books  Books
	People People
	Recaps Recaps
	Files  Files
	Draw   func(recap.Edition) (recap.Picture, error) // nil for recaps without a picture
	Now    func() time.Time                           // civil time: what day it is, when things are due
	Real   func() time.Time                           // a clock that nobody moves: how long an answer takes; Now where nil
	Look   func(ctx context.Context) error            // at what is due; nil where somebody else looks
	Log    *slog.Logger
	// MostAMinute is how much one person may ask within a minute; 0 for as much as
	// they like.
	MostAMinute int
	// Code makes whoever sends it in a direct message a manager, until there is
	// one, and others follow from it once managers have left; "" for none. See
	// NewCode and CodeAfter.
	Code config.Secret
	// Answered is told of every delivery once it is acknowledged; may be nil.
	Answered func(Answered)
	// Unmanaged is told the code that is good now when the last manager leaves.
	Unmanaged func(code config.Secret)
}

// Bot answers one Slack workspace.
type Bot struct {
	slack *Connection
	Options
	routed      routes
	turns       chan struct{} // one for each delivery being answered
	lookUps     singleflight.Group
	memory      memory
	asking      limit
	uploads     uploads
	connections atomic.Int32  // of Socket Mode that are open
	opened      chan struct{} // one for each file being read: it takes memory
	// lookedAround is the day on which everybody was last looked up.
	lookedAround atomic.Pointer[calendar.Date]
}

// New returns a bot that answers through connection.
func New(connection *Connection, o Options) *Bot {
	b := &Bot{slack: connection, Options: o, turns: make(chan struct{}, atOnce), opened: make(chan struct{}, 1)}
	if b.Real == nil {
		b.Real = b.Now
	}
	b.routed = b.routes()
	return b
}
