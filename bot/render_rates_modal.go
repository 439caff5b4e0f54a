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
	inputs := w.pickInputs(o, picks)
	more := int64(len(inputs) - ratesLimit)
	inputs = inputs[:min(len(inputs), ratesLimit)]
	blocks, shown := make([]slack.Block, 0, len(inputs)+2), map[string]string{}
	for _, input := range inputs {
		shown[input.BlockID] = picks[input.BlockID]
	}
	blocks = append(blocks, slack.NewSectionBlock(mrkdwn(w.effect(o, picked(o, shown))), nil, nil))
	for _, input := range inputs {
		blocks = append(blocks, input)
	}
	if more > 0 {
		blocks = append(blocks, slack.NewContextBlock("", mrkdwn(w.say.Count("rates.form.more", more, nil))))
	}
	v := w.modal(blocks)
	v.CallbackID, v.PrivateMetadata = formRates, string(encode(carries))
	v.Submit = plain(w.say.Say("rates.form.submit", nil), titleRunes)
	return v
}

// noForm says why there is nothing to choose from any more.
func (w ratesWords) noForm(p *lang.Problem) slack.ModalViewRequest {
	return w.modal([]slack.Block{section(lang.Capital(w.say.Problem(harmless(p))))})
}

func (w ratesWords) modal(blocks []slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type:   slack.VTModal,
		Title:  plain(w.say.Say("rates.form.title", nil), titleRunes),
		Close:  plain(w.say.Say("rates.form.close", nil), titleRunes),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// pickInputs has one select for each rate and average sale that could change.
func (w ratesWords) pickInputs(o rates.Offer, picks map[string]string) (inputs []*slack.InputBlock) {
	add := func(field, label string, options []pickOption) {
		if len(options) > 1 {
			inputs = append(inputs, pickInput(field, label, numbered(actionRatesPick, len(inputs)), options, picks[field]))
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
			options = append(options, pickOption{pickProposed, w.say.Say("rates.pick.sale", lang.Args{"value": w.sale(*p.Proposed)})})
		}
		add(saleField(p.ID), w.saleName(p), options)
	}
	return inputs
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
func pickInput(field, label, action string, options []pickOption, chosen string) *slack.InputBlock {
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
