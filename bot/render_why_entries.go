package bot

import (
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// So many days of entries are written out, the latest ones; the rest is
// counted.
const entryDays = 12

// days lists the entries behind the number, a line for each day, and the
// weekdays that were not worked.
func (w reasons) days() []string {
	lines := []string{w.daysOff()}
	byDay := chunkDays(w.entries)
	shown := byDay[max(0, len(byDay)-entryDays):]
	var counted int64
	if len(shown) > 0 {
		lines = append(lines, w.say.Say("why.entries", nil))
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
	return told(lines...)
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

// dayLine is "ven. 13 : 4 leads (E-mail · PME 3 par @Claire, …)".
func (w reasons) dayLine(entries []ledger.Entry) string {
	var total int64
	var parts []string
	for _, e := range entries {
		total += e.Count
		parts = append(parts, w.say.Say("why.entry", lang.Args{"name": w.cellName(e.Cell), "count": w.say.Int(e.Count),
			"author": w.entryAuthor(e)}))
	}
	return w.say.Say("why.entry_day", lang.Args{"day": w.say.ShortDay(entries[0].Cell.Day), "leads": w.leads(total),
		"list": strings.Join(parts, ", ")})
}

// cellName is as much of an entry's segment as the subject leaves open, with a
// space after it.
func (w reasons) cellName(c ledger.Cell) string {
	var names []string
	if w.about.Channel == 0 {
		names = append(names, escape(w.catalogue.Channel(c.Channel).Name))
	}
	if w.about.Persona == 0 {
		names = append(names, escape(w.catalogue.Persona(c.Persona).Name))
	}
	if len(names) == 0 {
		return ""
	}
	return strings.Join(names, " · ") + " "
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
	for _, c := range w.report.Channels {
		for _, s := range c.Segments {
			if s.Unknown {
				continue
			}
			w.source(named, &lines, sla.RateChanged, s.Source, ledger.Segment{Channel: c.ID, Persona: s.ID}, escape(c.Name)+" · "+escape(s.Name))
			w.source(named, &lines, sla.SaleChanged, "", ledger.Segment{Persona: s.ID}, escape(s.Name))
		}
	}
	for i, line := range lines {
		lines[i] = line + w.say.List(clipList(w.say, named[line]))
	}
	return lines
}

// source files a rate or price under the line that says where it comes from.
func (w reasons) source(named map[string][]string, lines *[]string, what, source string, s ledger.Segment, name string) {
	line := w.say.Say("why.source.old", lang.Args{"what": lang.ID("plan.what." + what)})
	if o, known := w.origins[s]; known {
		line = w.say.Say("why.source", lang.Args{"what": lang.ID("plan.what." + what), "month": o.month,
			"day": w.say.NumericDay(dayOf(o.At, w.settings)), "author": signature(w.say, o.Author)})
	}
	if source != "" {
		line = w.say.Say(lang.ID("plan.source."+source), nil) + " · " + line
	}
	line = lang.Capital(line)
	if _, seen := named[line]; !seen {
		*lines = append(*lines, line)
	}
	if !slices.Contains(named[line], name) {
		named[line] = append(named[line], name)
	}
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
	text := w.catalogue.Channel(w.about.Channel).Definition
	if text == "" {
		return ""
	}
	return w.say.Say("why.definition", lang.Args{"text": escape(text)})
}
