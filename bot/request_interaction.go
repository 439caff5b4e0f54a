package bot

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// interaction is what the bot reads of a pressed button or a sent modal.
type interaction struct {
	Type        string `json:"type"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	Team        struct {
		ID string `json:"id"`
	} `json:"team"`
	User struct {
		ID   string `json:"id"`
		Team string `json:"team_id"`
	} `json:"user"`
	Container struct {
		MessageTS    string `json:"message_ts"`
		ThreadTS     string `json:"thread_ts"`
		Conversation string `json:"channel_id"`
		Ephemeral    bool   `json:"is_ephemeral"`
	} `json:"container"`
	Actions []pressed `json:"actions"`
	View    *modal    `json:"view"`
}

// pressed is an element of a message or a modal with what stands in it.
type pressed struct {
	ID       string `json:"action_id"`
	Block    string `json:"block_id"`
	Value    string `json:"value"`
	Date     string `json:"selected_date"`
	User     string `json:"selected_user"`
	Time     string `json:"selected_time"`
	Selected *struct {
		Value string `json:"value"`
	} `json:"selected_option"`
	Several []struct {
		Value string `json:"value"`
	} `json:"selected_options"`
	Conversations []string `json:"selected_conversations"`
}

func (p pressed) value() string {
	if p.Selected != nil {
		return p.Selected.Value
	}
	several := slices.Clone(p.Conversations)
	for _, option := range p.Several {
		several = append(several, option.Value)
	}
	return cmp.Or(p.Value, p.Date, p.Time, p.User, strings.Join(several, ","))
}

type modal struct {
	ID         string `json:"id"`
	Type       string `json:"type"` // modal or home
	Hash       string `json:"hash"`
	CallbackID string `json:"callback_id"`
	Private    string `json:"private_metadata"`
	State      struct {
		Values map[string]map[string]pressed `json:"values"`
	} `json:"state"`
}

// form keeps one value a block: no modal of ours has two inputs in one.
func (m modal) form() form {
	f := form{id: m.ID, hash: m.Hash, private: m.Private, fields: map[string]string{}}
	for block, elements := range m.State.Values {
		for _, element := range elements {
			f.fields[block] = element.value()
		}
	}
	return f
}

// exposed reports that everybody in a conversation reads the message that
// something was pressed in.
func (i interaction) exposed() bool {
	c := i.Container
	return c.MessageTS != "" && !c.Ephemeral && !strings.HasPrefix(c.Conversation, "D")
}

func readInteraction(raw []byte) (request, error) {
	var i interaction
	if err := json.Unmarshal(raw, &i); err != nil {
		return request{}, fmt.Errorf("%w: an interaction that is no JSON", errMalformed)
	}
	r := request{
		key: i.TriggerID, team: cmp.Or(i.Team.ID, i.User.Team), user: i.User.ID, userTeam: i.User.Team,
		conversation: i.Container.Conversation, messageTS: i.Container.MessageTS, threadTS: i.Container.ThreadTS,
		triggerID: i.TriggerID, responseURL: i.ResponseURL,
	}
	switch {
	case i.View == nil:
	case i.View.Type == "home":
		r.atHome = true
	default:
		r.form = i.View.form()
	}
	switch {
	case i.Type == "block_actions" && len(i.Actions) == 1:
		// Slack wants ids that differ within a block; what follows a colon only tells buttons apart.
		r.name, _, _ = strings.Cut(i.Actions[0].ID, ":")
		r.kind, r.value, r.block, r.exposed = action, i.Actions[0].value(), i.Actions[0].Block, i.exposed()
	case i.Type == "view_submission" && i.View != nil:
		r.kind, r.name = submission, i.View.CallbackID
	default:
		return request{}, nil
	}
	return r.complete()
}
