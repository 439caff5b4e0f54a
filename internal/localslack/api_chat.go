package localslack

import (
	"strings"
)

// target finds a conversation an app names: by id, by name, or by the id of the
// person to write to. What the app cannot see does not exist.
func (s *Server) target(a *app, name string) (*conversation, error) {
	if u, ok := s.person(name); ok {
		return s.direct(s.bot(a), u), nil
	}
	c, ok := s.conversation(name)
	if !ok {
		c, ok = s.named(name)
	}
	if !ok || c.kind != channel && !c.has(a.BotUser) {
		return nil, refusal("channel_not_found")
	}
	return c, nil
}

// writable finds a conversation the app may post in.
func (s *Server) writable(c *call) (*conversation, error) {
	to, err := s.target(c.app, c.str("channel"))
	if err == nil {
		err = to.takes(c.app)
	}
	if err != nil {
		return nil, err
	}
	if !to.has(c.app.BotUser) && !c.app.may("chat:write.public") {
		return nil, refusal("not_in_channel")
	}
	return to, nil
}

// takes refuses what an app posts where nobody does.
func (c *conversation) takes(a *app) error {
	switch {
	case c.archived:
		return refusal("is_archived")
	case c.kind == direct && a.NoMessages:
		return refusal("messages_tab_disabled")
	}
	return nil
}

// newMessage reads and checks the message of a call.
func (s *Server) newMessage(c *call, limit int) (content, error) {
	m, err := s.contentOf(c.args)
	if err != nil {
		return m, err
	}
	if text := c.str("markdown_text"); text != "" {
		if m.text != "" || len(m.blocks) > 0 {
			return m, refusal("markdown_text_conflict")
		}
		limit = min(limit, markdownText)
		m.text = text
	}
	return m, s.checkMessage(m, limit)
}

func (s *Server) chatPostMessage(c *call) (object, error) {
	to, err := s.writable(c)
	if err != nil {
		return nil, err
	}
	said, err := s.newMessage(c, textHardLimit)
	if err != nil {
		return nil, err
	}
	m := &message{user: c.app.BotUser, app: c.app, content: said, broadcast: c.flag("reply_broadcast")}
	if m.threadTS, err = threadOf(to, c.str("thread_ts")); err != nil {
		return nil, err
	}
	if name := c.str("username"); name != "" {
		if !c.app.may("chat:write.customize") {
			return nil, c.app.missing("chat:write.customize")
		}
		m.username = name
	}
	s.post(to, m)
	return withWarning(object{"channel": to.id, "ts": m.ts, "message": s.slackMessage(m)}, said.warning), nil
}

func withWarning(o object, warning string) object {
	if warning != "" {
		o["warning"], o["response_metadata"] = warning, object{"warnings": []string{warning}}
	}
	return o
}

// threadOf finds the thread a message belongs to. Slack takes any number here
// and loses the message; refusing it finds the mistake.
func threadOf(c *conversation, ts string) (string, error) {
	if ts == "" {
		return "", nil
	}
	parent, ok := c.find(ts)
	if !ok {
		return "", refusal("thread_not_found")
	}
	if parent.isReply() {
		return parent.threadTS, nil
	}
	return parent.ts, nil
}

func (s *Server) chatPostEphemeral(c *call) (object, error) {
	to, err := s.writable(c)
	if err != nil {
		return nil, err
	}
	reader, ok := s.person(c.str("user"))
	if !ok || !to.has(reader.ID) {
		return nil, refusal("user_not_in_channel")
	}
	said, err := s.newMessage(c, textHardLimit)
	if err != nil {
		return nil, err
	}
	m := &message{user: c.app.BotUser, app: c.app, content: said}
	if m.threadTS, err = threadOf(to, c.str("thread_ts")); err != nil {
		return nil, err
	}
	s.whisper(to, reader.ID, m)
	return object{"message_ts": m.ts}, nil
}

// own finds a message of the app's.
func (s *Server) own(c *call, notYours string) (*message, error) {
	in, err := s.target(c.app, c.str("channel"))
	if err != nil {
		return nil, err
	}
	m, ok := in.find(c.str("ts"))
	switch {
	case !ok:
		return nil, refusal("message_not_found")
	case m.app != c.app:
		return nil, refusal(notYours)
	}
	return m, nil
}

// chatUpdate replaces what a message says. Blocks, attachments and metadata that
// are not given stay as they are; given empty they go.
func (s *Server) chatUpdate(c *call) (object, error) {
	m, err := s.own(c, "cant_update_message")
	if err != nil {
		return nil, err
	}
	if m.conversation.archived {
		return nil, refusal("is_inactive")
	}
	said, err := s.contentOf(c.args)
	if err != nil {
		return nil, err
	}
	if _, given := c.args["text"]; !given && len(said.blocks)+len(said.attachments) == 0 {
		return nil, refusal("no_text")
	}
	if _, given := c.args["blocks"]; !given {
		said.blocks = m.blocks
	}
	if _, given := c.args["attachments"]; !given {
		said.attachments = m.attachments
	}
	if _, given := c.args["metadata"]; !given {
		said.metadata = m.metadata
	}
	if err := s.checkMessage(said, textOnUpdate); err != nil {
		return nil, err
	}
	s.change(m, c.app.BotUser, said)
	return withWarning(object{
		"channel": m.conversation.id, "ts": m.ts, "text": m.text, "message": s.slackMessage(m),
	}, said.warning), nil
}

func (s *Server) chatDelete(c *call) (object, error) {
	m, err := s.own(c, "cant_delete_message")
	if err != nil {
		return nil, err
	}
	s.erase(m)
	return object{"channel": m.conversation.id, "ts": m.ts}, nil
}

func (s *Server) chatGetPermalink(c *call) (object, error) {
	in, err := s.target(c.app, c.str("channel"))
	if err != nil {
		return nil, err
	}
	m, ok := in.find(c.str("message_ts"))
	if !ok {
		return nil, refusal("message_not_found")
	}
	link := c.base + "/archives/" + in.id + "/p" + strings.Replace(m.ts, ".", "", 1)
	if m.isReply() {
		link += "?thread_ts=" + m.threadTS + "&cid=" + in.id
	}
	return object{"channel": in.id, "permalink": link}, nil
}
