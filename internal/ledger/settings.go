package ledger

import (
	"fmt"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// Settings are what managers decide for their workspace. Each is stored under
// its own key, so two managers changing two of them at once lose nothing.
type Settings struct {
	Language     string // "fr" or "en": of public posts
	TimeZone     string // IANA name
	Country      string // ISO 3166-1 alpha-2, whose public holidays are off
	Alsace       bool   // the two further holidays of Alsace-Moselle
	CalendarDays bool   // pace by calendar days instead of working days
	Currency     string // ISO 4217
	// Working days last from DayBeginsAt to DayEndsAt.
	DayBeginsAt, DayEndsAt calendar.TimeOfDay
	ClosesAfter            int // working days after its end before a month is frozen
	// DefaultPersona is taken when a count names none and its channel has no
	// default of its own; 0 for none.
	DefaultPersona PersonaID
	HideEuros      bool // no amounts in public conversations
	SalesNames     bool // recaps name who of sales has leads to contact

	// Slack user ids of whoever a manager named to sign for a side of the SLA,
	// beside those who may anyway; "" for nobody.
	SignerMarketing, SignerSales string

	RecapAt     calendar.TimeOfDay
	RecapPaused bool
	RecapIn     []Conversation // empty until a manager says where: nothing is scheduled
	RecapSince  time.Time      // when the schedule was last set: no recap due earlier is posted or missed
	RestoredAt  time.Time      // when the books were last restored: until then more may have been posted than they know

	Nudges  bool               // people are asked for the day's missing entries
	NudgeAt calendar.TimeOfDay // when they are

	Alerts       bool // people are told during the day of what entries have changed
	AlertsPublic bool // and so is everybody where recaps go

	// Shares in percent: a month is held from HeldShare of its commitment; a
	// level is at risk when the chance of that is under AtRiskBelow, off track
	// under OffTrackBelow.
	HeldShare, AtRiskBelow, OffTrackBelow int

	Maturity Maturity // how sales come in after their leads; learned when empty
	// RatesDecided is the latest month for which a manager decided what becomes
	// of the close rates proposed; zero for none.
	RatesDecided calendar.Month
}

// Conversation is a Slack channel or direct message, never an acquisition
// channel.
type Conversation struct {
	ID    string
	Name  string // as it was when chosen
	SetBy string // Slack user id of the manager who chose it
}

// DefaultSettings is a French workspace before anybody has changed anything.
func DefaultSettings() Settings {
	return Settings{
		Language:    "fr",
		TimeZone:    "Europe/Paris",
		Country:     "FR",
		Currency:    "EUR",
		DayBeginsAt: calendar.TimeOfDay{Hour: 9},
		DayEndsAt:   calendar.TimeOfDay{Hour: 18},
		ClosesAfter: 3,
		RecapAt:     calendar.TimeOfDay{Hour: 9},
		Nudges:      true,
		Alerts:      true,
		NudgeAt:     calendar.TimeOfDay{Hour: 17},
		HeldShare:   95, AtRiskBelow: 20, OffTrackBelow: 5,
	}
}

// Zone returns the workspace's time zone.
func (s Settings) Zone() (*time.Location, error) {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("time zone of the workspace: %w", err)
	}
	return zone, nil
}

// AuditLine is one change of the plan, the catalogue or the settings.
type AuditLine struct {
	At       time.Time
	Author   string // Slack user id; "" for the command line
	What     string // "goal", "rate", "setting recap_at"...
	Old, New string
	Reason   string
}

// Signer is whoever was named to sign for a side, by Slack user id; "" for
// nobody.
func (s Settings) Signer(side Team) string {
	if side == Sales {
		return s.SignerSales
	}
	return s.SignerMarketing
}

// SignerOption is the key of the setting that names a side's signer.
func SignerOption(side Team) string { return "signer_" + string(side) }
