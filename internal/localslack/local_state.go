package localslack

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

func (s *Server) localState(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := r.URL.Query().Get("user")
	if id == "" {
		id = s.firstPerson()
	}
	me, err := s.speaker(id)
	if err != nil {
		s.refuseLocal(w, err)
		return
	}
	answerJSON(w, http.StatusOK, encode(object{
		"team": object{"id": s.team.id, "name": s.team.name}, "language": s.say.Language, "me": me.ID, "run": s.Seed(),
		"users": s.shownUsers(), "conversations": s.shownConversations(me), "commands": s.shownCommands(),
		"apps": s.shownApps(me), "clock": s.clock.State(),
		"views": s.shownViews(s.modals[me.ID]), "homes": s.shownViews(s.homesOf(me.ID)),
	}))
}

func (s *Server) firstPerson() string {
	for _, u := range s.users {
		if u.app == nil {
			return u.ID
		}
	}
	return ""
}

func (s *Server) shownUsers() []object {
	all := []object{}
	for _, u := range s.users {
		all = append(all, object{
			"id": u.ID, "name": u.Name, "real_name": u.RealName, "title": u.Title, "locale": u.Locale,
			"time_zone": u.TimeZone, "admin": u.Admin || u.Owner, "owner": u.Owner, "guest": u.Restricted,
			"stranger": u.Stranger, "bot": u.app != nil, "deactivated": u.Deleted,
		})
	}
	return all
}

// shownConversations lists what a person has in the sidebar, with one direct
// conversation for each app.
func (s *Server) shownConversations(me *user) []object {
	for _, a := range s.apps {
		s.direct(me, s.bot(a))
	}
	all := []object{}
	for _, c := range s.conversations {
		if c.sees(me) {
			all = append(all, s.shownConversation(c, me))
		}
	}
	return all
}

func (s *Server) shownConversation(c *conversation, me *user) object {
	o := object{
		"id": c.id, "name": c.name, "kind": "channel", "topic": c.topic, "archived": c.archived,
		"unread": c.unread(me.ID), "member": c.has(me.ID), "members": c.members, "member_names": s.names(c.members),
	}
	switch c.kind {
	case private:
		o["kind"] = "private"
	case direct:
		other, _ := s.user(c.other(me.ID))
		o["kind"], o["user"], o["name"] = "im", other.ID, other.shownName()
		if other.app != nil {
			o["kind"], o["app"], o["read_only"] = "app", other.app.ID, s.silenced(c, me)
		}
	}
	return o
}

func (s *Server) names(ids []string) []string {
	all := []string{}
	for _, id := range ids {
		if u, ok := s.user(id); ok {
			all = append(all, u.shownName())
		}
	}
	return all
}

// showConversation tells every open page that sees it.
func (s *Server) showConversation(c *conversation) {
	for _, u := range s.users {
		if u.app == nil && c.sees(u) {
			s.feed.send(only(u.ID), object{"type": "conversation", "conversation_changed": s.shownConversation(c, u)})
		}
	}
}

func (s *Server) shownCommands() []object {
	all := []object{}
	for _, a := range s.apps {
		for _, c := range a.Commands {
			all = append(all, object{"name": c.Name, "description": c.Description, "hint": c.Hint, "app": a.ID})
		}
	}
	slices.SortFunc(all, func(a, b object) int { return cmp.Compare(str(a, "name"), str(b, "name")) })
	for _, b := range builtins {
		all = append(all, object{"name": b.name, "description": s.say.Say(b.help, nil), "hint": "@claire", "app": ""})
	}
	return all
}

func (s *Server) shownApps(me *user) []object {
	all := []object{}
	for _, a := range s.apps {
		all = append(all, object{
			"id": a.ID, "name": a.BotName, "user": a.BotUser, "conversation": s.direct(me, s.bot(a)).id, "home": !a.NoHome, "messages": !a.NoMessages,
		})
	}
	return all
}

func (s *Server) shownViews(views []*view) []object {
	all := []object{}
	for _, v := range views {
		all = append(all, s.shownView(v))
	}
	return all
}

func (s *Server) localMessages(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := r.URL.Query()
	me, err := s.speaker(q.Get("user"))
	var c *conversation
	if err == nil {
		c, err = s.where(me, q.Get("conversation"))
	}
	if err != nil {
		s.refuseLocal(w, err)
		return
	}
	all := []object{}
	for _, m := range c.visible(me.ID, q.Get("thread")) {
		all = append(all, s.shown(m))
	}
	if limit, err := strconv.Atoi(q.Get("limit")); err == nil && limit > 0 && limit < len(all) {
		all = all[len(all)-limit:]
	}
	answerJSON(w, http.StatusOK, encode(object{"messages": all}))
}

// visible lists what a user sees of a conversation or of a thread, ephemeral
// messages in their place.
func (c *conversation) visible(user, thread string) []*message {
	in := func(m *message) bool {
		if thread != "" {
			return m.ts == thread || m.threadTS == thread
		}
		return !m.isReply() || m.broadcast
	}
	var all []*message
	for _, m := range slices.Concat(c.messages, c.ephemeral[user]) {
		if in(m) {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b *message) int { return cmp.Compare(a.ts, b.ts) })
	return all
}

// heartbeat keeps a silent stream from being taken for a dead one.
const heartbeat = 15 * time.Second

// unhurried lifts the time limits that whoever serves us sets on requests: what
// waits for news may wait.
func unhurried(w http.ResponseWriter) *http.ResponseController {
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(time.Time{})  // where there is none, there is no limit
	_ = c.SetWriteDeadline(time.Time{}) // either
	return c
}

// localStream sends what happens to one person's page, as it happens.
func (s *Server) localStream(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	me, err := s.speaker(r.URL.Query().Get("user"))
	s.mu.Unlock()
	if err != nil {
		s.refuseLocal(w, err)
		return
	}
	sub := s.feed.subscribe(me.ID)
	defer s.feed.leave(sub)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := unhurried(w)
	ctx, cancel := s.endings.until(r)
	defer cancel()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	data := encode(object{"type": "ready", "clock": s.clock.State()})
	for {
		if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil || out.Flush() != nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			data = encode(object{"type": "beat"})
		case news, open := <-sub.news:
			if !open {
				return
			}
			data = news
		}
	}
}

func (s *Server) localFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f, ok := s.file(r.PathValue("file"))
	s.mu.Unlock()
	if !ok || !f.complete {
		http.NotFound(w, r)
		return
	}
	f.write(w)
}
