package ledger

import (
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// Stage is how far along the funnel the counted leads are.
type Stage string

// The stages of an entry.
const (
	Lead      Stage = "lead"
	Contacted Stage = "contacted"
	Won       Stage = "won" // carries an amount
	Lost      Stage = "lost"
	Rejected  Stage = "rejected" // contested by sales, with a reason
)

// Source says through which door an entry came.
type Source string

// The doors an entry comes through.
const (
	Typed    Source = "typed"    // command, direct message, modal or button
	Imported Source = "imported" // a file
)

// Entry is one signed line of the ledger. Entries are only ever added: a
// correction is a further entry, an undo is one that reverses.
type Entry struct {
	ID          int64
	Cell        Cell
	Monthly     bool  // the count covers the whole month of Cell.Day, its last day
	Count       int64 // negative in a correction
	AmountCents int64 // of won entries, in hundredths of the workspace's currency
	LeadRef     string
	HappenedAt  time.Time // when that day; zero where only the day is known
	Note        string
	Author      string // Slack user id; "" for the command line
	Source      Source
	RecordedAt  time.Time
	Request     string // key of the request that wrote it
	Line        int    // its line in that request, from 0
	Reverses    int64  // id of the entry it takes back; 0 for none
	ImportKey   string // what the imported row is known by; "" for typed entries
}

// Total is a cell's running total.
type Total struct {
	Cell        Cell
	Count       int64
	AmountCents int64
	Standing    int64 // entries that no other reverses: 0 means nothing was said of this cell
}

// MonthTotal is the total of a segment and stage over a month, monthly history
// included.
type MonthTotal struct {
	Month       calendar.Month
	Segment     Segment
	Stage       Stage
	Count       int64
	AmountCents int64
}

// Request is one delivery that writes. Its key makes a second delivery of the
// same thing find the first one's answer.
type Request struct {
	Key    string // trigger id, event id, or the caller's own key
	Asked  string // what was asked, so that one key is never two questions
	Author string
	At     time.Time
}

// SaleTime is a sale whose lead is known: when the lead came, and when it was won.
type SaleTime struct {
	Segment   Segment
	Lead, Won calendar.Date
}
