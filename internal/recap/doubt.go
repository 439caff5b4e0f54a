package recap

import (
	"slices"
	"time"
)

// soon is what nothing that is in doubt comes before.
const soon = time.Minute

// unlessInDoubt is now where something is in doubt, unless more is due soon.
func (t turn) unlessInDoubt(next time.Time) time.Time {
	if t.inDoubt() && (next.IsZero() || next.Sub(t.now) > soon) {
		return t.now
	}
	return next
}

// inDoubt reports whether something was begun that is to come to its end while its
// time lasts: leases and waits are real ones, for which a clock that jumps ahead
// of them would leave no time. What fails again and again is not waited for.
func (t turn) inDoubt() bool {
	return !t.shut.lasts(t.Real()) && slices.ContainsFunc(t.known.all(), func(p Post) bool {
		begun := p.State != Due || p.Attempts > 0 && p.Attempts < 3
		return !p.Resting() && begun && !p.DueAt.After(t.now) && !t.tooLate(p)
	})
}
