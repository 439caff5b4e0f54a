package bot

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack/socketmode"
)

// doing is one thing that people do in Slack, as Slack delivers it.
type doing struct {
	name, kind string // the kind of a Socket Mode envelope
	payload    func(d *desk, user, key string) map[string]any
}

// everything is all that is routed, and all that can be typed, in each way there
// is of doing it. It is made of the tables of who may, which hold all there is.
func everything() (all []doing) {
	for action, one := range pressable {
		all = append(all, pressing(action, one.value))
	}
	for form, one := range sendable {
		all = append(all, sending(form, one.private, one.fields))
	}
	for name, one := range typable {
		if strings.HasPrefix(one.text, "/") {
			all = append(all, commanding(one.text))
		}
		all = append(all, pressing(actionAsk, one.text),
			happening("direct "+name, map[string]any{"type": "message", "channel_type": "im", "channel": "D1", "text": one.text, "ts": "5.6"}),
			happening("mention "+name, map[string]any{"type": "app_mention", "channel": "C1", "text": "<@UTREVE> " + one.text, "ts": "7.8"}))
	}
	return append(all,
		commanding("/ventes contactés 1 email pme"),
		happening("Home", map[string]any{"type": "app_home_opened", "tab": "home", "channel": "D1"}),
		happening("a file", map[string]any{
			"type": "message", "subtype": "file_share", "channel_type": "im", "channel": "D1", "text": "", "ts": "5.6", "files": []any{map[string]any{"id": "F1"}},
		}),
		happening("an edit", map[string]any{
			"type": "message", "subtype": "message_changed", "channel_type": "im", "channel": "D1", "message": map[string]any{"text": "12 email pme", "ts": "5.6"},
		}))
}

func commanding(line string) doing {
	command, text, _ := strings.Cut(line, " ")
	return doing{"command " + line, socketmode.RequestTypeSlashCommands, func(d *desk, user, key string) map[string]any {
		return map[string]any{
			"team_id": "T1", "user_id": user, "channel_id": "C1", "command": command, "text": text,
			"trigger_id": key, "response_url": d.slack.URL + "/commands/1",
		}
	}}
}

func pressing(action, value string) doing {
	return doing{"press " + action + " " + value, socketmode.RequestTypeInteractive, func(d *desk, user, key string) map[string]any {
		private := `{"kind":"figures","id":1,"month":"2026-11","response_url":"` + d.slack.URL + `/actions/1"}`
		return map[string]any{
			"type": "block_actions", "trigger_id": key, "response_url": d.slack.URL + "/actions/1",
			"team": map[string]any{"id": "T1"}, "user": map[string]any{"id": user, "team_id": "T1"},
			"container": map[string]any{"message_ts": "1.2", "channel_id": "D1", "is_ephemeral": true},
			"actions":   []any{map[string]any{"action_id": action, "block_id": "b", "value": value}},
			"view":      map[string]any{"id": "V1", "hash": "h", "private_metadata": private},
		}
	}}
}

func sending(form, private string, fields map[string]string) doing {
	return doing{"send " + form, socketmode.RequestTypeInteractive, func(d *desk, user, key string) map[string]any {
		values := map[string]any{}
		for field, value := range fields {
			values[field] = map[string]any{field: map[string]string{"value": value}}
		}
		return map[string]any{
			"type": "view_submission", "trigger_id": key,
			"team": map[string]any{"id": "T1"}, "user": map[string]any{"id": user, "team_id": "T1"},
			"view": map[string]any{
				"id": "V1", "callback_id": form, "state": map[string]any{"values": values},
				"private_metadata": private + `,"response_url":"` + d.slack.URL + `/actions/1"}`,
			},
		}
	}}
}

func happening(name string, event map[string]any) doing {
	return doing{name, socketmode.RequestTypeEventsAPI, func(_ *desk, user, key string) map[string]any {
		of := maps.Clone(event)
		of["user"] = user
		if m, ok := of["message"].(map[string]any); ok {
			m["user"] = user
		}
		return map[string]any{"type": "event_callback", "team_id": "T1", "event_id": key, "event": of}
	}}
}

