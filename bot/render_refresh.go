package bot

import (
	"encoding/json"
	"fmt"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/refresh"
)

// RenderRefresh puts a letter about a month's rates into the language of whom it
// is for.
func RenderRefresh(r refresh.Letter) (recap.Message, error) {
	l := refreshLetter(r)
	blocks, err := json.Marshal(l.blocks)
	if err != nil {
		return recap.Message{}, fmt.Errorf("write the letter about %s: %w", r.Offer.Plan.Month, err)
	}
	return recap.Message{Text: l.text(), Blocks: blocks}, nil
}

func refreshLetter(r refresh.Letter) letter {
	say := lang.Speak(lang.Of(r.To.Locale, lang.Language(r.Settings.Language)))
	w := ratesWords{planWords{say, r.Settings, r.Catalogue}}
	l := letter{say: say}
	id := lang.ID("rates.refresh")
	if r.Reminder {
		id = "rates.reminder"
	}
	title := say.Say(id, lang.Args{"month": r.Offer.Plan.Month})
	l.title(title, title)
	l.add(w.agreed(r))
	w.show(&l, r.Offer, false)
	l.add(w.effect(r.Offer, r.Offer.All()))
	l.buttons(w.buttons(r.Offer, ledger.Segment{})...)
	if r.Reminder {
		l.note(say.Say("rates.reminder.last", nil))
	}
	return l
}

// agreed says how far the month's plan is agreed: made, carried over, signed.
func (w ratesWords) agreed(r refresh.Letter) string {
	plan := r.Offer.Plan
	switch {
	case plan.From.IsZero():
		return w.say.Say("rates.plan.none", lang.Args{"month": plan.Month})
	case r.Signing.Complete():
		return w.say.Say("rates.plan.signed", lang.Args{"month": plan.Month})
	case plan.From.Before(plan.Month):
		return w.say.Say("sla.carried", lang.Args{"month": plan.From})
	}
	return w.say.Say("rates.plan.unsigned", lang.Args{"month": plan.Month})
}
