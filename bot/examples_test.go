package bot

import (
	"regexp"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// Whatever a message tells people to type has to work.
func TestExamplesInMessagesWork(t *testing.T) {
	names := phrase.Context{Today: tuesday17, Catalogue: ledger.Catalogue{
		Channels: []ledger.Channel{{ID: 1, Name: "Email"}, {ID: 2, Name: "Webinaire"}, {ID: 3, Name: "Webinar"}},
		Personas: []ledger.Persona{{ID: 1, Name: "PME"}, {ID: 2, Name: "Small"}},
	}}
	fresh := names
	fresh.Catalogue = ledger.Catalogue{}
	typed := regexp.MustCompile("`([^`]+)`")
	args := lang.Args{
		"channel": "Email", "persona": "PME", "date": "2026-11-17", "name": "Email", "text": "/leads 12 Email PME 2026-11-17",
		"step": "", "mark": "",
	}
	for _, l := range []lang.Language{lang.French, lang.English} {
		for _, id := range []lang.ID{
			"record.too_many", "record.negative_total", "record.future_day", "record.closed_month", "record.below_zero",
			"record.undo_below_zero", "record.nothing_to_undo", "record.already_undone",
			"leads.dropped", "leads.stale_button", "leads.choice", "leads.form.here", "leads.form.hint.more", "leads.log.empty",
			"dispatch.sorry", "dispatch.sorry.form", "dispatch.unknown", "dispatch.no_modal", "message.edited", "onboarding.spent",
			"onboarding.step.plan", "onboarding.step.place", "onboarding.step.entry", "sales.later",
		} {
			for _, example := range typed.FindAllStringSubmatch(lang.Speak(l).Say(id, args), -1) {
				text := strings.Replace(example[1], "#marketing", "<#C1|marketing>", 1)
				c := names
				if strings.Contains(text, " add ") {
					c = fresh
				}
				cmd, err := phrase.Message(text, c)
				if _, unknown := cmd.(phrase.Unknown); err != nil || unknown {
					t.Errorf("%s in %s says to type %q, which is read as %+v, %v", id, l, text, cmd, err)
				}
				if n, ok := cmd.(phrase.Record); ok && len(n.Lines[0].Doubts) > 0 {
					t.Errorf("%s in %s says to type %q, which is doubtful: %+v", id, l, text, n.Lines[0].Doubts)
				}
			}
		}
	}
}
