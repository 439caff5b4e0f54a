package followup

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Batch is leads of one segment that came in, were contacted or were contested
// together: one lead known by its reference, or a day's count of others.
type Batch struct {
	Segment ledger.Segment
	Day     calendar.Date
	At      time.Time // when that day; zero where only the day is known
	Ref     string    // of a lead known one by one, Count being 1; "" for a count
	Count   int64
}

// Inputs are all batches that bear on each other, in any order.
type Inputs struct {
	Leads, Contacted, Contested []Batch
	// Since is the first day whose leads sales has promised anything for. Those
	// that came before are taken last: a backlog from before the agreement does
	// not swallow the contacts made under it.
	Since calendar.Date
	// Last is, by channel, the last day for which sales recorded anything.
	Last map[ledger.ChannelID]calendar.Date
}

// Fate is what became of a lead.
type Fate string

// The fates of a lead, as far as the promise goes.
const (
	Open      Fate = "open"      // nobody has contacted it yet
	Contacted Fate = "contacted" // see Piece.Touch
	Contested Fate = "contested" // sales says it is none: it leaves the clock
)

// Piece is leads of one batch that fared alike.
type Piece struct {
	Lead  Batch // where they came from; its Count is the piece's
	Fate  Fate
	Touch Batch // what settled their fate, when they are not open
}

// Match says what became of each lead. Contacts and contests that name a lead
// are its own; the others take the oldest open leads of their segment, whatever
// the month (product rule: sales' half). A contest that finds no open lead takes
// those contacted last. Unmatched counts, by segment, what finds no lead to
// take, which recording refuses to let happen.
func Match(in Inputs) (pieces []Piece, unmatched map[ledger.Segment]int64) {
	lots := map[ledger.Segment]*queue{}
	for _, b := range inOrder(in.Leads) {
		queueOf(lots, b.Segment).pieces = append(queueOf(lots, b.Segment).pieces, Piece{Lead: b, Fate: Open})
	}
	for _, touches := range []struct {
		batches []Batch
		fate    Fate
	}{{in.Contacted, Contacted}, {in.Contested, Contested}} {
		named, counted := byName(inOrder(touches.batches))
		for _, t := range named {
			queueOf(lots, t.Segment).takeNamed(t, touches.fate)
		}
		for _, t := range counted {
			queueOf(lots, t.Segment).takeOldest(t, touches.fate, in.Since)
		}
	}
	return gather(lots)
}

// queue is the leads of a segment, in the order they came.
type queue struct {
	pieces  []Piece
	missing int64
}

func queueOf(lots map[ledger.Segment]*queue, s ledger.Segment) *queue {
	if lots[s] == nil {
		lots[s] = &queue{}
	}
	return lots[s]
}

// takeNamed settles the fate of the lead named, once: a lead contacted again has
// been contacted already.
func (q *queue) takeNamed(t Batch, fate Fate) {
	at := slices.IndexFunc(q.pieces, func(p Piece) bool { return p.Lead.Ref == t.Ref })
	switch {
	case at < 0:
		q.missing += t.Count
	case q.pieces[at].Fate != fate:
		q.pieces[at].Fate, q.pieces[at].Touch = fate, t
	}
}

// takeOldest settles the fate of as many open leads as the touch counts, those
// under a promise first.
func (q *queue) takeOldest(t Batch, fate Fate, since calendar.Date) {
	left := t.Count
	promised := sort.Search(len(q.pieces), func(i int) bool { return !q.pieces[i].Lead.Day.Before(since) })
	for i := promised; i < len(q.pieces) && left > 0; i++ {
		left -= q.take(i, t, Open, fate, left)
	}
	for i := 0; i < len(q.pieces) && left > 0 && q.pieces[i].Lead.Day.Before(since); i++ {
		left -= q.take(i, t, Open, fate, left)
	}
	if fate == Contested {
		for i := len(q.pieces) - 1; i >= 0 && left > 0; i-- {
			left -= q.take(i, t, Contacted, fate, left)
		}
	}
	q.missing += left
}

// take settles at most so many leads of a piece that has the fate from, and says
// how many it had. What is left of the piece stands behind it, as it was.
func (q *queue) take(at int, t Batch, from, fate Fate, most int64) int64 {
	p := q.pieces[at]
	if p.Fate != from || p.Lead.Day.After(t.Day) {
		return 0
	}
	rest := p
	p.Lead.Count = min(most, p.Lead.Count)
	p.Fate, p.Touch = fate, t
	q.pieces[at] = p
	if rest.Lead.Count -= p.Lead.Count; rest.Lead.Count > 0 {
		q.pieces = slices.Insert(q.pieces, at+1, rest)
	}
	return p.Lead.Count
}

func gather(lots map[ledger.Segment]*queue) (pieces []Piece, unmatched map[ledger.Segment]int64) {
	unmatched = map[ledger.Segment]int64{}
	for s, q := range lots {
		pieces = append(pieces, q.pieces...)
		if q.missing > 0 {
			unmatched[s] = q.missing
		}
	}
	slices.SortStableFunc(pieces, func(a, b Piece) int {
		return cmp.Or(cmp.Compare(a.Lead.Segment.Channel, b.Lead.Segment.Channel),
			cmp.Compare(a.Lead.Segment.Persona, b.Lead.Segment.Persona))
	})
	return pieces, unmatched
}

func byName(batches []Batch) (named, counted []Batch) {
	for _, b := range batches {
		if b.Ref != "" {
			named = append(named, b)
		} else {
			counted = append(counted, b)
		}
	}
	return named, counted
}

func inOrder(batches []Batch) []Batch {
	sorted := slices.Clone(batches)
	slices.SortStableFunc(sorted, func(a, b Batch) int {
		return cmp.Or(a.Day.Compare(b.Day), a.At.Compare(b.At), cmp.Compare(a.Ref, b.Ref))
	})
	return sorted
}
