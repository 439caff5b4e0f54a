package bot

import (
	"errors"
	"net/http"
	"slices"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/recap"
)

// failures says what each error code of chat.postMessage means for a post; the
// reading methods share the codes they have in common with it. A code that is
// not here is uncertain: Slack adds some without a word.
var failures = map[string]recap.Class{
	// The conversation, or a rule about it: somebody has to change something.
	"access_denied":                             recap.Permanent,
	"accesslimited":                             recap.Permanent,
	"cannot_dm_bot":                             recap.Permanent,
	"cannot_reply_to_message":                   recap.Permanent,
	"channel_not_found":                         recap.Permanent,
	"channel_type_not_supported":                recap.Permanent,
	"duplicate_channel_not_found":               recap.Permanent,
	"duplicate_message_not_found":               recap.Permanent,
	"ekm_access_denied":                         recap.Permanent,
	"is_archived":                               recap.Permanent,
	"is_inactive":                               recap.Permanent,
	"messages_tab_disabled":                     recap.Permanent,
	"method_not_supported_for_channel_type":     recap.Permanent,
	"missing_scope":                             recap.Permanent,
	"no_permission":                             recap.Permanent,
	"not_allowed_token_type":                    recap.Permanent,
	"not_in_channel":                            recap.Permanent,
	"restricted_action":                         recap.Permanent,
	"restricted_action_non_threadable_channel":  recap.Permanent,
	"restricted_action_read_only_channel":       recap.Permanent,
	"restricted_action_thread_locked":           recap.Permanent,
	"restricted_action_thread_only_channel":     recap.Permanent,
	"send_on_behalf_not_allowed":                recap.Permanent,
	"slack_connect_blocked_file_type":           recap.Permanent,
	"slack_connect_canvas_sharing_blocked":      recap.Permanent,
	"slack_connect_clip_sharing_blocked":        recap.Permanent,
	"slack_connect_file_link_sharing_blocked":   recap.Permanent,
	"slack_connect_file_upload_sharing_blocked": recap.Permanent,
	"slack_connect_lists_sharing_blocked":       recap.Permanent,
	"team_not_found":                            recap.Permanent,
	"user_not_found":                            recap.Permanent,

	// The request itself, which the next version of the program must put right.
	"as_user_not_supported":             recap.Permanent,
	"attachment_payload_limit_exceeded": recap.Permanent,
	"deprecated_endpoint":               recap.Permanent,
	"enterprise_is_restricted":          recap.Permanent,
	"invalid_arg_name":                  recap.Permanent,
	"invalid_array_arg":                 recap.Permanent,
	"invalid_charset":                   recap.Permanent,
	"invalid_form_data":                 recap.Permanent,
	"invalid_metadata_format":           recap.Permanent,
	"invalid_metadata_schema":           recap.Permanent,
	"invalid_post_type":                 recap.Permanent,
	"markdown_text_conflict":            recap.Permanent,
	"metadata_must_be_sent_from_app":    recap.Permanent,
	"metadata_too_large":                recap.Permanent,
	"method_deprecated":                 recap.Permanent,
	"missing_file_data":                 recap.Permanent,
	"missing_post_type":                 recap.Permanent,
	"msg_too_long":                      recap.Permanent,
	"no_text":                           recap.Permanent,
	"too_many_contact_cards":            recap.Permanent,
	"unknown_method":                    recap.Permanent,

	// The blocks: the same recap may pass in words alone.
	"block_mismatch":         recap.Malformed,
	"invalid_arguments":      recap.Malformed,
	"invalid_attachments":    recap.Malformed,
	"invalid_blocks":         recap.Malformed,
	"invalid_blocks_format":  recap.Malformed,
	"msg_blocks_too_long":    recap.Malformed,
	"only_one_table_allowed": recap.Malformed,
	"too_many_attachments":   recap.Malformed,

	// Our way in: nothing passes in the whole workspace until it is restored.
	"account_inactive":          recap.Token,
	"app_access_restricted":     recap.Token,
	"invalid_auth":              recap.Token,
	"not_authed":                recap.Token,
	"org_login_required":        recap.Token,
	"team_access_not_granted":   recap.Token,
	"token_expired":             recap.Token,
	"token_revoked":             recap.Token,
	"two_factor_setup_required": recap.Token,

	// What a thread was begun under is gone.
	"thread_not_found": recap.Permanent,

	// Later will do.
	"external_channel_migrating": recap.Transient,
	"message_limit_exceeded":     recap.Transient,
	"rate_limited":               recap.Transient,
	"ratelimited":                recap.Transient,
	"request_timeout":            recap.Transient,
	"service_unavailable":        recap.Transient,
	"team_added_to_org":          recap.Transient,

	// "It's possible some aspect of the operation succeeded."
	"fatal_error":    recap.Uncertain,
	"internal_error": recap.Uncertain,
}

// findFailures says what the error codes mean that the methods have by which a
// post is looked for (conversations.open, .history and .replies), or that mean
// something else there: what only reads may be asked again.
var findFailures = map[string]recap.Class{
	"invalid_cursor":               recap.Permanent,
	"invalid_limit":                recap.Permanent,
	"invalid_metadata_filter_keys": recap.Permanent,
	"invalid_ts_latest":            recap.Permanent,
	"invalid_ts_oldest":            recap.Permanent,
	"invalid_types":                recap.Permanent,
	"invalid_user_combination":     recap.Permanent,
	"not_enough_users":             recap.Permanent,
	"too_many_users":               recap.Permanent,
	"user_disabled":                recap.Permanent,
	"user_not_visible":             recap.Permanent,
	"users_list_not_supplied":      recap.Permanent,
	"invalid_arguments":            recap.Permanent,
	"fatal_error":                  recap.Transient,
	"internal_error":               recap.Transient,
}

// unread classifies why a post could not be looked for.
func unread(err error) *recap.Failure { return classified(err, true, findFailures, failures) }

// failure classifies what a call to Slack ended in. reached says whether a
// connection to Slack was made: without one nothing can have been sent.
func failure(err error, reached bool) *recap.Failure { return classified(err, reached, failures) }

// classified classifies it by tables of error codes, of which the first that
// knows one decides.
func classified(err error, reached bool, tables ...map[string]recap.Class) *recap.Failure {
	var limited *slack.RateLimitedError
	var refused slack.SlackErrorResponse
	var status slack.StatusCodeError
	f := &recap.Failure{Class: recap.Uncertain, Reason: "no_answer", Err: err}
	switch {
	case errors.As(err, &limited):
		f.Class, f.Reason, f.RetryAfter = recap.Transient, "ratelimited", limited.RetryAfter
	case errors.As(err, &refused):
		f.Reason = refused.Err
		for _, table := range slices.Backward(tables) {
			if class, known := table[refused.Err]; known {
				f.Class = class
			}
		}
	case errors.As(err, &status):
		f.Reason = "http_error"
		if status.Code == http.StatusTooManyRequests {
			f.Class, f.Reason = recap.Transient, "message_limit_exceeded"
		}
	case !reached:
		f.Class, f.Reason = recap.Transient, "unreachable"
	}
	return f
}
