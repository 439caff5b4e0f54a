package localslack

import (
	"context"

	"github.com/treve-bot/treve/internal/lang"
)

// submitted is what the page learns of a submission.
type submitted struct {
	Closed bool              `json:"closed"`
	Views  []string          `json:"closed_views,omitempty"`
	Errors map[string]string `json:"errors,omitempty"`
	View   object            `json:"view,omitempty"`
}

// submit sends a modal to its app and does what the app answers.
func (s *Server) submit(ctx context.Context, by *user, viewID string, given object) ([]byte, error) {
	s.mu.Lock()
	v, ok := s.openModal(by.ID, viewID)
	if !ok || v.kind != "modal" {
		s.mu.Unlock()
		return nil, refuse("no_such_view", "localslack.view.gone", nil)
	}
	values, err := s.stateOf(v.blocks(), given)
	if err == nil {
		err = v.app.interactive()
	}
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	v.values = values
	if wrong := s.unfit(v.blocks(), values); len(wrong) > 0 {
		defer s.mu.Unlock()
		return encode(submitted{Errors: wrong, View: s.shownView(v)}), nil
	}
	payload := s.interaction("view_submission", v.app, by)
	payload["trigger_id"], payload["view"] = s.newTrigger(v.app, by.ID, v), s.slackView(v)
	payload["response_urls"] = s.chosenConversations(v, by)
	f := s.launch(delivery{app: v.app, kind: "interactive", name: "view_submission", payload: payload, answers: true})
	s.mu.Unlock()

	a := s.land(ctx, f)
	s.mu.Lock()
	defer s.mu.Unlock()
	return encode(s.settle(v, by, a)), nil
}

// settle does what an app answered to a submission.
func (s *Server) settle(v *view, by *user, a ack) submitted {
	if a.failure != "" {
		return s.unsettled(v, by, a.failure)
	}
	o, err := answerBody(a.body)
	if err != nil {
		return s.unsettled(v, by, errorCode(err))
	}
	done := submitted{}
	switch action := str(o, "response_action"); action {
	case "":
		done.close(s.closeViews(by.ID, func(other *view) bool { return other == v }))
	case "clear":
		done.close(s.closeViews(by.ID, func(*view) bool { return true }))
	case "errors":
		done.Errors, err = blockErrors(v, sub(o, "errors"))
	case "update", "push":
		err = s.answerView(v, action, o["view"])
	default:
		err = refusal("invalid_response_action")
	}
	if err != nil {
		s.log.Warn("the app's answer to a submission is refused", "app", v.app.ID, "error", err)
		return s.unsettled(v, by, errorCode(err))
	}
	if top := s.top(by.ID); top != nil {
		done.View = s.shownView(top)
	}
	return done
}

// close notes which views the submission took away.
func (s *submitted) close(views []*view) {
	for _, v := range views {
		s.Views = append(s.Views, v.id)
	}
	s.Closed = true
}

// unsettled leaves the modal open and says that the app failed.
func (s *Server) unsettled(v *view, by *user, code string) submitted {
	s.toast(by.ID, nil, code, s.say.Say("localslack.trouble", lang.Args{"error": code}))
	done := submitted{}
	if top := s.top(by.ID); top != nil {
		done.View = s.shownView(v)
	}
	return done
}

// answerView shows the view an app answered with, in the place of the submitted
// one or on top of it.
func (s *Server) answerView(v *view, action string, given any) error {
	body, err := s.checkView(given, "modal")
	if err != nil {
		return err
	}
	if action == "push" {
		return s.pushView(s.newView(v.app, v.user, "modal", body), v)
	}
	v.values = object{} // a submitted view starts afresh
	s.rewrite(v, body)
	s.showView(v)
	return nil
}

// blockErrors holds the errors an app answered with to the input blocks that
// are there.
func blockErrors(v *view, given object) (map[string]string, error) {
	inputs := map[string]bool{}
	for _, b := range allBlocks(v.blocks()) {
		inputs[str(b, "block_id")] = str(b, "type") == "input"
	}
	errors := map[string]string{}
	for block, text := range given {
		said, ok := text.(string)
		if !ok || said == "" || !inputs[block] {
			return nil, refusal("invalid_block_errors")
		}
		errors[block] = said
	}
	if len(errors) == 0 {
		return nil, refusal("invalid_block_errors")
	}
	return errors, nil
}

// chosenConversations gives a response_url for each conversation chosen in an
// input that asks for one.
func (s *Server) chosenConversations(v *view, by *user) []object {
	all := []object{}
	for _, b := range allBlocks(v.blocks()) {
		e := sub(b, "element")
		held := sub(sub(v.values, str(b, "block_id")), str(e, "action_id"))
		id, _ := held[valueMembers[str(e, "type")].value].(string)
		if c, ok := s.conversation(id); ok && yes(e, "response_url_enabled") {
			all = append(all, object{
				"block_id": b["block_id"], "action_id": e["action_id"], "channel_id": id,
				"response_url": s.newResponse("app", response{app: v.app, user: by.ID, conversation: c}),
			})
		}
	}
	return all
}

// dismissView closes a modal, or its whole stack, and tells the app where it
// wanted to know. The caller holds the lock.
func (s *Server) dismissView(by *user, viewID string, all bool) ([]string, error) {
	v, ok := s.openModal(by.ID, viewID)
	if !ok || v.kind != "modal" {
		return nil, refuse("no_such_view", "localslack.view.gone", nil)
	}
	all = all || yes(v.body, "clear_on_close")
	var ids []string
	for _, gone := range s.closeViews(by.ID, func(other *view) bool { return all || other == v }) {
		ids = append(ids, gone.id)
		if yes(gone.body, "notify_on_close") {
			s.tellClosed(gone, by, all)
		}
	}
	return ids, nil
}

func (s *Server) tellClosed(v *view, by *user, cleared bool) {
	payload := s.interaction("view_closed", v.app, by)
	payload["view"], payload["is_cleared"] = s.slackView(v), cleared
	f := s.launch(delivery{app: v.app, kind: "interactive", name: "view_closed", payload: payload})
	s.later(func(ctx context.Context) { s.land(ctx, f) })
}
