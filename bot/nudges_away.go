package bot

import (
	"context"
	"errors"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/nudge"
)

func (b *Bot) openAway(_ context.Context, a asked) (reply, error) {
	v := awayView(a)
	return reply{View: &v}, nil
}

// submitAway passes the asker's reminders on to whoever they name, who is told,
// with what is missing of today.
func (b *Bot) submitAway(ctx context.Context, a asked) (reply, error) {
	to, field, err := b.standIn(ctx, a)
	if problem, ok := errors.AsType[*lang.Problem](err); ok {
		return reply{Errors: map[string]string{field: lang.Capital(a.say.Problem(problem))}}, nil
	}
	if err != nil {
		return reply{}, err
	}
	until, _ := calendar.ParseDate(a.form.fields[fieldLastDay])
	away := ledger.Absence{Person: a.person.ID, StandIn: to.ID, Until: until, Since: a.now}
	_, replayed, err := once(ctx, b, a, func(ctx context.Context, p Page) (ledger.Absence, error) {
		return away, a.leave(ctx, p, away)
	})
	if err != nil {
		return a.besideField(err, fieldStandIn)
	}
	l := letter{say: a.say}
	l.add(absenceLine(a.say, "nudges.away.done", to.Name, until))
	l.buttons(button(actionNudgeBack, a.say.Say("nudges.button.back", nil), to.ID))
	out := l.reply()
	out.Replace = a.inPlace
	if replayed {
		return out, nil
	}
	told, err := b.standInNote(ctx, a, to, until)
	out.Notes = []note{told}
	return out, err
}

// standIn is whoever the modal names, and the field beside which a problem is
// told.
func (b *Bot) standIn(ctx context.Context, a asked) (to ledger.Person, field string, err error) {
	id := a.form.fields[fieldStandIn]
	switch id {
	case "":
		return to, fieldStandIn, lang.Refuse("nudges.away.no_one", nil)
	case a.person.ID:
		return to, fieldStandIn, lang.Refuse("nudges.away.self", nil)
	}
	until, err := calendar.ParseDate(a.form.fields[fieldLastDay])
	if err == nil && until.Before(a.today) {
		return to, fieldLastDay, lang.Refuse("nudges.away.past", nil)
	}
	if to, err = b.person(ctx, id); err == nil && !to.MayRecord() {
		err = lang.Refuse("nudges.away.cannot", nil)
	}
	return to, fieldStandIn, err
}

// leave notes an absence, unless the stand-in is away as well: so nobody ends up
// standing in for themselves.
func (a asked) leave(ctx context.Context, p Page, away ledger.Absence) error {
	if err := p.HoldPlan(ctx); err != nil {
		return err
	}
	all, err := p.Absences(ctx)
	if err != nil {
		return err
	}
	if _, also := all.Of(away.StandIn, a.today); also {
		return lang.Refuse("nudges.away.also", nil)
	}
	return p.SetAbsence(ctx, away)
}

// standInNote tells whoever was named, with what is missing of today.
func (b *Bot) standInNote(ctx context.Context, a asked, to ledger.Person, until calendar.Date) (note, error) {
	state, err := nudge.Gather(ctx, b.Books, a.today)
	if err != nil {
		return note{}, err
	}
	var theirs, missing []nudge.Item
	for _, c := range state.Catalogue.Active().Channels {
		if c.Owner != "" && c.Owner != to.ID && state.Absences.StandIn(c.Owner, a.today) == to.ID {
			theirs = append(theirs, nudge.Item{Channel: c})
		}
	}
	for _, one := range state.Lacking(to.ID, a.today) {
		if one.Away {
			missing = append(missing, one)
		}
	}
	say := b.speakTo(ctx, a, to.ID)
	w := b.nudgeWords(ctx, a, say, a.today, missing)
	l := w.letter(missing, func(l *letter) {
		l.add(absenceLine(say, "nudges.away.told", a.person.Name, until))
		if len(theirs) > 0 {
			l.add(say.Say("nudges.away.channels", lang.Args{"names": clipList(say, channelNames(theirs))}))
		}
		if len(missing) > 0 {
			l.add(say.Count("nudges.left", int64(len(missing)), lang.Args{"day": say.Day(a.today)}))
		}
	}, false)
	return note{To: to.ID, reply: l.reply()}, nil
}

// pressBack ends the asker's absence.
func (b *Bot) pressBack(ctx context.Context, a asked) (reply, error) {
	ended, replayed, err := once(ctx, b, a, func(ctx context.Context, p Page) (ledger.Absence, error) {
		all, err := p.Absences(ctx)
		if err != nil {
			return ledger.Absence{}, err
		}
		away, _ := all.Of(a.person.ID, a.today)
		return away, p.EndAbsence(ctx, a.person.ID)
	})
	if err != nil {
		return reply{}, err
	}
	out := textReply(a.say.Say("nudges.back.done", nil))
	out.Replace = true
	if ended.StandIn != "" && !replayed {
		say := b.speakTo(ctx, a, ended.StandIn)
		told := textReply(say.Say("nudges.back.told", lang.Args{"name": escape(a.person.Name)}))
		out.Notes = []note{{To: ended.StandIn, reply: told}}
	}
	return out, nil
}
