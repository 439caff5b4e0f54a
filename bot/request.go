package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// kind says what Slack brings.
type kind string

const (
	command    kind = "command"    // a slash command
	action     kind = "action"     // something pressed or chosen
	submission kind = "submission" // a modal that was sent
	message    kind = "message"    // a direct message, or a mention
	edit       kind = "edit"       // a direct message that was changed
	opened     kind = "opened"     // somebody's Home tab
	placed     kind = "placed"     // something has become of a conversation
	departed   kind = "departed"   // somebody's account was deactivated
	nothing    kind = ""           // what is acknowledged and ignored
)

// request is one delivery, the same through either door.
type request struct {
	id       string // ours, for the log and for whoever hears that something went wrong
	door     string // it came in by
	kind     kind
	key      string // trigger id or event id: the envelope's own id is transport only
	name     string // of the command, action or modal
	team     string // workspace it was sent in
	user     string
	userTeam string // organisation the user belongs to; "" when Slack leaves it out
	mention  bool   // a message that everybody in the conversation reads
	exposed  bool   // something pressed in such a message
	atHome   bool   // something pressed in a Home tab

	text, value            string
	block                  string // of what was pressed or chosen
	conversation           string
	messageTS, threadTS    string
	threadStarter          string // who began the thread a direct message stands in
	triggerID, responseURL string
	form                   form
	files                  []string // ids of those dropped with a message
}

// errMalformed is a delivery that cannot be one of Slack's.
var errMalformed = errors.New("malformed delivery")

// complete refuses what lacks the parts that everything else relies on.
func (r request) complete() (request, error) {
	nobody := r.user == "" && r.kind != placed
	if r.kind != nothing && (r.key == "" || r.team == "" || nobody || len(r.key) > 255) {
		return request{}, fmt.Errorf("%w: a %s without key, workspace or user", errMalformed, r.kind)
	}
	return r, nil
}

// what names the request in full, so that a key used for something else is
// noticed.
func (r request) what() string {
	said, err := json.Marshal([]any{r.kind, r.name, r.user, r.text, r.value, r.form.private, r.form.fields, r.files})
	if err != nil {
		panic(err) // strings and a map of them always have a JSON form
	}
	return string(said)
}

// keepOpen keeps a modal that was sent open, with all that was typed, and says a
// text beside its first field. What is no modal has its answer as it is.
func (r request) keepOpen(out reply, text string) reply {
	if fields := slices.Sorted(maps.Keys(r.form.fields)); r.kind == submission && len(fields) > 0 {
		out.Errors = map[string]string{fields[0]: text}
	}
	return out
}

// slashPayload is a slash command as Socket Mode sends it; the form of the HTTP
// door has the same names.
type slashPayload struct {
	Team         string `json:"team_id"`
	User         string `json:"user_id"`
	Command      string `json:"command"`
	Text         string `json:"text"`
	Conversation string `json:"channel_id"`
	TriggerID    string `json:"trigger_id"`
	ResponseURL  string `json:"response_url"`
}

func (p slashPayload) request() (request, error) {
	return request{
		kind: command, key: p.TriggerID, name: p.Command, team: p.Team, user: p.User,
		text: unescape(p.Text), conversation: p.Conversation,
		triggerID: p.TriggerID, responseURL: p.ResponseURL,
	}.complete()
}

func readSlash(raw []byte) (request, error) {
	var p slashPayload
	if err := json.Unmarshal(raw, &p); err != nil {
		return request{}, fmt.Errorf("%w: a slash command that is no JSON", errMalformed)
	}
	return p.request()
}
