package recap

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// Correction is one line in the thread of an edited recap: what one person
// changed in what it had counted, or that its month is closed.
type Correction struct {
	Author  string // Slack user; "" for the command line
	Changes []Change
	Closed  bool // the month changes no more, and nobody changed anything
}

// Change is a cell's total before and after. A total of which nothing stands
// says that nothing was, or is any more, entered there.
type Change struct {
	Old, New         ledger.Total
	Channel, Persona string              // names
	Value            decimal.NullDecimal // of one lead, in currency units; null where a rate or price is not set
}

// Cell is what was changed.
func (c Change) Cell() ledger.Cell { return c.Old.Cell }

// changed lists the cells whose totals differ, in the order of the days. What
// was lost stands in no recap.
func changed(old, now []ledger.Total) []Change {
	cells := map[ledger.Cell]Change{}
	for _, t := range old {
		cells[t.Cell] = Change{Old: t, New: ledger.Total{Cell: t.Cell}}
	}
	for _, t := range now {
		c := cells[t.Cell]
		c.Old.Cell, c.New = t.Cell, t
		cells[t.Cell] = c
	}
	var changes []Change
	for cell, c := range cells {
		if cell.Stage != ledger.Lost && !c.nothing() {
			changes = append(changes, c)
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return compareCells(a.Cell(), b.Cell()) })
	return changes
}

func (c Change) nothing() bool {
	return c.Old.Count == c.New.Count && c.Old.AmountCents == c.New.AmountCents &&
		(c.Old.Standing > 0) == (c.New.Standing > 0)
}

func compareCells(a, b ledger.Cell) int {
	return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Persona, b.Persona), cmp.Compare(a.Stage, b.Stage))
}

// corrections tells whose changes they are, one correction an author in the
// order in which they came. The entries, oldest first, are those that may have
// made them.
func corrections(changes []Change, entries []ledger.Entry) []Correction {
	byCell := map[ledger.Cell][]ledger.Entry{}
	for _, e := range entries {
		byCell[e.Cell] = append(byCell[e.Cell], e)
	}
	type signed struct {
		Change
		author string
		first  int64
	}
	var all []signed
	for _, c := range changes {
		for _, s := range c.steps(byCell[c.Cell()]) {
			all = append(all, signed(s))
		}
	}
	slices.SortStableFunc(all, func(a, b signed) int { return cmp.Compare(a.first, b.first) })
	var told []Correction
	for _, s := range all {
		i := slices.IndexFunc(told, func(c Correction) bool { return c.Author == s.author })
		if i < 0 {
			i, told = len(told), append(told, Correction{Author: s.author})
		}
		told[i].Changes = append(told[i].Changes, s.Change)
	}
	return told
}

// step is one author's part of a change.
type step struct {
	Change
	author string
	first  int64 // id of the entry it began with
}

// steps splits a change between the authors of the latest entries that add up to
// it. Totals and entries are not read in one instant: where none do, it is the
// latest author's.
func (c Change) steps(entries []ledger.Entry) []step {
	made := c.madeOf(entries)
	if len(made) == 0 {
		whole := step{Change: c}
		if n := len(entries); n > 0 {
			whole.author, whole.first = entries[n-1].Author, entries[n-1].ID
		}
		return []step{whole}
	}
	var steps []step
	running := c.Old
	for _, e := range made {
		after := running
		after.Count, after.AmountCents, after.Standing = running.Count+e.Count, running.AmountCents+e.AmountCents, 1
		i := slices.IndexFunc(steps, func(s step) bool { return s.author == e.Author })
		if i < 0 {
			steps = append(steps, step{Change{Old: running, New: after}, e.Author, e.ID})
		} else {
			steps[i].New.Count += e.Count
			steps[i].New.AmountCents += e.AmountCents
		}
		running = after
	}
	steps[len(steps)-1].New.Standing = c.New.Standing
	return slices.DeleteFunc(steps, func(s step) bool { return len(steps) > 1 && s.nothing() })
}

// madeOf returns the latest entries that together are the change.
func (c Change) madeOf(entries []ledger.Entry) []ledger.Entry {
	count, cents := c.New.Count-c.Old.Count, c.New.AmountCents-c.Old.AmountCents
	for i, e := range slices.Backward(entries) {
		count, cents = count-e.Count, cents-e.AmountCents
		if count == 0 && cents == 0 {
			return entries[i:]
		}
	}
	return nil
}

// nameChanges says what the cells are called, and what a lead of theirs is worth.
func nameChanges(told []Correction, c ledger.Catalogue, plan sla.Plan) {
	for _, one := range told {
		for i := range one.Changes {
			change := &one.Changes[i]
			cell := change.Cell()
			change.Channel, change.Persona = c.Channel(cell.Channel).Name, c.Persona(cell.Persona).Name
			change.Value.Decimal, change.Value.Valid = plan.Value(cell.Segment())
		}
	}
}

// daysOf returns the first and the last day that changes are of.
func daysOf(changes []Change) (first, last calendar.Date) {
	if len(changes) == 0 {
		return first, last
	}
	return changes[0].Cell().Day, changes[len(changes)-1].Cell().Day
}
