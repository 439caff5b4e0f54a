package bot

import (
	"strconv"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// What a modal takes.
const (
	optionRunes   = 75
	optionsLimit  = 100
	titleRunes    = 24
	labelRunes    = 2_000
	personasLimit = 96 // of a hundred blocks, the others hold the rest
)

// filled is what the modal shows when it opens.
type filled struct {
	Day     calendar.Date
	Channel ledger.ChannelID // 0: still to be chosen
	Counts  map[ledger.PersonaID]int64
}

// formView is the modal of /leads: a day, a channel, a number a persona.
func formView(say lang.Speaker, channels []ledger.Channel, personas []ledger.Persona, carries sheet, f filled) slack.ModalViewRequest {
	title := lang.ID("leads.form.title")
	if carries.Replaces != "" {
		title = "leads.form.title.edit"
	}
	blocks := []slack.Block{dayInput(say, f.Day), channelInput(say, channels, f.Channel)}
	for _, p := range personas[:min(len(personas), personasLimit)] {
		blocks = append(blocks, countInput(p, f.Counts))
	}
	hint := lang.ID("leads.form.hint")
	if carries.Set {
		hint = "leads.form.hint.set"
	}
	if len(channels) > optionsLimit || len(personas) > personasLimit {
		hint = "leads.form.hint.more"
	}
	blocks = append(blocks, slack.NewContextBlock("", mrkdwn(say.Say(hint, nil))))
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: formLeads, PrivateMetadata: string(encode(carries)),
		Title:  plain(say.Say(title, nil), titleRunes),
		Submit: plain(say.Say("leads.form.submit", nil), titleRunes),
		Close:  plain(say.Say("leads.form.close", nil), titleRunes),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

func dayInput(say lang.Speaker, day calendar.Date) slack.Block {
	picker := slack.NewDatePickerBlockElement(fieldDay)
	picker.InitialDate = day.String()
	return slack.NewInputBlock(fieldDay, plain(say.Say("leads.form.day", nil), labelRunes), nil, picker)
}

func channelInput(say lang.Speaker, channels []ledger.Channel, chosen ledger.ChannelID) slack.Block {
	var options []*slack.OptionBlockObject
	var initial *slack.OptionBlockObject
	for _, c := range channels {
		option := slack.NewOptionBlockObject(strconv.FormatInt(int64(c.ID), 10), plain(c.Name, optionRunes), nil)
		// The one being edited is among the options however many there are.
		if len(options) < optionsLimit-1 || c.ID == chosen || len(channels) == optionsLimit {
			options = append(options, option)
		}
		if c.ID == chosen {
			initial = option
		}
	}
	pick := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic,
		plain(say.Say("leads.form.choose", nil), 150), fieldChannel, options[:min(len(options), optionsLimit)]...)
	pick.InitialOption = initial
	return slack.NewInputBlock(fieldChannel, plain(say.Say("leads.form.channel", nil), labelRunes), nil, pick)
}

// countInput takes a whole number; a correction is a negative one.
func countInput(p ledger.Persona, counts map[ledger.PersonaID]int64) slack.Block {
	id := fieldPersona + strconv.FormatInt(int64(p.ID), 10)
	number := slack.NewNumberInputBlockElement(nil, id, false)
	number.MinValue, number.MaxValue = strconv.Itoa(-ledger.MaxCount), strconv.Itoa(ledger.MaxCount)
	if count, ok := counts[p.ID]; ok {
		number.InitialValue = strconv.FormatInt(count, 10)
	}
	input := slack.NewInputBlock(id, plain(p.Name, labelRunes), nil, number)
	return input.WithOptional(true)
}
