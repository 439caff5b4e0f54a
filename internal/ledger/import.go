package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

// ImportKind says what one row of a file is.
type ImportKind string

// The kinds of files taken in.
const (
	Counts ImportKind = "counts" // how many, for a day or a month and a segment
	Leads  ImportKind = "leads"  // one lead, known by its id
	Deals  ImportKind = "deals"  // one won deal of a known lead
	// Contacts holds one contact of a known lead a row; only its first counts.
	Contacts ImportKind = "contacts"
)

// ImportRow is one row of a file as it was typed, its values read.
type ImportRow struct {
	Line        int
	Day         calendar.Date
	Monthly     bool // Day is the last day of the month the row is about
	Channel     string
	Persona     string
	Stage       Stage
	Count       int64
	AmountCents int64
	LeadRef     string
	Moment      Moment // when that day, where the file says so
}

// Moment is a time of day as a file has it: an instant where it names its zone,
// else a wall clock's.
type Moment struct {
	At    time.Time // zero when the file has no time of day; a wall clock's is in UTC
	Zoned bool
}

// In returns the instant of a moment, the zero time when there is none; a wall
// clock is one of that zone.
func (m Moment) In(zone *time.Location) time.Time {
	if m.At.IsZero() || m.Zoned || zone == nil {
		return m.At
	}
	t := m.At
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone)
}

// BadRow is a row that cannot be stored, and why.
type BadRow struct {
	Line    int
	Problem *lang.Problem
}

// ImportRules are what an import is checked against.
type ImportRules struct {
	Today       calendar.Date
	Calendar    *calendar.Calendar
	ClosesAfter int
	// FirstKept is the first month that went by with its books kept here. Those
	// before it never close to a file: whoever begins in November takes in a plan
	// from May and the months since in whichever order. Zero when nothing was
	// ever promised.
	FirstKept calendar.Month
	Zone      *time.Location // of times of day that name none; nil for UTC
	Create    bool           // channels and personas that are not known are added
	Author    string
	Request   string
	At        time.Time
	Progress  func(done, total int)
}

// Refuse returns the problem with writing a month from a file, which is that it
// is closed; nil where it is not.
func (r ImportRules) Refuse(m calendar.Month) *lang.Problem {
	if r.FirstKept.IsZero() || m.Before(r.FirstKept) || !r.Calendar.Closed(m, r.Today, r.ClosesAfter) {
		return nil
	}
	return lang.Refuse("import.closed_month", lang.Args{"month": m.String()})
}

// ImportResult says what an import did, or would do.
type ImportResult struct {
	Rows      int
	Stored    int // rows, or cells of a counts file, that changed something
	Created   []string
	Bad       []BadRow
	AlsoTyped []Cell // cells of a counts file that hold typed entries as well
}

// ImportWriter is what an import needs of the books.
type ImportWriter interface {
	Append(ctx context.Context, e Entry) (Total, error)
	// AppendImported writes an entry whose import key is new, and says whether
	// it was.
	AppendImported(ctx context.Context, e Entry) (bool, error)
	// Imported returns what imports have put in a cell so far, and whether they
	// ever did.
	Imported(ctx context.Context, cell Cell, monthly bool) (count, amountCents int64, ever bool, err error)
	// LeadSegment returns the segment of the lead of that id, or ErrNotFound.
	LeadSegment(ctx context.Context, ref string) (Segment, error)
	// LeadContacted reports whether a contact of the lead of that id stands.
	LeadContacted(ctx context.Context, ref string) (bool, error)
}

// SoFarKey begins the import keys of month-to-date counts.
const SoFarKey = "so far "

// Import writes the rows of a file, all of one kind, each known by its content:
// taking the same rows again changes nothing. Rows that cannot be stored are
// listed in the result and left out; whether the rest is kept is the caller's.
func Import(ctx context.Context, w ImportWriter, names *Names, kind ImportKind, rules ImportRules, rows []ImportRow) (ImportResult, error) {
	run := &importing{ImportRules: rules, w: w, names: names, result: ImportResult{Rows: len(rows)}, seen: map[string]int{}}
	steps := map[ImportKind]func(context.Context, []ImportRow) error{
		Counts: run.counts, Leads: run.leads, Deals: run.deals, Contacts: run.contacts,
	}
	step, ok := steps[kind]
	if !ok {
		return ImportResult{}, fmt.Errorf("import: no kind %q", kind)
	}
	err := step(ctx, rows)
	run.result.Created = names.Added
	return run.result, err
}
