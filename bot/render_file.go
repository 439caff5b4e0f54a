package bot

import (
	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// fileWords says what a file holds, and what taking it in changes.
type fileWords struct{ planWords }

// RevisionWords are what a plan's file changes, for a terminal.
func RevisionWords(say lang.Speaker, s ledger.Settings, r intake.Revision) []string {
	var lines []string
	for _, line := range (fileWords{planWords{say, s, r.Names}}).revision(r) {
		lines = append(lines, Words(line))
	}
	return lines
}

// BadWords are what cannot be taken in of a file, for a terminal.
func BadWords(say lang.Speaker, bad []intake.Bad) (lines []string) {
	for _, b := range bad {
		lines = append(lines, badLine(say, placeOf(say, b.At), b.Problem))
	}
	return lines
}

// badLine says where a file cannot be taken in, if there is a place, and why.
func badLine(say lang.Speaker, at string, why *lang.Problem) string {
	if at == "" {
		return say.Problem(why)
	}
	return say.Say("intake.at", lang.Args{"at": at, "reason": say.Problem(why)})
}

// placeOf names a place in a file; "" for the whole of it.
func placeOf(say lang.Speaker, at intake.Place) string {
	switch {
	case at == intake.Place{}:
		return ""
	case at.Line > 0:
		return say.Say("intake.line", lang.Args{"line": at.Line})
	}
	return at.String()
}

// revision lists what changes, and what that does to the month.
func (w fileWords) revision(r intake.Revision) []string {
	return append(w.changes(r), w.after(r)...)
}

// changes lists what changes, old and new.
func (w fileWords) changes(r intake.Revision) []string {
	var lines []string
	for _, c := range r.Changes {
		lines = append(lines, w.changed(c))
	}
	for _, c := range r.Counts {
		lines = append(lines, w.say.Say("intake.count", lang.Args{
			"name": w.segment(c.Segment), "first": w.say.NumericDay(r.Month.First()), "last": w.say.NumericDay(c.Day),
			"before": c.Before, "said": c.Said,
		}))
	}
	return lines
}

// after closes a revision: what is added, and the month's commitment.
func (w fileWords) after(r intake.Revision) []string {
	lines := told(w.addedLine(r.Added))
	if len(r.Changes) > 0 {
		lines = append(lines, w.commitmentEffect(planned{Month: r.Month, Before: r.Before, After: r.After}))
	}
	return lines
}

// addedLine names what is added to the catalogue.
func (w fileWords) addedLine(added []string) string {
	names := make([]string, 0, len(added))
	for _, name := range added {
		names = append(names, escape(name))
	}
	return w.namedLine("intake.added", names)
}

// understood says what a plan's file was found to hold, and what of it nobody
// reads.
func (w fileWords) understood(f intake.File) []string {
	count := map[string]int64{}
	for _, c := range f.Cells {
		count[c.What]++
	}
	var what []string
	for _, kind := range []string{sla.RateChanged, sla.SaleChanged, sla.GoalChanged, sla.TargetChanged, intake.SoFar} {
		if n := count[kind]; n > 0 {
			what = append(what, w.say.Count(lang.ID("intake.what."+kind), n, nil))
		}
	}
	var unread []string
	for _, heading := range f.Unread {
		unread = append(unread, escape(heading))
	}
	return told(w.namedLine("intake.understood", what), w.namedLine("intake.unread", unread))
}

// UnderstoodWords are what a plan's file was found to hold, for a terminal.
func UnderstoodWords(say lang.Speaker, f intake.File) []string {
	lines := fileWords{planWords{say: say}}.understood(f)
	for i, line := range lines {
		lines[i] = Words(line)
	}
	return lines
}
