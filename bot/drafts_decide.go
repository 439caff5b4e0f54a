package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/recap"
)

// decided is what became of the drafts for a channel. It is kept as the answer
// of the request that decided.
type decided struct {
	Name    string           // of the channel, as it was added
	Team    ledger.Team      // it was given to; "" where nothing was added
	Channel ledger.ChannelID // 0 where nothing was added
	Settled []settledDraft
}

// settledDraft is a draft and what became of it.
type settledDraft struct {
	ledger.Draft
	State ledger.DraftState
}

// showDrafts lists what waits, each channel with the buttons that decide.
func (b *Bot) showDrafts(ctx context.Context, a asked) (reply, error) {
	waiting, err := b.Books.Drafts(ctx)
	if err != nil {
		return reply{}, err
	}
	if len(waiting) == 0 {
		return reply{}, lang.Refuse("drafts.none_left", nil)
	}
	return b.slip(ctx, a, authorsOf(waiting)).waiting(waiting), nil
}

// acceptDrafts adds the channel that counts were typed for, then records each
// under its author and its day, in a request of its own: what a crash leaves
// undone is done when the button is pressed again.
func (b *Bot) acceptDrafts(ctx context.Context, a asked) (reply, error) {
	d, err := a.decision()
	if err != nil {
		return reply{}, err
	}
	done, _, err := once(ctx, b, a, func(ctx context.Context, p Page) (decided, error) { return a.addDrafted(ctx, p, d) })
	if err != nil {
		return reply{}, fmt.Errorf("add the channel of drafts: %w", err)
	}
	if err := b.open(ctx, &a); err != nil { // it has a name now
		return reply{}, err
	}
	var told []recap.Note
	for i, one := range done.Settled {
		entered, author, err := b.enterDraft(ctx, a, one.Draft, done.Channel)
		if err != nil {
			return reply{}, fmt.Errorf("record draft %d: %w", one.ID, err)
		}
		done.Settled[i], told = entered, append(told, author...)
	}
	out := b.decidedReply(ctx, a, done)
	out.Told = told
	return out, nil
}

// anyOpen reports whether one of the drafts at least can still be recorded.
func (a asked) anyOpen(drafts []ledger.Draft) bool {
	for _, d := range drafts {
		if a.rules().AllowDraft(d) == nil {
			return true
		}
	}
	return false
}

// addDrafted finds the drafts for a channel and adds it, unless somebody has
// done so meanwhile or nothing of them can be recorded any more.
func (a asked) addDrafted(ctx context.Context, p Page, d decision) (done decided, err error) {
	if err := p.HoldPlan(ctx); err != nil {
		return done, err
	}
	waiting, err := p.Drafts(ctx)
	if err != nil {
		return done, err
	}
	waiting = d.of(waiting)
	if len(waiting) == 0 {
		return done, lang.Refuse("drafts.decided", lang.Args{"name": d.Name})
	}
	done.Name = lang.Capital(d.Name)
	for _, one := range waiting {
		done.Settled = append(done.Settled, settledDraft{Draft: one})
	}
	catalogue, err := p.Catalogue(ctx)
	if err != nil {
		return done, err
	}
	if done.Channel = channelCalled(catalogue, d.Name); done.Channel != 0 || !a.anyOpen(waiting) {
		return done, nil
	}
	if err := phrase.ValidName(done.Name); err != nil {
		return done, err
	}
	done.Team = ledger.Marketing
	if d.Team == ledger.Sales {
		done.Team = ledger.Sales
	}
	done.Channel, err = p.AddChannel(ctx, ledger.Channel{Name: done.Name, Team: done.Team, Rhythm: ledger.Daily}, a.by())
	return done, err
}

// channelCalled finds a channel by its name or an alias, 0 when there is none.
func channelCalled(c ledger.Catalogue, name string) ledger.ChannelID {
	for _, channel := range c.Channels {
		for _, called := range append([]string{channel.Name}, channel.Aliases...) {
			if sameName(called, name) {
				return channel.ID
			}
		}
	}
	return 0
}

// enterDraft records one draft under its author, who is told, or says that its
// month has closed meanwhile.
func (b *Bot) enterDraft(ctx context.Context, a asked, d ledger.Draft, channel ledger.ChannelID) (settledDraft, []recap.Note, error) {
	theirs := a
	theirs.key, theirs.what = "draft "+strconv.FormatInt(d.ID, 10), "draft"
	theirs.person.ID = d.Author
	state, told, err := onceTelling(ctx, b, theirs, func(ctx context.Context, p Page) (ledger.DraftState, error) {
		return theirs.enterDraft(ctx, p, d, channel, a.person.ID)
	}, func(ctx context.Context, p Page, state ledger.DraftState) ([]note, error) {
		return a.decidedNotes(ctx, p, channel, settledDraft{d, state}), nil
	})
	return settledDraft{d, state}, told, err
}

func (a asked) enterDraft(ctx context.Context, p Page, d ledger.Draft, channel ledger.ChannelID, by string) (ledger.DraftState, error) {
	rules, state := a.rules(), ledger.DraftAccepted
	rules.Confirmed = true // a manager has seen the count
	if rules.AllowDraft(d) != nil {
		state = ledger.DraftClosed
	}
	switch err := p.SettleDraft(ctx, d.ID, state, by, a.now); {
	case errors.Is(err, ledger.ErrNotFound):
		return ledger.DraftWithdrawn, nil // by its author, who was faster
	case err != nil || state == ledger.DraftClosed:
		return state, err
	}
	_, err := ledger.Record(ctx, p, rules, a.author(), []ledger.Line{d.Line(channel)})
	return state, err
}

// refuseDrafts lets go of the counts typed for a channel, and tells their
// authors.
func (b *Bot) refuseDrafts(ctx context.Context, a asked) (reply, error) {
	d, err := a.decision()
	if err != nil {
		return reply{}, err
	}
	done, told, err := onceTelling(ctx, b, a, func(ctx context.Context, p Page) (decided, error) {
		return a.refuseDrafts(ctx, p, d)
	}, func(ctx context.Context, p Page, done decided) ([]note, error) {
		return a.decidedNotes(ctx, p, done.Channel, done.Settled...), nil
	})
	if err != nil {
		return reply{}, fmt.Errorf("refuse drafts: %w", err)
	}
	out := b.decidedReply(ctx, a, done)
	out.Told = told
	return out, nil
}

func (a asked) refuseDrafts(ctx context.Context, p Page, d decision) (decided, error) {
	if err := p.HoldPlan(ctx); err != nil {
		return decided{}, err
	}
	waiting, err := p.Drafts(ctx)
	if err != nil {
		return decided{}, err
	}
	done := decided{Name: d.Name}
	for _, one := range d.of(waiting) {
		if err := p.SettleDraft(ctx, one.ID, ledger.DraftRefused, a.person.ID, a.now); err != nil {
			return decided{}, err
		}
		done.Settled = append(done.Settled, settledDraft{Draft: one, State: ledger.DraftRefused})
	}
	if len(done.Settled) == 0 {
		return decided{}, lang.Refuse("drafts.decided", lang.Args{"name": d.Name})
	}
	return done, nil
}
