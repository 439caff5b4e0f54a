package localslack

import (
	"slices"
	"strings"
)

// eventScopes are the events that happen here, as apps subscribe to them, with
// the scopes of which each needs one (docs.slack.dev/reference/events/NAME).
var eventScopes = map[string][]string{
	"app_home_opened": nil, "app_mention": {"app_mentions:read"},
	"message.channels": {"channels:history"}, "message.groups": {"groups:history"}, "message.im": {"im:history"},
	"member_joined_channel": {"channels:read", "groups:read"}, "member_left_channel": {"channels:read", "groups:read"},
	"channel_rename": {"channels:read"}, "channel_archive": {"channels:read"},
	"channel_unarchive": {"channels:read"}, "channel_left": {"channels:read"}, "channel_deleted": {"channels:read"},
	"group_rename": {"groups:read"}, "group_archive": {"groups:read"},
	"group_unarchive": {"groups:read"}, "group_left": {"groups:read"}, "group_deleted": {"groups:read"},
	"user_change": {"users:read"},
	"file_shared": {"files:read"}, "app_uninstalled": nil, "tokens_revoked": nil,
}

// isEvent reports whether there are events of that type: "message", for one.
func isEvent(kind string) bool {
	_, known := eventScopes[kind]
	return known || kind == "message"
}

// Unheard is an event an app has subscribed to and never gets here.
type Unheard struct {
	Event string
	Needs string // the scope it lacks; empty: it never happens here
}

// Unheard lists what the app has subscribed to in vain, in alphabetical order.
func (a App) Unheard() []Unheard {
	var all []Unheard
	for _, event := range slices.Sorted(slices.Values(a.Events)) {
		scopes, known := eventScopes[event]
		holds := a.Scopes == nil || len(scopes) == 0 || slices.ContainsFunc(scopes, func(s string) bool { return slices.Contains(a.Scopes, s) })
		switch {
		case !known:
			all = append(all, Unheard{Event: event})
		case !holds:
			all = append(all, Unheard{event, scopes[0]})
		}
	}
	return all
}

// event sends an event to an app that has subscribed to it and holds one of the
// scopes. The caller holds the lock.
func (s *Server) event(a *app, name string, scopes []string, inner object) {
	if a.removed || !a.subscribed(name) || !a.may(scopes...) {
		return
	}
	kind := str(inner, "type")
	s.emit(delivery{app: a, kind: "events_api", name: kind, payload: s.eventCallback(a, inner)})
}

// eventCallback wraps an event as the Events API does.
func (s *Server) eventCallback(a *app, inner object) object {
	return object{
		"token": verificationToken(a), "team_id": s.team.id, "api_app_id": a.ID,
		"context_team_id": s.team.id, "context_enterprise_id": nil,
		"event": inner, "type": "event_callback",
		"event_id": "Ev" + strings.ToUpper(secret(6)), "event_time": tsTime(str(inner, "event_ts")),
		"authorizations": []object{{
			"enterprise_id": nil, "team_id": s.team.id, "user_id": a.BotUser, "is_bot": true, "is_enterprise_install": false,
		}},
		"is_ext_shared_channel": false, "event_context": "4-" + secret(16),
	}
}

// subscription is what an app must have subscribed to, and the scope it must
// hold, to hear of messages in a kind of conversation.
func subscription(k kind) (event, scope string) {
	switch k {
	case private:
		return "message.groups", "groups:history"
	case direct:
		return "message.im", "im:history"
	}
	return "message.channels", "channels:history"
}

// hear sends a message event to every app that is in the conversation, the one
// that wrote it too.
func (s *Server) hear(c *conversation, inner object) {
	event, scope := subscription(c.kind)
	for _, a := range s.apps {
		if c.has(a.BotUser) {
			s.event(a, event, []string{scope}, inner)
		}
	}
}

// tellWritten tells apps of a new message.
func (s *Server) tellWritten(m *message) {
	inner := s.slackMessage(m)
	inner["channel"], inner["channel_type"], inner["event_ts"] = m.conversation.id, m.conversation.channelType(), m.ts
	delete(inner, "metadata")
	if u, ok := s.user(m.user); ok && u.Stranger {
		inner["user_team"], inner["source_team"], inner["team"] = u.TeamID, u.TeamID, u.TeamID
	}
	s.hear(m.conversation, inner)
	s.tellShared(m)
	if m.conversation.kind != direct {
		s.tellMentioned(m, inner)
	}
}

// tellShared tells the apps in a conversation of each file that comes into it.
func (s *Server) tellShared(m *message) {
	for _, f := range m.files {
		for _, a := range s.apps {
			if m.conversation.has(a.BotUser) {
				s.event(a, "file_shared", []string{"files:read"}, object{
					"type": "file_shared", "file_id": f.id, "file": object{"id": f.id}, "user_id": m.user,
					"channel_id": m.conversation.id, "event_ts": m.ts,
				})
			}
		}
	}
}

