package bot

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/recap"
)

func TestEdit(t *testing.T) {
	d := newDouble(t)
	d.answer["chat.update"] = says(`{"ok":true,"channel":"C1","ts":"1.2","text":"x"}`)
	voice, at := d.voice(t, newNovember(t)).Poster(), recap.Place{Conversation: "C1"}
	for _, c := range []struct{ blocks, want string }{{`[{"type":"divider"}]`, `[{"type":"divider"}]`}, {"", "[]"}} {
		m := recap.Message{Text: "Point SLA & <!here>"}
		if c.blocks != "" {
			m.Blocks = json.RawMessage(c.blocks)
		}
		if err := voice.Edit(t.Context(), at, "1.2", "OPAQUE", m); err != nil {
			t.Fatal(err)
		}
		heard := d.heard()
		sent := heard[len(heard)-1]
		for name, want := range map[string]string{
			"channel": "C1", "ts": "1.2", "text": m.Text, "blocks": c.want, "parse": "none",
			"metadata": `{"event_type":"treve_recap","event_payload":{"id":"OPAQUE"}}`,
		} {
			if got := sent.Get(name); got != want {
				t.Errorf("%s = %q; want %q", name, got, want)
			}
		}
	}
}

func TestEveryFailureToEdit(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   string
	}{
		{"deleted by somebody", refuses("message_not_found"), "permanent message_not_found 0s"},
		{"a rule of the workspace", refuses("edit_window_closed"), "permanent edit_window_closed 0s"},
		{"not ours", refuses("cant_update_message"), "permanent cant_update_message 0s"},
		{"archived", refuses("is_archived"), "permanent is_archived 0s"},
		{"archived, as the conversation says", refuses("is_inactive"), "permanent is_inactive 0s"},
		{"blocks", refuses("invalid_blocks"), "malformed invalid_blocks 0s"},
		{"token", refuses("token_revoked"), "token token_revoked 0s"},
		{"rate limit", refuses("ratelimited"), "transient ratelimited 0s"},
		{"perhaps done, and done again", refuses("internal_error"), "transient internal_error 0s"},
		{"a code nobody knows", refuses("out_of_cheese"), "uncertain out_of_cheese 0s"},
		{"half an answer", says(`{"ok":tr`), "uncertain no_answer 0s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDouble(t)
			d.answer["chat.update"] = c.answer
			err := d.voice(t, newNovember(t)).Poster().Edit(t.Context(), recap.Place{Conversation: "C1"}, "1.2", "ID", recap.Message{Text: "x"})
			if got := describe(err); got != c.want {
				t.Errorf("%s (%v); want %s", got, err, c.want)
			}
		})
	}
}

func TestEveryDocumentedCodeOfAnEditHasAClass(t *testing.T) {
	documented := strings.FieldsSeq(`access_denied account_inactive block_mismatch cant_broadcast_message cant_update_message
		channel_not_found deprecated_endpoint edit_window_closed ekm_access_denied enterprise_is_restricted
		external_channel_migrating fatal_error internal_error invalid_arg_name invalid_arguments invalid_array_arg
		invalid_attachments invalid_auth invalid_blocks invalid_charset invalid_form_data invalid_metadata_format
		invalid_metadata_schema invalid_post_type is_inactive message_not_found metadata_must_be_sent_from_app
		metadata_too_large method_deprecated missing_post_type missing_scope msg_too_long no_dual_broadcast_content_update
		no_permission no_text not_allowed_token_type not_authed not_in_channel org_login_required rate_limited ratelimited
		request_timeout service_unavailable slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
		streaming_mode_mismatch streaming_state_conflict team_access_not_granted team_added_to_org token_expired
		token_revoked too_many_attachments two_factor_setup_required update_failed`)
	for code := range documented {
		if _, own := editFailures[code]; own {
			continue
		}
		if _, known := failures[code]; !known {
			t.Errorf("%s has no class", code)
		}
	}
}
