package localslack

import (
	"cmp"
	"fmt"
	"slices"
)

// view is a modal that somebody has open, or an app's Home tab of somebody.
type view struct {
	id, root, previous string
	app                *app
	user               string
	kind               string // modal, home
	body               object // as the app sent it, blocks identified
	values             object // what its inputs held when last heard of
	revision           int
	hash               string
}

func (v *view) blocks() []any {
	list, _ := v.body["blocks"].([]any)
	return list
}

// newView makes a view of what the app sent, which has been checked.
func (s *Server) newView(a *app, user, kind string, body object) *view {
	v := &view{id: "V0" + secret(5), app: a, user: user, kind: kind, values: object{}}
	v.root = v.id
	s.rewrite(v, body)
	return v
}

// rewrite gives a view another content and hash. What people have put into
// inputs that are still there stays.
func (s *Server) rewrite(v *view, body object) {
	v.body = copyOf(body)
	s.identified(v.blocks())
	v.values, _ = s.stateOf(v.blocks(), s.stillThere(v))
	v.revision++
	v.hash = fmt.Sprintf("%d.%s", s.now().Unix(), secret(4))
}

// stillThere keeps of a view's values those whose input still exists.
func (s *Server) stillThere(v *view) object {
	kept := object{}
	for _, b := range allBlocks(v.blocks()) {
		for _, e := range actors(b) {
			block, action := str(b, "block_id"), str(e, "action_id")
			if held := sub(sub(v.values, block), action); held != nil && held["type"] == e["type"] {
				put(kept, block, action, held)
			}
		}
	}
	return kept
}

// slackView is a view as Slack's API and payloads have it.
func (s *Server) slackView(v *view) object {
	o := object{
		"id": v.id, "team_id": s.team.id, "type": v.kind, "blocks": v.blocks(),
		"private_metadata": str(v.body, "private_metadata"), "callback_id": str(v.body, "callback_id"),
		"external_id": str(v.body, "external_id"), "state": object{"values": v.values}, "hash": v.hash,
		"title": v.body["title"], "submit": v.body["submit"], "close": v.body["close"],
		"clear_on_close": yes(v.body, "clear_on_close"), "notify_on_close": yes(v.body, "notify_on_close"),
		"submit_disabled": yes(v.body, "submit_disabled"),
		"root_view_id":    v.root, "previous_view_id": nil, "app_id": v.app.ID,
		"app_installed_team_id": s.team.id, "bot_id": v.app.botID,
	}
	if v.previous != "" {
		o["previous_view_id"] = v.previous
	}
	if v.kind == "home" {
		o["title"] = object{"type": "plain_text", "text": "View Title", "emoji": true}
	}
	return o
}

// shownView is a view as the page has it.
func (s *Server) shownView(v *view) object {
	o := s.slackView(v)
	o["app"], o["depth"] = v.app.ID, slices.Index(s.modals[v.user], v)+1
	if v.kind == "home" {
		delete(o, "title")
	}
	return o
}

func (s *Server) showView(v *view) {
	s.feed.send(only(v.user), object{"type": "view", "view": s.shownView(v)})
}

// openView begins a new stack of modals for somebody, in the place of the one
// they had.
func (s *Server) openView(v *view) {
	s.closeViews(v.user, func(*view) bool { return true })
	s.modals[v.user] = []*view{v}
	s.showView(v)
}

// pushView puts a modal on top of another of its stack.
func (s *Server) pushView(v, below *view) error {
	stack := s.modals[v.user]
	if !slices.Contains(stack, below) {
		return refusal("not_found")
	}
	if len(stack) >= modalStackDepth {
		return refusal("push_limit_reached")
	}
	v.root, v.previous = stack[0].id, stack[len(stack)-1].id
	s.modals[v.user] = append(stack, v)
	s.showView(v)
	return nil
}

// closeViews takes modals of somebody away and returns them, the top one first.
func (s *Server) closeViews(user string, which func(*view) bool) []*view {
	var gone []*view
	var ids []string
	for _, v := range slices.Backward(s.modals[user]) {
		if which(v) {
			gone = append(gone, v)
			ids = append(ids, v.id)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	s.modals[user] = slices.DeleteFunc(s.modals[user], which)
	s.feed.send(only(user), object{"type": "view_closed", "view_id": ids[0], "closed": ids})
	return gone
}

// top returns the modal somebody looks at, nil without one.
func (s *Server) top(user string) *view {
	stack := s.modals[user]
	if len(stack) == 0 {
		return nil
	}
	return stack[len(stack)-1]
}

// findView finds an open modal or a Home, by id or by the app's own id.
func (s *Server) findView(a *app, viewID, externalID string) (*view, bool) {
	all := slices.Clone(s.homes)
	for _, stack := range s.modals {
		all = append(all, stack...)
	}
	for _, v := range all {
		if v.app == a && (viewID != "" && v.id == viewID || externalID != "" && str(v.body, "external_id") == externalID) {
			return v, true
		}
	}
	return nil, false
}

// openModal finds a modal somebody has open, or a Home of theirs.
func (s *Server) openModal(user, id string) (*view, bool) {
	for _, v := range slices.Concat(s.modals[user], s.homes) {
		if v.id == id && v.user == user {
			return v, true
		}
	}
	return nil, false
}

func (s *Server) home(a *app, user string) *view {
	for _, v := range s.homes {
		if v.app == a && v.user == user {
			return v
		}
	}
	return nil
}

// homesOf lists somebody's Home tabs, by app.
func (s *Server) homesOf(user string) []*view {
	var all []*view
	for _, v := range s.homes {
		if v.user == user {
			all = append(all, v)
		}
	}
	slices.SortFunc(all, func(a, b *view) int { return cmp.Compare(a.app.ID, b.app.ID) })
	return all
}
