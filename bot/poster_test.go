package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/recap"
)

func TestPost(t *testing.T) {
	d := newDouble(t)
	d.answer["chat.postMessage"] = says(`{"ok":true,"channel":"C1","ts":"1794816001.000100"}`)
	message := recap.Message{Text: "Point SLA & <!here>", Blocks: json.RawMessage(`[{"type":"divider"}]`)}
	ts, err := d.voice(t, newNovember(t)).Poster().Post(t.Context(), recap.Place{Conversation: "C1"}, "OPAQUE", message)
	if err != nil || ts != "1794816001.000100" {
		t.Fatalf("Post = %q, %v", ts, err)
	}
	sent := d.heard()[0]
	for name, want := range map[string]string{
		"channel": "C1", "text": message.Text, "blocks": `[{"type":"divider"}]`, "parse": "none",
		"unfurl_links": "false", "unfurl_media": "false",
		"metadata": `{"event_type":"treve_recap","event_payload":{"id":"OPAQUE"}}`,
	} {
		if got := sent.Get(name); got != want {
			t.Errorf("%s = %q; want %q", name, got, want)
		}
	}
}

func TestEveryFailureToPost(t *testing.T) {
	hangUp := func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		connection.Close()
	}
	status := func(code int, headers ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			w.WriteHeader(code)
		}
	}
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   string
	}{
		{"archived", refuses("is_archived"), "permanent is_archived 0s"},
		{"blocks", refuses("invalid_blocks"), "malformed invalid_blocks 0s"},
		{"token", refuses("token_revoked"), "token token_revoked 0s"},
		{"Slack busy", refuses("service_unavailable"), "transient service_unavailable 0s"},
		{"perhaps done", refuses("internal_error"), "uncertain internal_error 0s"},
		{"a code nobody knows", refuses("out_of_cheese"), "uncertain out_of_cheese 0s"},
		{"rate limit", status(429, "Retry-After", "37"), "transient ratelimited 37s"},
		{"rate limit without a time", status(429), "transient message_limit_exceeded 0s"},
		{"server error", status(500), "uncertain http_error 0s"},
		{"a gateway's timeout", status(504), "uncertain http_error 0s"},
		{"redirected", status(307, "Location", "/elsewhere"), "uncertain http_error 0s"},
		{"the connection is cut before the answer", hangUp, "uncertain no_answer 0s"},
		{"half an answer", says(`{"ok":tr`), "uncertain no_answer 0s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDouble(t)
			d.answer["chat.postMessage"] = c.answer
			_, err := d.voice(t, newNovember(t)).Poster().Post(t.Context(), recap.Place{Conversation: "C1"}, "ID", recap.Message{Text: "x"})
			if got := describe(err); got != c.want {
				t.Errorf("%s (%v); want %s", got, err, c.want)
			}
			if posts := len(d.heard()); posts != 1 {
				t.Errorf("%d attempts; want one", posts)
			}
		})
	}
	t.Run("no answer in time", func(t *testing.T) {
		d := newDouble(t)
		release := make(chan struct{})
		d.answer["chat.postMessage"] = func(http.ResponseWriter, *http.Request) { <-release }
		voice := d.voice(t, newNovember(t)).Poster()
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond) // it has to get there first
		defer cancel()
		_, err := voice.Post(ctx, recap.Place{Conversation: "C1"}, "ID", recap.Message{Text: "x"})
		close(release)
		if got := describe(err); got != "uncertain no_answer 0s" {
			t.Errorf("%s (%v)", got, err)
		}
	})
	t.Run("Slack out of reach", func(t *testing.T) {
		d := newDouble(t)
		voice := d.voice(t, newNovember(t)).Poster()
		d.CloseClientConnections()
		d.Close()
		_, err := voice.Post(t.Context(), recap.Place{Conversation: "C1"}, "ID", recap.Message{Text: "x"})
		if got := describe(err); got != "transient unreachable 0s" {
			t.Errorf("%s (%v); nothing can have been sent", got, err)
		}
	})
}

