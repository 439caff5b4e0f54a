package bot

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/nudge"
	"github.com/treve-bot/treve/internal/recap"
)

// RenderNudge puts a letter about missing entries into the language of whom it is
// for.
func RenderNudge(n nudge.Letter) (recap.Message, error) {
	out := nudgeReply(n)
	blocks, err := json.Marshal(out.Blocks)
	if err != nil {
		return recap.Message{}, fmt.Errorf("write the letter about the entries of %s: %w", n.Day, err)
	}
	return recap.Message{Text: out.Text, Blocks: blocks}, nil
}

func nudgeReply(n nudge.Letter) reply {
	w := nudgeWords{
		say: lang.Speak(lang.Of(n.To.Locale, lang.Language(n.Settings.Language))),
		day: n.Day, names: n.Names, today: true, guest: n.To.LetIn(),
	}
	if n.Gone {
		return w.gone(n.Items)
	}
	return w.letter(n.Items, func(l *letter) {
		title := w.say.Count("nudges.title", int64(len(n.Items)), lang.Args{"day": w.say.Day(w.day)})
		l.title(title, title)
		l.add(w.say.Say("nudges.why", nil))
	}, true).reply()
}

// nudgeWords says what is missing of a day, to one reader.
type nudgeWords struct {
	say   lang.Speaker
	day   calendar.Date
	today bool              // the day still lasts
	names map[string]string // of owners who are away, by Slack user id
	round string            // see lacking
	guest bool              // the reader is one: nobody stands in for them
}

// lacking is what the buttons of a letter carry.
type lacking struct {
	Day     calendar.Date    `json:"d"`
	Channel ledger.ChannelID `json:"c,omitempty"`
	// Round tells apart the buttons that stand in one letter one after the other:
	// what was taken back may be said again.
	Round string `json:"n,omitempty"`
}

// letter lists the channels with their buttons under an opening. Those that do
// not fit are named.
func (w nudgeWords) letter(items []nudge.Item, open func(*letter), own bool) *letter {
	for shown := len(items); ; shown-- {
		l := &letter{say: w.say}
		open(l)
		for i, one := range items[:shown] {
			l.add(w.item(one))
			l.buttons(w.buttons(one, i)...)
		}
		if left := channelNames(items[shown:]); len(left) > 0 {
			l.add(w.say.Say("nudges.more", lang.Args{"names": clipList(w.say, left), "sample": sample(items[shown:])}))
		}
		if own && w.guest && len(items) > 0 {
			l.note(w.say.Say("guests.nudge.type", lang.Args{"sample": sample(items)}))
		} else if own && len(items) > 0 {
			l.buttons(button(actionNudgeAway, w.say.Say("nudges.button.away", nil), string(encode(lacking{Day: w.day}))))
			l.note(w.say.Say("nudges.type", lang.Args{"sample": sample(items)}))
		}
		if shown == 0 || l.fits() {
			return l
		}
	}
}

// sample is a channel's name as one types it.
func sample(items []nudge.Item) string { return escape(strings.ToLower(items[0].Name)) }

func channelNames(items []nudge.Item) (names []string) {
	for _, one := range items {
		names = append(names, escape(one.Name))
	}
	return names
}

func (w nudgeWords) item(one nudge.Item) string {
	line := w.say.Say("nudges.item.never", lang.Args{"channel": escape(one.Name)})
	if !one.LastReported.IsZero() {
		line = w.say.Say("nudges.item", lang.Args{"channel": escape(one.Name), "last": w.say.ShortDayMonth(one.LastReported)})
	}
	if name := w.names[one.Owner]; one.Away && name != "" {
		line = w.say.Say("nudges.item.away", lang.Args{"item": line, "name": escape(name)})
	}
	return line
}

func (w nudgeWords) buttons(one nudge.Item, i int) []slack.BlockElement {
	zero := lang.ID("nudges.button.zero")
	if w.today {
		zero = "nudges.button.zero.today"
	}
	value := string(encode(lacking{w.day, one.ID, w.round}))
	return []slack.BlockElement{
		button(numbered(actionNudgeZero, i), w.say.Say(zero, nil), value),
		primary(button(numbered(actionNudgeForm, i), w.say.Say("nudges.button.form", nil), value)),
	}
}

// gone tells a manager of channels whose owner cannot be asked any more.
func (w nudgeWords) gone(items []nudge.Item) reply {
	l := letter{say: w.say}
	name := w.names[items[0].Owner]
	l.title(w.say.Say("nudges.gone", lang.Args{"name": oneLine(name)}), w.say.Say("nudges.gone", lang.Args{"name": escape(name)}))
	names := clipList(w.say, channelNames(items))
	l.add(w.say.Count("nudges.gone.channels", int64(len(items)), lang.Args{"names": names}),
		w.say.Say("nudges.gone.type", lang.Args{"sample": sample(items)}))
	return l.reply()
}

// left adds to an answer what is still missing after it.
func (w nudgeWords) left(out reply, items []nudge.Item) reply {
	l := w.letter(items, func(l *letter) {
		if len(items) == 0 {
			l.note(w.say.Say("nudges.none", nil))
			return
		}
		l.add(w.say.Count("nudges.left", int64(len(items)), lang.Args{"day": w.say.Day(w.day)}))
	}, true)
	out.Text = strings.Join(chunks([]string{out.Text, l.text()}, textRunes)[:1], "")
	out.Blocks = append(out.Blocks, l.blocks...)
	return out
}

// awayView is the modal that asks who records meanwhile.
func awayView(a asked) slack.ModalViewRequest {
	who := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain(a.say.Say("leads.form.choose", nil), 150), fieldStandIn)
	until := slack.NewDatePickerBlockElement(fieldLastDay)
	carries := a.whence()
	carries.InPlace = true
	return modalView(a.say, formAway, "nudges.away.title", string(encode(carries)), []slack.Block{
		slack.NewInputBlock(fieldStandIn, plain(a.say.Say("nudges.away.who", nil), labelRunes), nil, who),
		slack.NewInputBlock(fieldLastDay, plain(a.say.Say("nudges.away.until", nil), labelRunes), nil, until).WithOptional(true),
	})
}

// absenceLine says an absence in one of two sentences, the one with its last day
// where it has one.
func absenceLine(say lang.Speaker, id lang.ID, name string, until calendar.Date) string {
	args := lang.Args{"name": escape(name)}
	if !until.IsZero() {
		id, args["day"] = id+".until", say.Day(until)
	}
	return say.Say(id, args)
}
