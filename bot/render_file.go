package bot

import (
	"slices"

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
		lines = append(lines, badLine(say, b, b.Problem))
	}
	return lines
}

// badLine says where a file cannot be taken in, and why.
func badLine(say lang.Speaker, b intake.Bad, why *lang.Problem) string {
	at, reason := b.At.String(), say.Problem(why)
	switch {
	case b.At == intake.Place{}:
		return reason
	case b.At.Line > 0:
		at = say.Say("intake.line", lang.Args{"line": b.At.Line})
	}
	return say.Say("intake.at", lang.Args{"at": at, "reason": reason})
}

// revision lists what changes, and what that does to the month.
func (w fileWords) revision(r intake.Revision) []string {
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
	return append(lines, w.after(r)...)
}

// after closes a revision: what is added, and the month's commitment.
func (w fileWords) after(r intake.Revision) []string {
	var lines []string
	if len(r.Added) > 0 {
		names := slices.Clone(r.Added)
		for i := range names {
			names[i] = escape(names[i])
		}
		lines = append(lines, w.say.Say("intake.added", lang.Args{"names": names}))
	}
	if len(r.Changes) > 0 {
		lines = append(lines, w.commitmentEffect(planned{Month: r.Month, Before: r.Before, After: r.After}))
	}
	return lines
}

// understood says what a plan's file was found to hold, and what of it nobody
// reads.
func understood(say lang.Speaker, f intake.File) []string {
	count := map[string]int64{}
	for _, c := range f.Cells {
		count[c.What]++
	}
	var what []string
	for _, kind := range []string{sla.RateChanged, sla.SaleChanged, sla.GoalChanged, sla.TargetChanged, intake.SoFar} {
		if n := count[kind]; n > 0 {
			what = append(what, say.Count(lang.ID("intake.what."+kind), n, nil))
		}
	}
	var lines []string
	if len(what) > 0 {
		lines = append(lines, say.Say("intake.understood", lang.Args{"what": what}))
	}
	if len(f.Unread) > 0 {
		lines = append(lines, say.Say("intake.unread", lang.Args{"headings": f.Unread}))
	}
	return lines
}

// UnderstoodWords are what a plan's file was found to hold, for a terminal.
func UnderstoodWords(say lang.Speaker, f intake.File) []string { return understood(say, f) }
