package recap

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A conversation may be closed, or we be taken out of it, between two recaps.
// Those who answer for its recaps are told by a note as soon as Slack says so, and
// at the latest when one is due, never of the same thing twice. Every morning's
// recap is tried nevertheless, so that once the conversation is there again
// nothing needs to be done.

// LostIn is the kind of the notes that nothing can be posted in a conversation any
// more, BackIn of those that it can be again; an event of Slack's makes one of
// them.
func LostIn(conversation, event string) Kind { return mark("lost-", conversation) + Kind(short(event)) }

// BackIn is described with LostIn.
func BackIn(conversation, event string) Kind { return mark("back-", conversation) + Kind(short(event)) }

func mark(what, conversation string) Kind { return Letter(noteMark + what + conversation + "-") }

func (k Kind) tells(what, conversation string) bool {
	return strings.HasPrefix(string(k), string(mark(what, conversation)))
}

// Interruption reports whether a kind is of LostIn, or of BackIn.
func (k Kind) Interruption() (lost, back bool) {
	return strings.HasPrefix(k.Name(), noteMark+"lost-"), strings.HasPrefix(k.Name(), noteMark+"back-")
}

// Resumed is why a post that Slack refused is due again: its conversation is there
// again.
const Resumed = "resumed"

// lost reports whether Slack refused a post because its conversation is closed, or
// we are not in it.
func (p Post) lost() bool {
	return p.State == Blocked && slices.Contains([]string{"is_archived", "channel_not_found", "not_in_channel"}, p.Reason)
}

// toldLost reports whether the managers have heard that nothing can be posted in a
// conversation, and nothing to the contrary since.
func toldLost(known []Post, conversation string) bool {
	var last, told time.Time
	for _, k := range known {
		switch {
		case k.Conversation == conversation && k.State == Posted && k.announced():
			last = later(last, k.PostedAt)
		case k.Kind.tells("back-", conversation):
			last = later(last, k.DueAt)
		case k.Kind.tells("lost-", conversation) && k.State != Blocked && k.State != Skipped:
			told = later(told, k.DueAt)
		}
	}
	return told.After(last)
}

// ToldLost reports whether those who answer for a conversation's recaps know
// already that nothing can be posted there.
func (d *Deliverer) ToldLost(ctx context.Context, now time.Time, conversation string) (bool, error) {
	_, known, err := d.lately(ctx, now)
	return toldLost(known, conversation), err
}

// lately returns the agenda and the recent posts.
func (d *Deliverer) lately(ctx context.Context, now time.Time) (a Agenda, known []Post, err error) {
	if a, err = AgendaOf(ctx, d.Books); err != nil {
		return a, nil, err
	}
	if known, err = d.Posts.Since(ctx, a.On(now).AddDays(-lookBack)); err != nil {
		return a, nil, fmt.Errorf("list the recaps: %w", err)
	}
	return a, known, nil
}

// Resumption is what there was to resume in a conversation.
type Resumption struct {
	Interrupted bool // nothing could be posted there since the last recap, or so people were told
	Today       bool // today's recap is among what could not, and is tried again
}

// Resume has today's recap tried again in a conversation that is there again.
func (d *Deliverer) Resume(ctx context.Context, now time.Time, conversation string) (r Resumption, err error) {
	a, known, err := d.lately(ctx, now)
	if err != nil {
		return r, err
	}
	var again []Post
	refused := false
	for _, p := range known { // by day
		if p.Conversation != conversation || !p.announced() {
			continue
		}
		refused = p.lost() || refused && p.State != Posted
		resumed := Post{Key: p.Key, State: Due, Reason: Resumed, AskedBy: p.AskedBy, DueAt: p.DueAt}
		if state, _ := a.unwanted(resumed, now); p.lost() && state == "" {
			again = append(again, resumed)
		}
	}
	if err := d.Posts.Plan(ctx, again); err != nil {
		return r, fmt.Errorf("plan a recap again: %w", err)
	}
	return Resumption{refused || toldLost(known, conversation), len(again) > 0}, nil
}
