package localslack

import "slices"

// slackMessage is a message as Slack's API and events have it, metadata and all.
func (s *Server) slackMessage(m *message) object {
	o := object{"type": "message", "user": m.user, "text": m.text, "ts": m.ts, "team": s.team.id}
	set(o, "subtype", m.subtype)
	set(o, "client_msg_id", m.clientID)
	set(o, "username", m.username)
	if m.app != nil {
		o["bot_id"], o["app_id"] = m.app.botID, m.app.ID
		o["bot_profile"] = object{
			"id": m.app.botID, "app_id": m.app.ID, "name": m.app.BotName, "team_id": s.team.id,
			"deleted": false, "updated": 0, "icons": object{},
		}
	}
	m.bodyJSON(o)
	if m.editedTS != "" {
		o["edited"] = object{"user": m.editedBy, "ts": m.editedTS}
	}
	if len(m.files) > 0 {
		o["files"], o["upload"] = s.slackFiles(m.files), false
	}
	m.threadJSON(o)
	m.reactionJSON(o)
	return o
}

// bodyJSON adds what the app said beside the text.
func (m *message) bodyJSON(o object) {
	if len(m.blocks) > 0 {
		o["blocks"] = m.blocks
	}
	if len(m.attachments) > 0 {
		o["attachments"] = m.attachments
	}
	if m.metadata != nil {
		o["metadata"] = m.metadata
	}
}

func (m *message) threadJSON(o object) {
	set(o, "thread_ts", m.threadTS)
	if m.isReply() {
		if parent, ok := m.conversation.find(m.threadTS); ok {
			o["parent_user_id"] = parent.user
		}
		return
	}
	if len(m.replies) > 0 {
		users := slices.Clone(m.replies)
		slices.Sort(users)
		users = slices.Compact(users)
		o["reply_count"], o["reply_users"], o["reply_users_count"] = len(m.replies), users, len(users)
		o["latest_reply"], o["is_locked"], o["subscribed"] = m.latest, false, false
	}
}

func (m *message) reactionJSON(o object) {
	var all []object
	for _, r := range m.reactions {
		all = append(all, object{"name": r.name, "users": r.users, "count": len(r.users)})
	}
	if all != nil {
		o["reactions"] = all
	}
}

// shown is a message as the page has it.
func (s *Server) shown(m *message) object {
	o := object{
		"ts": m.ts, "conversation": m.conversation.id, "user": m.user, "name": s.authorName(m),
		"text": m.text, "bot": m.app != nil, "ephemeral": m.ephemeralTo != "", "edited": m.editedTS != "",
	}
	set(o, "thread_ts", m.threadTS)
	set(o, "subtype", m.subtype)
	if m.app != nil {
		o["app"] = m.app.ID
	}
	m.bodyJSON(o)
	if len(m.files) > 0 {
		o["files"] = s.shownFiles(m.files)
	}
	if len(m.replies) > 0 {
		o["reply_count"], o["latest_reply"] = len(m.replies), m.latest
	}
	m.reactionJSON(o)
	return o
}

func (s *Server) authorName(m *message) string {
	if m.username != "" {
		return m.username
	}
	u, ok := s.user(m.user)
	if !ok {
		return m.user
	}
	return u.shownName()
}

func (u *user) shownName() string {
	if u.RealName != "" {
		return u.RealName
	}
	return u.Name
}

// set adds a member unless it is empty.
func set(o object, key, value string) {
	if value != "" {
		o[key] = value
	}
}
