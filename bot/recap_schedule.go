package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/recap"
)

// scheduled is the schedule as a change left it, kept as the request's answer.
type scheduled struct {
	Lines []string
}

// recapAt chooses the time of the daily post.
func (b *Bot) recapAt(ctx context.Context, a asked, c phrase.RecapAt) (reply, error) {
	return b.reschedule(ctx, a, map[string]string{"recap_at": c.At.String()}, func(s ledger.Settings) []string {
		id := lang.ID("recap.at.done")
		if !c.At.Before(s.DayEndsAt) {
			id = "recap.at.evening"
		}
		return []string{a.say.Say(id, lang.Args{"at": c.At, "zone": s.TimeZone, "ends": s.DayEndsAt})}
	})
}

// recapIn chooses where it is posted: only where it can be.
func (b *Bot) recapIn(ctx context.Context, a asked, c phrase.RecapIn) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	var chosen []ledger.Conversation
	var warnings []string
	for _, wanted := range c.Conversations {
		found, err := b.mayPost(ctx, wanted)
		if err != nil {
			return reply{}, err
		}
		chosen = append(chosen, ledger.Conversation{ID: found.ID, Name: oneLine(found.Name), SetBy: a.person.ID})
		if found.IsExtShared {
			warnings = append(warnings, a.say.Say("recap.in.shared", lang.Args{"name": place(found.ID)}))
		}
	}
	value, err := json.Marshal(chosen)
	if err != nil {
		return reply{}, fmt.Errorf("write down where recaps go: %w", err)
	}
	return b.reschedule(ctx, a, map[string]string{"recap_in": string(value)}, func(s ledger.Settings) []string {
		return append([]string{a.say.Say("recap.in.done", lang.Args{"at": s.RecapAt, "names": places(chosen)})}, warnings...)
	})
}

// mayPost finds a conversation, or says what keeps us from posting there.
func (b *Bot) mayPost(ctx context.Context, wanted ledger.Conversation) (*slack.Channel, error) {
	found, err := b.conversation(ctx, wanted.ID)
	var refused slack.SlackErrorResponse
	switch {
	case errors.As(err, &refused) && failures[refused.Err] == recap.Permanent:
		return nil, lang.Refuse("recap.refused.unknown", nil)
	case err != nil:
		return nil, err
	case found.IsArchived:
		return nil, lang.Refuse("recap.refused.archived", lang.Args{"name": place(found.ID)})
	case !found.IsMember && !found.IsIM:
		return nil, lang.Refuse("recap.refused.absent", lang.Args{"name": place(found.ID)})
	}
	return found, nil
}

// recapPause stops the scheduled posts, or starts them again.
func (b *Bot) recapPause(ctx context.Context, a asked, c phrase.RecapPause) (reply, error) {
	change, id := map[string]string{"recap_paused": "true"}, lang.ID("recap.paused")
	if c.Resume {
		change, id = map[string]string{"recap_paused": "false"}, "recap.resumed"
	}
	return b.reschedule(ctx, a, change, func(ledger.Settings) []string { return []string{a.say.Say(id, nil)} })
}

// reschedule changes settings of the schedule, remembering since when it stands,
// and says what comes of it.
func (b *Bot) reschedule(ctx context.Context, a asked, change map[string]string, done func(ledger.Settings) []string) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	change["recap_since"] = a.now.UTC().Format(time.RFC3339Nano)
	unplanned, err := b.unplannedYet(ctx, a)
	if err != nil {
		return reply{}, err
	}
	posts, err := b.Recaps.Recent(ctx, logLines)
	if err != nil {
		return reply{}, err
	}
	answer, _, err := once(ctx, b, a, func(ctx context.Context, p Page) (scheduled, error) {
		settings, err := p.Settings(ctx)
		if err != nil {
			return scheduled{}, err
		}
		for _, key := range []string{"recap_at", "recap_in", "recap_paused", "recap_since"} {
			value, changed := change[key]
			if !changed {
				continue
			}
			if err := settings.SetOption(key, value); err != nil {
				return scheduled{}, err
			}
			if err := p.SetOption(ctx, key, value, a.by()); err != nil {
				return scheduled{}, err
			}
		}
		lines := done(settings)
		if change["recap_paused"] != "true" {
			lines = append(lines, a.scheduleLines(settings, unplanned, posts)...)
		}
		return scheduled{told(lines...)}, nil
	})
	if err != nil {
		return reply{}, fmt.Errorf("change the recaps' schedule: %w", err)
	}
	l := letter{say: a.say}
	l.add(answer.Lines...)
	return l.reply(), nil
}

// scheduleLines say what the schedule comes to: the next post, or what is still
// missing for there to be one; and, by the latest posts, whether today's has yet to
// be asked for.
func (a asked) scheduleLines(s ledger.Settings, unplanned string, posts []recap.Post) []string {
	switch {
	case s.RecapPaused:
		return []string{a.say.Say("recap.schedule.paused", nil)}
	case len(s.RecapIn) == 0:
		return []string{a.say.Say("recap.schedule.nowhere", nil)}
	}
	agenda, err := recap.NewAgenda(s, a.calendar)
	if err != nil { // a zone that does not exist is never stored
		return nil
	}
	next := agenda.Next(a.now)
	lines := []string{a.say.Say("recap.schedule.next", lang.Args{"next": moment(a, next)})}
	if due, today := agenda.DueAt(a.today); unplanned == "" && today && !due.After(a.now) && a.calendar.Works(a.today) && !a.sentToday(s, posts) {
		lines = append(lines, a.say.Say("recap.schedule.today", nil))
	}
	return append(lines, unplanned)
}

// sentToday reports whether today's recap has gone, or may have gone, wherever recaps
// go.
func (a asked) sentToday(s ledger.Settings, posts []recap.Post) bool {
	return !slices.ContainsFunc(s.RecapIn, func(c ledger.Conversation) bool {
		return !slices.ContainsFunc(posts, func(p recap.Post) bool {
			return p.Conversation == c.ID && p.Day == a.today && slices.Contains([]recap.State{recap.Posted, recap.Sending, recap.Unconfirmed}, p.State)
		})
	})
}

// places are conversations as Slack draws them, which follows a change of name.
func places(in []ledger.Conversation) []string {
	names := make([]string, 0, len(in))
	for _, c := range in {
		names = append(names, place(c.ID))
	}
	return names
}

func place(id string) string { return "<#" + id + ">" }

// clockOf is the time of day of an instant in the workspace's zone.
func clockOf(at time.Time, s ledger.Settings) calendar.TimeOfDay {
	zone, err := s.Zone()
	if err != nil { // stored zones are checked; UTC still says when
		zone = time.UTC
	}
	at = at.In(zone)
	return calendar.TimeOfDay{Hour: at.Hour(), Minute: at.Minute()}
}
