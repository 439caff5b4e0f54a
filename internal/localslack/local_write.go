package localslack

import (
	"cmp"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/treve-bot/treve/internal/lang"
)

// typing is what a composer sends.
type typing struct {
	User         string `json:"user"`
	Conversation string `json:"conversation"`
	ThreadTS     string `json:"thread_ts"`
	TS           string `json:"ts"`
	Text         string `json:"text"`
}

func (s *Server) localType(_ *http.Request, in typing) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	by, c, err := s.whereToWrite(in.User, in.Conversation)
	if err != nil {
		return nil, err
	}
	if err := writable(in.Text); err != nil {
		return nil, err
	}
	if strings.HasPrefix(in.Text, "/") {
		return s.runTyped(by, c, in)
	}
	m := s.written(by, in.Text)
	if m.threadTS, err = threadOf(c, in.ThreadTS); err != nil {
		return nil, err
	}
	s.post(c, m)
	return object{"id": m.ts, "ts": m.ts}, nil
}

// runTyped runs a command; threads take none, as in Slack.
func (s *Server) runTyped(by *user, c *conversation, in typing) (any, error) {
	if in.ThreadTS != "" {
		name, _, _ := strings.Cut(in.Text, " ")
		return nil, refuse("not_in_threads", "localslack.command.thread", lang.Args{"command": name})
	}
	id, err := s.invoke(by, c, in.Text)
	if err != nil {
		return nil, err
	}
	return object{"id": id}, nil
}

// writable refuses a text that Slack's composer would not send.
func writable(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return refuse("no_text", "localslack.text.empty", nil)
	case utf8.RuneCountInString(text) > textHardLimit:
		return refuse("msg_too_long", "localslack.text.long", lang.Args{"length": textHardLimit})
	}
	return nil
}

// written makes the message of what somebody typed.
func (s *Server) written(by *user, text string) *message {
	parts := s.typed(by, text)
	return &message{user: by.ID, content: content{text: messageText(parts), blocks: richBlocks(parts)}}
}

// mine finds a message of the person's own.
func (s *Server) mine(in typing) (*user, *message, error) {
	by, c, err := s.whereToWrite(in.User, in.Conversation)
	if err != nil {
		return nil, nil, err
	}
	m, ok := c.find(in.TS)
	if !ok || m.user != by.ID {
		return nil, nil, refuse("message_not_found", "localslack.message.gone", nil)
	}
	return by, m, nil
}

func (s *Server) localEdit(_ *http.Request, in typing) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	by, m, err := s.mine(in)
	if err != nil {
		return nil, err
	}
	if err := writable(in.Text); err != nil {
		return nil, err
	}
	s.change(m, by.ID, s.written(by, in.Text).content)
	return nil, nil
}

func (s *Server) localDelete(_ *http.Request, in typing) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, m, err := s.mine(in)
	if err != nil {
		return nil, err
	}
	s.erase(m)
	return nil, nil
}

func (s *Server) localRead(_ *http.Request, in typing) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	by, err := s.speaker(in.User)
	if err != nil {
		return nil, err
	}
	c, err := s.where(by, in.Conversation)
	if err != nil {
		return nil, err
	}
	c.markRead(by.ID)
	s.feed.send(only(by.ID), object{"type": "unread", "conversation": c.id, "unread": 0})
	return nil, nil
}

// uploading is a file a person drops into a conversation.
type uploading struct {
	typing
	Name     string `json:"name"`
	Mimetype string `json:"mimetype"`
	Content  []byte `json:"content"` // base64
}

func (s *Server) localUpload(r *http.Request, in uploading) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if in.Name == "" || len(in.Content) == 0 {
		return nil, refuse("no_file", "localslack.file.empty", nil)
	}
	if in.Conversation == "" { // for an input of a modal
		by, err := s.speaker(in.User)
		if err != nil {
			return nil, err
		}
		return s.shownFiles([]*file{s.dropped(r, by, in)})[0], nil
	}
	by, c, err := s.whereToWrite(in.User, in.Conversation)
	if err != nil {
		return nil, err
	}
	m := s.written(by, in.Text)
	m.subtype = "file_share"
	if m.threadTS, err = threadOf(c, in.ThreadTS); err != nil {
		return nil, err
	}
	f := s.dropped(r, by, in)
	m.files = []*file{f}
	s.post(c, m)
	return object{"id": f.id, "ts": m.ts}, nil
}

// dropped makes a file of what somebody has dropped. The caller holds the lock.
func (s *Server) dropped(r *http.Request, by *user, in uploading) *file {
	f := s.newFile(cmp.Or(s.apiBase(), baseOf(r)), by.ID, path.Base(in.Name), in.Content)
	f.complete = true
	if in.Mimetype != "" {
		f.mimetype = in.Mimetype
	}
	return f
}
