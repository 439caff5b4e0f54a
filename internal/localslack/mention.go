package localslack

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What people type is plain; what Slack stores is encoded. typed is the one
// reading of a composer's text that all encodings are written from.

// part is a piece of typed text: words, or what a mention or address stands for.
type part struct {
	kind string // text, user, channel, broadcast, link
	text string // as typed
	id   string // of the user or channel; the range of a broadcast
	name string // of the user or channel; empty for private channels
}

var (
	encoded = regexp.MustCompile(`^<([@#!])([A-Za-z0-9]+)(?:\|([^>]*))?>`)
	address = regexp.MustCompile(`^https?://[^\s<>]+[^\s<>.,;:!?)]`)
	ranges  = []string{"channel", "everyone", "here"}
)

// typed reads a composer's text, with the mentions a person may make.
func (s *Server) typed(by *user, text string) []part {
	names := s.mentionable(by)
	var parts []part
	words := 0
	for i := 0; i < len(text); {
		p, n := s.mentionAt(names, text, i)
		if n == 0 {
			i++
			continue
		}
		if words < i {
			parts = append(parts, part{kind: "text", text: text[words:i]})
		}
		parts = append(parts, p)
		i += n
		words = i
	}
	if words < len(text) {
		parts = append(parts, part{kind: "text", text: text[words:]})
	}
	return parts
}

// mentionable lists what "@" and "#" may name, the longest first.
func (s *Server) mentionable(by *user) []part {
	var all []part
	for _, u := range s.users {
		for _, name := range []string{u.Name, u.RealName, strings.SplitN(u.RealName, " ", 2)[0]} {
			if name != "" {
				all = append(all, part{kind: "user", text: "@" + name, id: u.ID, name: u.Name})
			}
		}
	}
	for _, c := range s.conversations {
		if c.kind == direct || !c.sees(by) {
			continue
		}
		name := c.name
		if c.kind == private {
			name = ""
		}
		all = append(all, part{kind: "channel", text: "#" + c.name, id: c.id, name: name})
	}
	for _, r := range ranges {
		all = append(all, part{kind: "broadcast", text: "@" + r, id: r})
	}
	slices.SortStableFunc(all, func(a, b part) int { return cmp.Compare(len(b.text), len(a.text)) })
	return all
}

// mentionAt reads a mention or an address at i, and how long it is; 0 for words.
func (s *Server) mentionAt(names []part, text string, i int) (part, int) {
	rest := text[i:]
	switch rest[0] {
	case '<':
		return s.encodedAt(rest)
	case 'h':
		if found := address.FindString(rest); found != "" && begins(text, i) {
			return part{kind: "link", text: found}, len(found)
		}
	case '@', '#':
		if !begins(text, i) {
			return part{}, 0
		}
		for _, p := range names {
			if n := len(p.text); len(rest) >= n && strings.EqualFold(rest[:n], p.text) && ends(rest, n) {
				return p, n
			}
		}
	}
	return part{}, 0
}

// encodedAt reads a mention that is already in Slack's encoding.
func (s *Server) encodedAt(rest string) (part, int) {
	m := encoded.FindStringSubmatch(rest)
	if m == nil {
		return part{}, 0
	}
	switch u, known := s.user(m[2]); {
	case m[1] == "@" && known:
		return part{kind: "user", text: m[0], id: u.ID, name: u.Name}, len(m[0])
	case m[1] == "!" && slices.Contains(ranges, m[2]):
		return part{kind: "broadcast", text: m[0], id: m[2]}, len(m[0])
	}
	if c, ok := s.conversation(m[2]); ok && m[1] == "#" {
		p := part{kind: "channel", text: m[0], id: c.id}
		if c.kind == channel {
			p.name = c.name
		}
		return p, len(m[0])
	}
	return part{}, 0
}

// begins reports whether a word may begin at i.
func begins(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	return i == 0 || !inWord(before)
}

// ends reports whether a word may end before i.
func ends(text string, i int) bool {
	after, _ := utf8.DecodeRuneInString(text[i:])
	return i == len(text) || !inWord(after)
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// messageText writes parts as the text of a message.
func messageText(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		switch p.kind {
		case "user":
			b.WriteString("<@" + p.id + ">")
		default:
			b.WriteString(p.encoding())
		}
	}
	return b.String()
}

// commandText writes parts as the text of a command that is escaped.
func commandText(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.encoding())
	}
	return b.String()
}

func (p part) encoding() string {
	switch p.kind {
	case "user":
		return "<@" + p.id + "|" + p.name + ">"
	case "channel":
		return "<#" + p.id + "|" + p.name + ">"
	case "broadcast":
		return "<!" + p.id + ">"
	case "link":
		return "<" + escaper.Replace(p.text) + ">"
	}
	return escaper.Replace(p.text)
}

// richBlocks writes parts as the rich_text block Slack gives to what people
// type.
func richBlocks(parts []part) []any {
	list := []any{}
	for _, p := range parts {
		list = append(list, p.rich())
	}
	if len(list) == 0 {
		return nil
	}
	section := object{"type": "rich_text_section", "elements": list}
	return []any{object{"type": "rich_text", "elements": []any{section}}}
}

func (p part) rich() object {
	switch p.kind {
	case "user":
		return object{"type": "user", "user_id": p.id}
	case "channel":
		return object{"type": "channel", "channel_id": p.id}
	case "broadcast":
		return object{"type": "broadcast", "range": p.id}
	case "link":
		return object{"type": "link", "url": p.text}
	}
	return object{"type": "text", "text": p.text}
}
