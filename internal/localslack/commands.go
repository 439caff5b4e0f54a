package localslack

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
)

// invoke runs a slash command that somebody typed. It answers at once, with the
// trigger if it is an app's; what the app says comes later. The caller holds the lock.
func (s *Server) invoke(by *user, c *conversation, text string) (string, error) {
	name, rest, _ := strings.Cut(text, " ")
	if done, err := s.runBuiltin(by, c, name, rest); done {
		return "", err
	}
	a, command, ok := s.command(name)
	if !ok {
		return "", refuse("invalid_command", "localslack.command.unknown", lang.Args{"command": name})
	}
	rest = strings.TrimSpace(rest)
	if !command.NoEscape {
		rest = commandText(s.typed(by, rest))
	}
	to := response{app: a, user: by.ID, conversation: c}
	trigger := s.newTrigger(a, by.ID, nil)
	d := delivery{app: a, kind: "slash_commands", name: command.Name, answers: true, payload: object{
		"token": verificationToken(a), "team_id": s.team.id, "team_domain": s.team.domain,
		"channel_id": c.id, "channel_name": c.shownName(), "user_id": by.ID, "user_name": by.Name,
		"command": command.Name, "text": rest, "api_app_id": a.ID, "is_enterprise_install": "false",
		"response_url": s.newResponse("commands", to), "trigger_id": trigger,
	}}
	f := s.launch(d)
	s.later(func(ctx context.Context) { s.answered(f, to, s.land(ctx, f)) })
	return trigger, nil
}

// answered shows what an app said in its acknowledgement of a command, or Slack's
// line about an app that did not.
func (s *Server) answered(f *flight, to response, a ack) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.failure != "" {
		s.blame(f, to, a.failure)
		return
	}
	o, err := answerBody(a.body)
	if err == nil && o != nil {
		err = s.answer(to, o)
	}
	if err != nil {
		s.log.Warn("the app's answer is refused", "app", f.app.ID, "command", f.name, "error", err)
		s.blame(f, to, errorCode(err))
	}
}

func errorCode(err error) string {
	if refused, ok := errors.AsType[*apiError](err); ok {
		return refused.code
	}
	return "invalid_command_response"
}

// answerBody reads what came with an acknowledgement: JSON, or words to show as
// they are; nil for nothing.
func answerBody(body []byte) (object, error) {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return nil, nil
	}
	if body[0] != '{' && body[0] != '"' {
		return object{"text": string(body)}, nil
	}
	v, err := decode(body)
	if err != nil {
		return nil, refusal("invalid_command_response")
	}
	if text, ok := v.(string); ok {
		return object{"text": text}, nil
	}
	o, _ := v.(object)
	if len(o) == 0 {
		return nil, nil
	}
	return o, nil
}

// blame tells the person that the app failed them, in Slack's words.
func (s *Server) blame(f *flight, to response, code string) {
	id := lang.ID("localslack.failed")
	if code == timedOut {
		id = "localslack.late"
	}
	s.toast(to.user, to.conversation, code, s.say.Say(id, lang.Args{"what": f.name, "error": code}))
}
