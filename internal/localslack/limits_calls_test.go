package localslack

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

// The limits of whole calls: what is at one is taken, one more is refused by its
// code.
func TestLimitsOfCalls(t *testing.T) {
	o := mustOpen(t, "")
	_, mine, err := o.api.PostMessageContext(t.Context(), marketing, saying("la mienne"))
	o.must(err)
	message := func(more object) object {
		m := object{"channel": marketing}
		maps.Copy(m, more)
		return m
	}
	ascii := func(n int) string { return strings.Repeat("x", n) }
	view := func(n int) object { // of that many bytes
		full := section(object{"text": object{"type": "mrkdwn", "text": ascii(3000)}})
		v := modalOf(object{"private_metadata": "", "blocks": many(81, func(int) any { return full })})
		v["private_metadata"] = ascii(n - len(encode(v)))
		return v
	}
	for _, c := range []struct {
		name, method, want string
		limit              int
		args               func(n int) object
	}{
		{"text", "chat.postMessage", "msg_too_long", 40_000, func(n int) object { return message(object{"text": chars(n)}) }},
		{"markdown_text", "chat.postMessage", "msg_too_long", 12_000, func(n int) object { return message(object{"markdown_text": chars(n)}) }},
		{"text for one", "chat.postEphemeral", "msg_too_long", 40_000, func(n int) object { return message(object{"text": chars(n), "user": marc}) }},
		{"text that changes", "chat.update", "msg_too_long", 4_000, func(n int) object { return message(object{"text": chars(n), "ts": mine}) }},
		{"blocks", "chat.postMessage", "invalid_blocks", 50, func(n int) object {
			return message(object{"blocks": many(n, func(int) any { return of("divider", nil) })})
		}},
		{"blocks that change", "chat.update", "invalid_blocks", 50, func(n int) object {
			return message(object{"ts": mine, "blocks": many(n, func(int) any { return of("divider", nil) })})
		}},
		{"attachments", "chat.postMessage", "too_many_attachments", 100, func(n int) object {
			return message(object{"text": "x", "attachments": many(n, func(int) any { return object{"text": "x"} })})
		}},
		{"metadata, which no page bounds", "chat.postMessage", "metadata_too_large", metadataLimit, func(n int) object {
			return message(object{"text": "x", "metadata": object{
				"event_type": "t", "event_payload": object{"a": ascii(n - len(`{"event_payload":{"a":""},"event_type":"t"}`))},
			}})
		}},
		{"a Home's blocks", "views.publish", "invalid_arguments", 100, func(n int) object {
			return object{"user_id": marc, "view": object{"type": "home", "blocks": many(n, func(int) any { return of("divider", nil) })}}
		}},
		{"a Home's metadata", "views.publish", "invalid_arguments", 3000, func(n int) object {
			return object{"user_id": marc, "view": object{"type": "home", "blocks": []any{}, "private_metadata": chars(n)}}
		}},
		{"a view's bytes", "views.open", "view_too_large", 250_000, func(n int) object { return object{"view": view(n)} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			ask := func(n int) any {
				args := c.args(n)
				if c.method == "views.open" {
					a, _ := o.app(SampleApp)
					args["trigger_id"] = o.newTrigger(a, marc, nil)
				}
				return o.call(c.method, jsonType, "Bearer xoxb-local-treve", string(encode(args)))["error"]
			}
			if got := ask(c.limit); got != nil {
				t.Errorf("at the limit of %d: %v", c.limit, got)
			}
			if got := ask(c.limit + 1); got != c.want {
				t.Errorf("one more than %d: %v; want %s", c.limit, got, c.want)
			}
		})
	}
}

// The type of metadata has at most 255 plain characters; other metadata is dropped
// with a warning.
func TestMetadataThatIsDropped(t *testing.T) {
	o := mustOpen(t, "")
	for kind, kept := range map[string]bool{
		"treve_recap": true, strings.Repeat("x", 255): true, strings.Repeat("x", 256): false, "deux mots": false,
	} {
		answer := o.call("chat.postMessage", jsonType, "Bearer xoxb-local-treve", string(encode(object{
			"channel": marketing, "text": "x", "metadata": object{"event_type": kind, "event_payload": object{"id": "A"}},
		})))
		said, _ := answer["message"].(map[string]any)
		if _, is := said["metadata"]; is != kept || (answer["warning"] == "invalid_metadata_schema") == kept {
			t.Errorf("metadata of type %.20q: kept %t, warning %v", kind, is, answer["warning"])
		}
	}
}

