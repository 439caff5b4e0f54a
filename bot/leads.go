package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// leadsRoutes are the buttons and the modal of /leads.
func (b *Bot) leadsRoutes(r routes) {
	r.actions[actionSettle] = b.pressSettle
	r.actions[actionConfirm] = b.pressConfirm
	r.actions[actionDrop] = b.pressDrop
	r.actions[actionUndo] = b.pressUndo
	r.actions[actionEdit] = b.pressEdit
	r.actions[actionYesterday] = b.pressYesterday
	r.actions[actionForm] = b.openForm
	r.submissions[formLeads] = b.submitForm
}

// writing is what a request of /leads is to do.
type writing struct {
	Lines     []ledger.Line
	Replaces  string // key of the request whose lines are taken back; "" for none
	Confirmed bool
	Drafts    []ledger.Draft
	again     carried // what brings it all back, where there are drafts
}

// counts are the lines that somebody typed, with what they have already said of
// them.
type counts struct {
	phrase.Record
	drafts    []int // lines whose channel there is not, to be kept as drafts
	confirmed bool  // the counts are meant, however unlikely
}

// record writes what was typed, unless something in it has to be asked first.
func (b *Bot) record(ctx context.Context, a asked, c phrase.Record) (reply, error) {
	return b.recordCounts(ctx, a, counts{Record: c})
}

func (b *Bot) recordCounts(ctx context.Context, a asked, c counts) (reply, error) {
	if a.guest() {
		if err := a.namesOwn(&c); err != nil {
			return reply{}, err
		}
	}
	if question, doubtful := a.doubt(c); doubtful {
		return question, nil
	}
	lines, drafts := a.linesOf(c)
	return b.write(ctx, a, writing{Lines: lines, Drafts: drafts, Confirmed: c.confirmed, again: a.again(c, -1, "")})
}

func (a asked) linesOf(c counts) (lines []ledger.Line, drafts []ledger.Draft) {
	for i, n := range c.Lines {
		if c.draft(i) {
			drafts = append(drafts, ledger.Draft{
				Name: n.Unknown, Persona: n.Persona, Day: n.Day, Count: n.Count, Set: n.Set,
				Author: a.person.ID, Request: a.key, KeptAt: a.now,
			})
			continue
		}
		lines = append(lines, ledger.Line{
			Count: n.Count, Set: n.Set, AmountCents: n.AmountCents, Note: string(n.Reason),
			Cell: ledger.Cell{Day: n.Day, Channel: n.Channel, Persona: n.Persona, Stage: n.Stage},
		})
	}
	return lines, drafts
}

// draft reports whether a line is to be kept as a draft. A channel that has been
// added since needs none.
func (c counts) draft(line int) bool {
	return slices.Contains(c.drafts, line) && c.Lines[line].Unknown != ""
}

// write records lines and answers with their confirmation, or with what has to
// be confirmed before.
func (b *Bot) write(ctx context.Context, a asked, w writing) (reply, error) {
	before, err := b.past(ctx, a)
	if err != nil {
		return reply{}, err
	}
	done, told, err := onceTelling(ctx, b, a, func(ctx context.Context, p Page) (written, error) {
		return a.write(ctx, p, w, before)
	}, a.writtenNotes)
	if questions, ok := errors.AsType[ledger.Questions](err); ok {
		return b.question(ctx, a, w, questions), nil
	}
	if err != nil {
		return reply{}, a.guestly(err)
	}
	out := b.confirm(ctx, a, done)
	out.Told = told
	return out, nil
}

func (a asked) write(ctx context.Context, p Page, w writing, before past) (done written, err error) {
	if err := a.guestRules(ctx, p, w); err != nil {
		return written{}, err
	}
	switch {
	case len(w.Lines) == 0 && w.Replaces == "": // drafts alone
	case w.bearsOnSales():
		done, err = a.following(ctx, p, func() (written, error) { return a.enter(ctx, p, w) })
	default:
		done, err = a.enter(ctx, p, w)
	}
	if err == nil {
		done, err = a.standing(ctx, p, done, before)
	}
	if err == nil && len(w.Drafts) > 0 {
		done.Drafts, done.New, err = a.keep(ctx, p, w.Drafts)
	}
	return done, err
}

// enter writes the lines into the ledger.
func (a asked) enter(ctx context.Context, p Page, w writing) (done written, err error) {
	rules := a.rules()
	rules.Confirmed = w.Confirmed
	if w.Replaces == "" {
		done.Lines, err = ledger.Record(ctx, p, rules, a.author(), w.Lines)
	} else {
		done.Undone, done.Lines, err = ledger.Replace(ctx, p, rules, a.author(), w.Replaces, w.Lines)
	}
	return done, err
}

// undo takes a request back, the person's latest when none is named.
func (b *Bot) undo(ctx context.Context, a asked, request string) (reply, error) {
	before, err := b.past(ctx, a)
	if err != nil {
		return reply{}, err
	}
	done, told, err := onceTelling(ctx, b, a, func(ctx context.Context, p Page) (written, error) {
		return a.takeBack(ctx, p, request, before)
	}, a.writtenNotes)
	if err != nil {
		return reply{}, a.guestly(err)
	}
	out := b.confirm(ctx, a, done)
	out.Told = told
	return out, nil
}

// takeBack takes back all that a request wrote, drafts included.
func (a asked) takeBack(ctx context.Context, p Page, request string, before past) (done written, err error) {
	drafts := false
	if request == "" {
		request, drafts, err = a.latest(ctx, p)
	}
	if err == nil {
		err = a.ownRequest(ctx, p, request)
	}
	if err == nil && !drafts {
		done, err = a.following(ctx, p, func() (written, error) {
			undone, err := ledger.Undo(ctx, p, a.rules(), a.author(), request)
			return written{Undone: undone}, err
		})
	}
	if err == nil {
		done, err = a.standing(ctx, p, done, before)
	}
	if err != nil {
		return written{}, err
	}
	return a.withdraw(ctx, p, done, request)
}

// author signs what the asker records.
func (a asked) author() ledger.Author {
	return ledger.Author{ID: a.person.ID, Source: ledger.Typed, Request: a.key, At: a.now}
}

// rules are what it is checked against.
func (a asked) rules() ledger.Rules {
	return ledger.Rules{Today: a.today, Calendar: a.calendar, ClosesAfter: a.settings.ClosesAfter, Catalogue: a.catalogue}
}
