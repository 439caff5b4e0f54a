package recap

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
)

// The latest recap of a month lives: what is entered late for a day that it
// counted edits it, until the next one is posted or the month is closed. What is
// owed is seen from the books alone, by comparing their totals with those that
// its wording was written from. Nothing has to be remembered when an entry is
// recorded, and nothing is forgotten.
//
// An edit is stored before it is sent, as the next wording, and the recap marked
// with it; sending it again changes nothing. Once it stands in the conversation
// the recap counts its lines, and those follow like any message of its thread.

// EditPause is how long a recap stays as it is after it was posted or edited, in
// civil time.
const EditPause = time.Minute

// editSettles is how long nobody must have corrected anything before a recap is
// edited, though not longer than EditPause: who corrects one thing corrects more.
const editSettles = 15 * time.Second

// givesUp is how long an edit that never gets through is tried.
const givesUp = 24 * time.Hour

// edit brings every living recap up to date, and whatever follows it in its
// thread. It returns when the next edit is due by itself; the zero time for none
// that is known of.
func (t turn) edit(ctx context.Context) (next time.Time, err error) {
	var mu sync.Mutex
	living := t.living()
	t.standing.keep(living)
	failed := t.each(living, func(p Post) error {
		due, err := t.revise(ctx, p)
		mu.Lock()
		defer mu.Unlock()
		next = earlier(next, due)
		if err != nil && !errors.Is(err, ErrTaken) {
			return fmt.Errorf("edit the recap of %s in %s: %w", p.Day, p.Conversation, err)
		}
		return nil
	})
	behind := t.each(t.behind(), func(p Post) error {
		if err := t.catchUp(ctx, p); err != nil && !errors.Is(err, ErrTaken) {
			return fmt.Errorf("edit what follows the recap of %s in %s: %w", p.Day, p.Conversation, err)
		}
		return nil
	})
	return next, errors.Join(failed, behind)
}

// earlier is the earlier of two instants that may be zero, which is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// living lists the recaps that may be edited: the latest of each conversation and
// month, and those whose edit is under way.
func (t turn) living() (all []Post) {
	latest := map[monthIn]Key{}
	for _, p := range t.known.all() { // by day
		if p.State == Posted && p.announced() {
			latest[monthOf(p)] = p.Key
		}
	}
	for _, p := range t.known.all() {
		if p.State != Posted || !p.announced() || p.Ended != "" {
			continue
		}
		open := p.Kind == Closing || !t.closed(monthOf(p).Month)
		if p.Editing || open && latest[monthOf(p)] == p.Key {
			all = append(all, p)
		}
	}
	return all
}

// monthIn is a month as a conversation reads of it.
type monthIn struct {
	conversation string
	calendar.Month
}

func monthOf(p Post) monthIn {
	if p.Kind == Closing {
		return monthIn{p.Conversation, p.Day.In().Add(-1)}
	}
	return monthIn{p.Conversation, p.Day.In()}
}

func (t turn) closed(m calendar.Month) bool {
	return t.agenda.days.Closed(m, t.agenda.On(t.now), t.agenda.settings.ClosesAfter)
}

// revise edits a recap when it owes it, or returns when it will.
func (t turn) revise(ctx context.Context, p Post) (due time.Time, err error) {
	if !p.Editing {
		if said, err := t.saysAll(ctx, p); err != nil || said {
			return t.closes(p), err
		}
		debt, err := t.debtOf(ctx, p)
		if err != nil {
			return t.closes(p), err
		}
		if debt.none() {
			t.standing.remember(p, &debt.of)
			return t.closes(p), nil
		}
		if from := later(p.editableFrom(), debt.settledFrom(p.lastWording(), t.now)); t.now.Before(from) {
			return from, nil
		}
	}
	if p, err = t.Posts.Reopen(ctx, p.Key, t.Owner, t.Timing.orUsual().Lease); err != nil {
		return time.Time{}, err
	}
	for range 4 { // a lesser form follows one that Slack refused
		if p, err = t.reword(ctx, p); err != nil || !p.Editing {
			break
		}
	}
	if err != nil {
		return time.Time{}, err
	}
	return t.closes(p), t.follow(ctx, t, p.Key)
}

func (p Post) lastWording() time.Time { return later(p.PostedAt, p.EditedAt) }

// editableFrom is when the pause after a recap's last wording is over.
func (p Post) editableFrom() time.Time { return p.lastWording().Add(EditPause) }

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// closes is when a closing recap becomes final; zero for others.
func (t turn) closes(p Post) time.Time {
	if p.Kind != Closing || p.Ended != "" || t.closed(monthOf(p).Month) {
		return time.Time{}
	}
	last := t.agenda.days.Closes(monthOf(p).Month, t.agenda.settings.ClosesAfter)
	return last.AddDays(1).At(calendar.TimeOfDay{}, t.agenda.zone)
}

// becomesFinal reports whether it closes a month that is closed by now.
func (t turn) becomesFinal(p Post) bool { return p.Kind == Closing && t.closed(monthOf(p).Month) }

// debt is what a recap does not say yet.
type debt struct {
	of      Version // as it stands
	counted []ledger.Total
	changes []Change
	entries []ledger.Entry // that may have made them
	final   bool           // its month is closed
}

func (d debt) none() bool { return len(d.changes) == 0 && !d.final }

// settledFrom is when what was entered since the last wording will have rested.
// What came in while the turn was reading was recorded after it began and counts
// as well; what is further ahead was recorded before the clock was set back.
func (d debt) settledFrom(since, now time.Time) (at time.Time) {
	var first, last time.Time
	for _, e := range d.entries {
		if e.RecordedAt.After(since) && !e.RecordedAt.After(now.Add(EditPause)) {
			first, last = earlier(first, e.RecordedAt), later(last, e.RecordedAt)
		}
	}
	if first.IsZero() {
		return at
	}
	return earlier(last.Add(editSettles), first.Add(EditPause))
}

// debtOf compares the books with what a recap was written from. One that nobody
// took that down for only ever becomes final.
func (t turn) debtOf(ctx context.Context, p Post) (d debt, err error) {
	if d.of, err = t.Posts.Version(ctx, p.Key, p.Version); err != nil {
		return d, err
	}
	if d.counted, err = t.count(ctx, cutOf(d.of.Edition)); err != nil {
		return d, err
	}
	d.final = t.becomesFinal(p)
	if d.of.Counted != nil {
		d.changes = changed(d.of.Counted, d.counted)
	}
	if len(d.changes) > 0 { // clocks differ, and an entry's instant comes before its commit's
		first, last := daysOf(d.changes)
		d.entries, err = t.Books.Recorded(ctx, first, last, p.lastWording().Add(-clockDoubt))
	}
	return d, err
}

// cutOf is what an edition counts, whatever the settings have become.
func cutOf(e Edition) report.Cut {
	return report.Cut{Month: e.Report.Month, AsOf: e.Report.AsOf, Since: e.Report.Since}
}