func describe(err error) string {
	var f *recap.Failure
	if !errors.As(err, &f) {
		return fmt.Sprintf("no failure but %v", err)
	}
	return fmt.Sprintf("%s %s %s", f.Class, f.Reason, f.RetryAfter)
}

// Slack's documentation of the method lists these; a change here is a decision.
func TestEveryDocumentedCodeHasAClass(t *testing.T) {
	documented := strings.FieldsSeq(`access_denied accesslimited account_inactive as_user_not_supported
		attachment_payload_limit_exceeded cannot_reply_to_message channel_not_found deprecated_endpoint
		duplicate_channel_not_found duplicate_message_not_found ekm_access_denied enterprise_is_restricted
		external_channel_migrating fatal_error internal_error invalid_arg_name invalid_arguments invalid_array_arg
		invalid_auth invalid_blocks invalid_blocks_format invalid_charset invalid_form_data invalid_metadata_format
		invalid_metadata_schema invalid_post_type is_archived markdown_text_conflict message_limit_exceeded
		messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large method_deprecated missing_file_data
		missing_post_type missing_scope msg_blocks_too_long msg_too_long no_permission no_text not_allowed_token_type
		not_authed not_in_channel org_login_required rate_limited ratelimited request_timeout restricted_action
		restricted_action_non_threadable_channel restricted_action_read_only_channel restricted_action_thread_locked
		restricted_action_thread_only_channel send_on_behalf_not_allowed service_unavailable
		slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked
		team_access_not_granted team_added_to_org team_not_found token_expired token_revoked too_many_attachments
		too_many_contact_cards two_factor_setup_required`)
	for code := range documented {
		if _, known := failures[code]; !known {
			t.Errorf("%s has no class", code)
		}
	}
}

// The same holds for the methods by which a post is looked for. A failed upload
// only ever costs the picture, so its codes need no class.
func TestEveryDocumentedCodeOfALookUpHasAClass(t *testing.T) {
	for method, documented := range map[string]string{
		"conversations.open": `channel_not_found invalid_user_combination method_not_supported_for_channel_type not_enough_users
			too_many_users user_disabled user_not_found user_not_visible users_list_not_supplied`,
		"conversations.history": `channel_not_found invalid_cursor invalid_limit invalid_metadata_filter_keys invalid_ts_latest
			invalid_ts_oldest not_in_channel`,
		"conversations.replies": `channel_not_found invalid_cursor invalid_limit invalid_metadata_filter_keys invalid_ts_latest
			invalid_ts_oldest thread_not_found`,
		"all of them": `access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied enterprise_is_restricted
			fatal_error internal_error invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_charset
			invalid_form_data invalid_post_type method_deprecated missing_post_type missing_scope no_permission
			not_allowed_token_type not_authed org_login_required ratelimited request_timeout service_unavailable
			team_access_not_granted team_added_to_org token_expired token_revoked two_factor_setup_required`,
	} {
		for code := range strings.FieldsSeq(documented) {
			if f := unread(slack.SlackErrorResponse{Err: code}); f.Class == recap.Uncertain || f.Reason != code {
				t.Errorf("%s of %s has no class", code, method)
			}
		}
	}
}

