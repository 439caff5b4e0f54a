package bot

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
)

// Every string that somebody typed goes through this file on its way to Slack:
// escape for text that is parsed, plain for text that is not. Nothing else in
// the package makes a text object.

// breath is the zero-width space that keeps a sign from opening or closing a
// format: it is invisible, and ledger.Fold forgets it when the name is pasted
// back.
const breath = "\u200b"

var special = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	"*", breath+"*"+breath, "_", breath+"_"+breath, "~", breath+"~"+breath, "`", breath+"`"+breath,
)

// escape makes a typed name safe inside Slack's mrkdwn: no mention, link or
// format comes out of it, and it stays on its line.
func escape(typed string) string { return special.Replace(oneLine(typed)) }

// oneLine drops what would hide in a name or break the line around it: control
// characters, and those that reverse or hide the text that follows.
func oneLine(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != joiner:
			return -1
		}
		return r
	}, typed)
}

// joiner holds the parts of one emoji together and is no danger to anybody.
const joiner = '\u200d'

// unescape gives back what a person typed, which Slack sends with its three
// special characters replaced.
func unescape(sent string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(sent)
}

// mrkdwn is text in Slack's markup whose typed parts are already escaped. Bare
// links, #names and @here in it stay words.
func mrkdwn(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, true)
}

// plain is text nothing is parsed in, cut to what its place can hold.
func plain(text string, runes int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, clip(oneLine(text), runes), false, false)
}

// quotedRunes is how much of what somebody typed is said back to them.
const quotedRunes = 200

// harmless is a problem whose arguments, which quote what people typed, are
// escaped.
func harmless(p *lang.Problem) *lang.Problem {
	args := make(lang.Args, len(p.Args))
	for name, value := range p.Args {
		switch v := value.(type) {
		case string:
			value = escape(clip(v, quotedRunes))
		case []string:
			safe := make([]string, len(v))
			for i, one := range v {
				safe[i] = escape(clip(one, quotedRunes))
			}
			value = safe
		case *lang.Problem:
			value = harmless(v)
		}
		args[name] = value
	}
	return lang.Refuse(p.ID, args)
}

// Slack cuts the text of a button in the list of most phones after some thirty
// characters, and refuses it beyond these.
const (
	buttonRunes = 75
	valueBytes  = 2_000
)

// button is pressed to do what the table of actions knows under that id; value
// comes back with it.
func button(action, label, value string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, plain(label, buttonRunes))
}

// numbered tells buttons of one block apart that do the same thing: Slack wants
// their ids to differ, and the dispatcher looks before the colon only.
func numbered(action string, i int) string { return action + ":" + strconv.Itoa(i) }

// primary draws the button that most people want.
func primary(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	return b.WithStyle(slack.StylePrimary)
}
