package localslack

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// message is something written, or an ephemeral answer.
type message struct {
	ts, threadTS string
	conversation *conversation
	user         string
	app          *app // nil for people
	username     string
	subtype      string
	content
	files       []*file
	clientID    string
	editedBy    string
	editedTS    string
	broadcast   bool
	ephemeralTo string
	reactions   []*reaction

	replies []string // user ids, one for each reply
	latest  string   // ts of the last reply
}

type reaction struct {
	name  string
	users []string
}

func (m *message) isReply() bool { return m.threadTS != "" && m.threadTS != m.ts }

// standing reports whether the message has not been deleted.
func (m *message) standing() bool {
	if m.ephemeralTo != "" {
		return slices.Contains(m.conversation.ephemeral[m.ephemeralTo], m)
	}
	return slices.Contains(m.conversation.messages, m)
}

// nextTS returns the ts of a message sent now: civil time, and never the same
// twice.
func (s *Server) nextTS() string {
	us := s.clock.Now().UnixMicro()
	s.lastTS = max(us, s.lastTS+1)
	return tsOf(s.lastTS)
}

func tsOf(us int64) string { return fmt.Sprintf("%d.%06d", us/1e6, us%1e6) }

// tsTime returns the second a ts stands for.
func tsTime(ts string) int64 {
	var seconds int64
	_, _ = fmt.Sscanf(ts, "%d", &seconds) // a ts is ours
	return seconds
}

// keptMessages is how many messages a conversation remembers, and a tenth of it
// how many ephemeral ones somebody: a workspace that is left running does not
// fill the machine.
const keptMessages = 10_000

// latestOf forgets the oldest of many, some at a time.
func latestOf(all []*message, keep int) []*message {
	if len(all) <= keep+keep/10 {
		return all
	}
	return slices.Clone(all[len(all)-keep:])
}

// post stores a message and tells everybody concerned. The author is m.user.
func (s *Server) post(c *conversation, m *message) {
	m.ts, m.conversation = s.nextTS(), c
	m.blocks = s.identified(m.blocks)
	if m.app == nil {
		m.clientID = uuid()
	}
	for _, f := range m.files {
		f.shares = append(f.shares, share{c, m.ts})
	}
	c.messages = latestOf(append(c.messages, m), s.keeps)
	if parent, ok := c.find(m.threadTS); ok && m.isReply() {
		parent.threadTS = parent.ts
		parent.replies = append(parent.replies, m.user)
		parent.latest = m.ts
		s.showChange(parent)
	}
	s.feed.send(c.audience(s), object{"type": "message", "message": s.shown(m)})
	if m.app == nil {
		c.markRead(m.user)
	}
	s.showUnread(c)
	s.tellWritten(m)
}

// whisper stores a message that one user sees.
func (s *Server) whisper(c *conversation, to string, m *message) {
	m.ts, m.conversation, m.ephemeralTo = s.nextTS(), c, to
	m.blocks = s.identified(m.blocks)
	if c.ephemeral == nil {
		c.ephemeral = map[string][]*message{}
	}
	c.ephemeral[to] = latestOf(append(c.ephemeral[to], m), s.keeps/10)
	s.feed.send(only(to), object{"type": "ephemeral", "message": s.shown(m)})
}

// change replaces what a message says, and tells everybody concerned.
func (s *Server) change(m *message, by string, with content) {
	before := s.slackMessage(m)
	with.blocks = s.identified(with.blocks)
	m.content = with
	if m.ephemeralTo != "" {
		s.feed.send(only(m.ephemeralTo), object{"type": "ephemeral", "message": s.shown(m)})
		return
	}
	m.editedBy, m.editedTS = by, s.nextTS()
	s.showChange(m)
	s.tellChanged(m, before)
}

// erase deletes a message, and tells everybody concerned.
func (s *Server) erase(m *message) {
	c := m.conversation
	gone := object{"conversation": c.id, "ts": m.ts, "thread_ts": m.threadTS, "ephemeral": m.ephemeralTo != "", "deleted": true}
	if m.ephemeralTo != "" {
		c.ephemeral[m.ephemeralTo] = slices.DeleteFunc(c.ephemeral[m.ephemeralTo], func(e *message) bool { return e == m })
		s.feed.send(only(m.ephemeralTo), object{"type": "deleted", "message": gone})
		return
	}
	before := s.slackMessage(m)
	c.remove(m.ts)
	s.unthread(m)
	s.feed.send(c.audience(s), object{"type": "deleted", "message": gone})
	s.showUnread(c)
	s.tellDeleted(m, before)
}

// unthread takes a deleted reply out of its parent's count.
func (s *Server) unthread(m *message) {
	parent, ok := m.conversation.find(m.threadTS)
	if !ok || !m.isReply() {
		return
	}
	parent.replies, parent.latest = nil, ""
	for _, r := range m.conversation.thread(parent.ts)[1:] {
		parent.replies = append(parent.replies, r.user)
		parent.latest = r.ts
	}
	s.showChange(parent)
}

func (s *Server) showChange(m *message) {
	s.feed.send(m.conversation.audience(s), object{"type": "changed", "message": s.shown(m)})
}

func (s *Server) showUnread(c *conversation) {
	for _, member := range c.members {
		s.feed.send(only(member), object{"type": "unread", "conversation": c.id, "unread": c.unread(member)})
	}
}

// identified gives every block a block_id and every element that acts an
// action_id, as Slack does.
func (s *Server) identified(list []any) []any {
	for _, b := range onlyObjects(list) {
		if str(b, "block_id") == "" {
			b["block_id"] = short()
		}
		for _, e := range actors(b) {
			if str(e, "action_id") == "" {
				e["action_id"] = short()
			}
		}
	}
	return list
}

// actors lists the elements of a block that people can act on.
func actors(block object) []object {
	var all []object
	for _, e := range append(objects(block, "elements"), sub(block, "accessory"), sub(block, "element")) {
		if kind := str(e, "type"); kind != "" && kind != "image" && elementShapes[kind].source != "" {
			all = append(all, e)
		}
	}
	for _, card := range append(objects(block, "elements"), block) {
		all = append(all, objects(card, "actions")...)
	}
	for _, child := range objects(block, "child_blocks") {
		all = append(all, actors(child)...)
	}
	return all
}

// short is a random id like those Slack gives to blocks.
func short() string { return secret(4)[:5] }

func uuid() string {
	h := secret(16)
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}

// secret returns n random bytes in hexadecimal.
func secret(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
