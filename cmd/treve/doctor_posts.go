package main

import (
	"context"
	"time"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/store"
)

const (
	postsOf     = 7                // days doctor looks back for the last recap: longer than a weekend with its holidays
	waitsTooFor = 10 * time.Minute // a recap that is due and not posted by then
)

// examinePosts says, of each conversation that recaps go to, what became of the
// last one.
func (p *program) examinePosts(ctx context.Context, books *store.Space, s ledger.Settings) ([]bot.Finding, error) {
	zone, err := s.Zone()
	if err != nil {
		return nil, err
	}
	now := time.Now()
	posts, err := books.Recaps().Since(ctx, calendar.On(now, zone).AddDays(-postsOf))
	if err != nil {
		return nil, err
	}
	var findings []bot.Finding
	for _, in := range s.RecapIn {
		if last, found := lastRecap(posts, in.ID); found {
			f := lastPost(last, now)
			at := last.DueAt.In(zone)
			f.Check, f.Args = "last_recap", lang.Args{
				"conversation": "#" + in.Name, "reason": last.Reason, "day": p.speaker().Day(calendar.On(at, zone)),
				"time": p.speaker().Clock(calendar.TimeOfDay{Hour: at.Hour(), Minute: at.Minute()}),
			}
			findings = append(findings, f)
		}
	}
	return findings, nil
}

// lastRecap is the last recap that was due in a conversation.
func lastRecap(posts []recap.Post, conversation string) (last recap.Post, found bool) {
	for _, p := range posts {
		if p.Conversation == conversation && !p.Kind.Letter() && !p.Kind.Follows() && p.DueAt.After(last.DueAt) {
			last, found = p, true
		}
	}
	return last, found
}

// lastPost is what to say of it.
func lastPost(p recap.Post, now time.Time) bot.Finding {
	switch {
	case p.State == recap.Missed:
		return bot.Finding{ID: "doctor.recap_missed"}
	case p.State == recap.Blocked:
		return bot.Finding{ID: "doctor.recap_blocked"}
	case p.State == recap.Unconfirmed:
		return bot.Finding{ID: "doctor.recap_unconfirmed"}
	case p.State == recap.Skipped:
		return bot.Finding{OK: true, ID: "doctor.recap_skipped"}
	case p.State == recap.Posted:
		return bot.Finding{OK: true, ID: "doctor.recap_posted"}
	case now.Sub(p.DueAt) > waitsTooFor:
		return bot.Finding{ID: "doctor.recap_waits"}
	}
	return bot.Finding{OK: true, ID: "doctor.recap_under_way"}
}
