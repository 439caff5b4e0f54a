// Package alert tells people during the day when entries have changed where a
// channel or the whole month stands: at risk, off track, or far ahead.
package alert

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// Kind is the letter about a channel, 0 for the total, at most one a day and
// reader.
func Kind(id ledger.ChannelID) recap.Kind { return recap.Alert(id) }

func about(k recap.Kind) (ledger.ChannelID, bool) {
	text, found := strings.CutPrefix(string(k), string(recap.Letter(recap.AlertMark)))
	id, err := strconv.ParseInt(text, 10, 64)
	return ledger.ChannelID(id), found && err == nil
}

// Change is where a level stands since the latest entries, and where it stood
// without them.
type Change struct {
	Channel  ledger.ChannelID // 0 for the total
	From, To sla.Status
	Report   report.Report // that shows it
}

// Standing is a month by the close of the last ended day and, as if it ended
// now, by that of the running one.
type Standing struct{ Closed, Running report.Report }

// Changes compares the month without the latest entries and with them, each time
// by the same days: a day that merely ends changes nothing. Worse news comes
// from the ended days alone, since the running one may still bring leads; a burst
// is one whatever it still brings.
func Changes(before, now Standing) (changes []Change) {
	closed, running := statuses(before.Closed), statuses(before.Running)
	after := statuses(now.Running)
	for _, c := range now.Closed.Channels {
		if !c.Archived {
			changes = append(changes, change(c.ID, closed, running, now, after)...)
		}
	}
	return append(changes, change(0, closed, running, now, after)...)
}

func change(id ledger.ChannelID, closed, running map[ledger.ChannelID]sla.Status, now Standing, after map[ledger.ChannelID]sla.Status) []Change {
	from, to := closed[id], statuses(now.Closed)[id]
	switch {
	case !judged(from) || from == sla.Ahead || running[id] == sla.Ahead:
	case to == sla.Ahead:
		return []Change{{id, from, sla.Ahead, now.Closed}}
	case after[id] == sla.Ahead:
		return []Change{{id, from, sla.Ahead, now.Running}}
	}
	if worse(from, to) {
		return []Change{{id, from, to, now.Closed}}
	}
	return nil
}

// worse reports whether the news is bad: at risk after off track is none.
func worse(from, to sla.Status) bool {
	switch {
	case !judged(from):
		return false
	case to == sla.AtRisk:
		return from != sla.AtRisk && from != sla.OffTrack
	}
	return to == sla.OffTrack && from != sla.OffTrack
}

// judged reports whether a status says anything of the pace. Books that are being
// filled, and a channel heard of again, have not turned: the recap says where
// they stand.
func judged(s sla.Status) bool {
	switch s {
	case sla.OnTrack, sla.AtRisk, sla.OffTrack, sla.Ahead, sla.Reached:
		return true
	}
	return false
}

func statuses(r report.Report) map[ledger.ChannelID]sla.Status {
	all := map[ledger.ChannelID]sla.Status{}
	if !r.Planned {
		return all
	}
	all[0] = r.Total.Status
	for _, c := range r.Channels {
		all[c.ID] = c.Figures.Status
	}
	return all
}

// Source is what changes are found in.
type Source interface {
	report.Source
	// Recorded lists the entries of those days that were recorded at an instant
	// or later, those taken back among them.
	Recorded(ctx context.Context, first, last calendar.Date, since time.Time) ([]ledger.Entry, error)
}

// Find finds what the entries recorded between two instants have changed by a day.
func Find(ctx context.Context, from Source, today calendar.Date, since, until time.Time) ([]Change, error) {
	month := today.In()
	entries, err := from.Recorded(ctx, month.First(), today, since)
	entries = slices.DeleteFunc(entries, func(e ledger.Entry) bool { return e.RecordedAt.After(until) })
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	history, err := report.LoadHistory(ctx, from, month)
	if err != nil {
		return nil, fmt.Errorf("find what has changed: %w", err)
	}
	var both [2]Standing
	for i, source := range []report.Source{unwritten{from, entries}, from} {
		if both[i].Closed, err = report.GatherWith(ctx, source, report.Cut{Month: month, AsOf: today.AddDays(-1)}, history); err != nil {
			return nil, fmt.Errorf("find what has changed: %w", err)
		}
		if today == month.Last() { // nothing is to come that a burst could announce
			continue
		}
		if both[i].Running, err = report.GatherWith(ctx, source, report.Cut{Month: month, AsOf: today}, history); err != nil {
			return nil, fmt.Errorf("find what has changed: %w", err)
		}
	}
	return Changes(both[0], both[1]), nil
}
