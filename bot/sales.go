package bot

import "github.com/treve-bot/treve/internal/phrase"

// sales says that sales' half is not kept yet, and what is.
func (b *Bot) sales(a asked) reply {
	l := letter{say: a.say}
	l.add(a.say.Say("sales.later", nil))
	status := phrase.Choice{Label: a.say.Say("sales.button.status", nil), Text: "/sla"}
	l.buttons(append(proposals([]phrase.Choice{status}), button(actionForm, a.say.Say("leads.button.form", nil), "form"))...)
	return l.reply()
}
