package store

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// masker replaces one person's id and names in texts, where they stand as words of
// their own.
type masker struct {
	words []masking
	signs []string // of which a text that speaks of them has one: parts that are written the same everywhere
}

type masking struct{ word, instead string }

func newMasker(f Forgetting) (m masker) {
	m.add(f.ID, f.Pseudonym)
	for _, name := range append([]string{f.Name}, f.Others...) {
		m.add(name, f.Placeholder)
		if escaped := slackEscaper.Replace(name); escaped != name {
			m.add(escaped, f.Placeholder)
		}
	}
	return m
}

// slackEscaper writes a name as it stands in Slack's messages.
var slackEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func (m *masker) add(word, instead string) {
	if word = strings.TrimSpace(word); word == "" {
		return
	}
	m.words = append(m.words, masking{word, instead})
	longest := ""
	for part := range strings.FieldsFuncSeq(html.UnescapeString(word), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(part) > len(longest) {
			longest = part
		}
	}
	if longest == "" {
		longest = word
	}
	m.signs = append(m.signs, longest)
}

// literal is a string within JSON.
var literal = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// text returns a text without the person. In JSON each string is looked at as it
// reads, and all the rest stays as it is, byte for byte.
func (m masker) text(text string) string {
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") || strings.HasPrefix(text, `"`) {
		if json.Valid([]byte(text)) {
			return literal.ReplaceAllStringFunc(text, m.literal)
		}
	}
	return m.plain(text)
}

func (m masker) literal(quoted string) string {
	var read string
	if json.Unmarshal([]byte(quoted), &read) != nil {
		return quoted
	}
	masked := m.text(read) // JSON may stand in it in turn
	if masked == read {
		return quoted
	}
	written, err := json.Marshal(masked)
	if err != nil {
		return quoted
	}
	return string(written)
}

func (m masker) plain(text string) string {
	for _, one := range m.words {
		text = one.replace(text)
	}
	return text
}

// replace replaces a word wherever no letter or digit stands beside it.
func (o masking) replace(text string) string {
	var b strings.Builder
	for {
		at := strings.Index(text, o.word)
		if at < 0 {
			break
		}
		end := at + len(o.word)
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[end:])
		b.WriteString(text[:at])
		if inWord(before) || inWord(after) {
			b.WriteString(o.word)
		} else {
			b.WriteString(o.instead)
		}
		text = text[end:]
	}
	b.WriteString(text)
	return b.String()
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
