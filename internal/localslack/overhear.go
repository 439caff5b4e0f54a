package localslack

import (
	"context"
	"encoding/json"
	"regexp"
	"time"
)

// Said is something an app has said in the workspace.
type Said struct {
	At           time.Time // civil
	Conversation string    // "#marketing"; empty for a direct conversation
	To           string    // the name of the one person who sees it; empty where all do
	Edited       bool      // said before, and changed now
	Text         string    // as Slack encodes it, but with names for mentions and words for links
}

// Overhear calls hear for everything apps say from now on, in order, until ctx
// ends: for a terminal beside the page. It is what no person may see, so it is
// on no page.
func (s *Server) Overhear(ctx context.Context, hear func(Said)) {
	sub := s.feed.add(&subscriber{all: true, news: make(chan []byte, behind)})
	defer s.feed.leave(sub)
	for {
		select {
		case <-ctx.Done():
			return
		case data, open := <-sub.news:
			if !open {
				return
			}
			if said, ok := s.heard(data); ok {
				hear(said)
			}
		}
	}
}

func (s *Server) heard(data []byte) (Said, bool) {
	var e struct {
		Type    string
		Message struct {
			TS, Conversation, App, Text string
			Ephemeral, Edited           bool
		}
	}
	if json.Unmarshal(data, &e) != nil || e.Message.App == "" || e.Message.Text == "" {
		return Said{}, false
	}
	switch e.Type {
	case "message", "ephemeral":
	case "changed": // counting a reply says nothing new
		if !e.Message.Edited {
			return Said{}, false
		}
	default:
		return Said{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	said := Said{At: time.Unix(tsTime(e.Message.TS), 0).In(s.clock.Zone()), Edited: e.Message.Edited, Text: s.plainly(e.Message.Text)}
	c, ok := s.conversation(e.Message.Conversation)
	switch {
	case !ok:
	case c.kind == direct:
		said.To = s.nameOf(s.personIn(c))
	default:
		said.Conversation = "#" + c.name
		if e.Message.Ephemeral {
			said.To = s.nameOf(c.whispered(e.Message.TS))
		}
	}
	return said, true
}

// personIn returns whom an app speaks with in a direct conversation.
func (s *Server) personIn(c *conversation) string {
	for _, id := range c.members {
		if u, ok := s.user(id); ok && u.app == nil {
			return id
		}
	}
	return ""
}

// whispered returns who alone sees the message with that ts.
func (c *conversation) whispered(ts string) string {
	for to, messages := range c.ephemeral {
		for _, m := range messages {
			if m.ts == ts {
				return to
			}
		}
	}
	return ""
}

func (s *Server) nameOf(id string) string {
	if u, ok := s.user(id); ok {
		return u.RealName
	}
	return id
}

// marked is a mention or a link in Slack's encoding: what it points at, and the
// words it is shown with, if it has any.
var marked = regexp.MustCompile(`<([@#]?)([^<>|]+)(?:\|([^<>]*))?>`)

// plainly replaces the mentions and links in a message's text by what a reader
// sees.
func (s *Server) plainly(text string) string {
	return marked.ReplaceAllStringFunc(text, func(mark string) string {
		m := marked.FindStringSubmatch(mark)
		if u, ok := s.user(m[2]); ok && m[1] == "@" {
			return "@" + escaper.Replace(u.RealName)
		}
		if c, ok := s.conversation(m[2]); ok && m[1] == "#" {
			return "#" + escaper.Replace(c.name)
		}
		if m[3] != "" {
			return m[3]
		}
		return m[1] + m[2]
	})
}
