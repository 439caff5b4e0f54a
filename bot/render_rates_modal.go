package bot

import (
	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/rates"
	"github.com/treve-bot/treve/internal/sla"
)

// ratesLimit is how many rates a modal shows: the rest of its hundred blocks say
// what the choice comes to and what there was no room for.
const ratesLimit = 97

// form is the modal in which each rate is taken or left.
func (w ratesWords) form(o rates.Offer, carries ratesSheet, picks map[string]string) slack.ModalViewRequest {
	blocks := w.pickInputs(o, picks)
	if more := int64(len(blocks) - ratesLimit); more > 0 {
		blocks = append(blocks[:ratesLimit], slack.NewContextBlock("", mrkdwn(w.say.Count("rates.form.more", more, nil))))
	}
	effect := slack.NewSectionBlock(mrkdwn(w.effect(o, picked(o, picks))), nil, nil, slack.SectionBlockOptionBlockID("effect"))
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: formRates, PrivateMetadata: string(encode(carries)),
		Title:  plain(w.say.Say("rates.form.title", nil), titleRunes),
		Submit: plain(w.say.Say("rates.form.submit", nil), titleRunes),
		Close:  plain(w.say.Say("rates.form.close", nil), titleRunes),
		Blocks: slack.Blocks{BlockSet: append([]slack.Block{effect}, blocks...)},
	}
}

// pickInputs has one select for each rate and average sale that could change.
func (w ratesWords) pickInputs(o rates.Offer, picks map[string]string) []slack.Block {
	var blocks []slack.Block
	add := func(field, label string, options []pickOption) {
		if len(options) > 1 {
			blocks = append(blocks, pickInput(field, label, numbered(actionRatesPick, len(blocks)), options, picks[field]))
		}
	}
	for _, s := range o.Segments {
		options := []pickOption{w.keep(s.InForce != nil, w.rateAndSource(s.InForce))}
		for _, method := range []string{sla.Measured, sla.Estimated} {
			if rate := s.Changed(method); rate != nil {
				options = append(options, pickOption{method, w.rateAndSource(rate)})
			}
		}
		add(rateField(s.Segment), w.plainSegment(s.Segment), options)
	}
	for _, p := range o.Personas {
		options := []pickOption{w.keep(p.InForce != nil, w.price(p.InForce))}
		if p.Proposed != nil {
			options = append(options, pickOption{sla.Estimated, w.say.Say("rates.pick.sale", lang.Args{"value": w.sale(*p.Proposed)})})
		}
		add(saleField(p.ID), w.saleName(p), options)
	}
	return blocks
}

type pickOption struct{ value, label string }

// keep leaves what is in force as it is.
func (w ratesWords) keep(known bool, value string) pickOption {
	if !known {
		return pickOption{pickKeep, w.say.Say("rates.pick.none", nil)}
	}
	return pickOption{pickKeep, w.say.Say("rates.pick.keep", lang.Args{"value": value})}
}

// pickInput tells at once what is picked, so that the modal can say what it comes
// to.
func pickInput(field, label, action string, options []pickOption, chosen string) slack.Block {
	var all []*slack.OptionBlockObject
	var initial *slack.OptionBlockObject
	for _, one := range options {
		option := slack.NewOptionBlockObject(one.value, plain(one.label, optionRunes), nil)
		all = append(all, option)
		if initial == nil || one.value == chosen {
			initial = option
		}
	}
	pick := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, action, all...)
	pick.InitialOption = initial
	return slack.NewInputBlock(field, plain(label, labelRunes), nil, pick).WithDispatchAction(true)
}
