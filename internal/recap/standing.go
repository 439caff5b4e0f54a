package recap

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"sync"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
)

// Every look compares all living recaps with the books. What a wording was written
// from is long, and stored with it: it is read once, and only a fingerprint of it
// remembered. The books are read once a look for all that count the same.

// fingerprint is the same for totals between which nothing has changed.
type fingerprint [sha256.Size]byte

func fingerprintOf(totals []ledger.Total) (f fingerprint) {
	h := sha256.New()
	for _, t := range totals {
		if standing := t.Standing > 0; t.Cell.Stage != ledger.Lost && (standing || t.Count != 0 || t.AmountCents != 0) {
			fmt.Fprintln(h, t.Cell.Day, t.Cell.Channel, t.Cell.Persona, t.Cell.Stage, t.Count, t.AmountCents, standing)
		}
	}
	h.Sum(f[:0])
	return f
}

// worded names a wording that stands in a conversation, which nobody writes over.
type worded struct {
	Key
	id      string
	version int
}

func wordedAs(p Post) worded { return worded{p.Key, p.ID, p.Version} }

// source is what a wording was written from.
type source struct {
	cut     report.Cut
	counted fingerprint
	unknown bool // nobody took it down
}

// standing remembers from what the wordings that stand were written.
type standing struct {
	mu sync.Mutex
	of map[worded]source
}

// keep forgets all but the recaps that live.
func (s *standing) keep(living []Post) {
	lives := map[worded]bool{}
	for _, p := range living {
		lives[wordedAs(p)] = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.of, func(w worded, _ source) bool { return !lives[w] })
}

func (s *standing) find(p Post) (from source, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from, known = s.of[wordedAs(p)]
	return from, known
}

func (s *standing) remember(p Post, v *Version) {
	if !p.announced() {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil {
		s.of = map[worded]source{}
	}
	s.of[wordedAs(p)] = source{cutOf(v.Edition), fingerprintOf(v.Counted), v.Counted == nil}
}

// counts are the books by the cuts of a look. Whoever wants what is being counted
// waits for it.
type counts struct {
	mu sync.Mutex
	of map[report.Cut]fingerprint
}

func (c *counts) by(cut report.Cut, count func() ([]ledger.Total, error)) (fingerprint, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f, known := c.of[cut]; known {
		return f, nil
	}
	totals, err := count()
	if err != nil {
		return fingerprint{}, err
	}
	if c.of == nil {
		c.of = map[report.Cut]fingerprint{}
	}
	c.of[cut] = fingerprintOf(totals)
	return c.of[cut], nil
}

// saysAll reports whether a recap is known to say all that the books do; when not,
// one has to look closer.
func (t turn) saysAll(ctx context.Context, p Post) (bool, error) {
	from, known := t.standing.find(p)
	if !known || t.becomesFinal(p) {
		return false, nil
	}
	if from.unknown {
		return true, nil
	}
	now, err := t.counts.by(from.cut, func() ([]ledger.Total, error) { return t.count(ctx, from.cut) })
	return now == from.counted, err
}
