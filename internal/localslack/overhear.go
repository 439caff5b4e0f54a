package localslack

import (
	"context"
	"encoding/json"
)

// Said is something an app has said in the workspace.
type Said struct {
	TS           string
	Conversation string // its name, "#marketing", or that of the person written to
	Private      bool   // for one person's eyes only
	Edited       bool   // said before, and changed now
	Text         string // as Slack encodes it
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
	where := e.Message.Conversation
	if c, ok := s.conversation(where); ok {
		where = c.shownName()
	}
	return Said{e.Message.TS, where, e.Message.Ephemeral, e.Message.Edited, e.Message.Text}, true
}
