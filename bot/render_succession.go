package bot

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// The parts of a letter about somebody who left; its block names them.
const (
	actionGive     = "left_give"
	actionTakeOver = "left_take_over"
	actionNobody   = "left_nobody"
	leftBlock      = "left:"
)

// successionLetter asks a manager who takes over.
func (a asked) successionLetter(leaver, name string, brought, followed []ledger.Channel) reply {
	l := letter{say: a.say}
	l.title(a.say.Say("left.title", lang.Args{"name": oneLine(name)}), a.say.Say("left.title", lang.Args{"name": escape(name)}))
	if len(brought) > 0 {
		l.add(a.say.Say("left.brought", lang.Args{"names": clipList(a.say, channelsCalled(brought))}), a.say.Say("left.meanwhile", nil))
	}
	if len(followed) > 0 {
		l.add(a.say.Say("left.followed", lang.Args{"names": clipList(a.say, channelsCalled(followed))}))
	}
	who := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain(a.say.Say("left.give", nil), 150), actionGive)
	l.blocks = append(l.blocks, slack.NewActionBlock(leftBlock+leaver, who,
		button(actionTakeOver, a.say.Say("left.button.take_over", nil), leaver),
		button(actionNobody, a.say.Say("left.button.nobody", nil), leaver)))
	sample := escape(append(brought, followed...)[0].Name)
	l.note(a.say.Say("left.type", lang.Args{"sample": strings.ToLower(sample)}))
	return l.reply()
}

func channelsCalled(channels []ledger.Channel) (names []string) {
	for _, c := range channels {
		names = append(names, escape(c.Name))
	}
	return names
}

// handedLines say what became of the channels to whoever decided.
func (a asked) handedLines(done handedOn) []string {
	if done.To == "" {
		return []string{a.say.Say("left.nobody", lang.Args{"names": a.channelList(append(done.Brought, done.Followed...))})}
	}
	person := "<@" + done.To + ">"
	var lines []string
	if len(done.Brought) > 0 {
		lines = append(lines, a.say.Say("left.given", lang.Args{"person": person, "names": a.channelList(done.Brought)}))
	}
	if len(done.Followed) > 0 {
		lines = append(lines, a.say.Say("left.given.sales", lang.Args{"person": person, "names": a.channelList(done.Followed)}))
	}
	return lines
}

// handedOver says the same to whoever takes over.
func (a asked) handedOver(done handedOn) []string {
	var lines []string
	if len(done.Brought) > 0 {
		lines = append(lines, a.say.Say("left.told.brought", lang.Args{"names": a.channelList(done.Brought)}))
	}
	if len(done.Followed) > 0 {
		lines = append(lines, a.say.Say("left.told.followed", lang.Args{"names": a.channelList(done.Followed)}))
	}
	return lines
}
