package bot

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// guestConfirmation tells a guest what was written, in their own counts alone.
func (s slip) guestConfirmation(done written, request string) letter {
	l := letter{say: s.say}
	switch {
	case len(done.all()) == 0:
		return l
	case len(done.Lines) == 0:
		l.addWithin(s.undoneLines(done.Undone)...)
	case len(done.Lines) == 1:
		l.bold(s.recorded(done.Lines[0]))
		l.add(s.ownDay(done.Lines[0]))
	default:
		s.severalOwn(&l, done.Lines)
	}
	args := lang.Args{"leads": s.leads(done.Own), "month": s.say.Month(done.Month), "what": s.level(done)}
	if done.Channel == 0 {
		l.add(s.say.Say("guests.month.total", args))
	} else {
		l.add(s.say.Say("guests.month", args))
	}
	l.buttons(s.confirmationButtons(done, request)...)
	return l
}

func (s slip) severalOwn(l *letter, recorded []ledger.Recorded) {
	var sum int64
	lines := make([]string, 0, len(recorded))
	for _, one := range recorded {
		sum += one.Entry.Count
		lines = append(lines, s.say.Say("guests.line", lang.Args{
			"change": s.say.SignedInt(one.Entry.Count), "segment": s.segment(one.Entry.Cell), "day": s.day(one.Entry.Cell.Day),
		}))
	}
	l.bold(s.say.Count("leads.several", int64(len(recorded)), lang.Args{"change": s.say.SignedInt(sum)}))
	l.addWithin(lines...)
}

// ownDay is the author's part of the day.
func (s slip) ownDay(one ledger.Recorded) string {
	for _, share := range one.Day {
		if share.Author == one.Entry.Author {
			return s.say.Say("guests.day", lang.Args{"leads": s.leads(share.Count)})
		}
	}
	return ""
}

// guestHelp is all that a guest can do.
func (b *Bot) guestHelp(a asked) reply {
	l := letter{say: a.say}
	l.bold(a.say.Say("guests.help", lang.Args{"names": escapedList(a.say, a.ownNames())}))
	names := a.phrases()
	names.Catalogue = escaped(a.catalogue)
	l.add(exampleLines(a.say, phrase.GuestExamples(names, a.say.Language))...)
	l.note(a.say.Say("guests.help.only", nil))
	l.buttons(primary(button(actionForm, a.say.Say("leads.button.form", nil), "form")))
	return l.reply()
}

func escapedList(say lang.Speaker, names []string) string {
	safe := make([]string, 0, len(names))
	for _, name := range names {
		safe = append(safe, escape(name))
	}
	return say.List(safe)
}

// ownEntries are a guest's latest entries for the channels they have now.
func (b *Bot) ownEntries(ctx context.Context, a asked, most int) (own []ledger.Written, err error) {
	entries, err := b.Books.EntriesBy(ctx, a.person.ID, most)
	if err != nil {
		return nil, fmt.Errorf("read a guest's latest entries: %w", err)
	}
	for _, e := range entries {
		if a.person.MayRecordFor(e.Cell.Channel) {
			own = append(own, e)
		}
	}
	return own, nil
}

// ownLog lists a guest's latest entries.
func (b *Bot) ownLog(ctx context.Context, a asked) (reply, error) {
	entries, err := b.ownEntries(ctx, a, logged)
	if err != nil {
		return reply{}, err
	}
	zone, err := a.settings.Zone()
	if err != nil {
		return reply{}, err
	}
	return b.slip(ctx, a, nil).log(0, entries, zone), nil
}

// entriesAtHome is how many entries a guest's Home tab shows.
const entriesAtHome = 8

// guestHome is a guest's Home tab: their channels, what they recorded of the month,
// and a button to record more.
func (b *Bot) guestHome(ctx context.Context, a asked) (reply, error) {
	entries, err := b.ownEntries(ctx, a, entriesAtHome)
	if err != nil {
		return reply{}, err
	}
	zone, err := a.settings.Zone()
	if err != nil {
		return reply{}, err
	}
	l := letter{say: a.say}
	title := a.say.Say("guests.home", lang.Args{"month": a.say.Month(a.today.In())})
	l.title(title, title)
	lines, err := b.ownMonth(ctx, a, a.today.In())
	if err != nil {
		return reply{}, err
	}
	l.add(lines...)
	l.buttons(primary(button(actionForm, a.say.Say("leads.button.form", nil), "form")))
	listed := b.slip(ctx, a, nil).log(0, entries, zone)
	l.blocks = append(append(l.blocks, slack.NewDividerBlock()), listed.Blocks...)
	l.note(a.say.Say("guests.help.only", nil))
	shown := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: l.blocks}}
	return reply{Home: &shown}, nil
}

func (b *Bot) ownMonth(ctx context.Context, a asked, m calendar.Month) (lines []string, err error) {
	s := b.slip(ctx, a, nil)
	for _, c := range a.catalogue.Active().Channels {
		own, err := b.Books.LeadsBy(ctx, a.person.ID, c.ID, m)
		if err != nil {
			return nil, err
		}
		lines = append(lines, a.say.Say("guests.home.line", lang.Args{"channel": escape(c.Name), "leads": s.leads(own)}))
	}
	return lines, nil
}
