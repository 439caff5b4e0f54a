package bot

import (
	"context"
	"slices"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
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
	names := a.phrases()
	names.Catalogue = escaped(a.catalogue)
	l.add(exampleLines(a.say, phrase.Examples(names, a.say.Language))...)
	if a.person.MayManage() && !a.public {
		l.bold(a.say.Say("help.managers", nil))
		l.add(exampleLines(a.say, phrase.PlanExamples(names, a.say.Language))...)
	}
	l.note(a.say.Say("help.anywhere", nil))
	l.buttons(primary(button(actionForm, a.say.Say("leads.button.form", nil), "form")))
	return l.reply(), nil
}

// escaped is a catalogue whose names can be put into sentences that are parsed.
func escaped(c ledger.Catalogue) ledger.Catalogue {
	safe := ledger.Catalogue{Channels: slices.Clone(c.Channels), Personas: slices.Clone(c.Personas)}
	for i := range safe.Channels {
		safe.Channels[i].Name = escape(safe.Channels[i].Name)
	}
	for i := range safe.Personas {
		safe.Personas[i].Name = escape(safe.Personas[i].Name)
	}
	return safe
}

func exampleLines(say lang.Speaker, examples []phrase.Example) []string {
	lines := make([]string, 0, len(examples))
	for _, e := range examples {
		lines = append(lines, say.Say("help.example", lang.Args{"text": e.Text, "means": e.Means}))
	}
	return lines
}
