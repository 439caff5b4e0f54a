package recap

import (
	"context"
	"sync"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
)

// morning is what the recaps of one close have in common, whatever conversation
// they go to. It is made once a look: a hundred conversations cost one reading of
// the books, one picture and one upload.
type morning struct {
	edition Edition
	counted []ledger.Total // as the edition was written from
	picture *illustration  // nil until somebody wants it
}

// illustration is a picture as a message shows it, or what it is lacking for.
type illustration struct{ file, alt, lacks string }

// mornings are those of a look. Whoever wants what is being made waits for it.
type mornings struct {
	mu   sync.Mutex
	made map[occasion]*morning
}

// occasion is all that a morning depends on beside the books.
type occasion struct {
	kind                 Kind
	day                  calendar.Date
	dueAt                time.Time
	askedBy, scheduledBy string
}

// morning returns what a post is made from.
func (t turn) morning(ctx context.Context, p Post) (*morning, error) {
	t.mornings.mu.Lock()
	defer t.mornings.mu.Unlock()
	of := occasion{p.Kind, p.Day, p.DueAt.UTC(), p.AskedBy, t.agenda.scheduledBy(p.Conversation)}
	if m, made := t.mornings.made[of]; made {
		return m, nil
	}
	cut := t.agenda.cut(p.DueAt)
	counted, err := t.count(ctx, cut)
	if err != nil {
		return nil, err
	}
	edition, err := t.agenda.composeAt(ctx, t.Books, p, cut)
	if err != nil {
		return nil, err
	}
	m := &morning{edition: edition, counted: counted}
	if t.mornings.made == nil {
		t.mornings.made = map[occasion]*morning{}
	}
	t.mornings.made[of] = m
	return m, nil
}

// count takes down the totals a recap is about to be written from. What is
// recorded meanwhile is looked for again, and never missed.
func (t turn) count(ctx context.Context, cut report.Cut) ([]ledger.Total, error) {
	counted, err := t.Books.Totals(ctx, cut.Month.First(), cut.AsOf)
	if counted == nil {
		counted = []ledger.Total{}
	}
	return counted, err
}

// pictureOf returns a morning's picture, which is drawn and uploaded once.
func (t turn) pictureOf(ctx context.Context, m *morning) (illustration, error) {
	t.mornings.mu.Lock()
	defer t.mornings.mu.Unlock()
	if m.picture == nil {
		picture, err := t.draw(ctx, m.edition)
		if err != nil {
			return picture, err
		}
		m.picture = &picture
	}
	return *m.picture, nil
}

// draw draws an edition and uploads the picture, for no longer than an attempt may
// take. It fails only when the process is asked to stop meanwhile: then whoever
// takes the post up next draws anew.
func (t turn) draw(ctx context.Context, e Edition) (illustration, error) {
	picture, err := t.Draw(e)
	if err != nil {
		return illustration{lacks: NotDrawn}, nil
	}
	attempt, cancel := context.WithTimeout(ctx, t.Timing.orUsual().Timeout)
	defer cancel()
	file, err := t.Poster.Upload(attempt, picture)
	if ctx.Err() != nil {
		return illustration{}, ctx.Err()
	}
	if err != nil {
		return illustration{lacks: failureOf(err).Reason}, nil
	}
	return illustration{file: file, alt: picture.Alt}, nil
}