// tellMentioned sends app_mention to the apps named in a channel they are in.
// Who names one that is not gets told by Slack itself.
func (s *Server) tellMentioned(m *message, inner object) {
	for _, a := range s.apps {
		if m.app == a || !strings.Contains(m.text, "<@"+a.BotUser+">") {
			continue
		}
		if !m.conversation.has(a.BotUser) {
			s.toast(m.user, m.conversation, "not_in_channel",
				s.say.Say("localslack.mention.absent", map[string]any{"app": a.BotName}))
			continue
		}
		mention := copyOf(inner)
		mention["type"] = "app_mention"
		delete(mention, "channel_type")
		s.event(a, "app_mention", []string{"app_mentions:read"}, mention)
	}
}

// tellChanged tells apps that a message says something else now.
func (s *Server) tellChanged(m *message, before object) {
	after := s.slackMessage(m)
	ts := m.editedTS
	s.hear(m.conversation, object{
		"type": "message", "subtype": "message_changed", "hidden": true,
		"channel": m.conversation.id, "channel_type": m.conversation.channelType(),
		"ts": ts, "event_ts": ts, "message": after, "previous_message": before,
	})
}

// tellDeleted tells apps that a message is gone.
func (s *Server) tellDeleted(m *message, before object) {
	ts := s.nextTS()
	s.hear(m.conversation, object{
		"type": "message", "subtype": "message_deleted", "hidden": true,
		"channel": m.conversation.id, "channel_type": m.conversation.channelType(),
		"ts": ts, "event_ts": ts, "deleted_ts": m.ts, "previous_message": before,
	})
}

// readScope is the scope that lets an app see a kind of conversation.
func readScope(k kind) string {
	return map[kind]string{channel: "channels:read", private: "groups:read", direct: "im:read"}[k]
}

// join puts somebody into a conversation and tells the apps in it.
func (s *Server) join(c *conversation, u *user, inviter string) {
	if c.has(u.ID) {
		return
	}
	c.members = append(c.members, u.ID)
	s.showConversation(c)
	s.post(c, &message{user: u.ID, app: u.app, subtype: "channel_join", content: content{text: "<@" + u.ID + "> " + s.say.Say("localslack.joined", nil)}})
	inner := object{
		"type": "member_joined_channel", "user": u.ID, "channel": c.id, "channel_type": c.letter(),
		"team": u.TeamID, "event_ts": s.nextTS(),
	}
	set(inner, "inviter", inviter)
	for _, a := range s.apps {
		if c.has(a.BotUser) {
			s.event(a, "member_joined_channel", []string{readScope(c.kind)}, inner)
		}
	}
}

// leave takes somebody out of a conversation, tells the apps in it, and an app
// that it is out.
func (s *Server) leave(c *conversation, u *user, by string) {
	if !c.has(u.ID) {
		return
	}
	c.members = without(c.members, u.ID)
	s.showConversation(c)
	inner := object{
		"type": "member_left_channel", "user": u.ID, "channel": c.id, "channel_type": c.letter(),
		"team": u.TeamID, "event_ts": s.nextTS(),
	}
	for _, a := range s.apps {
		if c.has(a.BotUser) {
			s.event(a, "member_left_channel", []string{readScope(c.kind)}, inner)
		}
	}
	if u.app != nil {
		name := eventPrefix(c) + "_left"
		s.event(u.app, name, []string{readScope(c.kind)}, object{
			"type": name, "channel": c.id, "actor_id": by, "event_ts": s.nextTS(),
		})
	}
}

// tellRenamed and tellArchived tell the apps that know the conversation.
func (s *Server) tellRenamed(c *conversation) {
	for _, a := range s.knowing(c) {
		s.event(a, eventPrefix(c)+"_rename", []string{readScope(c.kind)}, object{
			"type": eventPrefix(c) + "_rename", "event_ts": s.nextTS(),
			"channel": object{
				"id": c.id, "name": c.name, "name_normalized": c.name, "created": c.created.Unix(),
				"is_channel": c.kind == channel, "is_mpim": false,
			},
		})
	}
}

func (s *Server) tellArchived(c *conversation, by string) {
	name := eventPrefix(c) + "_archive"
	if !c.archived {
		name = eventPrefix(c) + "_unarchive"
	}
	for _, a := range s.knowing(c) {
		s.event(a, name, []string{readScope(c.kind)}, object{
			"type": name, "channel": c.id, "user": by, "event_ts": s.nextTS(),
		})
	}
}

// tellGone tells the apps that know the conversation that it is deleted.
func (s *Server) tellGone(c *conversation, by string) {
	name := eventPrefix(c) + "_deleted"
	for _, a := range s.knowing(c) {
		s.event(a, name, []string{readScope(c.kind)}, object{"type": name, "channel": c.id, "actor_id": by, "event_ts": s.nextTS()})
	}
}

func eventPrefix(c *conversation) string {
	if c.kind == private {
		return "group"
	}
	return "channel"
}

// knowing lists the apps that may know the conversation: all of them for a
// public channel.
func (s *Server) knowing(c *conversation) []*app {
	var all []*app
	for _, a := range s.apps {
		if c.kind == channel || c.has(a.BotUser) {
			all = append(all, a)
		}
	}
	return all
}

// toast shows Slack's own line to one person.
func (s *Server) toast(to string, c *conversation, code, text string) {
	event := object{"type": "toast", "user": to, "error": code, "text": text}
	if c != nil {
		event["conversation"] = c.id
	}
	s.feed.send(only(to), event)
}
