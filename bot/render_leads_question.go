package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/phrase"
)

// What buttons may take: of one block, and of a message together.
const (
	actionsLimit = 25
	buttonsBytes = 5_000
)

// doubt asks about the first line that a write would have to guess at. Its
// buttons record everything that was typed, with that line read one way.
func (a asked) doubt(c counts) (question reply, doubtful bool) {
	for i, n := range c.Lines {
		if d, ok := c.doubt(i); ok {
			return a.doubtQuestion(c, i, n, d), true
		}
	}
	return a.draftQuestion(c)
}

// doubt is what a line has to be asked about before it is said that its channel
// does not exist.
func (c counts) doubt(line int) (phrase.Doubt, bool) {
	for _, d := range c.Lines[line].Doubts {
		settled := c.draft(line) && d.Kind == phrase.DoubtChannel
		if d.Kind != phrase.NoSuchChannel && !settled {
			return d, true
		}
	}
	return phrase.Doubt{}, false
}

func (a asked) doubtQuestion(c counts, i int, n phrase.Count, d phrase.Doubt) reply {
	l := letter{say: a.say}
	lines := []string{a.onLine(i, len(c.Lines)) + a.doubtLine(n, d)}
	var buttons []slack.BlockElement
	for _, choice := range d.Choices {
		lines = append(lines, a.say.Say("leads.choice", lang.Args{"name": escape(choice.Label), "text": escape(a.typedChoice(n, d, choice))}))
		if value := a.settled(c, i, choice); value != "" {
			buttons = append(buttons, button(numbered(actionSettle, len(buttons)), choice.Label, value))
		}
	}
	if d.Kind == phrase.DoubtChannel && n.Unknown != "" {
		c.drafts = append(slices.Clone(c.drafts), i)
		if value := a.again(c, -1, "").value(); value != "" {
			label := a.say.Say("drafts.button.keep_as", lang.Args{"name": n.Unknown})
			buttons = append(buttons, button(numbered(actionSettle, len(buttons)), label, value))
		}
	}
	l.addWithin(lines...)
	if len(encode(buttons)) > buttonsBytes {
		buttons = nil // each would carry too many lines: what they say can be typed
	}
	l.buttonRows(append(buttons, a.dropButton())...)
	return a.instead(l.reply())
}

// typedChoice is the command that settles a doubt as a button does: what was typed,
// with what it lacks after it, or the line written out anew.
func (a asked) typedChoice(n phrase.Count, d phrase.Doubt, choice phrase.Choice) string {
	text := choice.Text
	if d.Kind == phrase.NoPersona || d.Kind == phrase.NoReason {
		text = n.Typed + " " + strings.ToLower(choice.Label)
	}
	if n.Stage != ledger.Lead {
		return a.say.Say("sales.command", lang.Args{"line": text})
	}
	return "/leads " + text
}

func (a asked) onLine(i, of int) string {
	if of == 1 {
		return ""
	}
	return a.say.Say("leads.on_line", lang.Args{"line": i + 1})
}

func (a asked) doubtLine(n phrase.Count, d phrase.Doubt) string {
	args := lang.Args{"typed": escape(clip(d.Typed, quotedRunes)), "line": escape(clip(n.Typed, quotedRunes))}
	switch {
	case d.Kind == phrase.NoReason:
		return a.say.Say("sales.which_reason", args)
	case d.Kind == phrase.NoPersona:
		return a.say.Say("leads.which_persona", args)
	case len(d.Choices) == 1:
		args["name"] = escape(d.Choices[0].Label)
		return a.say.Say("leads.did_you_mean", args)
	}
	return a.say.Say("leads.which_one", args)
}

// settled is everything that was typed, with one line read as chosen.
func (a asked) settled(c counts, chosen int, choice phrase.Choice) string {
	return a.again(c, chosen, choice.Text).value()
}

