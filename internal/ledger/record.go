package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

// MaxCount is the largest count a line may carry, either way.
const MaxCount = 1_000_000

// Line is one count to record.
type Line struct {
	Count       int64  `json:"count"`
	Set         bool   `json:"set,omitempty"` // make the day's total Count, by writing the difference
	Cell        Cell   `json:"cell"`
	AmountCents int64  `json:"amount_cents,omitempty"`
	Note        string `json:"note,omitempty"` // of contested leads the Reason
}

// Rules are what recording is checked against.
type Rules struct {
	Today       calendar.Date
	Calendar    *calendar.Calendar
	ClosesAfter int  // working days, see Settings
	Confirmed   bool // the person has already said yes to what would be asked
	Catalogue   Catalogue
}

// Author signs entries.
type Author struct {
	ID      string // Slack user id; "" for the command line
	Source  Source
	Request string // key of the request they are written by
	At      time.Time
}

// Recorded is one line as it was written.
type Recorded struct {
	Line          Line
	Entry         Entry // its count is the difference where the line set a total
	Before, After Total // of the line's cell
	Day           []Share
	Changed       []string // the other people whose entries it corrected
}

// Share is what one person recorded of a cell, entries taken back left out.
type Share struct {
	Author string
	Count  int64
}

// Record writes lines in order, all or none. What breaks a rule is refused with
// a lang.Problem; what is unlikely is returned as Questions and written once
// Rules.Confirmed says that the person meant it. A total set to what it already
// is writes an entry of zero: somebody has looked, and silence is not zero.
func Record(ctx context.Context, w Writer, r Rules, by Author, lines []Line) ([]Recorded, error) {
	return record(ctx, w, r, by, lines, 0)
}

// record numbers the entries it writes from first on.
func record(ctx context.Context, w Writer, r Rules, by Author, lines []Line, first int) ([]Recorded, error) {
	for _, line := range lines {
		if err := r.allow(line); err != nil {
			return nil, err
		}
	}
	p, err := open(ctx, w, cellsOf(lines))
	if err != nil {
		return nil, err
	}
	if !r.Confirmed {
		if err := p.question(ctx, by, lines); err != nil {
			return nil, err
		}
	}
	recorded := make([]Recorded, 0, len(lines))
	for i, line := range lines {
		one, err := p.record(ctx, r, by, line, first+i)
		if err != nil {
			return nil, err
		}
		recorded = append(recorded, one)
	}
	return recorded, nil
}

// allow checks what needs no look at the ledger.
func (r Rules) allow(line Line) error {
	switch {
	case line.Count > MaxCount || line.Count < -MaxCount:
		return lang.Refuse("record.too_many", lang.Args{"count": line.Count, "most": int64(MaxCount)})
	case line.Set && line.Count < 0:
		return lang.Refuse("record.negative_total", lang.Args{"count": line.Count})
	}
	return r.open(line.Cell)
}

// open refuses days that have not come and months that no longer change. A sale
// is won on its own day, however late somebody hears of it.
func (r Rules) open(cell Cell) error {
	switch {
	case cell.Day.After(r.Today):
		return lang.Refuse("record.future_day", lang.Args{"day": cell.Day, "year": otherYear(cell.Day, r.Today), "today": r.Today})
	case cell.Stage != Won && r.Calendar.Closed(cell.Day.In(), r.Today, r.ClosesAfter):
		return lang.Refuse("record.closed_month", lang.Args{"month": cell.Day.In(), "today": r.Today})
	}
	return nil
}

// otherYear is the year of a day, to be said after it, where it is not today's.
func otherYear(day, today calendar.Date) string {
	if day.Year == today.Year {
		return ""
	}
	return " " + strconv.Itoa(day.Year)
}

// page is the ledger opened at some cells, none of which anybody else can
// change meanwhile.
type page struct {
	Writer
	held     map[Cell]Total // as they were when the page was opened
	totals   map[Cell]Total // as they are now
	standing map[Cell][]Entry
}

