package bot

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// forGuest says, of everything that can be pressed, sent or typed, what a guest
// who was let in for E-mail may. All the rest is refused in one sentence.
var forGuest = []string{
	actionSettle, actionConfirm, actionDrop, actionUndo, actionEdit, actionYesterday, actionForm,
	actionNudgeZero, actionNudgeForm, formLeads,
	"Record", "Undo", "Form", "Log", "Help", "Unknown",
}

const forMembers = "réservé aux membres"

// newInvited is a desk where the agency records for E-mail, and others have too.
func newInvited(t *testing.T) *desk {
	d := newGuarded(t)
	d.types("UMARC", "m1", "/leads 41 email pme")
	d.types("UMARC", "m2", "/leads 7 salon eti")
	wantSaid(t, d.types("UBOSS", "i1", "/sla invité <@UAGENCY> email").Text, "<@UAGENCY>", "E-mail")
	d.said()
	return d
}

// wantBlind wants nothing changed and nothing told to a guest that others alone
// know: an amount, a status, a share, what somebody else recorded.
func (d *desk) wantBlind(what, before string, may bool) {
	d.t.Helper()
	if after := d.agreed(); after != before {
		d.t.Errorf("%s changed\n%s\nto\n%s", what, before, after)
	}
	said := d.said()
	if !may && !strings.Contains(said, forMembers) {
		d.t.Errorf("%s: said %.300s; want that it is for members", what, said)
	}
	d.wantNothingOfOthers(what, said)
}

func (d *desk) wantNothingOfOthers(what, said string) {
	d.t.Helper()
	for _, secret := range []string{"€", "Marc", "41 leads", "+41", "53 leads", "Salon", "100 leads", "bonne voie", "retard", "Réglages", "Webinaire"} {
		if strings.Contains(spaces.Replace(said), secret) {
			d.t.Errorf("%s tells a guest of %q: %.400s", what, secret, said)
		}
	}
}

func TestWhatAGuestMayPress(t *testing.T) {
	d := newInvited(t)
	for action, who := range pressable {
		before := d.agreed()
		view := `{"id":"V1","hash":"h","private_metadata":` + string(encode(`{"kind":"figures","id":1,"month":"2026-11","response_url":"`+d.slack.URL+`/actions/1"}`)) + `}`
		d.interacts(encode(map[string]any{
			"type": "block_actions", "trigger_id": action + "guest", "response_url": d.slack.URL + "/actions/1",
			"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": "UAGENCY", "team_id": "T1"},
			"container": map[string]any{"message_ts": "1.2", "channel_id": "D1", "is_ephemeral": true},
			"actions":   []map[string]string{{"action_id": action, "block_id": "b", "value": who.value}},
			"view":      json.RawMessage(view),
		}))
		d.wantBlind(action+" pressed by a guest", before, slices.Contains(forGuest, action))
	}
}

func TestWhatAGuestMaySend(t *testing.T) {
	d := newInvited(t)
	for modal, who := range sendable {
		before := d.agreed()
		values := map[string]any{}
		for field, value := range who.fields {
			values[field] = map[string]any{field: map[string]string{"value": value}}
		}
		w := d.interacts(encode(map[string]any{
			"type": "view_submission", "trigger_id": modal + "guest",
			"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": "UAGENCY", "team_id": "T1"},
			"view": map[string]any{
				"id": "V1", "callback_id": modal, "state": map[string]any{"values": values},
				"private_metadata": who.private + `,"response_url":"` + d.slack.URL + `/actions/1"}`,
			},
		}))
		d.slack.calls = append(d.slack.calls, call{raw: w.Body.Bytes()})
		d.wantBlind(modal+" sent by a guest", before, slices.Contains(forGuest, modal))
	}
}

func TestWhatAGuestMayType(t *testing.T) {
	d := newInvited(t)
	for name, who := range typable {
		may := slices.Contains(forGuest, name)
		before := d.agreed()
		if strings.HasPrefix(who.text, "/") {
			answer := d.types("UAGENCY", "guest "+name, who.text)
			d.slack.calls = append(d.slack.calls, call{raw: []byte(answer.Text)})
			d.wantBlind(who.text+" typed by a guest", before, may)
		}
		d.writes(direct("UAGENCY", who.text), "guest direct "+name)
		d.wantBlind(who.text+" in a guest's message", before, true)
		mention := map[string]string{"type": "app_mention", "channel": "C1", "user": "UAGENCY", "text": "<@UTREVE> " + who.text, "ts": "7.8"}
		d.writes(mention, "guest mention "+name)
		d.wantBlind(who.text+" in a guest's mention", before, true)
	}
	d.wantTotal(tuesday17, 2, 2, 7)
}
