package localslack

import "slices"

// viewOf reads and checks the view of a call.
func (s *Server) viewOf(c *call, kind string) (object, error) {
	v, err := c.value("view")
	if err != nil {
		return nil, err
	}
	body, err := s.checkView(v, kind)
	if err != nil {
		return nil, err
	}
	if external := str(body, "external_id"); external != "" {
		if other, taken := s.findView(c.app, "", external); taken && other.id != c.str("view_id") && c.str("external_id") != external {
			return nil, refusal("duplicate_external_id")
		}
	}
	return body, nil
}

// newModal makes a modal of the view of a call, for whose interaction the
// trigger is, and says which view that was on.
func (s *Server) newModal(c *call) (v, on *view, err error) {
	body, err := s.viewOf(c, "modal")
	if err != nil {
		return nil, nil, err
	}
	t, err := s.exchange(c.app, c.str("trigger_id"))
	if err != nil {
		return nil, nil, err
	}
	return s.newView(c.app, t.user, "modal", body), t.view, nil
}

func (s *Server) viewsOpen(c *call) (object, error) {
	v, _, err := s.newModal(c)
	if err != nil {
		return nil, err
	}
	s.openView(v)
	return object{"view": s.slackView(v)}, nil
}

// viewsPush puts a modal on top of the one whose interaction the trigger is.
func (s *Server) viewsPush(c *call) (object, error) {
	v, on, err := s.newModal(c)
	if err != nil {
		return nil, err
	}
	if err := s.pushView(v, on); err != nil {
		return nil, err
	}
	return object{"view": s.slackView(v)}, nil
}

func (s *Server) viewsUpdate(c *call) (object, error) {
	v, ok := s.findView(c.app, c.str("view_id"), c.str("external_id"))
	if !ok {
		return nil, refusal("not_found")
	}
	body, err := s.viewOf(c, v.kind)
	if err != nil {
		return nil, err
	}
	if hash := c.str("hash"); hash != "" && hash != v.hash {
		return nil, refusal("hash_conflict")
	}
	s.rewrite(v, body)
	s.showView(v)
	return object{"view": s.slackView(v)}, nil
}

// viewsPublish replaces somebody's Home tab of the app.
func (s *Server) viewsPublish(c *call) (object, error) {
	u, ok := s.person(c.str("user_id"))
	if !ok {
		return nil, refusal("user_not_found")
	}
	if c.app.NoHome {
		return nil, refusal("not_enabled")
	}
	body, err := s.viewOf(c, "home")
	if err != nil {
		return nil, err
	}
	v := s.home(c.app, u.ID)
	if hash := c.str("hash"); hash != "" && (v == nil || hash != v.hash) {
		return nil, refusal("hash_conflict")
	}
	if v == nil {
		v = s.newView(c.app, u.ID, "home", body)
		s.homes = append(s.homes, v)
	} else {
		s.rewrite(v, body)
	}
	s.showView(v)
	return object{"view": s.slackView(v)}, nil
}

func (s *Server) reactionsAdd(c *call) (object, error) {
	m, err := s.reacted(c)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(m.reactions, func(r *reaction) bool { return r.name == c.str("name") })
	switch {
	case i < 0:
		m.reactions = append(m.reactions, &reaction{c.str("name"), []string{c.app.BotUser}})
	case slices.Contains(m.reactions[i].users, c.app.BotUser):
		return nil, refusal("already_reacted")
	default:
		m.reactions[i].users = append(m.reactions[i].users, c.app.BotUser)
	}
	s.showChange(m)
	return nil, nil
}

func (s *Server) reactionsRemove(c *call) (object, error) {
	m, err := s.reacted(c)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(m.reactions, func(r *reaction) bool {
		return r.name == c.str("name") && slices.Contains(r.users, c.app.BotUser)
	})
	if i < 0 {
		return nil, refusal("no_reaction")
	}
	m.reactions[i].users = without(m.reactions[i].users, c.app.BotUser)
	m.reactions = slices.DeleteFunc(m.reactions, func(r *reaction) bool { return len(r.users) == 0 })
	s.showChange(m)
	return nil, nil
}

func (s *Server) reacted(c *call) (*message, error) {
	if c.str("name") == "" {
		return nil, refusal("invalid_name")
	}
	in, err := s.target(c.app, c.str("channel"))
	if err != nil {
		return nil, err
	}
	m, ok := in.find(c.str("timestamp"))
	if !ok {
		return nil, refusal("message_not_found")
	}
	return m, nil
}

// without returns a list that leaves one out, never the list itself.
func without(all []string, one string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == one })
}
