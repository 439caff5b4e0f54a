package localslack

import (
	"slices"
	"strings"
)

// seen finds a conversation an app names, and holds it to the scope of that kind
// of conversation.
func (s *Server) seen(c *call, scope func(kind) string) (*conversation, error) {
	in, ok := s.conversation(c.str("channel"))
	if !ok || in.kind != channel && !in.has(c.app.BotUser) {
		return nil, refusal("channel_not_found")
	}
	if !c.app.may(scope(in.kind)) {
		return nil, c.app.missing(scope(in.kind))
	}
	return in, nil
}

// slackConversation is a conversation as an app sees it.
func (s *Server) slackConversation(a *app, c *conversation) object {
	o := object{
		"id": c.id, "created": c.created.Unix(), "is_archived": c.archived, "is_org_shared": false,
		"context_team_id": s.team.id, "updated": c.created.UnixMilli(),
		"is_im": c.kind == direct, "is_mpim": false, "is_channel": c.kind != direct,
		"is_group": false, "is_private": c.kind != channel, "is_shared": false, "is_ext_shared": false,
	}
	if c.kind == direct {
		o["user"], o["is_user_deleted"], o["is_open"] = c.other(a.BotUser), false, true
		return o
	}
	o["name"], o["name_normalized"], o["creator"] = c.name, c.name, c.creator
	o["is_member"], o["is_general"] = c.has(a.BotUser), c.name == "general"
	o["topic"] = object{"value": c.topic, "creator": "", "last_set": 0}
	o["purpose"] = object{"value": "", "creator": "", "last_set": 0}
	o["previous_names"], o["num_members"] = []string{}, len(c.members)
	return o
}

func (s *Server) conversationsInfo(c *call) (object, error) {
	in, err := s.seen(c, readScope)
	if err != nil {
		return nil, err
	}
	o := s.slackConversation(c.app, in)
	if !c.flag("include_num_members") {
		delete(o, "num_members")
	}
	return object{"channel": o}, nil
}

// kindNamed is what the types argument calls the kinds.
var kindNamed = map[string]kind{"public_channel": channel, "private_channel": private, "im": direct}

// listed lists the conversations of the kinds a call asks for, each kind under
// its scope.
func (s *Server) listed(c *call, which func(*conversation) bool) (object, error) {
	types := c.str("types")
	if types == "" {
		types = "public_channel"
	}
	asked := map[kind]bool{}
	for name := range strings.SplitSeq(types, ",") {
		if name == "mpim" {
			continue
		}
		k, ok := kindNamed[strings.TrimSpace(name)]
		if !ok {
			return nil, refusal("invalid_types")
		}
		if !c.app.may(readScope(k)) {
			return nil, c.app.missing(readScope(k))
		}
		asked[k] = true
	}
	all := []object{}
	for _, in := range s.conversations {
		hidden := in.kind != channel && !in.has(c.app.BotUser)
		if asked[in.kind] && !hidden && which(in) && !(in.archived && c.flag("exclude_archived")) {
			all = append(all, s.slackConversation(c.app, in))
		}
	}
	part, next, err := page(c, all, 100, 1000)
	if err != nil {
		return nil, err
	}
	return object{"channels": part, "response_metadata": next}, nil
}

func (s *Server) conversationsList(c *call) (object, error) {
	return s.listed(c, func(*conversation) bool { return true })
}

func (s *Server) usersConversations(c *call) (object, error) {
	who := c.str("user")
	if who == "" {
		who = c.app.BotUser
	}
	return s.listed(c, func(in *conversation) bool { return in.has(who) })
}

func (s *Server) conversationsMembers(c *call) (object, error) {
	in, err := s.seen(c, readScope)
	if err != nil {
		return nil, err
	}
	part, next, err := page(c, in.members, 100, 1000)
	if err != nil {
		return nil, err
	}
	return object{"members": part, "response_metadata": next}, nil
}

// conversationsOpen opens the direct conversation with one person.
func (s *Server) conversationsOpen(c *call) (object, error) {
	if id := c.str("channel"); id != "" {
		in, ok := s.conversation(id)
		if !ok || in.kind != direct || !in.has(c.app.BotUser) {
			return nil, refusal("channel_not_found")
		}
		return s.opened(c, in, true), nil
	}
	users := c.str("users")
	switch {
	case users == "":
		return nil, refusal("users_list_not_supplied")
	case strings.Contains(users, ","):
		return nil, refusal("method_not_supported_for_channel_type") // no group conversations here
	}
	u, ok := s.person(users)
	if !ok {
		return nil, refusal("user_not_found")
	}
	known := slices.Clone(s.conversations)
	in := s.direct(s.bot(c.app), u)
	return s.opened(c, in, slices.Contains(known, in)), nil
}

func (s *Server) opened(c *call, in *conversation, already bool) object {
	o := object{"id": in.id}
	if c.flag("return_im") {
		o = s.slackConversation(c.app, in)
	}
	return object{"channel": o, "already_open": already, "no_op": already}
}

func (s *Server) conversationsJoin(c *call) (object, error) {
	in, ok := s.conversation(c.str("channel"))
	switch {
	case !ok || in.kind != channel:
		return nil, refusal("channel_not_found")
	case in.archived:
		return nil, refusal("is_archived")
	}
	s.join(in, s.bot(c.app), "")
	return object{"channel": s.slackConversation(c.app, in)}, nil
}
