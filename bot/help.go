package bot

import (
	"context"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/phrase"
)

// help shows what can be typed, in the workspace's own names; a manager is told
// first what is still missing before the first recap.
func (b *Bot) help(ctx context.Context, a asked) (reply, error) {
	l := letter{say: a.say}
	title := a.say.Say("help.title", nil)
	l.title(title, title)
	if a.person.MayManage() && !a.public {
		if err := b.addSteps(ctx, a, &l); err != nil {
			return reply{}, err
		}
	}
	l.add(exampleLines(a.say, phrase.Examples(a.phrases(), a.say.Language))...)
	if a.person.MayManage() && !a.public {
		l.add("*" + a.say.Say("help.managers", nil) + "*")
		l.add(exampleLines(a.say, phrase.PlanExamples(a.phrases(), a.say.Language))...)
	}
	l.note(a.say.Say("help.anywhere", nil))
	l.buttons(primary(button(actionForm, a.say.Say("leads.button.form", nil), "form")))
	return l.reply(), nil
}

func exampleLines(say lang.Speaker, examples []phrase.Example) []string {
	lines := make([]string, 0, len(examples))
	for _, e := range examples {
		lines = append(lines, say.Say("help.example", lang.Args{"text": escape(e.Text), "means": escape(e.Means)}))
	}
	return lines
}
