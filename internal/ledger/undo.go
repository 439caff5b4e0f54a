package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/treve-bot/treve/internal/lang"
)

// Undo takes back all lines of a request, once: each by an entry that reverses
// it. With no request it takes back the author's latest. A request that had
// itself taken lines back, as an edit does, gives them again. It is refused
// where a day would be left with less than nothing, or its month is closed.
func Undo(ctx context.Context, w Writer, r Rules, by Author, request string) ([]Recorded, error) {
	request, err := undoable(ctx, w, by, request)
	if err != nil {
		return nil, err
	}
	p, undone, err := undo(ctx, w, r, by, request, func(Written) bool { return true })
	if err != nil {
		return nil, err
	}
	return undone, p.afloat(r)
}

// Replace takes back the lines of a request and writes others in their place: an
// edit, or the right day. What the request had taken back stays so. The days
// are only looked at once both are done.
func Replace(
	ctx context.Context, w Writer, r Rules, by Author, request string, lines []Line,
) (undone, recorded []Recorded, err error) {
	p, undone, err := undo(ctx, w, r, by, request, func(e Written) bool { return e.Reverses == 0 })
	if err != nil {
		return nil, nil, err
	}
	recorded, err = record(ctx, w, r, by, lines, len(undone))
	if err != nil {
		return nil, nil, err
	}
	for _, one := range recorded {
		p.totals[one.Line.Cell] = one.After
	}
	return undone, recorded, p.afloat(r)
}

func undoable(ctx context.Context, w Writer, by Author, request string) (string, error) {
	if request != "" {
		return request, nil
	}
	request, err := w.LastRequest(ctx, by.ID)
	switch {
	case errors.Is(err, ErrNotFound):
		return "", lang.Refuse("record.nothing_to_undo", nil)
	case err != nil:
		return "", fmt.Errorf("look for the last request of %s: %w", by.ID, err)
	}
	return request, nil
}

// undo takes back those lines of a request that are wanted.
func undo(
	ctx context.Context, w Writer, r Rules, by Author, request string, wanted func(Written) bool,
) (*page, []Recorded, error) {
	p, err := openRequest(ctx, w, request)
	if err != nil {
		return nil, nil, err
	}
	written, err := w.EntriesOf(ctx, request) // now that nobody else can take them back
	if err != nil {
		return nil, nil, fmt.Errorf("read what %s wrote: %w", request, err)
	}
	written = slices.DeleteFunc(written, func(e Written) bool { return !wanted(e) })
	if err := r.mayUndo(written); err != nil {
		return nil, nil, err
	}
	undone, err := p.undo(ctx, by, written)
	return p, undone, err
}

func openRequest(ctx context.Context, w Writer, request string) (*page, error) {
	written, err := w.EntriesOf(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("read what %s wrote: %w", request, err)
	}
	cells := make([]Cell, 0, len(written))
	for _, e := range written {
		cells = append(cells, e.Cell)
	}
	return open(ctx, w, inOrder(cells))
}

func (r Rules) mayUndo(written []Written) error {
	if len(written) == 0 {
		return lang.Refuse("record.nothing_to_undo", nil)
	}
	for _, e := range written {
		if e.Reversed {
			return lang.Refuse("record.already_undone", nil)
		}
		if err := r.open(e.Cell); err != nil {
			return err
		}
	}
	return nil
}

// afloat refuses, after the fact, what has left less than nothing on a day: the
// transaction takes it all back.
func (p *page) afloat(r Rules) error {
	for _, total := range p.totals {
		if total.Count < 0 || total.AmountCents < 0 {
			held := p.held[total.Cell]
			return r.below("record.undo_below_zero", held, held.Count-total.Count)
		}
	}
	return nil
}

// undo writes the reversing entries, the last line first.
func (p *page) undo(ctx context.Context, by Author, written []Written) ([]Recorded, error) {
	undone := make([]Recorded, 0, len(written))
	for i, e := range slices.Backward(written) {
		entry := reversal(e.Entry, by)
		entry.Line = len(written) - 1 - i
		before := p.totals[e.Cell]
		after, err := p.append(ctx, entry)
		if err != nil {
			return nil, err
		}
		one := Recorded{
			Line:  Line{Count: entry.Count, Cell: e.Cell, AmountCents: entry.AmountCents},
			Entry: entry, Before: before, After: after,
		}
		if e.Reverses == 0 {
			one.Changed = others(by, []Entry{e.Entry})
		}
		undone = append(undone, one)
	}
	return p.withDays(ctx, undone)
}

// reversal is the entry that takes e back. What e itself took back is given
// again, as an entry of its own.
func reversal(e Entry, by Author) Entry {
	back := e
	back.ID, back.ImportKey = 0, ""
	back.Author, back.Source, back.RecordedAt, back.Request = by.ID, by.Source, by.At, by.Request
	back.Count, back.AmountCents = -e.Count, -e.AmountCents
	back.Reverses = e.ID
	if e.Reverses != 0 {
		back.Reverses = 0
	}
	return back
}

// withDays reads again what stands on the days, which reversing has changed.
func (p *page) withDays(ctx context.Context, recorded []Recorded) ([]Recorded, error) {
	for i, one := range recorded {
		standing, err := p.EntriesOn(ctx, one.Entry.Cell)
		if err != nil {
			return nil, fmt.Errorf("read the entries of %s: %w", one.Entry.Cell.Day, err)
		}
		recorded[i].Day = shares(standing)
	}
	return recorded, nil
}
