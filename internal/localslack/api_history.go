package localslack

import (
	"cmp"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
)

// historyScope is the scope that lets an app read a kind of conversation.
func historyScope(k kind) string {
	_, scope := subscription(k)
	return scope
}

// readable finds a conversation whose messages the app may read: it must be in
// it.
func (s *Server) readable(c *call) (*conversation, error) {
	in, err := s.seen(c, historyScope)
	if err != nil {
		return nil, err
	}
	if !in.has(c.app.BotUser) {
		return nil, refusal("not_in_channel")
	}
	return in, nil
}

// window is what a call asks for: the messages after oldest and before latest,
// or from and to them when inclusive, and so many of them at most.
type window struct {
	oldest, latest string
	cursor         string // the last message of the page before; empty: the first page
	inclusive      bool
	limit          int
}

// window reads what a call asks for, where usually so many are given, and at
// most so many.
func (c *call) window(usual, most int) (window, error) {
	if c.app.Distributed {
		usual = distributedPage
	}
	w := window{
		oldest: padded(c.str("oldest")), latest: padded(c.str("latest")), inclusive: c.flag("inclusive"),
		limit: cmp.Or(c.number("limit", usual), usual),
	}
	if w.limit < 0 || w.limit > most {
		return w, refusal("invalid_limit")
	}
	if c.app.Distributed {
		w.limit = min(w.limit, distributedPage)
	}
	if cursor := c.str("cursor"); cursor != "" {
		text, err := base64.StdEncoding.DecodeString(cursor)
		ts, ok := strings.CutPrefix(string(text), "next_ts:")
		if err != nil || !ok {
			return w, refusal("invalid_cursor")
		}
		w.cursor = ts
	}
	return w, nil
}

// padded makes "1700000000" and "1700000000.5" comparable with a ts.
func padded(ts string) string {
	if ts == "" || ts == "0" {
		return ""
	}
	seconds, fraction, _ := strings.Cut(ts, ".")
	return seconds + "." + (fraction + "000000")[:6]
}

func (w window) holds(ts string) bool {
	if w.inclusive && (ts == w.oldest || ts == w.latest) {
		return true
	}
	return ts > w.oldest && (w.latest == "" || ts < w.latest)
}

func cursorAt(ts string) string {
	return base64.StdEncoding.EncodeToString([]byte("next_ts:" + ts))
}

// conversationsHistory lists messages, the newest first, replies apart.
func (s *Server) conversationsHistory(c *call) (object, error) {
	in, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	w, err := c.window(100, 999)
	if err != nil {
		return nil, err
	}
	found := []object{}
	more := false
	last := ""
	for _, m := range slices.Backward(in.messages) {
		if m.isReply() && !m.broadcast || !w.holds(m.ts) || w.cursor != "" && m.ts >= w.cursor {
			continue
		}
		if more = len(found) == w.limit; more {
			break
		}
		found, last = append(found, s.asRead(c, m)), m.ts
	}
	o := object{"messages": found, "has_more": more, "pin_count": 0}
	if more {
		o["response_metadata"] = object{"next_cursor": cursorAt(last)}
	}
	return o, nil
}

// conversationsReplies lists a message and its replies, the oldest first.
func (s *Server) conversationsReplies(c *call) (object, error) {
	in, err := s.readable(c)
	if err != nil {
		return nil, err
	}
	w, err := c.window(1000, 1000)
	if err != nil {
		return nil, err
	}
	root, ok := in.find(c.str("ts"))
	if !ok {
		return nil, refusal("thread_not_found")
	}
	top := root.ts
	if root.isReply() {
		top = root.threadTS
	}
	found := []object{}
	more := false
	last := ""
	for _, m := range in.thread(top) {
		if m.ts != top && (!w.holds(m.ts) || m.ts <= w.cursor) { // read forward
			continue
		}
		if more = len(found) == w.limit; more {
			break
		}
		found, last = append(found, s.asRead(c, m)), m.ts
	}
	o := object{"messages": found, "has_more": more}
	if more {
		o["response_metadata"] = object{"next_cursor": cursorAt(last)}
	}
	return o, nil
}

// asRead is a message as history gives it: its metadata's payload only on
// request, and none of it where a fault hides it.
func (s *Server) asRead(c *call, m *message) object {
	o := s.slackMessage(m)
	if c.fault.does(hideMetadata) {
		delete(o, "metadata")
		return o
	}
	if m.metadata != nil && !c.flag("include_all_metadata") {
		bare := maps.Clone(m.metadata)
		delete(bare, "event_payload")
		o["metadata"] = bare
	}
	return o
}
