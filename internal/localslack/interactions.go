package localslack

import (
	"context"
	"slices"

	"github.com/treve-bot/treve/internal/lang"
)

// place is where somebody acts: a message or a view.
type place struct {
	app     *app
	message *message
	view    *view
}

func (p place) blocks() []any {
	if p.view != nil {
		return p.view.blocks()
	}
	return p.message.blocks
}

// interaction begins a payload: who, of which app.
func (s *Server) interaction(kind string, a *app, by *user) object {
	return object{
		"type": kind, "token": verificationToken(a), "api_app_id": a.ID,
		"team": object{"id": s.team.id, "domain": s.team.domain}, "enterprise": nil, "is_enterprise_install": false,
		"user": object{"id": by.ID, "username": by.Name, "name": by.Name, "team_id": by.TeamID},
	}
}

// press is somebody acting on an element: action is what the page says of it,
// state what all inputs show. The caller holds the lock.
func (s *Server) press(by *user, p place, action, state object) (string, error) {
	if err := p.app.interactive(); err != nil {
		return "", err
	}
	block, element, err := find(p.blocks(), str(action, "block_id"), str(action, "action_id"))
	if err != nil {
		return "", err
	}
	done, err := chosen(element, action)
	if err != nil {
		return "", err
	}
	done["block_id"], done["action_ts"] = block["block_id"], s.actionTS()
	values, err := s.stateOf(p.blocks(), sub(state, "values"))
	if err != nil {
		return "", err
	}
	merge(values, block, done)
	trigger := s.newTrigger(p.app, by.ID, p.view)
	payload := s.interaction("block_actions", p.app, by)
	payload["trigger_id"], payload["actions"] = trigger, []object{done}
	s.locate(payload, by, p, values)
	f := s.launch(delivery{app: p.app, kind: "interactive", name: "block_actions", payload: payload})
	s.later(func(ctx context.Context) { s.pressed(by, p, s.land(ctx, f)) })
	return trigger, nil
}

// interactive refuses what somebody does with an app that has not switched
// interactivity on, or is not there any more.
func (a *app) interactive() error {
	if a.NoActions || a.removed {
		return refuse("not_interactive", "localslack.press.off", lang.Args{"app": a.BotName})
	}
	return nil
}

// actionTS is civil, like message ts, but no message's.
func (s *Server) actionTS() string { return tsOf(s.clock.Now().UnixMicro()) }

// locate tells where the person acted.
func (s *Server) locate(payload object, by *user, p place, values object) {
	if p.view != nil {
		p.view.values = values
		payload["container"] = object{"type": "view", "view_id": p.view.id}
		payload["view"] = s.slackView(p.view)
		return
	}
	c, m := p.message.conversation, p.message
	container := object{
		"type": "message", "message_ts": m.ts, "channel_id": c.id, "is_ephemeral": m.ephemeralTo != "",
	}
	set(container, "thread_ts", m.threadTS)
	payload["container"] = container
	payload["channel"] = object{"id": c.id, "name": c.shownName()}
	payload["state"] = object{"values": values}
	payload["response_url"] = s.newResponse("actions", response{
		app: p.app, user: by.ID, conversation: c, original: m, thread: m.threadTS,
	})
	if m.ephemeralTo == "" {
		payload["message"] = s.slackMessage(m) // Slack leaves ephemeral messages out
	}
}

// pressed tells the person when the app did not acknowledge. What else an
// acknowledgement of block_actions says is ignored, as in Slack: apps answer
// through response_url.
func (s *Server) pressed(by *user, p place, a ack) {
	if a.failure == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var c *conversation
	if p.message != nil {
		c = p.message.conversation
	}
	s.toast(by.ID, c, a.failure, s.say.Say("localslack.trouble", lang.Args{"error": a.failure}))
}

// suggest asks the app for the options of an external menu.
func (s *Server) suggest(ctx context.Context, by *user, p place, action object) (object, error) {
	if err := p.app.interactive(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	block, element, err := find(p.blocks(), str(action, "block_id"), str(action, "action_id"))
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	payload := s.interaction("block_suggestion", p.app, by)
	payload["action_id"], payload["block_id"], payload["value"] = element["action_id"], block["block_id"], str(action, "value")
	s.locate(payload, by, p, object{})
	f := s.launch(delivery{app: p.app, kind: "interactive", name: "block_suggestion", payload: payload, answers: true})
	s.mu.Unlock()

	a := s.land(ctx, f)
	o, err := answerBody(a.body)
	if a.failure != "" || err != nil || o == nil {
		return nil, refuse("no_options", "localslack.trouble", lang.Args{"error": a.failure})
	}
	return o, nil
}

// openHome is somebody looking at a tab of an app's home. The caller holds the
// lock.
func (s *Server) openHome(by *user, a *app, tab string) (*conversation, *view) {
	c := s.direct(by, s.bot(a))
	home := s.home(a, by.ID)
	inner := object{
		"type": "app_home_opened", "user": by.ID, "channel": c.id, "tab": tab, "event_ts": s.nextTS(),
	}
	if home != nil && tab == "home" {
		inner["view"] = s.slackView(home)
	}
	s.event(a, "app_home_opened", nil, inner)
	return c, home
}

// find returns the block and the element with those ids; the block's may be
// empty when the action's is unique.
func find(list []any, blockID, actionID string) (block, element object, err error) {
	for _, b := range allBlocks(list) {
		if blockID != "" && str(b, "block_id") != blockID {
			continue
		}
		for _, e := range actors(b) {
			if str(e, "action_id") != actionID {
				continue
			}
			if element != nil {
				return nil, nil, refuse("ambiguous_action", "localslack.press.ambiguous", lang.Args{"action": actionID})
			}
			block, element = b, e
		}
	}
	if element == nil {
		return nil, nil, refuse("no_such_action", "localslack.press.gone", lang.Args{"action": actionID})
	}
	return block, element, nil
}

// allBlocks lists blocks, and those inside others.
func allBlocks(list []any) []object {
	var all []object
	for _, b := range onlyObjects(list) {
		inside := slices.Concat(objects(b, "child_blocks"), cards(b))
		if len(inside) == 0 {
			all = append(all, b)
		}
		all = append(all, inside...)
	}
	return all
}

func cards(b object) []object {
	if str(b, "type") == "carousel" {
		return objects(b, "elements")
	}
	return nil
}
