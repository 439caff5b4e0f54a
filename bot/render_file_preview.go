package bot

import (
	"context"
	"fmt"

	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// What of a long list stands in a message; the rest is counted.
const (
	changesListed = 30
	badListed     = 20
	cellsListed   = 10
)

// preview shows what a file would change before anything is stored, with the
// button that applies it; or what in it is to be corrected first.
func (w fileWords) preview(c content, done taken, d drop, again lang.ID) reply {
	l := letter{say: w.say}
	if again != "" {
		l.add(w.say.Say(again, nil))
	}
	switch {
	case len(done.Bad) > 0:
		w.refused(&l, c, done.Bad)
		return l.reply()
	case c.Kind == intake.Plan:
		w.planned(&l, c, done)
	default:
		w.listed(&l, c, done)
	}
	if done.nothing() {
		return l.reply()
	}
	l.note(w.say.Say("intake.not_yet", nil))
	l.buttons(
		primary(button(actionApplyFile, w.say.Say("intake.button.apply", nil), d.value())),
		button(actionForgetFile, w.say.Say("intake.button.cancel", nil), "x"),
	)
	return l.reply()
}

// refused lists what cannot be taken in, by where it stands in the file.
func (w fileWords) refused(l *letter, c content, bad []intake.Bad) {
	l.bold(w.say.Count("intake.refused", int64(len(bad)), lang.Args{"file": escape(c.name)}))
	var lines []string
	for _, b := range bad[:min(len(bad), badListed)] {
		lines = append(lines, "• "+badLine(w.say, escape(placeOf(w.say, b.At)), harmless(inSlack(b.Problem))))
	}
	if more := int64(len(bad) - badListed); more > 0 {
		lines = append(lines, w.say.Count("intake.more_bad", more, nil))
	}
	l.add(lines...)
	l.note(w.understood(c.File)...)
}

// saidInSlack says in Slack what the command line says of its own flags.
var saidInSlack = map[lang.ID]lang.ID{"import.no_channel": "intake.no_channel", "import.no_persona": "intake.no_persona"}

func inSlack(p *lang.Problem) *lang.Problem {
	if id, other := saidInSlack[p.ID]; other {
		return lang.Refuse(id, p.Args)
	}
	return p
}

// planned shows what a plan's file would change, and what that does to the month.
func (w fileWords) planned(l *letter, c content, done taken) {
	r := done.Plan
	args := lang.Args{"file": escape(c.name), "month": r.Month}
	if r.Size() == 0 {
		l.add(w.say.Say("intake.same", args))
		l.note(w.understood(c.File)...)
		return
	}
	l.bold(w.say.Count("intake.would_change", int64(len(r.Changes)+len(r.Counts)), args))
	w.addChanges(l, r)
	l.add(w.after(r)...)
	l.note(w.understood(c.File)...)
}

// addChanges lists changes, old and new, as far as a message has room for them.
func (w fileWords) addChanges(l *letter, r intake.Revision) {
	lines := w.changes(r)
	for i, line := range lines {
		lines[i] = "• " + line
	}
	more := int64(len(lines) - changesListed)
	lines = lines[:min(len(lines), changesListed)]
	if more > 0 {
		lines = append(lines, w.say.Count("intake.more_changes", more, nil))
	}
	l.add(lines...)
}

// listed shows what a list would add to the ledger.
func (w fileWords) listed(l *letter, c content, done taken) {
	r := done.List
	args := lang.Args{"file": escape(c.name), "rows": w.rows(c)}
	if r.Stored == 0 {
		l.add(w.say.Say("intake.list.same", args))
		return
	}
	args["new"] = w.say.Count("intake.entries", int64(r.Stored), nil)
	l.bold(w.say.Say("intake.list.would", args))
	l.add(w.addedLine(r.Created), w.besides(r.AlsoTyped))
	if len(c.Unread) > 0 {
		l.note(w.understood(c.File)...)
	}
}

// rows counts a list's rows, by what they are.
func (w fileWords) rows(c content) string {
	return w.say.Count(lang.ID("intake.rows."+string(c.Kind)), int64(len(c.Rows)), nil)
}

// besides names the cells that people have typed into as well: what a file says
// of them is added to that.
func (w fileWords) besides(cells []ledger.Cell) string {
	if len(cells) == 0 {
		return ""
	}
	var names []string
	for _, cell := range cells[:min(len(cells), cellsListed)] {
		names = append(names, w.say.ShortDayMonth(cell.Day)+" "+w.segment(cell.Segment()))
	}
	if more := int64(len(cells) - cellsListed); more > 0 {
		names = append(names, w.say.Count("plan.lack.more", more, lang.Args{}))
	}
	return w.say.Count("intake.besides", int64(len(cells)), lang.Args{"cells": names})
}

// fileTaken says what a file has changed, in the place where it was shown.
func (b *Bot) fileTaken(ctx context.Context, a asked, done taken) (reply, error) {
	if err := b.open(ctx, &a); err != nil { // the catalogue may be what changed
		return reply{}, err
	}
	w := fileWords{planWords{a.say, a.settings, a.catalogue}}
	l := letter{say: a.say}
	args := lang.Args{"file": escape(done.Name), "month": done.Plan.Month, "name": escape(a.person.Name)}
	if done.Kind != intake.Plan {
		args["new"] = w.say.Count("intake.entries", int64(done.List.Stored), nil)
		l.bold(w.say.Say("intake.list.taken", args))
		l.add(w.addedLine(done.List.Created), w.besides(done.List.AlsoTyped))
		return l.reply(), nil
	}
	l.bold(w.say.Count("intake.taken", int64(len(done.Plan.Changes)+len(done.Plan.Counts)), args))
	w.addChanges(&l, done.Plan)
	l.add(w.after(done.Plan)...)
	if len(done.Plan.Changes) > 0 {
		plan, err := b.Books.Plan(ctx, done.Plan.Month)
		if err != nil {
			return reply{}, fmt.Errorf("read the plan of %s: %w", done.Plan.Month, err)
		}
		l.add(w.lacking(plan, 1)...)
		v, err := b.look(ctx, a, a.say, subject{Month: done.Plan.Month}, false)
		if err != nil {
			return reply{}, err
		}
		l.note(v.amendedToday(a, planned{Month: done.Plan.Month}))
	}
	return l.reply(), nil
}
