package bot

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// fieldLastDay is the last day of a closure; the first is the form's day.
const fieldLastDay = "last_day"

// settingsField is a setting in the modal: how it is asked for, and how what was
// chosen reads in its canonical text.
type settingsField struct {
	key  string
	ask  func(a asked, key, value string) slack.Block
	read func(chosen string) string
}

func same(chosen string) string { return chosen }

// ticked reads a single checkbox.
func ticked(chosen string) string {
	if chosen == "" {
		return "false"
	}
	return "true"
}

var settingsFields = []settingsField{
	{"recap_in", askConversations, same},
	{"recap_at", askTime, same},
	{"recap_paused", askTick, ticked},
	{"language", askLanguage, same},
	{"country", askCountry, same},
	{"alsace", askTick, ticked},
	{"day_begins_at", askTime, same},
	{"day_ends_at", askTime, same},
	{"hide_euros", askTick, ticked},
	{"nudges", askTick, ticked},
	{"nudge_at", askTime, same},
	{"alerts", askTick, ticked},
	{"alerts_public", askTick, ticked},
}

// settingsView is the modal of the settings that most workspaces touch; the
// others are typed.
func settingsView(a asked) slack.ModalViewRequest {
	carries := settingsForm{whence: a.whence(), Shown: map[string]string{}}
	var blocks []slack.Block
	for _, f := range settingsFields {
		carries.Shown[f.key] = shownOption(a.settings, f.key)
		blocks = append(blocks, f.ask(a, f.key, carries.Shown[f.key]))
	}
	blocks = append(blocks, slack.NewContextBlock("", mrkdwn(a.say.Say("home.settings.more", nil))))
	return modalView(a.say, formSettings, "home.settings.title", string(encode(carries)), blocks)
}

// shownOption is a setting as its field carries it: conversations by their ids
// alone.
func shownOption(s ledger.Settings, key string) string {
	if key != "recap_in" {
		return s.Option(key)
	}
	var ids []string
	for _, c := range s.RecapIn {
		ids = append(ids, c.ID)
	}
	return strings.Join(ids, ",")
}

// closureView is the modal that declares days off.
func closureView(a asked) slack.ModalViewRequest {
	last := slack.NewDatePickerBlockElement(fieldLastDay)
	blocks := []slack.Block{
		slack.NewInputBlock(fieldDay, plain(a.say.Say("home.closure.first", nil), labelRunes), nil, slack.NewDatePickerBlockElement(fieldDay)),
		slack.NewInputBlock(fieldLastDay, plain(a.say.Say("home.closure.last", nil), labelRunes), nil, last).WithOptional(true),
	}
	if known := exceptionsLine(a.say, a.exceptions, a.today.In().First()); known != "" {
		blocks = append(blocks, section(known))
	}
	return modalView(a.say, formClosure, "home.closure.title", string(encode(sheet{whence: a.whence()})), blocks)
}

func modalView(say lang.Speaker, callback string, title lang.ID, private string, blocks []slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, PrivateMetadata: private,
		Title:  plain(say.Say(title, nil), titleRunes),
		Submit: plain(say.Say("leads.form.submit", nil), titleRunes),
		Close:  plain(say.Say("leads.form.close", nil), titleRunes),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// labelled is an input for a setting, under the name the settings give it.
func labelled(a asked, key string, element slack.BlockElement) *slack.InputBlock {
	return slack.NewInputBlock(key, plain(a.say.Say("home.label."+lang.ID(key), nil), labelRunes), nil, element)
}

// askConversations is Slack's own picker: no list of conversations is ever
// fetched.
func askConversations(a asked, key, value string) slack.Block {
	pick := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeConversations, plain(a.say.Say("leads.form.choose", nil), 150), key)
	pick.InitialConversations = strings.FieldsFunc(value, func(r rune) bool { return r == ',' })
	pick.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeBotUsers: true}
	return labelled(a, key, pick).WithOptional(true)
}

func askTime(a asked, key, value string) slack.Block {
	pick := slack.NewTimePickerBlockElement(key)
	pick.InitialTime = value
	return labelled(a, key, pick)
}

func askTick(a asked, key, value string) slack.Block {
	option := slack.NewOptionBlockObject("true", plain(a.say.Say("home.tick."+lang.ID(key), nil), optionRunes), nil)
	box := slack.NewCheckboxGroupsBlockElement(key, option)
	if value == "true" {
		box.InitialOptions = []*slack.OptionBlockObject{option}
	}
	return labelled(a, key, box).WithOptional(true)
}

func askLanguage(a asked, key, value string) slack.Block {
	var choices []choice
	for _, l := range []lang.Language{lang.French, lang.English} {
		choices = append(choices, choice{string(l), lang.Capital(a.say.Say("settings.language."+lang.ID(l), nil))})
	}
	return selectInput(a.say, key, "home.label.language", choices, value)
}

// askCountry offers the countries whose holidays are known, the one chosen among
// them however many there are.
func askCountry(a asked, key, value string) slack.Block {
	codes := calendar.Countries()
	if at := slices.Index(codes, value); at >= optionsLimit {
		codes[optionsLimit-1] = value
	}
	var choices []choice
	for _, code := range codes {
		choices = append(choices, choice{code, settingsWords{say: a.say}.country(code)})
	}
	return selectInput(a.say, key, "home.label.country", choices, value)
}