func TestFind(t *testing.T) {
	message := func(user, ts, kind, id string) string {
		return fmt.Sprintf(`{"type":"message","user":%q,"ts":%q,"metadata":{"event_type":%q,"event_payload":{"id":%q}}}`, user, ts, kind, id)
	}
	said := func(user, ts, text string) string {
		return fmt.Sprintf(`{"type":"message","user":%q,"ts":%q,"text":%q}`, user, ts, text)
	}
	page := func(next string, messages ...string) http.HandlerFunc {
		return says(fmt.Sprintf(`{"ok":true,"messages":[%s],"has_more":%t,"response_metadata":{"next_cursor":%q}}`,
			strings.Join(messages, ","), next != "", next))
	}
	for _, c := range []struct {
		name    string
		history http.HandlerFunc
		want    string
	}{
		{"there", page("", message("UMARC", "1.1", "", ""), message("UTREVE", "1.2", recapEvent, "ID")), "1.2 true <nil>"},
		{"on the second page", inTurn(page("more", message("UMARC", "1.1", "", "")), page("", message("UTREVE", "1.2", recapEvent, "ID"))), "1.2 true <nil>"},
		{"absent", page("", message("UTREVE", "1.1", recapEvent, "OTHER"), message("UTREVE", "1.2", "other", "ID")), " false <nil>"},
		{"somebody borrowed the id", page("", message("UMARC", "1.2", recapEvent, "ID")), " false <nil>"},
		{"something else without metadata", page("", said("UTREVE", "1.1", "Bonjour.")), " false <nil>"},
		{"said by somebody else without metadata", page("", said("UMARC", "1.1", "🔴 Point SLA : R&D")), " false <nil>"},
		{"perhaps there, its metadata hidden", inTurn(page("more", said("UTREVE", "1.1", ":red_circle: Point SLA : R&amp;D")), page("")), " false metadata_hidden (permanent)"},
		{"perhaps there with more to say, its metadata hidden", page("", said("UTREVE", "1.1", "🟡 Point SLA : R&D, 91 %")), " false metadata_hidden (permanent)"},
		{"hidden elsewhere, and there", page("", said("UTREVE", "1.1", "🔴 Point SLA : R&D"), message("UTREVE", "1.2", recapEvent, "ID")), "1.2 true <nil>"},
		{"may not be read", refuses("missing_scope"), " false missing_scope (permanent)"},
		{"not in there", refuses("not_in_channel"), " false not_in_channel (permanent)"},
		{"too busy a conversation", page("more", message("UMARC", "1.1", "", "")), " false history_too_long (permanent)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDouble(t)
			d.answer["conversations.history"] = c.history
			ts, found, err := d.voice(t, newNovember(t)).Poster().Find(t.Context(), recap.Place{Conversation: "C1"}, "ID", recap.Message{Text: "🔴 Point SLA : R&D"}, monday16, monday16.Add(time.Minute))
			if got := fmt.Sprintf("%s %t %v", ts, found, err); got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
			for name, want := range map[string]string{
				"channel": "C1", "include_all_metadata": "1", "inclusive": "1",
				"oldest": "1794816000.000000", "latest": "1794816060.000000",
			} {
				if got := d.heard()[0].Get(name); got != want {
					t.Errorf("%s = %q; want %q", name, got, want)
				}
			}
		})
	}
}

// What books that were restored have forgotten the id of is found by what it is the
// one post for.
func TestFindWithoutTheID(t *testing.T) {
	for mark, want := range map[string]string{".OF": "1.2 true <nil>", ".OTHER": " false <nil>", "ID.OTHER": "1.2 true <nil>", "OTHER.OF": " false <nil>"} {
		d := newDouble(t)
		d.answer["conversations.history"] = says(`{"ok":true,"messages":[{"type":"message","user":"UMARC","ts":"1.1"},
			{"type":"message","user":"UTREVE","ts":"1.2","metadata":{"event_type":"treve_recap","event_payload":{"id":"ID","of":"OF"}}},
			{"type":"message","user":"UTREVE","ts":"1.3","metadata":{"event_type":"treve_recap","event_payload":{"id":"OLD"}}}]}`)
		ts, found, err := d.voice(t, newNovember(t)).Poster().Find(t.Context(), recap.Place{Conversation: "C1"}, mark, recap.Message{Text: "Point SLA, lundi "}, monday16, monday16.Add(time.Minute))
		if got := fmt.Sprintf("%s %t %v", ts, found, err); got != want {
			t.Errorf("%s: %s; want %s", mark, got, want)
		}
	}
}
