package localslack

import "regexp"

// What Slack accepts of a message as a whole.
const (
	blocksInMessage  = 50     // docs.slack.dev/reference/block-kit/blocks
	textHardLimit    = 40_000 // docs.slack.dev/reference/methods/chat.postMessage: longer is truncated; refused here
	textOnUpdate     = 4_000  // docs.slack.dev/reference/methods/chat.update
	allBlocksText    = 13_200 // undocumented: bolt-js #2509 measured it
	attachmentsLimit = 100    // docs.slack.dev/reference/methods/chat.postMessage
	markdownText     = 12_000 // docs.slack.dev/reference/methods/chat.postMessage, of markdown_text
	metadataLimit    = 16_000 // undocumented; generous for an opaque id, small enough to notice abuse
)

// content is what a message says, as a client sent it.
type content struct {
	text        string
	blocks      []any
	attachments []any
	metadata    object
	warning     string // what was wrong and ignored
}

// empty reports whether there is nothing to show.
func (m content) empty() bool {
	return m.text == "" && len(m.blocks) == 0 && len(m.attachments) == 0
}

// checkMessage refuses what Slack would not take as a message.
func (s *Server) checkMessage(m content, textLimit int) error {
	switch {
	case m.empty():
		return refusal("no_text")
	case runes(m.text) > textLimit:
		return refusal("msg_too_long")
	case len(m.attachments) > attachmentsLimit:
		return refusal("too_many_attachments")
	}
	c := newChecker(onMessage, s.hasFile)
	c.list("/blocks", m.blocks, blocksInMessage)
	if c.tables > 1 {
		return invalid("invalid_attachments", []string{"[ERROR] only_one_table_allowed"})
	}
	if len(c.problems) > 0 {
		return invalid("invalid_blocks", c.messages())
	}
	if textOfAll(m.blocks) > allBlocksText {
		return refusal("msg_blocks_too_long")
	}
	return nil
}

// invalid is a refusal that lists what is wrong, in both places Slack does.
func invalid(code string, messages []string) error {
	bare := make([]string, len(messages))
	for i, m := range messages {
		bare[i] = m[len("[ERROR] "):]
	}
	return &apiError{code: code, more: object{
		"errors":            bare,
		"response_metadata": object{"messages": messages},
	}}
}

// structural are the members that hold no text anybody reads.
var structural = map[string]bool{"type": true, "block_id": true, "action_id": true, "style": true, "align": true}

// textOfAll counts the characters of every text, label, value and address.
func textOfAll(v any) int {
	total := 0
	switch v := v.(type) {
	case string:
		return runes(v)
	case []any:
		for _, item := range v {
			total += textOfAll(item)
		}
	case object:
		for name, member := range v {
			if !structural[name] {
				total += textOfAll(member)
			}
		}
	}
	return total
}

// eventType is what an app may call its metadata; others are dropped with a
// warning (docs.slack.dev/messaging/message-metadata).
var eventType = regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`)

// checkMetadata returns the metadata to keep, and Slack's warning about what it
// dropped.
func checkMetadata(v any) (kept object, warning string, err error) {
	if v == nil {
		return nil, "", nil
	}
	o, ok := v.(object)
	if !ok {
		return nil, "", refusal("invalid_metadata_format")
	}
	payload, ok := o["event_payload"].(object)
	if str(o, "event_type") == "" && len(payload) == 0 {
		return nil, "", nil
	}
	if len(encode(o)) > metadataLimit {
		return nil, "", refusal("metadata_too_large")
	}
	if !ok || !eventType.MatchString(str(o, "event_type")) {
		return nil, "invalid_metadata_schema", nil
	}
	return object{"event_type": o["event_type"], "event_payload": payload}, "", nil
}