// does has somebody do a thing, through either door, and returns all that is said
// of it to anybody.
func (d *desk) does(one doing, door, user, key string) string {
	d.t.Helper()
	payload := one.payload(d, user, key)
	if door == "socket" {
		delivery, err := frame{ID: "e", Type: one.kind, Payload: encode(payload)}.read()
		if err != nil {
			d.t.Fatalf("%s: %v", one.name, err)
		}
		ack, then := d.dispatch(d.t.Context(), delivery)
		then(d.t.Context())
		return string(ack) + d.said()
	}
	var kind, body string
	switch one.kind {
	case socketmode.RequestTypeSlashCommands:
		form := d.slash(user, key, payload["command"].(string), payload["text"].(string))
		kind, body = formType, form.Encode()
	case socketmode.RequestTypeInteractive:
		w := d.interacts(encode(payload))
		return w.Body.String() + d.said()
	default:
		kind, body = "application/json", string(encode(payload))
	}
	return d.send(signedPost("/slack", kind, body)).Body.String() + d.said()
}

var doors = []string{"http", "socket"}

// Whoever is nobody here is told so whatever they do, by whichever door, and
// neither learns nor changes anything.
func TestOutsidersGetNothing(t *testing.T) {
	for _, role := range []struct{ name, record, told string }{
		{"a guest", `"is_restricted":true`, "membres à part entière"},
		{"a guest of one conversation", `"is_restricted":true,"is_ultra_restricted":true`, "membres à part entière"},
		{"a guest who is an admin by mistake", `"is_restricted":true,"is_admin":true`, "membres à part entière"},
		{"somebody who has left", `"deleted":true`, "membres à part entière"},
		{"an admin who has left", `"deleted":true,"is_admin":true`, "membres à part entière"},
		{"a stranger", `"is_stranger":true`, "membres de cet espace"},
		{"an admin of another company", `"team_id":"T2","is_admin":true,"is_owner":true`, "membres de cet espace"},
		{"somebody Slack does not know", "", "ne me dit pas encore"},
	} {
		t.Run(role.name, func(t *testing.T) {
			d := newGuarded(t)
			if d.slack.users["UNEW"] = role.record; role.record != "" {
				d.slack.users["UNEW"] = `"profile":{"display_name":"New"},"locale":"fr-FR",` + role.record
			}
			before, entries := d.agreed(), d.recorded()
			for _, door := range doors {
				for i, one := range everything() {
					said := d.does(one, door, "UNEW", fmt.Sprint(door, i))
					if !strings.Contains(unquoted(said), role.told) {
						t.Errorf("%s through %s: said %.300s", one.name, door, said)
					}
					for _, known := range []string{"E-mail", "Salon", "ETI", "Claire", "Marc", "120", "webinaire"} {
						if strings.Contains(said, known) && !strings.Contains(one.name, known) {
							t.Errorf("%s through %s: told %q in %.300s", one.name, door, known, said)
						}
					}
				}
			}
			if d.agreed() != before || d.recorded() != entries {
				t.Error("something was changed")
			}
		})
	}
}

// What members may not do they may not do by either door either; managers may. A
// guest let in for a channel is refused whatever members are, and more.
func TestBothDoorsAskWhoItIs(t *testing.T) {
	for _, door := range doors {
		d := newInvited(t)
		before := d.agreed()
		for i, one := range everything() {
			for _, user := range []string{"UCLAIRE", "UAGENCY"} {
				d.does(one, door, user, fmt.Sprint(user, i))
				if after := d.agreed(); after != before {
					t.Fatalf("%s by %s through %s changed\n%s\nto\n%s", one.name, user, door, before, after)
				}
			}
		}
		said := d.does(commanding("/sla set email pme engagement 11"), door, "UBOSS", "boss")
		if d.agreed() == before {
			t.Errorf("a manager was not let change the plan through %s: %s", door, said)
		}
	}
}

// recorded is what stands of each day.
func (d *desk) recorded() string {
	d.t.Helper()
	totals, err := d.books.Totals(d.t.Context(), tuesday17.AddDays(-400), tuesday17.AddDays(400))
	if err != nil {
		d.t.Fatal(err)
	}
	return fmt.Sprint(totals)
}

// unquoted undoes what JSON and forms do to the apostrophe and the accents.
func unquoted(said string) string {
	return strings.NewReplacer(`\u00e0`, "à", `\u00e8`, "è").Replace(said)
}

func TestEveryCommandIsTyped(t *testing.T) {
	d := newDesk(t)
	var typed []string
	for _, one := range everything() {
		if line, is := strings.CutPrefix(one.name, "command "); is {
			name, _, _ := strings.Cut(line, " ")
			typed = append(typed, name)
		}
	}
	slices.Sort(typed)
	wantSameNames(t, "slash commands", slices.Collect(maps.Keys(d.routed.commands)), slices.Compact(typed))
}
