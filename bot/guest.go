package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
	"github.com/treve-bot/treve/internal/sla"
)

// GuestWriter lets guests in, and adds up what they recorded.
type GuestWriter interface {
	Guests(ctx context.Context) ([]ledger.Person, error)
	// SetGuest lets a guest record for these channels and no others.
	SetGuest(ctx context.Context, person string, channels []ledger.ChannelID, by sla.Author) error
	// LeadsBy adds up the leads of a month that somebody recorded for a channel, 0
	// for all.
	LeadsBy(ctx context.Context, author string, channel ledger.ChannelID, m calendar.Month) (int64, error)
}

// guest reports whether the asker was let in for some channels alone: what they
// see of the catalogue is these, and what they read is what they wrote.
func (a asked) guest() bool { return a.person.LetIn() }

// guestParts are the buttons and the modals that a guest may use. Whatever is not
// among them is refused, whoever adds it.
var guestParts = []string{
	actionSettle, actionConfirm, actionDrop, actionUndo, actionEdit, actionYesterday, actionForm, formLeads,
	actionNudgeZero, actionNudgeForm,
}

// guestMay reports whether a guest gets an answer at all; what is typed is looked
// at once it is read.
func guestMay(r request) bool {
	switch r.kind {
	case command:
		return r.name == "/leads"
	case action, submission:
		return slices.Contains(guestParts, r.name)
	}
	return true
}

// notForGuests refuses what only full members do.
func (a asked) notForGuests() error {
	return lang.Refuse("guests.records_only", lang.Args{"names": a.ownNames(), "example": a.ownExample()})
}

func (a asked) ownNames() (names []string) {
	for _, c := range a.catalogue.Active().Channels {
		names = append(names, c.Name)
	}
	return names
}

// ownExample is a line that the guest may type.
func (a asked) ownExample() string { return phrase.GuestExamples(a.phrases(), a.say.Language)[0].Text }

// obeyGuest answers what a guest typed.
func (b *Bot) obeyGuest(ctx context.Context, a asked, cmd phrase.Command) (reply, error) {
	switch c := cmd.(type) {
	case phrase.Record:
		return b.record(ctx, a, c)
	case phrase.Form:
		return b.openForm(ctx, a)
	case phrase.Undo:
		return b.undo(ctx, a, "")
	case phrase.Log:
		return b.ownLog(ctx, a)
	case phrase.Help, phrase.Unknown:
		return b.guestHelp(a), nil
	}
	return reply{}, a.notForGuests()
}

// namesOwn refuses counts for a channel that is not the guest's: they keep no
// drafts, and learn of no other channel.
func (a asked) namesOwn(c *counts) error {
	c.drafts, c.Lines = nil, slices.Clone(c.Lines)
	for i, line := range c.Lines {
		if slices.ContainsFunc(line.Doubts, func(d phrase.Doubt) bool { return d.Kind == phrase.NoSuchChannel }) {
			return lang.Refuse("guests.not_yours", lang.Args{"typed": line.Unknown, "names": a.ownNames()})
		}
		c.Lines[i].Unknown = ""
	}
	return nil
}

// guestRules refuses what a guest may not write: anything but leads of their own
// channels, a day's total, which others add to, and less than what they recorded
// themselves.
func (a asked) guestRules(ctx context.Context, p Page, w writing) error {
	if !a.guest() {
		return nil
	}
	if err := a.ownRequest(ctx, p, w.Replaces); err != nil {
		return err
	}
	for _, line := range w.Lines {
		switch {
		case line.Cell.Stage != ledger.Lead || !a.person.MayRecordFor(line.Cell.Channel):
			return a.notForGuests()
		case line.Set || w.Replaces != "" && line.Count < 0:
			return lang.Refuse("guests.no_total", lang.Args{"example": a.ownExample()})
		}
	}
	return a.coversOwn(ctx, p, w.Lines)
}

// coversOwn refuses to take off more of a day than the guest recorded of it.
func (a asked) coversOwn(ctx context.Context, p Page, lines []ledger.Line) error {
	left := map[ledger.Cell]int64{}
	for _, line := range lines {
		if line.Count >= 0 {
			continue
		}
		if _, held := left[line.Cell]; !held {
			if _, err := p.Hold(ctx, line.Cell); err != nil {
				return err
			}
			standing, err := p.EntriesOn(ctx, line.Cell)
			if err != nil {
				return err
			}
			left[line.Cell] = a.ownShare(standing)
		}
		if left[line.Cell] += line.Count; left[line.Cell] < 0 {
			return lang.Refuse("guests.below_own", lang.Args{"own": left[line.Cell] - line.Count, "day": line.Cell.Day})
		}
	}
	return nil
}

func (a asked) ownShare(standing []ledger.Entry) (own int64) {
	for _, e := range standing {
		if e.Author == a.person.ID {
			own += e.Count
		}
	}
	return own
}

// ownRequest refuses to take back what a guest has not written, or has written
// for a channel that is theirs no more.
func (a asked) ownRequest(ctx context.Context, p Page, request string) error {
	if !a.guest() || request == "" {
		return nil
	}
	written, err := p.EntriesOf(ctx, request)
	if err != nil {
		return fmt.Errorf("read what %s wrote: %w", request, err)
	}
	for _, e := range written {
		if e.Author != a.person.ID || !a.person.MayRecordFor(e.Cell.Channel) {
			return lang.Refuse("guests.not_own", nil)
		}
	}
	return nil
}

// ownStanding adds what the guest has recorded of the month, and nothing of what
// others have.
func (a asked) ownStanding(ctx context.Context, p Page, done written) (_ written, err error) {
	first := done.said()[0].Entry.Cell
	done.Month, done.Channel = first.Day.In(), first.Channel
	for _, one := range done.said() {
		if one.Entry.Cell.Channel != first.Channel {
			done.Channel = 0
		}
	}
	done.Own, err = p.LeadsBy(ctx, a.person.ID, done.Channel, done.Month)
	return done, err
}

// guestly keeps from a guest how much others have recorded on a day.
func (a asked) guestly(err error) error {
	problem, ok := errors.AsType[*lang.Problem](err)
	if a.guest() && ok && (problem.ID == "record.below_zero" || problem.ID == "record.undo_below_zero") {
		return lang.Refuse("guests.below", nil)
	}
	return err
}
