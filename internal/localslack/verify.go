package localslack

import (
	"bytes"
	"context"
	"time"
)

// proven has an app's request URL prove once that it is one, as Slack does when
// it is entered: until it has echoed a challenge, it gets no events
// (docs.slack.dev/reference/events/url_verification).
func (s *Server) proven(ctx context.Context, a *app) bool {
	a.proof.Lock()
	defer a.proof.Unlock()
	if a.isProven {
		return true
	}
	challenge := secret(24)
	f := &flight{started: time.Now(), delivery: delivery{app: a, kind: "url_verification", name: "url_verification"}, body: encode(object{
		"token": verificationToken(a), "challenge": challenge, "type": "url_verification",
	})}
	answered := s.request(ctx, f)
	e := exchange{
		At: f.started, App: a.ID, Direction: "sent", Kind: f.kind, Name: f.name, Transport: "http", Request: f.body,
		Response: shownJSON(answered.body), Status: answered.status, Error: answered.failure, LatencyMS: milliseconds(f.started),
	}
	a.isProven = answered.failure == "" && echoes(answered.body, challenge)
	if !a.isProven {
		e.Error = "url_verification_failed"
		s.log.Warn("the request URL does not echo Slack's challenge, and gets no events", "app", a.ID, "url", f.address())
	}
	s.traffic.add(e)
	return a.isProven
}

// echoes reports whether an answer is the challenge: as it is, in JSON or in a
// form.
func echoes(body []byte, challenge string) bool {
	if v, err := decode(body); err == nil {
		o, _ := v.(object)
		return str(o, "challenge") == challenge
	}
	text := bytes.TrimPrefix(bytes.TrimSpace(body), []byte("challenge="))
	return string(text) == challenge
}
