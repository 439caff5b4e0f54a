package bot

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/sla"
)

// confirmView shows what is about to be saved: each change, old and new, and the
// month's commitment before and after. A plan that has settled asks why.
func (f formMaker) confirmView(p planForm, after sla.Plan, settled bool) slack.ModalViewRequest {
	v := f.modal(p, formConfirm, "planform.title.confirm")
	v.Submit = plain(f.say.Say(p.verb(), nil), titleRunes)
	blocks := []slack.Block{section(f.heading(p))}
	for _, chunk := range chunks(f.changeLines(p), sectionRunes) {
		blocks = append(blocks, section(chunk))
	}
	blocks = append(blocks, section(strings.Join(told(f.effectLines(p, after)...), "\n")))
	if settled {
		why := slack.NewPlainTextInputBlockElement(nil, fieldWhy)
		why.MaxLength = quotedRunes
		input := slack.NewInputBlock(fieldWhy, plain(f.say.Say("planform.reason", nil), labelRunes),
			plain(f.say.Say("planform.reason.hint", nil), labelRunes), why)
		blocks = append(blocks, input.WithOptional(true))
	}
	if len(p.Typed) > 0 {
		blocks = append(blocks, slack.NewActionBlock("", button(actionBack, f.say.Say("planform.back", nil), "back")))
	}
	v.Blocks.BlockSet = blocks
	return v
}

// verb says what a confirmation does.
func (p planForm) verb() lang.ID {
	switch p.Kind {
	case archiveChannel, archivePersona:
		return "planform.archive"
	case restoreChannel, restorePersona:
		return "planform.restore"
	case copyForm:
		return "planform.copy"
	}
	return "planform.save"
}

// changeLines say each change: "PME, taux de transformation : 4 % → 5 %".
func (f formMaker) changeLines(p planForm) []string {
	var lines []string
	for _, one := range p.changes(f.fields(p)) {
		lines = append(lines, f.say.Say("planform.change", lang.Args{
			"label": escape(one.label), "old": f.said(one, one.value), "new": f.said(one, p.Typed[one.id]),
		}))
	}
	return lines
}

// effectLines say what the month promises before and after, and how far from
// its revenue target that is.
func (f formMaker) effectLines(p planForm, after sla.Plan) []string {
	done := planned{Month: p.Month, Before: f.plan.Commitment(), After: after.Commitment()}
	lines := []string{"*" + f.commitmentEffect(done) + "*"}
	if !after.Target.Decimal.IsZero() {
		lines = append(lines, f.difference(after.Target.Decimal, done.After))
	}
	return lines
}
