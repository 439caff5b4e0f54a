package localslack

import (
	"net/http"
	"time"
)

// response is a response_url: five uses within half an hour.
type response struct {
	app          *app
	user         string
	conversation *conversation
	original     *message // the message acted on; nil for a command
	thread       string
	at           time.Time // real
	uses         int
}

// newResponse returns the URL that answers a command or an interaction.
func (s *Server) newResponse(kind string, r response) string {
	r.at = s.now()
	sweep(s.responses, &s.sweepResponses, func(old *response) bool { return r.at.Sub(old.at) > memory })
	key := secret(12)
	s.responses[key] = &r
	base := r.app.base
	if base == "" {
		base, _ = s.address.Load().(string) // it has not called yet
	}
	return base + "/response/" + kind + "/" + s.team.id + "/" + key
}

// serveResponse takes what an app sends to a response_url.
func (s *Server) serveResponse(w http.ResponseWriter, r *http.Request) {
	e := exchange{At: time.Now(), Kind: responseURL, Name: responseURL}
	body, err := readBody(w, r)
	if err != nil {
		return
	}
	e.Request = shownJSON(body)
	s.mu.Lock()
	to, known := s.responses[r.PathValue("key")]
	s.mu.Unlock()
	if known {
		e.App = to.app.ID
	}
	s.serveCall(w, r, e, func(*Fault) answer {
		o, err := responseBody(r.Header.Get("Content-Type"), body)
		s.mu.Lock()
		defer s.mu.Unlock()
		if err == nil {
			err = s.useResponse(to, known, o)
		}
		if err != nil {
			return refusedResponse(err)
		}
		return answer{status: http.StatusOK, kind: plainType, body: []byte("ok")}
	})
}

func milliseconds(since time.Time) float64 {
	return float64(time.Since(since).Microseconds()) / 1000
}

// refusedResponse is how a response_url says no.
func refusedResponse(err error) answer {
	a := answerTo(nil, err)
	a.status = http.StatusBadRequest
	if a.failure == "used_url" || a.failure == "expired_url" {
		a.status = http.StatusNotFound
	}
	return a
}

// responseBody reads a message sent as JSON, or as a form's payload.
func responseBody(contentType string, body []byte) (object, error) {
	if isForm(contentType) {
		form, err := parseForm(contentType, body)
		if err != nil {
			return nil, err
		}
		body = []byte(str(form, "payload"))
	}
	v, err := decode(body)
	o, ok := v.(object)
	if err != nil || !ok {
		return nil, refusal("invalid_payload")
	}
	return o, nil
}

func (s *Server) useResponse(to *response, known bool, o object) error {
	switch {
	case !known || s.now().Sub(to.at) > s.patience.responseURL:
		return refusal("expired_url")
	case to.uses >= responseURLUses:
		return refusal("used_url")
	}
	if err := s.answer(*to, o); err != nil {
		return err
	}
	to.uses++
	return nil
}

// answer does what an app says in answer to a command or an interaction: a new
// message, ephemeral unless in_channel, or another take on the original.
func (s *Server) answer(to response, o object) error {
	if to.original != nil && !to.original.standing() && (yes(o, "replace_original") || yes(o, "delete_original")) {
		return refusal("message_not_found")
	}
	if yes(o, "delete_original") {
		return s.deleteOriginal(to)
	}
	m, err := s.contentOf(o)
	if err != nil {
		return err
	}
	if err := s.checkMessage(m, textHardLimit); err != nil {
		return err
	}
	if to.original != nil && yes(o, "replace_original") {
		s.change(to.original, to.app.BotUser, m)
		return nil
	}
	said := &message{user: to.app.BotUser, app: to.app, content: m, threadTS: str(o, "thread_ts")}
	if to.original != nil && said.threadTS == "" {
		said.threadTS = to.thread
	}
	if str(o, "response_type") == "in_channel" {
		if to.conversation.archived {
			return refusal("is_archived")
		}
		s.post(to.conversation, said)
		return nil
	}
	s.whisper(to.conversation, to.user, said)
	return nil
}

func (s *Server) deleteOriginal(to response) error {
	if to.original == nil {
		return refusal("no_original_message")
	}
	s.erase(to.original)
	return nil
}

// contentOf reads the parts of a message. Absent, null and empty are the same.
func (s *Server) contentOf(o object) (content, error) {
	m := content{text: str(o, "text")}
	var err error
	if m.blocks, err = listOf(o["blocks"], "invalid_blocks_format"); err != nil {
		return m, err
	}
	if m.attachments, err = listOf(o["attachments"], "invalid_attachments"); err != nil {
		return m, err
	}
	if v, isText := o["metadata"].(string); isText && v != "" {
		if o["metadata"], err = decode([]byte(v)); err != nil {
			return m, refusal("invalid_metadata_format")
		}
	} else if isText {
		delete(o, "metadata")
	}
	m.metadata, m.warning, err = checkMetadata(o["metadata"])
	return m, err
}

// listOf reads a list given as JSON or as JSON in a string.
func listOf(v any, wrong string) ([]any, error) {
	if text, ok := v.(string); ok {
		if text == "" {
			return nil, nil
		}
		decoded, err := decode([]byte(text))
		if err != nil {
			return nil, refusal(wrong)
		}
		v = decoded
	}
	if v == nil {
		return nil, nil
	}
	list, ok := v.([]any)
	if !ok {
		return nil, refusal(wrong)
	}
	return copyOf(list), nil
}