// A response_url works five times, within half an hour.
func TestAResponseURLIsUsedUp(t *testing.T) {
	o := mustOpen(t, "")
	a, _ := o.app(SampleApp)
	c, _ := o.conversation(marketing)
	fresh := func() string {
		o.mu.Lock()
		defer o.mu.Unlock()
		a.base = o.url
		return o.newResponse("commands", response{app: a, user: marc, conversation: c})
	}
	answer := func(address, text string) (int, string) {
		resp, err := http.Post(address, "application/json", strings.NewReader(fmt.Sprintf(`{"text":%q}`, text)))
		o.must(err)
		defer resp.Body.Close()
		var refused struct{ Error string }
		_ = json.NewDecoder(resp.Body).Decode(&refused) // "ok" is no JSON
		return resp.StatusCode, refused.Error
	}
	address := fresh()
	if status, code := answer(address, chars(textHardLimit+1)); status != http.StatusBadRequest || code != "msg_too_long" {
		t.Errorf("too long: %d %s", status, code)
	}
	for n := range responseURLUses {
		if status, code := answer(address, "encore"); status != http.StatusOK {
			t.Errorf("use %d: %d %s", n+1, status, code)
		}
	}
	if status, code := answer(address, "une de trop"); status != http.StatusNotFound || code != "used_url" {
		t.Errorf("one too many: %d %s", status, code)
	}
	address = fresh()
	o.time.pass(30 * time.Minute)
	if status, code := answer(address, "à temps"); status != http.StatusOK {
		t.Errorf("after half an hour: %d %s", status, code)
	}
	o.time.pass(time.Second)
	if status, code := answer(address, "trop tard"); status != http.StatusNotFound || code != "expired_url" {
		t.Errorf("a second later: %d %s", status, code)
	}
}

// line opens a Socket Mode connection of the app's.
func (o *office) line() *websocket.Conn {
	o.Helper()
	_, address, err := o.api.StartSocketModeContext(o.Context())
	o.must(err)
	ws, resp, err := websocket.DefaultDialer.DialContext(o.Context(), address, nil)
	o.must(err)
	resp.Body.Close()
	o.Cleanup(func() { ws.Close() })
	return ws
}

// An app has ten connections at most, and each delivery goes to any one of them.
func TestManyConnections(t *testing.T) {
	o := mustOpen(t, "")
	type greeting struct {
		Type, Reason   string
		NumConnections int `json:"num_connections"`
	}
	read := func(ws *websocket.Conn) (frame greeting) {
		o.must(ws.ReadJSON(&frame))
		return frame
	}
	got := make(chan int)
	for n := range maxConnections {
		ws := o.line()
		if hello := read(ws); hello.Type != "hello" || hello.NumConnections != n+1 {
			t.Fatalf("connection %d is greeted with %+v", n+1, hello)
		}
		go func() {
			for {
				var frame struct {
					EnvelopeID string `json:"envelope_id"`
				}
				if ws.ReadJSON(&frame) != nil {
					return
				}
				_ = ws.WriteJSON(object{"envelope_id": frame.EnvelopeID}) // the test waits for it
				got <- n
			}
		}()
	}
	if frame := read(o.line()); frame.Type != "disconnect" || frame.Reason != "too_many_websockets" {
		t.Errorf("one too many is told %+v", frame)
	}
	reached := map[int]bool{}
	for range 60 {
		_, err := o.marc.Type(t.Context(), marketing, "/leads")
		o.must(err)
		reached[<-got] = true
	}
	if len(reached) < 8 {
		t.Errorf("60 deliveries went to %d of %d connections", len(reached), maxConnections)
	}
}

// What slack-go sends is what is limited: it adds nothing and leaves nothing out.
func TestLimitsThroughTheClient(t *testing.T) {
	o := mustOpen(t, "")
	for n, want := range map[int]string{textHardLimit: "", textHardLimit + 1: "msg_too_long"} {
		_, _, err := o.api.PostMessageContext(t.Context(), marketing, slack.MsgOptionText(chars(n), true))
		if want == "" {
			o.must(err)
			continue
		}
		wantCode(t, err, want)
	}
}
