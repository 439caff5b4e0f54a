package bot

import (
	"context"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/nudge"
	"github.com/treve-bot/treve/internal/phrase"
)

func (b *Bot) openAway(_ context.Context, a asked) (reply, error) {
	v := awayView(a)
	return reply{View: &v}, nil
}

// submitAway passes the asker's reminders on to whoever the modal names.
func (b *Bot) submitAway(ctx context.Context, a asked) (reply, error) {
	until, _ := calendar.ParseDate(a.form.fields[fieldLastDay])
	away := phrase.Away{StandIn: a.form.fields[fieldStandIn], Until: until}
	if field, err := b.mayStandIn(ctx, a, away); err != nil {
		return a.besideField(err, field)
	}
	out, err := b.leaveTo(ctx, a, away)
	if err != nil {
		return a.besideField(err, fieldStandIn)
	}
	return out, nil
}

// away does the same for what was typed.
func (b *Bot) away(ctx context.Context, a asked, away phrase.Away) (reply, error) {
	if _, err := b.mayStandIn(ctx, a, away); err != nil {
		return reply{}, err
	}
	return b.leaveTo(ctx, a, away)
}

// leaveTo passes the asker's reminders on to somebody, who is told, with what is
// missing of today.
func (b *Bot) leaveTo(ctx context.Context, a asked, c phrase.Away) (reply, error) {
	to, err := b.person(ctx, c.StandIn)
	if err != nil {
		return reply{}, err
	}
	away := ledger.Absence{Person: a.person.ID, StandIn: to.ID, Until: c.Until, Since: a.now}
	_, told, err := onceTelling(ctx, b, a, func(ctx context.Context, p Page) (ledger.Absence, error) {
		return away, a.leave(ctx, p, away)
	}, func(ctx context.Context, p Page, _ ledger.Absence) ([]note, error) {
		return a.standInNotes(ctx, p, to, c.Until)
	})
	if err != nil {
		return reply{}, err
	}
	l := letter{say: a.say}
	l.add(absenceLine(a.say, "nudges.away.done", to.Name, c.Until))
	l.buttons(button(actionNudgeBack, a.say.Say("nudges.button.back", nil), to.ID))
	out := l.reply()
	out.Replace, out.Private, out.Told = a.inPlace, true, told
	return out, nil
}

// mayStandIn refuses whoever cannot record in the asker's place, and names the
// field beside which it is told.
func (b *Bot) mayStandIn(ctx context.Context, a asked, c phrase.Away) (field string, err error) {
	switch {
	case c.StandIn == "":
		return fieldStandIn, lang.Refuse("nudges.away.no_one", nil)
	case c.StandIn == a.person.ID:
		return fieldStandIn, lang.Refuse("nudges.away.self", nil)
	case !c.Until.IsZero() && c.Until.Before(a.today):
		return fieldLastDay, lang.Refuse("nudges.away.past", nil)
	}
	to, err := b.person(ctx, c.StandIn)
	if err == nil && !to.MayRecord() {
		err = lang.Refuse("nudges.away.cannot", nil)
	}
	return fieldStandIn, err
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

// standInNotes tell whoever was named, with what is missing of today.
func (a asked) standInNotes(ctx context.Context, p Page, to ledger.Person, until calendar.Date) ([]note, error) {
	state, err := nudge.Gather(ctx, p, a.today)
	if err != nil {
		return nil, err
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
	say := a.speakTo(ctx, p, to.ID)
	w := a.nudgeWords(ctx, p, say, a.today, missing)
	l := w.letter(missing, func(l *letter) {
		l.add(absenceLine(say, "nudges.away.told", a.person.Name, until))
		if len(theirs) > 0 {
			l.add(say.Say("nudges.away.channels", lang.Args{"names": clipList(say, channelNames(theirs))}))
		}
		if len(missing) > 0 {
			l.add(say.Count("nudges.left", int64(len(missing)), lang.Args{"day": say.Day(a.today)}))
		}
	}, false)
	return []note{{To: to.ID, reply: l.reply()}}, nil
}

// pressBack ends the asker's absence by a button.
func (b *Bot) pressBack(ctx context.Context, a asked) (reply, error) { return b.back(ctx, a) }

// back ends the asker's absence, if there is one.
func (b *Bot) back(ctx context.Context, a asked) (reply, error) {
	ended, told, err := onceTelling(ctx, b, a, func(ctx context.Context, p Page) (ledger.Absence, error) {
		all, err := p.Absences(ctx)
		if err != nil {
			return ledger.Absence{}, err
		}
		away, _ := all.Of(a.person.ID, a.today)
		return away, p.EndAbsence(ctx, a.person.ID)
	}, a.backNotes)
	if err != nil {
		return reply{}, err
	}
	id := lang.ID("nudges.back.done")
	if ended.StandIn == "" {
		id = "nudges.back.none"
	}
	out := textReply(a.say.Say(id, nil))
	out.Replace, out.Private, out.Told = a.messageTS != "", true, told
	return out, nil
}

// backNotes tell whoever stood in.
func (a asked) backNotes(ctx context.Context, p Page, ended ledger.Absence) ([]note, error) {
	if ended.StandIn == "" {
		return nil, nil
	}
	say := a.speakTo(ctx, p, ended.StandIn)
	return []note{{To: ended.StandIn, reply: textReply(say.Say("nudges.back.told", lang.Args{"name": escape(a.person.Name)}))}}, nil
}
