package localslack

import (
	"strings"
	"time"
)

// slackUser is a user as Slack's API has them. Slack tells the locale only on
// request, and the address only under its scope.
func (s *Server) slackUser(a *app, u *user, withLocale bool) object {
	profile := object{
		"real_name": u.RealName, "real_name_normalized": u.RealName, "display_name": u.Name,
		"display_name_normalized": u.Name, "title": u.Title, "team": u.TeamID,
		"image_24": "", "image_32": "", "image_48": "", "image_72": "", "image_192": "", "image_512": "",
	}
	if u.Email != "" && a.may("users:read.email") {
		profile["email"] = u.Email
	}
	zone, offset := s.zoneOf(u)
	o := object{
		"id": u.ID, "team_id": u.TeamID, "name": u.Name, "real_name": u.RealName, "deleted": u.Deleted, "color": "9f69e7",
		"tz": zone, "tz_label": zone, "tz_offset": offset, "profile": profile,
		"is_bot": u.app != nil, "is_app_user": false, "updated": 0, "is_email_confirmed": true, "who_can_share_contact_card": "EVERYONE",
	}
	if u.app != nil {
		profile["api_app_id"], profile["bot_id"], profile["always_active"] = u.app.ID, u.app.botID, true
	}
	if u.Stranger {
		o["is_stranger"] = true
	} else if !u.Deleted { // of whom Slack tells no more
		o["is_admin"], o["is_owner"], o["is_primary_owner"] = u.Admin || u.Owner, u.Owner, false
		o["is_restricted"], o["is_ultra_restricted"] = u.Restricted, false
	}
	if withLocale {
		o["locale"] = u.Locale
	}
	return o
}

func (s *Server) zoneOf(u *user) (string, int) {
	zone, err := time.LoadLocation(u.TimeZone)
	if err != nil {
		zone = s.clock.Zone()
	}
	_, offset := s.clock.Now().In(zone).Zone()
	return zone.String(), offset
}

func (s *Server) usersInfo(c *call) (object, error) {
	u, ok := s.user(c.str("user"))
	if !ok {
		return nil, refusal("user_not_found")
	}
	return object{"user": s.slackUser(c.app, u, c.flag("include_locale"))}, nil
}

func (s *Server) usersList(c *call) (object, error) {
	all := []object{}
	for _, u := range s.users {
		if !u.Stranger {
			all = append(all, s.slackUser(c.app, u, c.flag("include_locale")))
		}
	}
	part, next, err := page(c, all, 1000, 1000)
	if err != nil {
		return nil, err
	}
	return object{"members": part, "cache_ts": s.clock.Now().Unix(), "response_metadata": next}, nil
}

func (s *Server) usersLookupByEmail(c *call) (object, error) {
	for _, u := range s.users {
		if u.Email != "" && strings.EqualFold(u.Email, c.str("email")) {
			return object{"user": s.slackUser(c.app, u, false)}, nil
		}
	}
	return nil, refusal("users_not_found")
}
