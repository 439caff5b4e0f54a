package localslack

import (
	"net/http"

	"github.com/treve-bot/treve/internal/lang"
)

// leaving is somebody whom an admin deactivates.
type leaving struct {
	Member string `json:"member"`
}

func (s *Server) localDeactivate(_ *http.Request, in leaving) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, ok := s.person(in.Member)
	if !ok {
		return nil, refuse("user_not_found", "localslack.user.unknown", lang.Args{"user": in.Member})
	}
	s.deactivate(u)
	return nil, nil
}

// deactivate does what an admin does on Slack's own page when somebody has left:
// they are out of every conversation, can do nothing any more, and the apps that
// may read users are told (docs.slack.dev/reference/events/user_change). An app's
// user cannot be deactivated.
func (s *Server) deactivate(u *user) {
	if u.app != nil || u.Deleted {
		return
	}
	for _, c := range s.conversations {
		if c.kind != direct {
			s.leave(c, u, "")
		}
	}
	u.Deleted = true
	for _, a := range s.apps {
		s.event(a, "user_change", []string{"users:read"}, object{
			"type": "user_change", "user": s.slackUser(a, u, true), "cache_ts": s.clock.Now().Unix(), "event_ts": s.nextTS(),
		})
	}
}
