package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// carriedLine says that the month runs on an earlier month's plan, which nobody
// has signed.
func (b board) carriedLine() string {
	if b.report.PlanFrom.IsZero() || !b.report.PlanFrom.Before(b.report.Month) || b.signing.Begun() {
		return ""
	}
	return b.say.Say("sla.carried", lang.Args{"month": b.say.Month(b.report.PlanFrom)})
}

// amendedLine names the days on which the agreement was changed after the month
// had begun in earnest, and by whom.
func (b board) amendedLine() string {
	times := b.amended(false)
	if len(times) == 0 {
		return ""
	}
	return lang.Capital(b.say.Say("sla.amended", lang.Args{"list": times}))
}

// closuresLine names the closures added after the month had begun in earnest,
// the days declared worked, and the definitions written anew.
func (b board) closuresLine() string { return lang.Capital(b.say.List(b.amended(true))) }

// amended lists the changes that have words of their own, or all others, each
// once.
func (b board) amended(worded bool) []string {
	var parts []string
	for _, c := range b.amendments {
		if part := b.amendment(c); hasWords(c) == worded && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return clipList(b.say, parts)
}

// ofDays reports whether a change is one of the working days.
func ofDays(c sla.Change) bool { return c.What == sla.DaysClosed || c.What == sla.DaysOpened }

// hasWords reports whether a change is told in words of its own, and not as one
// of the commitment.
func hasWords(c sla.Change) bool { return ofDays(c) || c.What == sla.DefinitionChanged }

// amendment says when something was changed and by whom: "le 12/11 par @x"; of
// days also which, as in "fermeture du 24/11 au 26/11 ajoutée le 12/11 par @x".
func (b board) amendment(c sla.Change) string {
	args := lang.Args{"day": b.say.NumericDay(dayOf(c.At, b.settings)), "author": b.author(c.Author)}
	if c.What == sla.DefinitionChanged {
		args["name"] = b.channelName(c.Segment.Channel)
		return b.say.Say("sla.amended.definition", args)
	}
	first, last, ok := daysOf(c.New)
	if !ofDays(c) || !ok {
		return b.say.Say("sla.amended.by", args)
	}
	args["first"], args["last"] = b.say.NumericDay(first), b.say.NumericDay(last)
	id := "sla.amended." + c.What
	if first == last {
		id += ".day"
	}
	return b.say.Say(lang.ID(id), args)
}

func (b board) channelName(id ledger.ChannelID) string {
	for _, c := range b.report.Channels {
		if c.ID == id {
			return escape(c.Name)
		}
	}
	return lang.Dash
}

// daysOf reads days as the log writes them: 2026-11-24/2026-11-27.
func daysOf(canonical string) (first, last calendar.Date, ok bool) {
	from, to, _ := strings.Cut(canonical, "/")
	first, err := calendar.ParseDate(from)
	if err != nil {
		return first, last, false
	}
	last, err = calendar.ParseDate(to)
	return first, last, err == nil
}

// author names who did something; in a post to all, without calling them: a
// mention every morning would.
func (b board) author(user string) string {
	if name := b.people[user]; name != "" {
		return escape(name)
	}
	return signature(b.say, user)
}

// signature names who did something; the command line has no name.
func signature(say lang.Speaker, user string) string {
	if user == "" {
		return say.Say("sla.command_line", nil)
	}
	return "<@" + user + ">"
}

// dayOf is the civil day of an instant in the workspace's zone.
func dayOf(at time.Time, s ledger.Settings) calendar.Date {
	zone, err := s.Zone()
	if err != nil { // stored zones are checked; a day in UTC still says which day
		zone = time.UTC
	}
	return calendar.On(at, zone)
}
