package bot

import (
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// title is the recap in one sentence: where marketing stands, and the one number
// that says how far.
func (s summary) title() string {
	f := s.report.Total
	mark, _ := s.standing(f)
	id := string(f.Status)
	switch {
	case !s.report.Planned:
		id = string(sla.NoCommitment)
	case f.Status == sla.OnTrack && f.Gap.IsNegative():
		id = "slightly_late"
	case f.Status == sla.TooEarly && f.CommitmentLeads < fewLeads:
		id = "too_few"
	}
	args := lang.Args{
		"mark": mark, "day": s.edition.Day, "month": s.report.Month,
		"being": s.say.Say(lang.ID("recap.being."+id), lang.Args{"share": s.share(f.Attainment)}),
	}
	if s.edition.Kind == recap.Closing {
		args["being"] = s.ended()
		return s.say.Say("recap.title.closing", args)
	}
	line := s.say.Say("recap.title", args)
	// Silence is not zero: what nobody reported is not held against the pace.
	if note := s.headlineNote(f); note != "" && f.Status != sla.Reached && f.Status != sla.NotReported {
		line += " (" + note + ")"
	}
	return strings.Join(told(line, s.salesBeing(s.salesOf(0))), " · ")
}

func (s summary) unplannedLine() string {
	if s.edition.Kind == recap.Closing {
		return s.say.Say("recap.closing.unplanned", lang.Args{"month": s.report.Month})
	}
	return s.say.Say("recap.unplanned", nil)
}

// bestLine names the channel furthest ahead, unless what to do names it already.
func (s summary) bestLine() string {
	best, found := report.Best(s.report.Channels)
	f := best.Figures
	if !found || f.Status == sla.Ahead && s.edition.Kind != recap.Closing {
		return ""
	}
	args := lang.Args{"name": escape(best.Name), "gap": s.signed(f.Gap), "pace": s.share(f.Pace)}
	switch {
	case s.edition.Kind == recap.Closing && s.bare:
		return s.say.Say("recap.closing.best.bare", args)
	case s.edition.Kind == recap.Closing:
		return s.say.Say("recap.closing.best", args)
	case s.bare:
		return s.say.Say("recap.best.bare", args)
	}
	return s.say.Say("recap.best", args)
}

// reportedLine names the channels nobody reports, or says that all are up to
// date; at the beginning, before the first entries, there is nothing to say.
func (s summary) reportedLine() string {
	if s.edition.Kind == recap.Closing {
		return s.incompleteLine()
	}
	if silent := s.silentLine(); silent != "" {
		return silent
	}
	never := func(c report.Channel) bool { return c.LastReported.IsZero() && c.Figures.CommitmentLeads > 0 }
	if slices.ContainsFunc(s.report.Channels, never) {
		return ""
	}
	return s.say.Say("recap.all_reported", nil)
}

// incompleteLine names the channels that fell silent before the month was over,
// which is judged all the same: what they have brought since still counts until
// it closes.
func (s summary) incompleteLine() string {
	names := s.silentNames(func(c report.Channel) bool { return c.Silent && c.Figures.CommitmentLeads > 0 })
	if len(names) == 0 {
		return ""
	}
	return s.say.Say("recap.closing.incomplete", lang.Args{"names": clipList(s.say, names)})
}

func (s summary) lateLine() string {
	if !s.edition.Late {
		return ""
	}
	return s.say.Say("recap.late", lang.Args{"at": clockOf(s.edition.DueAt, s.settings)})
}

// Beyond so many mornings, how many there were says enough.
const mostUnposted = 5

// unpostedLine owns up to the mornings that got no recap.
func (s summary) unpostedLine() string {
	days := s.edition.Unposted
	if len(days) == 0 {
		return ""
	}
	if len(days) > mostUnposted {
		return s.say.Count("recap.unposted.many", int64(len(days)), lang.Args{"since": s.say.ShortDayMonth(days[0])})
	}
	names := make([]string, 0, len(days))
	for _, d := range days {
		names = append(names, s.say.ShortDayMonth(d))
	}
	return s.say.Count("recap.unposted", int64(len(days)), lang.Args{"days": names})
}

// contextLine says who signed what the post is about, who is behind the post,
// and when the next one comes.
func (s summary) contextLine() string {
	return lang.Capital(strings.Join(told(s.signedLine(), s.scheduledPart(), s.nextPart()), " · "))
}

func (s summary) scheduledPart() string {
	id := lang.ID("recap.context")
	by := s.edition.ScheduledBy
	if s.edition.AskedBy != "" {
		id, by = "recap.context.asked", s.edition.AskedBy
	}
	if by == "" {
		return ""
	}
	return s.say.Say(id, lang.Args{"author": s.author(by)})
}

func (s summary) nextPart() string {
	if s.edition.Next.IsZero() {
		return ""
	}
	day := dayOf(s.edition.Next, s.settings)
	args := lang.Args{"day": s.say.ShortDay(day), "at": clockOf(s.edition.Next, s.settings)}
	if day.In() != s.edition.Day.In() {
		args["day"] = s.say.ShortDayMonth(day)
	}
	return s.say.Say("recap.next", args)
}
