package bot

import (
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// days lists the entries behind the number, a line for each of so many days,
// and counts the leads of the others.
func (w reasons) days(most int) []string {
	byDay := chunkDays(w.entries)
	shown := byDay[max(0, len(byDay)-most):]
	var lines []string
	var counted int64
	if len(shown) > 0 {
		lines = append(lines, "*"+w.say.Say("why.entries", nil)+"*")
	}
	for _, entries := range shown {
		lines = append(lines, w.dayLine(entries))
		for _, e := range entries {
			counted += e.Count
		}
	}
	if rest := w.figures().Leads - counted; rest != 0 {
		lines = append(lines, w.say.Say("why.entries.rest", lang.Args{"leads": w.leads(rest)}))
	}
	return lines
}

// chunkDays cuts entries sorted by day into days.
func chunkDays(entries []ledger.Entry) [][]ledger.Entry {
	var days [][]ledger.Entry
	for _, e := range entries {
		if last := len(days) - 1; last >= 0 && days[last][0].Cell.Day == e.Cell.Day {
			days[last] = append(days[last], e)
			continue
		}
		days = append(days, []ledger.Entry{e})
	}
	return days
}

// dayLine is "ven. 13 : 4 leads · @Claire : PME 3, ETI 1".
func (w reasons) dayLine(entries []ledger.Entry) string {
	var total int64
	var authors []string
	said := map[string][]string{}
	for _, e := range entries {
		total += e.Count
		author := w.entryAuthor(e)
		if !slices.Contains(authors, author) {
			authors = append(authors, author)
		}
		said[author] = append(said[author], w.cellName(e.Cell)+w.say.Int(e.Count))
	}
	line := []string{w.say.Say("why.entry_day", lang.Args{"day": w.say.ShortDay(entries[0].Cell.Day), "leads": w.leads(total)})}
	for _, author := range authors {
		line = append(line, w.say.Say("why.entry_author", lang.Args{
			"author": author,
			"list":   strings.Join(clipList(w.say, said[author]), ", "),
		}))
	}
	return strings.Join(line, "")
}

// cellName is as much of an entry's segment as the subject leaves open, with a
// space after it.
func (w reasons) cellName(c ledger.Cell) string {
	s := c.Segment()
	if w.about.Channel != 0 {
		s.Channel = 0
	}
	if w.about.Persona != 0 {
		s.Persona = 0
	}
	if s == (ledger.Segment{}) {
		return ""
	}
	return planWords{catalogue: w.catalogue}.segment(s) + " "
}

func (w reasons) entryAuthor(e ledger.Entry) string {
	if e.Source == ledger.Imported {
		return w.say.Say("why.imported", lang.Args{"author": signature(w.say, e.Author)})
	}
	return signature(w.say, e.Author)
}

// daysOff names the public holidays and closures that take working days from
// the month.
func (w reasons) daysOff() string {
	var parts []string
	for d := w.report.Month.First(); !d.After(w.report.Month.Last()); d = d.AddDays(1) {
		if name := w.dayOff(d); name != "" {
			parts = append(parts, w.say.ShortDay(d)+" ("+name+")")
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return w.say.Say("why.days_off", lang.Args{"days": parts})
}

// dayOff says why a weekday is not worked, "" when it is or is no weekday.
func (w reasons) dayOff(d calendar.Date) string {
	if w.settings.CalendarDays || w.calendar.Works(d) || d.Weekday() == 0 || d.Weekday() == 6 {
		return ""
	}
	for _, e := range slices.Backward(w.exceptions) {
		if !d.Before(e.First) && !d.After(e.Last) {
			if e.Label != "" {
				return escape(e.Label)
			}
			return w.say.Say("why.closure", nil)
		}
	}
	name, _ := w.calendar.Holiday(d)
	return escape(name)
}

// sources say, for the rates and prices in force, where they come from, since
// when and by whom; those set together share a line.
func (w reasons) sources() []string {
	var lines []string
	named := map[string][]string{}
	file := func(what string, s ledger.Segment) {
		line := w.source(what, s)
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
		if name := (planWords{catalogue: w.catalogue}).segment(s); !slices.Contains(named[line], name) {
			named[line] = append(named[line], name)
		}
	}
	for _, c := range w.report.Channels {
		for _, s := range c.Segments {
			if s.Unknown {
				continue
			}
			rate := w.say.Say("why.rate", lang.Args{"source": lang.ID("plan.source." + s.Source)})
			file(rate, ledger.Segment{Channel: c.ID, Persona: s.ID})
			file(w.say.Say("plan.what."+sla.SaleChanged, nil), ledger.Segment{Persona: s.ID})
		}
	}
	for i, line := range lines {
		lines[i] = w.say.Say("why.sourced", lang.Args{"source": lang.Capital(line), "names": clipList(w.say, named[line])})
	}
	return lines
}

// source says since when a rate or price is in force, and who typed it.
func (w reasons) source(what string, s ledger.Segment) string {
	o, known := w.origins[s]
	if !known {
		return w.say.Say("why.source.old", lang.Args{"what": what})
	}
	return w.say.Say("why.source", lang.Args{
		"what": what, "month": o.month,
		"day": w.say.NumericDay(dayOf(o.At, w.settings)), "author": signature(w.say, o.Author),
	})
}

// clipList keeps as many names as a sentence bears, and counts the others.
func clipList(say lang.Speaker, names []string) []string {
	if len(names) <= mostNamed {
		return names
	}
	more := say.Count("plan.lack.more", int64(len(names)-mostNamed), lang.Args{})
	return append(slices.Clone(names[:mostNamed]), more)
}

// definition is what both teams agreed counts as a lead of the channel.
func (w reasons) definition() string {
	text := w.plan.Definitions[w.about.Channel]
	if text == "" {
		return ""
	}
	return w.say.Say("why.definition", lang.Args{"text": escape(text)})
}
