package bot

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// FuzzSocketDoor hands over envelopes as Socket Mode wraps them: whatever a
// payload holds is read or refused, and nothing panics.
func FuzzSocketDoor(f *testing.F) {
	d := newDesk(f)
	d.Recaps = posts{}
	for _, seed := range []struct{ kind, payload string }{
		{"slash_commands", typedTwelve},
		{"interactive", `{"type":"block_actions","trigger_id":"t","team":{"id":"T1"},"user":{"id":"UCLAIRE","team_id":"T1"},"actions":[{"action_id":"leads_undo","value":"t1"}]}`},
		{"interactive", `{"type":"view_submission","trigger_id":"t","user":{"id":"UCLAIRE","team_id":"T1"},"view":{"callback_id":"leads_form","state":{"values":{"day":{"day":{"selected_date":"2026-11-17"}}}}}}`},
		{"events_api", `{"type":"event_callback","team_id":"T1","event_id":"E","event":{"type":"message","channel_type":"im","channel":"D1","user":"UCLAIRE","text":"3 email pme","ts":"1.1"}}`},
		{"events_api", `{"type":"event_callback","team_id":"T1","event_id":"E","event":{"type":"app_home_opened","user":"UCLAIRE","tab":"home"}}`},
		{"events_api", `{"type":"event_callback","event":7}`},
		{"slash_commands", "null"},
		{"interactive", "[]"},
		{"", "{}"},
	} {
		f.Add(seed.kind, seed.payload)
	}
	f.Fuzz(func(t *testing.T, kind, payload string) {
		d.log.Reset()
		delivery, err := frame{ID: "e", Type: kind, Payload: []byte(payload)}.read()
		if err != nil {
			return // it is acknowledged, and nothing is done about it
		}
		_, then := d.dispatch(t.Context(), delivery)
		then(t.Context())
		d.wantNoPanic(t)
	})
}

// FuzzPressed presses any button and sends any modal there is, with whatever
// stands in its value, in what the modal carries and in its fields.
func FuzzPressed(f *testing.F) {
	d := newDesk(f)
	d.Recaps = posts{}
	actions := slices.Sorted(maps.Keys(d.routed.actions))
	modals := slices.Sorted(maps.Keys(d.routed.submissions))
	for i := range len(actions) + len(modals) {
		f.Add(i, 0, "1", "{}", "day", "2026-11-17")
		f.Add(i, 1, `{"l":"2026-11-17,1,1,lead,12"}`, `{"p":1}`, "channel", "1")
	}
	people := []string{"UCLAIRE", "UBOSS", "UGUEST"}
	trigger := 0
	f.Fuzz(func(t *testing.T, route, who int, value, private, block, typed string) {
		route, who = index(route, len(actions)+len(modals)), index(who, len(people))
		trigger++
		d.log.Reset()
		payload := map[string]any{
			"type": "block_actions", "trigger_id": "t" + time.Duration(trigger).String(),
			"response_url": d.slack.URL + "/actions/1",
			"team":         map[string]string{"id": "T1"}, "user": map[string]string{"id": people[who], "team_id": "T1"},
			"container": map[string]any{"message_ts": "1.2", "channel_id": "C1", "is_ephemeral": true},
		}
		view := map[string]any{"id": "V1", "type": "modal", "private_metadata": private, "state": map[string]any{
			"values": map[string]any{block: map[string]any{block: map[string]string{"value": typed, "selected_date": typed}}},
		}}
		if route < len(actions) {
			payload["actions"] = []map[string]string{{"action_id": actions[route], "value": value}}
			if strings.HasPrefix(private, "{") {
				payload["view"] = view
			}
		} else {
			payload["type"], payload["view"] = "view_submission", view
			view["callback_id"] = modals[route-len(actions)]
		}
		w := httptest.NewRecorder()
		d.door.ServeHTTP(w, signedPost("/slack", formType, url.Values{"payload": {string(encode(payload))}}.Encode()))
		if w.Code != http.StatusOK && w.Code != http.StatusBadRequest {
			t.Errorf("answered %d", w.Code)
		}
		d.wantNoPanic(t)
	})
}

func index(n, of int) int { return int(uint(n) % uint(of)) }

func (d *desk) wantNoPanic(t *testing.T) {
	t.Helper()
	d.forgetCalls()
	if said := d.log.String(); strings.Contains(said, "panic") {
		t.Errorf("it logged %s", said)
	}
}
