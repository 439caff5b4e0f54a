package localslack

import (
	"strings"
	"time"
)

func (s *Server) apiTest(c *call) (object, error) {
	return object{"args": c.args}, nil
}

func (s *Server) authTest(c *call) (object, error) {
	a := c.app
	o := object{
		"url": c.base + "/", "team": s.team.name, "team_id": s.team.id, "is_enterprise_install": false,
		"user": s.bot(a).Name, "user_id": a.BotUser, "bot_id": a.botID,
	}
	return o, nil
}

func (s *Server) teamInfo(c *call) (object, error) {
	if other := c.str("team"); other != "" && other != s.team.id {
		return nil, refusal("team_not_found")
	}
	return object{"team": object{
		"id": s.team.id, "name": s.team.name, "domain": s.team.domain, "url": c.base + "/",
		"email_domain": "", "icon": object{"image_default": true},
	}}, nil
}

func (s *Server) botsInfo(c *call) (object, error) {
	for _, a := range s.apps {
		if c.str("bot") == a.botID {
			return object{"bot": object{
				"id": a.botID, "app_id": a.ID, "user_id": a.BotUser, "name": a.BotName, "deleted": false, "icons": object{},
			}}, nil
		}
	}
	return nil, refusal("bot_not_found")
}

// ticketLife is how long the address of a Socket Mode connection is good for.
const ticketLife = time.Minute

// ticket lets one connection of an app in.
type ticket struct {
	app *app
	at  time.Time
}

// connectionsOpen hands out the address of a Socket Mode connection. Slack takes
// this token in the header only.
func (s *Server) connectionsOpen(c *call) (object, error) {
	if !strings.HasPrefix(c.r.Header.Get("Authorization"), "Bearer ") {
		return nil, refusal("not_authed")
	}
	if !c.app.connectable() {
		return nil, refusal("socket_mode_not_enabled")
	}
	key := secret(16)
	s.tickets[key] = ticket{c.app, s.now()}
	address := "ws" + strings.TrimPrefix(c.base, "http") + "/link/?ticket=" + key + "&app_id=" + c.app.ID
	return object{"url": address}, nil
}

// ticketHolder spends a ticket.
func (s *Server) ticketHolder(key string) (*app, bool) {
	now := s.now()
	for k, t := range s.tickets {
		if now.Sub(t.at) > ticketLife {
			delete(s.tickets, k)
		}
	}
	t, ok := s.tickets[key]
	delete(s.tickets, key)
	return t.app, ok
}
