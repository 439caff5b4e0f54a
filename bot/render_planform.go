package bot

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
)

// A form shows so many personas, the others are typed: what follows a sent modal
// rides in the acknowledgement, which Slack takes no larger than 20 480 bytes.
const personasInForm = 20

// modal is a form of the plan with its blocks still to come.
func (f formMaker) modal(p planForm, callback string, title lang.ID) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, PrivateMetadata: string(encode(p)),
		Title: plain(f.say.Say(title, nil), titleRunes),
		Close: plain(f.say.Say("planform.close", nil), titleRunes),
	}
}

// formView is a form to fill in, under what there is to say about it.
func (f formMaker) formView(p planForm, fields []field, notes []string) slack.ModalViewRequest {
	v := f.modal(p, formPlan, "planform.title."+lang.ID(p.Kind))
	submit := lang.ID("planform.continue")
	if p.Kind == cardForm || p.adds() {
		submit = "planform.save"
	}
	v.Submit = plain(f.say.Say(submit, nil), titleRunes)
	var blocks []slack.Block
	for _, note := range notes {
		blocks = append(blocks, section(note))
	}
	blocks = append(blocks, section(f.heading(p)))
	for _, one := range fields {
		blocks = append(blocks, one.block(p))
	}
	if note := f.footnote(p); note != "" {
		blocks = append(blocks, slack.NewContextBlock("", mrkdwn(note)))
	}
	blocks = append(blocks, f.formButtons(p)...)
	v.Blocks.BlockSet = blocks
	return v
}

// heading names what a form is about, and from which month on it holds.
func (f formMaker) heading(p planForm) string {
	args := lang.Args{"name": f.segment(p.segment()), "month": p.Month}
	if p.adds() {
		return f.say.Say("planform.heading.new."+lang.ID(p.Kind), args)
	}
	return f.say.Say("planform.heading."+lang.ID(p.Kind), args)
}

// footnote says what a channel's leads are worth, and how fields are filled in.
func (f formMaker) footnote(p planForm) string {
	if p.Kind != figuresForm {
		return ""
	}
	var sales []string
	personas := f.catalogue.Active().Personas
	for _, persona := range personas[:min(len(personas), personasInForm)] {
		cents, priced := f.plan.Sales[persona.ID]
		price := lang.Dash
		if priced {
			price = f.sale(cents)
		}
		sales = append(sales, escape(clip(persona.Name, personaRunes))+" "+price)
	}
	lines := []string{f.say.Say("planform.sales", lang.Args{"list": strings.Join(sales, " · ")}), f.say.Say("planform.empty", nil)}
	if more := int64(len(personas) - len(sales)); more > 0 {
		lines = append(lines, f.say.Count("planform.more_personas", more, lang.Args{}))
	}
	return strings.Join(lines, "\n")
}

// formButtons lead on from a form: to the rest of its channel, and out of use.
func (f formMaker) formButtons(p planForm) []slack.Block {
	if p.ID == 0 || p.Kind == cardForm {
		return nil
	}
	archive := button(actionArchive, f.say.Say("planform.button.archive", nil), "archive")
	if p.Kind == figuresForm {
		card := button(actionCard, f.say.Say("planform.button.card", nil), "card")
		return []slack.Block{slack.NewActionBlock("", card, archive)}
	}
	return []slack.Block{slack.NewActionBlock("", archive)}
}

// block is a field's input.
func (f field) block(p planForm) slack.Block {
	id := p.blockID(f.id)
	value, typed := p.Typed[f.id]
	if !typed {
		value = f.value
	}
	var hint *slack.TextBlockObject
	if f.hint != "" {
		hint = plain(f.hint, labelRunes)
	}
	input := slack.NewInputBlock(id, plain(f.label, labelRunes), hint, f.element(id, value))
	return input.WithOptional(!f.needed)
}

func (f field) element(id, value string) slack.BlockElement {
	switch f.input.kind {
	case choiceInput:
		return f.choices(id, value)
	case userInput:
		pick := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, id)
		pick.InitialUser = value
		return pick
	}
	line := slack.NewPlainTextInputBlockElement(nil, id)
	line.InitialValue = f.text(value)
	line.Multiline = f.input.kind == textInput
	line.MaxLength = f.input.longest
	return line
}

func (f field) choices(id, value string) slack.BlockElement {
	var options []*slack.OptionBlockObject
	var initial *slack.OptionBlockObject
	for _, o := range f.input.options {
		one := slack.NewOptionBlockObject(o.value, plain(o.label, optionRunes), nil)
		options = append(options, one)
		if o.value == value {
			initial = one
		}
	}
	pick := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, id, options...)
	pick.InitialOption = initial
	return pick
}

// editable lists the channels or personas that can be edited, those in use
// first; the others can be brought back.
func (f formMaker) editable(kind formKind) (names []option) {
	var archived []option
	add := func(id int64, name string, gone bool) {
		if gone {
			archived = append(archived, option{strconv.FormatInt(id, 10), f.say.Say("planform.archived", lang.Args{"name": name})})
			return
		}
		names = append(names, option{strconv.FormatInt(id, 10), name})
	}
	if kind == listChannels {
		for _, c := range f.catalogue.Channels {
			add(int64(c.ID), c.Name, c.Archived)
		}
	} else {
		for _, p := range f.catalogue.Personas {
			add(int64(p.ID), p.Name, p.Archived)
		}
	}
	return append(names, archived...)
}

// listView asks which channel or persona to edit.
func (f formMaker) listView(p planForm, names []option) slack.ModalViewRequest {
	v := f.modal(p, formPlan, "planform.title."+lang.ID(p.Kind))
	options := make([]*slack.OptionBlockObject, 0, len(names))
	for _, n := range names[:min(len(names), optionsLimit)] {
		options = append(options, slack.NewOptionBlockObject(n.value, plain(n.label, optionRunes), nil))
	}
	pick := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic,
		plain(f.say.Say("leads.form.choose", nil), 150), actionPick, options...)
	v.Blocks.BlockSet = []slack.Block{
		section(f.say.Say("planform.which."+lang.ID(p.Kind), lang.Args{"month": p.Month})),
		slack.NewActionBlock("", pick),
	}
	if len(names) > optionsLimit {
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, slack.NewContextBlock("", mrkdwn(f.say.Say("leads.form.hint.more", nil))))
	}
	return v
}

// movedLines say what somebody else has changed of what a form showed.
func (f formMaker) movedLines(moved []field, authors map[string]string) []string {
	lines := []string{f.say.Say("planform.moved", nil)}
	for _, one := range moved {
		id := lang.ID("planform.moved.line")
		if authors[one.id] == "" {
			id = "planform.moved.line.unsigned"
		}
		lines = append(lines, f.say.Say(id, lang.Args{
			"label": escape(one.label), "value": f.said(one, one.value), "author": signature(f.say, authors[one.id]),
		}))
	}
	return []string{strings.Join(lines, "\n")}
}

// said is a field's value in a sentence.
func (f formMaker) said(one field, value string) string {
	switch one.what {
	case goalSet, rateSet, saleSet, targetSet, spanSet, ownerSet, salesOwnerSet, channelPersonaSet:
		return f.value(one.what, value)
	}
	if value == "" {
		return lang.Dash
	}
	return escape(clip(one.write(value), quotedRunes))
}