func open(ctx context.Context, w Writer, cells []Cell) (*page, error) {
	p := &page{w, map[Cell]Total{}, map[Cell]Total{}, map[Cell][]Entry{}}
	for _, cell := range cells {
		total, err := w.Hold(ctx, cell)
		if err != nil {
			return nil, fmt.Errorf("hold the total of %s: %w", cell.Day, err)
		}
		if p.standing[cell], err = w.EntriesOn(ctx, cell); err != nil {
			return nil, fmt.Errorf("read the entries of %s: %w", cell.Day, err)
		}
		p.held[cell], p.totals[cell] = total, total
	}
	return p, nil
}

// cellsOf lists each cell once, in one order for everybody: two requests that
// hold the same cells never wait for each other.
func cellsOf(lines []Line) []Cell {
	cells := make([]Cell, 0, len(lines))
	for _, line := range lines {
		cells = append(cells, line.Cell)
	}
	return inOrder(cells)
}

func inOrder(cells []Cell) []Cell {
	slices.SortFunc(cells, func(x, y Cell) int {
		return cmp.Or(x.Day.Compare(y.Day), cmp.Compare(x.Channel, y.Channel),
			cmp.Compare(x.Persona, y.Persona), cmp.Compare(x.Stage, y.Stage))
	})
	return slices.Compact(cells)
}

func (p *page) record(ctx context.Context, r Rules, by Author, line Line, number int) (Recorded, error) {
	before := p.totals[line.Cell]
	entry := Entry{
		Cell: line.Cell, Count: line.Count, AmountCents: line.AmountCents, Note: line.Note,
		Author: by.ID, Source: by.Source, RecordedAt: by.At, Request: by.Request, Line: number,
	}
	if line.Set {
		entry.Count -= before.Count
		entry.AmountCents -= before.AmountCents
	}
	if before.Count+entry.Count < 0 || before.AmountCents+entry.AmountCents < 0 {
		return Recorded{}, r.below("record.below_zero", before, -entry.Count)
	}
	changed := p.changed(by, entry, line.Set)
	after, err := p.append(ctx, entry)
	if err != nil {
		return Recorded{}, err
	}
	p.standing[line.Cell] = append(p.standing[line.Cell], entry)
	return Recorded{line, entry, before, after, shares(p.standing[line.Cell]), changed}, nil
}

func (p *page) append(ctx context.Context, entry Entry) (Total, error) {
	after, err := p.Append(ctx, entry)
	if err != nil {
		return Total{}, fmt.Errorf("write %d on %s: %w", entry.Count, entry.Cell.Day, err)
	}
	p.totals[entry.Cell] = after
	return after, nil
}

// below refuses what would leave less than nothing on a day, and says how much
// stands there.
func (r Rules) below(id lang.ID, total Total, taken int64) error {
	cell := total.Cell
	return lang.Refuse(id, lang.Args{
		"channel": r.Catalogue.Channel(cell.Channel).Name, "persona": r.Catalogue.Persona(cell.Persona).Name,
		"day": cell.Day, "date": cell.Day.String(), "total": total.Count, "taken": taken,
	})
}

// changed lists the other people whose standing entries a correction touches;
// more leads beside theirs touch nothing.
func (p *page) changed(by Author, entry Entry, set bool) []string {
	if entry.Count >= 0 && !set || entry.Count == 0 {
		return nil
	}
	return others(by, p.standing[entry.Cell])
}

func others(by Author, entries []Entry) []string {
	var people []string
	for _, e := range entries {
		if e.Author != "" && e.Author != by.ID && !slices.Contains(people, e.Author) {
			people = append(people, e.Author)
		}
	}
	return people
}

// shares adds a cell's standing entries up by author, in the order they first
// spoke.
func shares(standing []Entry) []Share {
	var all []Share
	for _, e := range standing {
		i := slices.IndexFunc(all, func(s Share) bool { return s.Author == e.Author })
		if i < 0 {
			all = append(all, Share{e.Author, e.Count})
			continue
		}
		all[i].Count += e.Count
	}
	return all
}
