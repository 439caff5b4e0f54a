package recap

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// AlertMark begins the kinds of alerts.
const AlertMark = "alert-"

// Alert is the letter about a channel that has turned, 0 for the total.
func Alert(id ledger.ChannelID) Kind { return Letter(AlertMark + strconv.FormatInt(int64(id), 10)) }

// recovered lists the channels, 0 for the total, about which people were alerted
// this month and which are on track again since the conversation's last recap.
func (t turn) recovered(ctx context.Context, key Key, now report.Report) ([]ledger.ChannelID, error) {
	last, before := lastRecap(t.known.all(), key), map[ledger.ChannelID]sla.Status{}
	if last.State == Posted {
		version, err := t.Posts.Version(ctx, last.Key, last.Version)
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			return nil, err
		}
		before = standings(version.Edition.Report)
	}
	var back []ledger.ChannelID
	for id, status := range standings(now) {
		if status != sla.OnTrack && status != sla.Reached {
			continue
		}
		for _, p := range t.known.all() {
			if p.Kind == Alert(id) && p.State == Posted && p.Day.In() == now.Month && (turned(before[id]) || p.DueAt.After(last.DueAt)) {
				back = append(back, id)
				break
			}
		}
	}
	slices.Sort(back)
	return back, nil
}

// lastRecap is the conversation's last daily recap before a day; the zero Post
// when there is none in its month.
func lastRecap(known []Post, key Key) (last Post) {
	for _, p := range known {
		if p.Conversation == key.Conversation && p.Kind == Daily && p.State == Posted && p.Day.Before(key.Day) && p.Day.In() == key.Day.In() && p.Day.After(last.Day) {
			last = p
		}
	}
	return last
}

// turned reports whether a status is one that people are alerted of.
func turned(s sla.Status) bool { return s == sla.AtRisk || s == sla.OffTrack || s == sla.Ahead }

func standings(r report.Report) map[ledger.ChannelID]sla.Status {
	all := map[ledger.ChannelID]sla.Status{0: r.Total.Status}
	for _, c := range r.Channels {
		all[c.ID] = c.Figures.Status
	}
	return all
}
