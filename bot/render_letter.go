package bot

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
)

// What Slack takes, and what is left of it for the rest of a message.
const (
	headerRunes  = 150
	sectionRunes = 3_000
	noteRunes    = 2_000
	textRunes    = 3_900
	letterBlocks = 50
	letterBytes  = 13_000 // of the blocks' JSON
)

// letter is an answer being written: every line goes both into blocks and into
// the text that notifications and screen readers read instead of them.
type letter struct {
	say    lang.Speaker
	lines  []string
	rows   []string // of tables, in words: last in the text, which is cut where it grows too long
	blocks []slack.Block
}

// title opens the letter. A header parses nothing, so it takes the sentence with
// bare names; where it is too short for it the escaped one stands in bold.
func (l *letter) title(bare, line string) {
	l.lines = append(l.lines, line)
	if utf8.RuneCountInString(bare) > headerRunes {
		l.blocks = append(l.blocks, section("*"+line+"*"))
		return
	}
	l.blocks = append(l.blocks, slack.NewHeaderBlock(plain(bare, headerRunes)))
}

// add writes lines as they stand; empty ones are left out.
func (l *letter) add(lines ...string) {
	lines = told(lines...)
	l.lines = append(l.lines, lines...)
	for _, chunk := range chunks(lines, sectionRunes) {
		l.blocks = append(l.blocks, section(chunk))
	}
}

// table shows a table, and in the text says the same in words.
func (l *letter) table(block *slack.TableBlock, words []string) {
	l.blocks = append(l.blocks, block)
	l.rows = append(l.rows, words...)
}

// note writes lines in small print.
func (l *letter) note(lines ...string) {
	lines = told(lines...)
	l.lines = append(l.lines, lines...)
	for _, chunk := range chunks(lines, noteRunes) {
		l.blocks = append(l.blocks, slack.NewContextBlock("", mrkdwn(chunk)))
	}
}

// buttons closes the letter with what can be done next. They have no words of
// their own in the text: what they do can be typed as well.
func (l *letter) buttons(elements ...slack.BlockElement) {
	if len(elements) > 0 {
		l.blocks = append(l.blocks, slack.NewActionBlock("", elements...))
	}
}

// fits reports whether Slack takes the blocks as they are. What holds lists of
// any length is written again, shorter, until it does.
func (l *letter) fits() bool {
	wire, err := json.Marshal(l.blocks)
	return err == nil && len(wire) <= letterBytes && len(l.blocks) <= letterBlocks
}

// reply is the letter ready to send, to the asker alone.
func (l *letter) reply() reply {
	return reply{Text: l.text(), Blocks: l.blocks}
}

// text is every line that fits whole, and how many did not.
func (l *letter) text() string {
	all := slices.Concat(l.lines, l.rows)
	fits := chunks(all, textRunes)
	if len(fits) <= 1 {
		return strings.Join(fits, "")
	}
	kept := strings.Split(chunks(all, textRunes-100)[0], "\n")
	left := int64(len(all) - len(kept))
	return strings.Join(append(kept, l.say.Count("sla.more_lines", left, lang.Args{})), "\n")
}

// whole reports whether the text holds every line.
func (l *letter) whole() bool { return len(chunks(slices.Concat(l.lines, l.rows), textRunes)) <= 1 }

// chunks joins lines into texts of at most so many characters, never breaking a
// line unless it is longer than a whole text.
func chunks(lines []string, runes int) []string {
	var texts []string
	used := 0
	for _, line := range lines {
		line = clip(line, runes)
		length := utf8.RuneCountInString(line)
		if len(texts) == 0 || used+1+length > runes {
			texts, used = append(texts, line), length
			continue
		}
		texts[len(texts)-1] += "\n" + line
		used += 1 + length
	}
	return texts
}

func section(text string) *slack.SectionBlock { return slack.NewSectionBlock(mrkdwn(text), nil, nil) }

// code shows what can be typed as it stands.
func code(text string) string { return "`" + escape(text) + "`" }
