package sla

import (
	"fmt"

	"github.com/treve-bot/treve/internal/ledger"
)

// Unit is what a promise's deadline is counted in.
type Unit string

// The units of a deadline: working hours, or working days.
const (
	InHours Unit = "hours"
	InDays  Unit = "days"
)

// Promise is what sales commits to for a channel: Share percent of its leads
// contacted within so many working hours or days. The zero Promise is none.
type Promise struct {
	Share  int // percent, 1 to 100
	Within int
	Unit   Unit
}

// Made reports whether anything is promised.
func (p Promise) Made() bool { return p.Share > 0 }

// String writes p as the plan's log does, "90/1/days", and none as nothing.
func (p Promise) String() string {
	if !p.Made() {
		return ""
	}
	return fmt.Sprintf("%d/%d/%s", p.Share, p.Within, p.Unit)
}

// ParsePromise reads what String writes.
func ParsePromise(text string) (p Promise, err error) {
	if text == "" {
		return p, nil
	}
	if _, err = fmt.Sscanf(text, "%d/%d/%s", &p.Share, &p.Within, &p.Unit); err != nil {
		return p, fmt.Errorf("read the promise %q: %w", text, err)
	}
	return p, nil
}

// Promise returns what sales promises for a channel: its own promise, else the
// one made for all channels.
func (p Plan) Promise(c ledger.ChannelID) Promise {
	if own, made := p.Promises[c]; made {
		return own
	}
	return p.Promises[0]
}
