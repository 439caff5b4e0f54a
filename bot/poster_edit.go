package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/recap"
)

// editFailures says what the error codes mean that chat.update has of its own, or
// that mean something else there: whatever it was may be sent again, and says the
// same.
var editFailures = map[string]recap.Class{
	"cant_broadcast_message":           recap.Permanent,
	"cant_update_message":              recap.Permanent, // it is not ours
	"edit_window_closed":               recap.Permanent, // a rule of the workspace
	"is_archived":                      recap.Permanent,
	"is_inactive":                      recap.Permanent,
	"message_not_found":                recap.Permanent, // somebody has deleted it
	"no_dual_broadcast_content_update": recap.Permanent,
	"streaming_mode_mismatch":          recap.Permanent,
	"streaming_state_conflict":         recap.Permanent,
	"external_channel_migrating":       recap.Transient,
	"file_not_found":                   recap.Malformed, // the picture
	"slack_file_not_found":             recap.Malformed,
	"update_failed":                    recap.Transient,
	"fatal_error":                      recap.Transient,
	"internal_error":                   recap.Transient,
}

// Edit replaces what a recap, or a message of its thread, says. Blocks that words
// alone no longer have are taken away.
func (p poster) Edit(ctx context.Context, at recap.Place, messageTS, mark string, m recap.Message) error {
	blocks, err := decodeBlocks(m.Blocks)
	if err != nil {
		return &recap.Failure{Class: recap.Malformed, Reason: "blocks_unreadable", Err: err}
	}
	_, _, _, err = p.slack.api.UpdateMessageContext(ctx, at.Conversation, messageTS,
		slack.MsgOptionText(m.Text, false), slack.MsgOptionParse(false), slack.MsgOptionBlocks(blocks...), recapMark(mark))
	if err != nil {
		return classified(err, true, editFailures, failures)
	}
	return nil
}

// recapMark is the metadata by which a message is known again.
func recapMark(mark string) slack.MsgOption {
	id, of, _ := strings.Cut(mark, ".")
	payload := map[string]any{"id": id}
	if of != "" {
		payload["of"] = of
	}
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: recapEvent, EventPayload: payload})
}

// bears reports whether a message bears a mark; without its first part, one that is
// alike in the second.
func bears(m slack.Message, mark string) bool {
	id, of, _ := strings.Cut(mark, ".")
	payload := m.Metadata.EventPayload
	return m.Metadata.EventType == recapEvent && (id != "" && payload["id"] == id || id == "" && payload["of"] == of)
}
