package bot

import (
	"slices"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// signingWords says what there is to sign of a month, and who has.
type signingWords struct {
	planWords
	asked   asked // by whom it is read
	month   calendar.Month
	plan    sla.Plan
	signing sla.Signing
}

// reply shows what is signed and by whom, with a button for each side that the
// reader may sign for. said is what has just come of it.
func (w signingWords) reply(said ...string) reply {
	l := letter{say: w.say}
	title := w.say.Say("sign.title", lang.Args{"month": w.month})
	l.title(title, title)
	l.add(said...)
	lacking := w.lacking(w.plan, 3)
	l.add(lacking...)
	if cells := planCells(w.catalogue, w.plan); len(cells) > 0 {
		l.add(w.totalLine(cells), w.promises(), w.sums("plan.by_channel", cells, func(s ledger.Segment) string {
			return escape(w.catalogue.Channel(s.Channel).Name)
		}))
	}
	l.add(w.definitions()...)
	l.add(w.sideLine(ledger.Marketing), w.sideLine(ledger.Sales))
	l.note(w.say.Say("sign.version", lang.Args{"plan": w.signing.Terms.Plan[:6], "definitions": w.signing.Terms.Definitions[:6]}))
	switch closed := w.asked.openMonth(w.month); {
	case closed != nil:
		l.note(w.say.Say("sign.closed", nil))
	case len(lacking) > 0:
		l.note(w.say.Say("sign.incomplete", nil))
	default:
		buttons := w.buttons()
		l.note(w.how(len(buttons) > 0))
		l.buttons(buttons...)
	}
	return l.reply()
}

// changesSince lists the latest changes of the plan after somebody signed it;
// none for whoever never did.
func (w signingWords) changesSince(signed time.Time) []string {
	if signed.IsZero() {
		return nil
	}
	since := w.plan
	since.Changes = slices.DeleteFunc(slices.Clone(w.plan.Changes), func(c sla.Change) bool { return !c.At.After(signed) })
	var lines []string
	for _, line := range w.changes(since) {
		lines = append(lines, "• "+line)
	}
	return lines
}

// promises says sales' half of the SLA: what it promises for every channel, and
// where a channel has another promise.
func (w signingWords) promises() string {
	var parts []string
	if p := w.plan.Promises[0]; p.Made() {
		parts = append(parts, promised(w.say, p))
	}
	for _, c := range w.catalogue.Channels {
		if p := w.plan.Promises[c.ID]; p.Made() {
			parts = append(parts, escape(c.Name)+" "+promised(w.say, p))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return w.say.Say("sign.promises", lang.Args{"list": clipList(w.say, parts)})
}

// Of a definition so many characters are shown; the whole of it stands in the
// plan.
const definitionRunes = 200

// definitions say what counts as a lead of each channel promised, and which
// channels have no words for it yet.
func (w signingWords) definitions() []string {
	var lines, without []string
	for _, c := range w.catalogue.Channels {
		switch text := w.plan.Definitions[c.ID]; {
		case !w.promisedBy(c.ID):
		case text == "":
			without = append(without, escape(c.Name))
		case len(lines) < mostNamed:
			lines = append(lines, w.say.Say("sign.definition", lang.Args{"name": escape(c.Name), "text": escape(clip(text, definitionRunes))}))
		}
	}
	if len(without) > 0 {
		lines = append(lines, w.say.Say("sign.undefined", lang.Args{"names": clipList(w.say, without)}))
	}
	return lines
}

func (w signingWords) promisedBy(channel ledger.ChannelID) bool {
	for s, leads := range w.plan.Goals {
		if s.Channel == channel && leads > 0 {
			return true
		}
	}
	return false
}

// sideLine says whether a side has signed: the plan as it is, as it was, or not
// at all.
func (w signingWords) sideLine(side ledger.Team) string {
	latest, holds := w.signing.Of(side)
	args := lang.Args{
		"side":   lang.Capital(w.say.Say(lang.ID("plan.team."+string(side)), nil)),
		"person": signature(w.say, latest.Person), "day": w.say.DayMonth(dayOf(latest.At, w.settings)),
		"named": "<@" + w.settings.Signer(side) + ">",
	}
	switch {
	case holds:
		return w.say.Say("sign.line.signed", args)
	case latest.Person != "":
		return w.say.Say("sign.line.lapsed", args)
	case w.settings.Signer(side) != "":
		return w.say.Say("sign.line.awaited", args)
	}
	return w.say.Say("sign.line.open", args)
}

// how says who signs: to managers how they name somebody, to others why there is
// nothing for them to press.
func (w signingWords) how(offered bool) string {
	switch {
	case w.signing.Complete():
		return ""
	case w.asked.person.MayManage():
		return w.say.Say("sign.how", nil)
	case offered:
		return ""
	}
	return w.say.Say("sign.who", nil)
}

// buttons are for the sides not signed yet that the reader may sign for; where
// all read it, for whoever may.
func (w signingWords) buttons() (buttons []slack.BlockElement) {
	for _, side := range sla.Sides {
		about := signs{w.month, side, versionOf(w.signing.Terms)}
		if _, holds := w.signing.Of(side); holds {
			continue
		}
		if !w.asked.public && !w.asked.exposed && w.asked.refuseToSign(w.catalogue, w.plan, w.signing, about) != nil {
			continue
		}
		label := w.say.Say("sign.button", lang.Args{"side": sideWord(side)})
		pressed := primary(button(numbered(actionSign, len(buttons)), label, string(encode(about))))
		buttons = append(buttons, pressed.WithConfirm(w.confirm(label)))
	}
	return buttons
}

// show is the button that leads from the plan to its signatures, for whoever has
// something to sign there.
func (w signingWords) show() []slack.BlockElement {
	if w.asked.openMonth(w.month) != nil || len(w.buttons()) == 0 {
		return nil
	}
	return []slack.BlockElement{button(actionShowSigning, w.say.Say("sign.show", nil), string(encode(signs{Month: w.month})))}
}

// confirm asks once more: a signature stands in every recap of the month.
func (w signingWords) confirm(label string) *slack.ConfirmationBlockObject {
	return slack.NewConfirmationBlockObject(
		plain(clip(label, 100), 100), plain(w.say.Say("sign.confirm", lang.Args{"month": w.month}), 300),
		plain(w.say.Say("sign.confirm.yes", nil), 30), plain(w.say.Say("sign.confirm.no", nil), 30))
}
