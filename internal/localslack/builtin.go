package localslack

import "github.com/treve-bot/treve/internal/lang"

// builtin is a command of Slack's own, about somebody and the conversation it is
// typed in. Apps cannot take its name.
type builtin struct {
	name string
	help lang.ID
	act  func(s *Server, c *conversation, u, by *user)
}

var builtins = []builtin{
	{"/invite", "localslack.builtin.invite", func(s *Server, c *conversation, u, by *user) { s.join(c, u, by.ID) }},
	{"/remove", "localslack.builtin.remove", func(s *Server, c *conversation, u, by *user) { s.leave(c, u, by.ID) }},
	{"/deactivate", "localslack.builtin.deactivate", func(s *Server, _ *conversation, u, _ *user) { s.deactivate(u) }},
}

// runBuiltin does what a command of Slack's own says, and reports whether it is
// one. The caller holds the lock.
func (s *Server) runBuiltin(by *user, c *conversation, name, rest string) (bool, error) {
	for _, b := range builtins {
		if b.name != name {
			continue
		}
		if c.kind == direct {
			return true, refuse("not_in_directs", "localslack.builtin.direct", lang.Args{"command": name})
		}
		for _, p := range s.typed(by, rest) {
			if u, ok := s.user(p.id); ok && p.kind == "user" {
				b.act(s, c, u, by)
				return true, nil
			}
		}
		return true, refuse("user_not_found", "localslack.builtin.whom", lang.Args{"command": name})
	}
	return false, nil
}
