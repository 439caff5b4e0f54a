package ledger

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

type importing struct {
	ImportRules
	w      ImportWriter
	names  *Names
	result ImportResult
	seen   map[string]int // how often the same deal occurred in this file
	line   int
}

// counts makes the imported part of each cell what the file says: rows of one
// cell add up, and only the difference is written.
func (r *importing) counts(ctx context.Context, rows []ImportRow) error {
	type place struct {
		cell    Cell
		monthly bool
	}
	wanted, order := map[place]ImportRow{}, []place{}
	for _, row := range rows {
		segment, ok, err := r.segment(ctx, row)
		if err != nil {
			return err
		}
		if !ok || !r.open(row) {
			continue
		}
		at := place{Cell{row.Day, segment.Channel, segment.Persona, row.Stage}, row.Monthly}
		sum, known := wanted[at]
		if !known {
			order = append(order, at)
		}
		sum.Count += row.Count
		sum.AmountCents += row.AmountCents
		wanted[at] = sum
	}
	for i, at := range order {
		if err := r.adjust(ctx, at.cell, at.monthly, wanted[at]); err != nil {
			return err
		}
		r.progress(i+1, len(order))
	}
	return nil
}

func (r *importing) adjust(ctx context.Context, cell Cell, monthly bool, wanted ImportRow) error {
	count, cents, ever, err := r.w.Imported(ctx, cell, monthly)
	if err != nil || ever && count == wanted.Count && cents == wanted.AmountCents {
		return err
	}
	e := r.entry(cell)
	e.Monthly, e.Count, e.AmountCents = monthly, wanted.Count-count, wanted.AmountCents-cents
	total, err := r.w.Append(ctx, e)
	if err != nil {
		return err
	}
	r.result.Stored++
	if total.Count != wanted.Count {
		r.result.AlsoTyped = append(r.result.AlsoTyped, cell)
	}
	return nil
}

func (r *importing) leads(ctx context.Context, rows []ImportRow) error {
	for i, row := range rows {
		segment, ok, err := r.segment(ctx, row)
		if err != nil {
			return err
		}
		if ok && r.open(row) {
			e := r.entry(Cell{row.Day, segment.Channel, segment.Persona, Lead})
			e.Count, e.LeadRef, e.ImportKey = 1, row.LeadRef, "lead:"+row.LeadRef
			e.HappenedAt = row.Moment.In(r.Zone)
			err = r.once(ctx, e)
		}
		if err != nil {
			return err
		}
		r.progress(i+1, len(rows))
	}
	return nil
}

// deals are known by lead, day, amount and how often the same one occurred.
// Wins may be recorded on their own day even in a closed month.
func (r *importing) deals(ctx context.Context, rows []ImportRow) error {
	for i, row := range rows {
		if err := r.won(ctx, row); err != nil {
			return err
		}
		r.progress(i+1, len(rows))
	}
	return nil
}

func (r *importing) won(ctx context.Context, row ImportRow) error {
	segment, err := r.w.LeadSegment(ctx, row.LeadRef)
	switch {
	case errors.Is(err, ErrNotFound):
		r.bad(row, "import.unknown_lead", lang.Args{"lead": row.LeadRef})
		return nil
	case err != nil:
		return err
	case row.Day.After(r.Today):
		r.bad(row, "import.future_day", lang.Args{"day": row.Day.String()})
		return nil
	}
	return r.once(ctx, r.deal(row, segment))
}

func (r *importing) deal(row ImportRow, s Segment) Entry {
	same := fmt.Sprintf("deal:%s:%s:%d", row.LeadRef, row.Day, row.AmountCents)
	r.seen[same]++
	e := r.entry(Cell{row.Day, s.Channel, s.Persona, Won})
	e.Count, e.AmountCents, e.LeadRef = 1, row.AmountCents, row.LeadRef
	e.ImportKey = same + ":" + strconv.Itoa(r.seen[same])
	return e
}

// contacts are known by lead and instant. A lead is contacted once: what comes
// after its first contact in the books counts for nothing but its hour.
func (r *importing) contacts(ctx context.Context, rows []ImportRow) error {
	for i, row := range rows {
		if err := r.contact(ctx, row); err != nil {
			return err
		}
		r.progress(i+1, len(rows))
	}
	return nil
}

func (r *importing) contact(ctx context.Context, row ImportRow) error {
	segment, err := r.w.LeadSegment(ctx, row.LeadRef)
	if errors.Is(err, ErrNotFound) {
		r.bad(row, "import.unknown_lead", lang.Args{"lead": row.LeadRef})
		return nil
	}
	if err != nil {
		return err
	}
	at := row.Moment.In(r.Zone)
	if row.Moment.Zoned && r.Zone != nil {
		row.Day = calendar.On(at, r.Zone)
	}
	if !r.open(row) {
		return nil
	}
	contacted, err := r.w.LeadContacted(ctx, row.LeadRef)
	if err != nil {
		return err
	}
	e := r.entry(Cell{row.Day, segment.Channel, segment.Persona, Contacted})
	e.LeadRef, e.HappenedAt = row.LeadRef, at
	e.ImportKey = fmt.Sprintf("contact:%s:%s:%d", row.LeadRef, row.Day, at.Unix())
	if !contacted {
		e.Count = 1
	}
	return r.once(ctx, e)
}

func (r *importing) once(ctx context.Context, e Entry) error {
	stored, err := r.w.AppendImported(ctx, e)
	if stored {
		r.result.Stored++
	}
	return err
}

func (r *importing) entry(cell Cell) Entry {
	e := Entry{Cell: cell, Author: r.Author, Source: Imported, RecordedAt: r.At, Request: r.Request, Line: r.line}
	r.line++
	return e
}

// segment resolves a row's names; false when the row is bad and listed so.
func (r *importing) segment(ctx context.Context, row ImportRow) (Segment, bool, error) {
	channel, err := r.names.Channel(ctx, row.Channel, r.Create)
	if err == nil {
		var persona PersonaID
		if persona, err = r.names.Persona(ctx, row.Persona, r.Create); err == nil {
			return Segment{channel, persona}, true, nil
		}
	}
	var problem *lang.Problem
	switch {
	case errors.Is(err, ErrPassedOver):
		return Segment{}, false, nil
	case !errors.As(err, &problem):
		return Segment{}, false, err
	}
	r.result.Bad = append(r.result.Bad, BadRow{row.Line, problem})
	return Segment{}, false, nil
}

// open reports whether the row's day can still be written; if not the row is
// listed as bad.
func (r *importing) open(row ImportRow) bool {
	month := row.Day.In()
	first := row.Day
	if row.Monthly {
		first = month.First()
	}
	if first.After(r.Today) {
		r.bad(row, "import.future_day", lang.Args{"day": row.Day.String()})
		return false
	}
	if problem := r.Refuse(month); problem != nil {
		r.result.Bad = append(r.result.Bad, BadRow{row.Line, problem})
		return false
	}
	return true
}

func (r *importing) bad(row ImportRow, id lang.ID, args lang.Args) {
	r.result.Bad = append(r.result.Bad, BadRow{row.Line, lang.Refuse(id, args)})
}

func (r *importing) progress(done, total int) {
	if r.Progress != nil {
		r.Progress(done, total)
	}
}
