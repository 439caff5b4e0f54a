package bot

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/alert"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// RenderAlert puts an alert into the language of whom it is for.
func RenderAlert(a alert.Letter) (recap.Message, error) {
	l := alertLetter(a)
	blocks, err := json.Marshal(l.blocks)
	if err != nil {
		return recap.Message{}, fmt.Errorf("write an alert about channel %d: %w", a.Channel, err)
	}
	return recap.Message{Text: l.text(), Blocks: blocks}, nil
}

func alertLetter(a alert.Letter) letter {
	spoken := lang.Language(a.Settings.Language)
	if !a.Public {
		spoken = lang.Of(a.To.Locale, spoken)
	}
	b := newBoard(lang.Speak(spoken), a.Report, a.Settings, a.Public)
	f, name := a.Report.Total, b.say.Say("alerts.total", nil)
	for _, c := range a.Report.Channels {
		if c.ID == a.Channel {
			f, name = c.Figures, c.Name
		}
	}
	mark, word := b.standing(f)
	l := letter{say: b.say}
	args := lang.Args{"mark": mark, "word": word, "name": oneLine(name)}
	bare := b.say.Say("alerts.title", args)
	args["name"] = escape(name)
	l.title(bare, b.say.Say("alerts.title", args))
	_, was := b.say.Status(string(a.From), false, f.CommitmentLeads < fewLeads, f.Attainment)
	l.add(b.say.Say("alerts.was", lang.Args{"word": was}))
	l.add(b.alertFigures(f), b.alertAdvice(f))
	l.buttons(b.alertButtons(a)...)
	if !a.Public {
		l.note(b.say.Say("alerts.once", nil))
	}
	return l
}

func (b board) alertFigures(f sla.Figures) string {
	id := lang.ID("alerts.figures")
	if b.bare {
		id = "alerts.figures.bare"
	}
	return b.say.Say(id, lang.Args{
		"leads": b.leads(f.Leads), "promised": b.say.Int(f.CommitmentLeads), "pace": b.share(f.Pace),
		"gap": b.signed(f.Gap), "day": b.say.DayMonth(b.report.AsOf),
	})
}

// alertAdvice is what to do about it.
func (b board) alertAdvice(f sla.Figures) string {
	switch {
	case f.Status == sla.Ahead:
		return b.say.Say("alerts.ahead", nil)
	case f.LeadsPerDayNeeded.Valid && f.LeadsPerDayNow.Valid:
		return b.say.Say("alerts.needed", lang.Args{
			"needed": b.say.Short(f.LeadsPerDayNeeded.Decimal, 1), "now": b.say.Short(f.LeadsPerDayNow.Decimal, 1),
		})
	}
	return ""
}

func (b board) alertButtons(a alert.Letter) []slack.BlockElement {
	about := subject{Channel: a.Channel, Month: a.Report.Month}
	buttons := []slack.BlockElement{button(actionWhy, b.say.Say("sla.button.why", nil), about.value())}
	if a.Public {
		return buttons
	}
	return append(buttons, muteButton(b.say, a.Channel))
}

func muteButton(say lang.Speaker, id ledger.ChannelID) slack.BlockElement {
	label := lang.ID("alerts.button.mute")
	if id == 0 {
		label = "alerts.button.mute.total"
	}
	return button(actionMute, say.Say(label, nil), strconv.FormatInt(int64(id), 10))
}

// recoveredLine names what people were alerted of and is on track again.
func (s summary) recoveredLine() string {
	var names []string
	for _, id := range s.edition.Recovered {
		if id == 0 {
			names = append(names, s.say.Say("alerts.the_total", nil))
		}
		for _, c := range s.report.Channels {
			if c.ID == id {
				names = append(names, escape(c.Name))
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return s.say.Say("alerts.recovered", lang.Args{"names": clipList(s.say, names)})
}
