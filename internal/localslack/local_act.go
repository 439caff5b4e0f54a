package localslack

import (
	"net/http"
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
)

// acting is somebody at an element of a message or a view.
type acting struct {
	User         string `json:"user"`
	Conversation string `json:"conversation"`
	MessageTS    string `json:"message_ts"`
	ViewID       string `json:"view_id"`
	Action       object `json:"action"`
	State        object `json:"state"`
	Values       object `json:"values"`
	All          bool   `json:"all"`
	ActionID     string `json:"action_id"`
	BlockID      string `json:"block_id"`
	Value        string `json:"value"`
}

// place finds where somebody acts. The caller holds the lock.
func (s *Server) place(in acting) (*user, place, error) {
	by, err := s.speaker(in.User)
	if err != nil {
		return nil, place{}, err
	}
	if in.ViewID != "" {
		v, ok := s.openModal(by.ID, in.ViewID)
		if !ok {
			return nil, place{}, refuse("no_such_view", "localslack.view.gone", nil)
		}
		return by, place{app: v.app, view: v}, nil
	}
	c, err := s.where(by, in.Conversation)
	if err != nil {
		return nil, place{}, err
	}
	m, ok := c.find(in.MessageTS)
	for _, e := range c.ephemeral[by.ID] {
		if e.ts == in.MessageTS {
			m, ok = e, true
		}
	}
	if !ok || m.app == nil {
		return nil, place{}, refuse("message_not_found", "localslack.message.gone", nil)
	}
	return by, place{app: m.app, message: m}, nil
}

func (s *Server) localPress(_ *http.Request, in acting) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	by, p, err := s.place(in)
	if err != nil {
		return nil, err
	}
	id, err := s.press(by, p, in.Action, in.State)
	if err != nil {
		return nil, err
	}
	return object{"id": id}, nil
}

func (s *Server) localSuggest(r *http.Request, in acting) (any, error) {
	s.mu.Lock()
	by, p, err := s.place(in)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return s.suggest(r.Context(), by, p, object{"action_id": in.ActionID, "block_id": in.BlockID, "value": in.Value})
}

func (s *Server) localSubmit(r *http.Request, in acting) (any, error) {
	s.mu.Lock()
	by, err := s.speaker(in.User)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return s.submit(r.Context(), by, in.ViewID, in.Values)
}

func (s *Server) localClose(_ *http.Request, in acting) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	by, err := s.speaker(in.User)
	if err != nil {
		return nil, err
	}
	closed, err := s.dismissView(by, in.ViewID, in.All)
	if err != nil {
		return nil, err
	}
	return object{"closed_views": closed}, nil
}

// visiting is somebody opening an app's home.
type visiting struct {
	User string `json:"user"`
	App  string `json:"app"`
	Tab  string `json:"tab"`
}

func (s *Server) localOpenHome(_ *http.Request, in visiting) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	by, err := s.speaker(in.User)
	if err != nil {
		return nil, err
	}
	a, ok := s.app(in.App)
	if !ok {
		return nil, refuse("app_not_found", "localslack.app.unknown", lang.Args{"app": in.App})
	}
	tab := "home"
	if in.Tab == "messages" || a.NoHome {
		tab = "messages"
	}
	c, home := s.openHome(by, a, tab)
	o := object{"conversation": c.id}
	if home != nil {
		o["view"] = s.shownView(home)
	}
	return o, nil
}

// membership is somebody coming into a conversation, or leaving it.
type membership struct {
	User         string `json:"user"`
	Conversation string `json:"conversation"`
	Invited      string `json:"invited"`
}

// whom finds the conversation and the person or app it is about.
func (s *Server) whom(in membership) (*conversation, *user, error) {
	c, ok := s.conversation(in.Conversation)
	if !ok || c.kind == direct {
		return nil, nil, refuse("channel_not_found", "localslack.conversation.unknown", lang.Args{"conversation": in.Conversation})
	}
	if a, ok := s.app(in.Invited); ok {
		in.Invited = a.BotUser
	}
	u, ok := s.user(in.Invited)
	if !ok {
		return nil, nil, refuse("user_not_found", "localslack.user.unknown", lang.Args{"user": in.Invited})
	}
	return c, u, nil
}

func (s *Server) localInvite(_ *http.Request, in membership) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.whom(in)
	if err != nil {
		return nil, err
	}
	s.join(c, u, in.User)
	return nil, nil
}

func (s *Server) localKick(_ *http.Request, in membership) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u, err := s.whom(in)
	if err != nil {
		return nil, err
	}
	s.leave(c, u, in.User)
	return nil, nil
}

// arranging is a change of a conversation.
type arranging struct {
	User    string `json:"user"`
	Action  string `json:"action"`
	ID      string `json:"id"`
	Name    string `json:"name"`
	Private bool   `json:"private"`
}

func (s *Server) localConversation(_ *http.Request, in arranging) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch in.Action {
	case "create":
		return s.createConversation(in)
	case "direct":
		return s.openDirect(in)
	}
	c, ok := s.conversation(in.ID)
	if !ok || c.kind == direct {
		return nil, refuse("channel_not_found", "localslack.conversation.unknown", lang.Args{"conversation": in.ID})
	}
	switch in.Action {
	case "archive", "unarchive":
		c.archived = in.Action == "archive"
		s.tellArchived(c, in.User)
	case "delete":
		s.tellGone(c, in.User)
		c.archived = true // what the pages still show of it
		s.conversations = slices.DeleteFunc(s.conversations, func(other *conversation) bool { return other == c })
	case "rename":
		name, err := s.freeName(in.Name)
		if err != nil {
			return nil, err
		}
		c.name = name
		s.tellRenamed(c)
	default:
		return nil, refuse("invalid_action", "localslack.invalid", lang.Args{"error": in.Action})
	}
	s.showConversation(c)
	return object{"id": c.id}, nil
}

func (s *Server) createConversation(in arranging) (any, error) {
	by, err := s.speaker(in.User)
	if err != nil {
		return nil, err
	}
	name, err := s.freeName(in.Name)
	if err != nil {
		return nil, err
	}
	c := &conversation{
		id: "C0" + strings.ToUpper(secret(5)), name: name, members: []string{by.ID},
		created: s.clock.Now(), creator: by.ID,
	}
	if in.Private {
		c.kind = private
	}
	s.conversations = append(s.conversations, c)
	s.showConversation(c)
	return object{"id": c.id}, nil
}

// openDirect opens somebody's conversation with somebody else.
func (s *Server) openDirect(in arranging) (any, error) {
	by, err := s.speaker(in.User)
	if err != nil {
		return nil, err
	}
	other, err := s.speaker(in.ID)
	if err == nil && other == by {
		err = refuse("invalid_user", "localslack.user.unknown", lang.Args{"user": in.ID})
	}
	if err != nil {
		return nil, err
	}
	c := s.direct(by, other)
	s.showConversation(c)
	return s.shownConversation(c, by), nil
}

// freeName holds a name to Slack's form and to nobody else's.
func (s *Server) freeName(name string) (string, error) {
	name = strings.TrimPrefix(strings.TrimSpace(name), "#")
	_, taken := s.named(name)
	if taken || name == "" || runes(name) > 80 || strings.ToLower(name) != name || strings.ContainsAny(name, " .,<>&#@") {
		return "", refuse("invalid_name", "localslack.conversation.name", lang.Args{"name": name})
	}
	return name, nil
}
