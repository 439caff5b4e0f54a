package bot

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
)

// eventPayload is what the bot reads of the Events API.
type eventPayload struct {
	Type      string `json:"type"`
	Challenge string `json:"challenge"`
	Team      string `json:"team_id"`
	EventID   string `json:"event_id"`
	// In a conversation shared with another organisation the team may be
	// theirs; this is then the one whose app is spoken to.
	ContextTeam string `json:"context_team_id"`
	Event       event  `json:"event"`
}

type event struct {
	Type             string      `json:"type"`
	Subtype          string      `json:"subtype"`
	Tab              string      `json:"tab"`
	User             userRef     `json:"user"`
	UserTeam         string      `json:"user_team"`
	Team             string      `json:"team"`
	BotID            string      `json:"bot_id"`
	Text             string      `json:"text"`
	TS               string      `json:"ts"`
	ThreadTS         string      `json:"thread_ts"`
	ParentUser       string      `json:"parent_user_id"`
	Conversation     whereabouts `json:"channel"`
	ConversationType string      `json:"channel_type"`
	Files            []struct {
		ID string `json:"id"`
	} `json:"files"`
	Message  *event `json:"message"`
	Previous *event `json:"previous_message"`
}

func readEventPayload(raw []byte) (eventPayload, error) {
	var p eventPayload
	if err := json.Unmarshal(raw, &p); err != nil {
		return p, fmt.Errorf("%w: an event that is no JSON", errMalformed)
	}
	return p, nil
}

func readEvent(raw []byte) (request, error) {
	p, err := readEventPayload(raw)
	if err != nil {
		return request{}, err
	}
	return p.request()
}

// request is nothing for all that is not said to us: other events, other apps'
// messages, what Slack itself writes into conversations.
func (p eventPayload) request() (request, error) {
	e := p.Event
	r := request{kind: e.kind(), key: p.EventID, team: cmp.Or(p.ContextTeam, p.Team)}
	r.conversation = e.Conversation.ID
	switch {
	case p.Type != "event_callback" || r.kind == nothing:
		return request{}, nil
	case r.kind == placed:
		return r.about(e)
	case r.kind == edit:
		e = *e.Message
	}
	if e.BotID != "" || e.User.ID == "" {
		return request{}, nil
	}
	r.user, r.userTeam = e.User.ID, cmp.Or(e.UserTeam, e.Team)
	r.text, r.messageTS, r.threadTS = unescape(e.Text), e.TS, e.ThreadTS
	r.mention, r.threadStarter = e.Type == "app_mention", e.ParentUser
	for _, f := range e.Files {
		r.files = append(r.files, f.ID)
	}
	return r.complete()
}

// directMessage reports a message written to us alone. Slack announces a
// mention in a direct message as a message only.
func (e event) directMessage() bool { return e.Type == "message" && e.ConversationType == "im" }

func (e event) kind() kind {
	switch {
	case e.Type == "app_home_opened" && e.Tab == "home":
		return opened
	case placeEvents[e.Type] != "":
		return placed
	case e.Type == "app_mention" && e.Subtype == "" && !strings.HasPrefix(e.Conversation.ID, "D"),
		e.directMessage() && (e.Subtype == "" || e.Subtype == "file_share" && len(e.Files) > 0):
		return message
	case e.Type == "user_change" && e.User.Deleted:
		return departed
	case e.directMessage() && e.Subtype == "message_changed" && e.rewritten():
		return edit
	}
	return nothing
}

// rewritten reports that the words were changed; a link's preview appearing is
// announced in the same way.
func (e event) rewritten() bool {
	return e.Message != nil && e.Message.Subtype == "" && (e.Previous == nil || e.Previous.Text != e.Message.Text)
}

// userRef is whom an event is about: an id or, where the user is the news, all
// that Slack says of them.
type userRef struct {
	ID      string `json:"id"`
	Deleted bool   `json:"deleted"`
}

// UnmarshalJSON reads either.
func (u *userRef) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '{' {
		type whole userRef
		return json.Unmarshal(raw, (*whole)(u))
	}
	return json.Unmarshal(raw, &u.ID)
}
