// Package intake is what files bring: what one says of the plan or of the
// ledger, under the names it uses, and what taking it in would change. It is
// pure; a file is a write, so that nothing in it is guessed.
package intake

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Kind says what a file holds.
type Kind string

// The kinds of files. All but a plan are those of a ledger's import.
const (
	Plan     Kind = "plan"
	Counts        = Kind(ledger.Counts)
	Leads         = Kind(ledger.Leads)
	Contacts      = Kind(ledger.Contacts)
	Deals         = Kind(ledger.Deals)
)

// File is what was understood of a file.
type File struct {
	Kind  Kind
	Cells []Cell             // of a plan
	Rows  []ledger.ImportRow // of any other kind
	Bad   []Bad              // what cannot be read
	Month calendar.Month     // the month a plan is for; zero where the file does not say
	AsOf  calendar.Date      // the last day its month-to-date counts cover; zero likewise
	// Unread are the headings of what the file has besides, and nobody reads.
	Unread []string
}

// Cell is one thing a plan's file says.
type Cell struct {
	At      Place
	What    string // sla.GoalChanged, RateChanged, SaleChanged, TargetChanged, SoFar or Named
	Channel string // as the file has it; "" for what is of no channel
	Persona string
	// Value is a share, a number of leads, or an amount in currency units.
	Value decimal.Decimal
}

// What a cell says that the plan does not.
const (
	SoFar = "so_far" // how many leads a segment has had since the month began
	Named = "named"  // nothing, of a segment that the file has a row for
)

// Place is where a file says something: a cell of a sheet, or a line.
type Place struct {
	Sheet, Cell string
	Line        int
}

// String writes a place as spreadsheets do, or a line as its number.
func (p Place) String() string {
	switch {
	case p.Sheet != "":
		return p.Sheet + "!" + p.Cell
	case p.Cell != "":
		return p.Cell
	}
	return strconv.Itoa(p.Line)
}

// Bad is something in a file that cannot be taken in, and why.
type Bad struct {
	At      Place
	Problem *lang.Problem
}

// BadRows are what an import could not take in, as Bad.
func BadRows(rows []ledger.BadRow) []Bad {
	bad := make([]Bad, 0, len(rows))
	for _, r := range rows {
		bad = append(bad, Bad{Place{Line: r.Line}, r.Problem})
	}
	return bad
}
