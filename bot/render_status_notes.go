package bot

import (
	"slices"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// carriedLine says that the month runs on an earlier month's plan, which nobody
// has confirmed.
func (b board) carriedLine() string {
	if b.report.PlanFrom.IsZero() || !b.report.PlanFrom.Before(b.report.Month) {
		return ""
	}
	return b.say.Say("sla.carried", lang.Args{"month": b.say.Month(b.report.PlanFrom)})
}

// amendedLine names the days on which the agreement was changed after the month
// had begun in earnest, and by whom.
func (b board) amendedLine() string {
	type amendment struct {
		day    calendar.Date
		author string
	}
	var seen []amendment
	var parts []string
	for _, c := range b.amendments {
		a := amendment{dayOf(c.At, b.settings), c.Author}
		if slices.Contains(seen, a) {
			continue
		}
		seen = append(seen, a)
		parts = append(parts, b.amendment(c, a.day))
	}
	if len(parts) == 0 {
		return ""
	}
	return b.say.Say("sla.amended", lang.Args{"list": clipList(b.say, parts)})
}

func (b board) amendment(c sla.Change, day calendar.Date) string {
	return b.say.Say("sla.amended.by", lang.Args{"day": b.say.NumericDay(day), "author": signature(b.say, c.Author)})
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
