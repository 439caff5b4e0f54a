package bot

import (
	"encoding/json"
	"fmt"
)

// whereabouts are a conversation as an event names it: by its id or, where it was
// renamed, whole.
type whereabouts struct{ ID, Name string }

// UnmarshalJSON reads either.
func (w *whereabouts) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &w.ID)
	}
	type whole whereabouts
	return json.Unmarshal(raw, (*whole)(w))
}

// What may become of a conversation.
const (
	placeRenamed  = "renamed"
	placeArchived = "archived"
	placeDeleted  = "deleted"
	placeLeft     = "left" // by us
	placeBack     = "back" // it is open again, or we are in it again
)

// placeEvents says what the events about conversations mean.
var placeEvents = map[string]string{
	"channel_rename": placeRenamed, "group_rename": placeRenamed,
	"channel_archive": placeArchived, "group_archive": placeArchived,
	"channel_deleted": placeDeleted, "group_deleted": placeDeleted,
	"channel_left": placeLeft, "group_left": placeLeft, "member_left_channel": placeLeft,
	"channel_unarchive": placeBack, "group_unarchive": placeBack, "member_joined_channel": placeBack,
}

// about makes the request of an event about a conversation. Where somebody came
// or went, it is for whoever knows who we are to see whether that is us.
func (r request) about(e event) (request, error) {
	r.name, r.text = placeEvents[e.Type], e.Conversation.Name
	if e.Type == "member_left_channel" || e.Type == "member_joined_channel" {
		r.value = e.User.ID
	}
	if r.conversation == "" {
		return request{}, fmt.Errorf("%w: %s of no conversation", errMalformed, e.Type)
	}
	return r.complete()
}
