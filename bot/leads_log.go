package bot

import (
	"context"
	"fmt"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// logged is how many of the latest entries are listed.
const logged = 15

// log lists the latest entries with their authors.
func (b *Bot) log(ctx context.Context, a asked, c phrase.Log) (reply, error) {
	entries, err := b.Books.RecentEntries(ctx, c.Channel, logged)
	if err != nil {
		return reply{}, fmt.Errorf("read the latest entries: %w", err)
	}
	zone, err := a.settings.Zone()
	if err != nil {
		return reply{}, err
	}
	authors := make([]string, 0, len(entries))
	for _, e := range entries {
		authors = append(authors, e.Author)
	}
	return b.slip(ctx, a, authors).log(c.Channel, entries, zone), nil
}

func (s slip) log(channel ledger.ChannelID, entries []ledger.Written, zone *time.Location) reply {
	l := letter{say: s.say}
	about := lang.Args{"channel": escape(s.catalogue.Channel(channel).Name)}
	switch {
	case len(entries) == 0 && channel == 0:
		l.add(s.say.Say("leads.log.empty", nil))
	case len(entries) == 0:
		l.add(s.say.Say("leads.log.empty.channel", about))
	case channel == 0:
		l.bold(s.say.Say("leads.log.title", nil))
	default:
		l.bold(s.say.Say("leads.log.title.channel", about))
	}
	lines := make([]string, 0, len(entries))
	for _, e := range entries {
		lines = append(lines, s.logLine(e, zone))
	}
	l.addWithin(lines...)
	return l.reply()
}

// logLine is an entry: for which day, how many, of what, by whom and when.
func (s slip) logLine(e ledger.Written, zone *time.Location) string {
	at := e.RecordedAt.In(zone)
	args := lang.Args{
		"day": s.say.ShortDayMonth(e.Cell.Day), "change": s.say.SignedInt(e.Count),
		"segment": s.segment(e.Cell), "name": s.name(e.Author),
		"at": s.say.ShortDay(calendar.On(at, zone)) + " " + s.say.Clock(calendar.TimeOfDay{Hour: at.Hour(), Minute: at.Minute()}),
	}
	if e.Monthly {
		args["day"] = s.say.Month(e.Cell.Day.In())
	}
	switch {
	case e.Reversed:
		return s.say.Say("leads.log.undone", args)
	case e.Reverses != 0:
		return s.say.Say("leads.log.undo", args)
	}
	return s.say.Say("leads.log.line", args)
}