// again is everything that was typed, as a button brings it back to be read once
// more, one line changed (-1 for none). The others are written out, with their
// day: a button may be pressed tomorrow. One in doubt stands as it was typed, and
// means that today alone.
func (a asked) again(c counts, changed int, text string) carried {
	carries := carried{Key: a.key, Drafts: c.drafts, Yes: c.confirmed, Missing: a.missing}
	texts := make([]string, 0, len(c.Lines))
	for i, n := range c.Lines {
		switch {
		case i == changed:
			texts = append(texts, text)
		case c.draft(i):
			texts = append(texts, n.Retyped(n.Unknown, a.catalogue.Persona(n.Persona).Name))
		case len(n.Doubts) > 0:
			carries.Day = a.today.String()
			texts = append(texts, n.Typed)
		default:
			texts = append(texts, a.typed(n))
		}
	}
	carries.Text = strings.Join(texts, "\n")
	return carries
}

// typed writes a line out as it could have been typed.
func (a asked) typed(n phrase.Count) string {
	return n.Retyped(a.catalogue.Channel(n.Channel).Name, a.catalogue.Persona(n.Persona).Name)
}

// question asks about counts that are unlikely. Nothing is recorded until the
// answer is yes.
func (b *Bot) question(ctx context.Context, a asked, w writing, questions ledger.Questions) reply {
	authors := make([]string, 0, len(questions))
	for _, q := range questions {
		authors = append(authors, q.Author)
	}
	action, yes := actionConfirm, carried{Key: a.key, Replaces: w.Replaces, Lines: pack(w.Lines), Missing: a.missing}
	if len(w.Drafts) > 0 {
		action, yes = actionSettle, w.again
		yes.Yes = true
	}
	out := b.slip(ctx, a, authors).question(questions, action, yes)
	if w.Replaces != "" {
		return out // the confirmation whose button was pressed still holds should the answer be no
	}
	return a.instead(out)
}

func (s slip) question(questions ledger.Questions, action string, yes carried) reply {
	l := letter{say: s.say}
	lines := make([]string, 0, len(questions))
	for _, q := range questions {
		lines = append(lines, lang.Capital(s.questionLine(q)))
	}
	l.addWithin(lines...)
	value := yes.value()
	if value == "" {
		l.add(s.say.Say("leads.too_long_to_ask", nil))
		return l.reply()
	}
	l.add(s.say.Say("leads.nothing_yet", nil))
	l.buttons(primary(button(action, s.say.Say("leads.button.yes", nil), value)),
		button(actionDrop, s.say.Say("leads.button.no", nil), "no"))
	return l.reply()
}

func (s slip) questionLine(q ledger.Question) string {
	cell := q.Line.Cell
	args := lang.Args{
		"leads": s.leads(q.Line.Count), "segment": s.segment(cell), "day": s.day(cell.Day),
		"channel": escape(s.catalogue.Channel(cell.Channel).Name), "name": s.name(q.Author), "largest": s.say.Int(q.Largest),
	}
	switch {
	case s.guest && q.Kind == ledger.Twice:
		return s.say.Say("guests.twice", args)
	case s.guest:
		return s.say.Say("guests.unlikely", args)
	case q.Kind == ledger.Twice:
		return s.say.Say("leads.twice", args)
	case q.Largest == 0:
		return s.say.Say("leads.unlikely.first", args)
	}
	return s.say.Say("leads.unlikely", args)
}

func (a asked) dropButton() *slack.ButtonBlockElement {
	return button(actionDrop, a.say.Say("leads.button.none", nil), "no")
}

// instead puts an answer where the pressed button stood, if there was one.
func (a asked) instead(out reply) reply {
	out.Replace = a.messageTS != ""
	out.Public = a.exposed
	return out
}

// buttonRows writes buttons in as many rows as they need.
func (l *letter) buttonRows(elements ...slack.BlockElement) {
	for len(elements) > 0 {
		row := min(len(elements), actionsLimit)
		l.buttons(elements[:row]...)
		elements = elements[row:]
	}
}
