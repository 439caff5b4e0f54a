package localslack

import (
	"cmp"
	"slices"
	"time"
)

type kind int

const (
	channel kind = iota
	private
	direct
)

// conversation is where messages stand: a channel, or the direct conversation
// of two users.
type conversation struct {
	id, name, topic string
	kind            kind
	members         []string
	created         time.Time
	creator         string
	archived        bool

	messages  []*message            // by ts, replies too
	ephemeral map[string][]*message // by the user who sees them
	read      map[string]string     // by user, the ts read up to
}

func (c *conversation) has(user string) bool { return slices.Contains(c.members, user) }

// other returns the second member of a direct conversation.
func (c *conversation) other(user string) string {
	for _, m := range c.members {
		if m != user {
			return m
		}
	}
	return user
}

// find returns the message with that ts.
func (c *conversation) find(ts string) (*message, bool) {
	i, ok := slices.BinarySearchFunc(c.messages, ts, func(m *message, ts string) int { return cmp.Compare(m.ts, ts) })
	if !ok {
		return nil, false
	}
	return c.messages[i], true
}

// thread returns a message and its replies.
func (c *conversation) thread(ts string) []*message {
	var all []*message
	for _, m := range c.messages {
		if m.ts == ts || m.threadTS == ts {
			all = append(all, m)
		}
	}
	return all
}

// remove takes a message away.
func (c *conversation) remove(ts string) {
	c.messages = slices.DeleteFunc(c.messages, func(m *message) bool { return m.ts == ts })
}

// unread counts what a user has not read: what others wrote since, replies
// apart.
func (c *conversation) unread(user string) int {
	n := 0
	for _, m := range slices.Backward(c.messages) {
		if m.ts <= c.read[user] {
			break
		}
		if m.user != user && m.subtype != "channel_join" && (!m.isReply() || m.broadcast) {
			n++
		}
	}
	return n
}

func (c *conversation) markRead(user string) {
	if c.read == nil {
		c.read = map[string]string{}
	}
	if n := len(c.messages); n > 0 {
		c.read[user] = c.messages[n-1].ts
	}
}

// sees reports whether a person may look at the conversation: members, and for
// public channels everybody but guests and strangers.
func (c *conversation) sees(u *user) bool {
	return c.has(u.ID) || c.kind == channel && !u.Restricted && !u.Stranger
}

// channelType is what events call this kind of conversation.
func (c *conversation) channelType() string {
	return map[kind]string{channel: "channel", private: "group", direct: "im"}[c.kind]
}

// letter is what member events call this kind of conversation.
func (c *conversation) letter() string {
	return map[kind]string{channel: "C", private: "G", direct: "D"}[c.kind]
}

// shownName is what a slash command's form calls the conversation.
func (c *conversation) shownName() string {
	switch c.kind {
	case private:
		return "privategroup"
	case direct:
		return "directmessage"
	}
	return c.name
}
