package bot

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/chase"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

// RenderChase puts a letter about leads that wait into the language of whom it is
// for.
func RenderChase(c chase.Letter) (recap.Message, error) {
	l := chaseLetter(c)
	blocks, err := json.Marshal(l.blocks)
	if err != nil {
		return recap.Message{}, fmt.Errorf("write the letter about what waits on %s: %w", c.Today, err)
	}
	return recap.Message{Text: l.text(), Blocks: blocks}, nil
}

func chaseLetter(c chase.Letter) letter {
	say := lang.Speak(lang.Of(c.To.Locale, lang.Language(c.Settings.Language)))
	s := slip{say: say, settings: c.Settings, catalogue: c.Catalogue, today: c.Today}
	l := letter{say: say}
	var sum int64
	lines := make([]string, 0, len(c.Waiting))
	for _, w := range c.Waiting {
		sum += w.Count
		lines = append(lines, say.Count("chase.line", w.Count, lang.Args{
			"day":     say.ShortDay(w.Day),
			"segment": s.segment(ledger.Cell{Channel: w.Segment.Channel, Persona: w.Segment.Persona, Stage: ledger.Lead}),
		}))
	}
	id := lang.ID("chase.morning")
	if c.Escalation {
		id = "chase.escalation"
	}
	l.bold(say.Count(id, sum, lang.Args{}))
	l.addWithin(lines...)
	if !c.Escalation {
		l.buttonRows(append(caughtUpButtons(say, c), button(actionSalesForm, say.Say("sales.button.form", nil), "form"))...)
		l.note(say.Say("chase.how", nil))
	}
	return l
}

// caughtUpButtons record, for each channel, that all that waited has now been
// contacted.
func caughtUpButtons(say lang.Speaker, c chase.Letter) (buttons []slack.BlockElement) {
	sums, order := map[ledger.ChannelID]int64{}, []ledger.ChannelID{}
	for _, w := range c.Waiting {
		if sums[w.Segment.Channel] == 0 {
			order = append(order, w.Segment.Channel)
		}
		sums[w.Segment.Channel] += w.Count
	}
	for i, id := range order[:min(len(order), actionsLimit-1)] {
		label := say.Count("chase.button", sums[id], lang.Args{"channel": c.Catalogue.Channel(id).Name})
		buttons = append(buttons, button(numbered(actionCaughtUp, i), label, strconv.FormatInt(int64(id), 10)))
	}
	return buttons
}
