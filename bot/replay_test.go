package bot

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// again is the same request once more, to the byte.
func again(r *http.Request, body string) *http.Request {
	copied := httptest.NewRequest(r.Method, r.URL.String(), strings.NewReader(body))
	copied.Header = r.Header.Clone()
	return copied
}

// Whoever has got hold of a signed request may send it again for five minutes:
// they are told what the first one was told, and nothing is done, read or posted
// for them. That holds of what writes nothing too.
func TestAReplaySetsNothingGoing(t *testing.T) {
	pressed := func(action, value string) string {
		return url.Values{"payload": {string(encode(map[string]any{
			"type": "block_actions", "trigger_id": action, "response_url": "%s/actions/1",
			"team": map[string]string{"id": "T1"}, "user": map[string]string{"id": "UCLAIRE", "team_id": "T1"},
			"container": map[string]any{"message_ts": "1.2", "channel_id": "C1", "is_ephemeral": true},
			"actions":   []map[string]string{{"action_id": action, "value": value}},
		}))}}.Encode()
	}
	event := func(e map[string]string) string {
		return string(encode(map[string]any{"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": e}))
	}
	const eventType = "application/json"
	for _, c := range []struct{ name, kind, body string }{
		{"a command that records", formType, "/leads 12 email pme"},
		{"a command that reads", formType, "/sla"},
		{"a command that opens a modal", formType, "/leads"},
		{"a button that reads", formType, pressed(actionWhy, `{"month":"2026-11"}`)},
		{"a button that shares", formType, pressed(actionShare, `{"month":"2026-11"}`)},
		{"a message that records", eventType, event(direct("UCLAIRE", "12 email pme"))},
		{"a message that reads", eventType, event(direct("UCLAIRE", "email ?"))},
		{"a Home tab", eventType, event(map[string]string{"type": "app_home_opened", "tab": "home", "user": "UCLAIRE"})},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			if strings.HasPrefix(c.body, "/") {
				command, text, _ := strings.Cut(c.body, " ")
				c.body = d.slash("UCLAIRE", "t1", command, text).Encode()
			}
			body := strings.ReplaceAll(c.body, "%25s", url.QueryEscape(d.slack.URL))
			first := signedPost("/slack", c.kind, body)
			copied := again(first, body)
			answer := d.send(first)
			if answer.Code != http.StatusOK {
				t.Fatalf("answered %d", answer.Code)
			}
			d.said()
			before := d.total(tuesday17, 1, 1)
			d.log.Reset()
			if replayed := d.send(copied); replayed.Code != answer.Code || replayed.Body.String() != answer.Body.String() {
				t.Errorf("a replay is told %d %s\nthe first was told %d %s", replayed.Code, replayed.Body, answer.Code, answer.Body)
			}
			if said := d.said(); said != "" {
				t.Errorf("a replay made the bot say %.300s", said)
			}
			if strings.Contains(d.log.String(), "answered") || d.total(tuesday17, 1, 1) != before {
				t.Errorf("a replay was answered anew: %s", d.log)
			}
		})
	}
}

// Copies that arrive while the first is being answered wait for its answer.
func TestReplaysAtTheSameTime(t *testing.T) {
	d := newDesk(t)
	begun, on := make(chan struct{}), make(chan struct{})
	var times int
	d.routed.commands["/slow"] = func(context.Context, asked) (reply, error) {
		times++
		close(begun)
		<-on
		return textReply("slow"), nil
	}
	body := d.slash("UCLAIRE", "t1", "/slow", "").Encode()
	first := signedPost("/slack", formType, body)
	var sent sync.WaitGroup
	said := make([]string, 5)
	for i := range said {
		r := again(first, body)
		sent.Go(func() { said[i] = d.send(r).Body.String() })
	}
	<-begun
	close(on)
	sent.Wait()
	for _, one := range said {
		if one != said[0] || one == "" {
			t.Errorf("said %q and %q", one, said[0])
		}
	}
	if times != 1 {
		t.Errorf("answered %d times", times)
	}
}

// A copy that gives up is not answered, and does not hold the first one back.
func TestAReplayThatGivesUp(t *testing.T) {
	var p replays
	gone, leave := context.WithCancel(t.Context())
	leave()
	ack, _ := p.once(t.Context(), "v0=AB", func() ([]byte, func(context.Context)) {
		if ack, _ := p.once(gone, "v0=ab", nil); ack != nil {
			t.Errorf("given %q", ack)
		}
		return []byte("done"), nil
	})
	if kept, _ := p.once(t.Context(), "v0=Ab", nil); string(ack) != "done" || string(kept) != "done" {
		t.Errorf("answered %q, kept %q", ack, kept)
	}
}

func TestReplaysStayWithinBounds(t *testing.T) {
	var p replays
	for i := range 3 * replayBytes / ackBytes {
		p.once(t.Context(), fmt.Sprint(i), func() ([]byte, func(context.Context)) { return make([]byte, ackBytes), nil })
	}
	if p.bytes > replayBytes || len(p.of) != len(p.order) || len(p.of) < replayBytes/ackBytes/2 {
		t.Errorf("%d answers of %d bytes in all are kept", len(p.of), p.bytes)
	}
}

// Everything of a signature that is not as Slack makes it is turned away in the
// same words.
func TestSignatureHeaders(t *testing.T) {
	d := newDesk(t)
	body := d.slash("UCLAIRE", "t1", "/leads", "12 email pme").Encode()
	now := time.Now().Unix()
	good, stamp := sign(secret, now, body), fmt.Sprint(now)
	for _, c := range []struct {
		name       string
		signatures []string
		stamps     []string
		want       int
	}{
		{"as Slack does", []string{good}, []string{stamp}, 200},
		{"no signature", nil, []string{stamp}, 401},
		{"no time", []string{good}, nil, 401},
		{"neither", nil, nil, 401},
		{"empty", []string{""}, []string{""}, 401},
		{"two signatures, the right one first", []string{good, sign("another", now, body)}, []string{stamp}, 401},
		{"two signatures, the right one last", []string{"v0=00", good}, []string{stamp}, 401},
		{"the right one twice", []string{good, good}, []string{stamp}, 401},
		{"several in one", []string{"v0=00," + good}, []string{stamp}, 401},
		{"two times", []string{good}, []string{stamp, fmt.Sprint(now - 1)}, 401},
		{"another version", []string{"v1" + good[2:]}, []string{stamp}, 401},
		{"no version", []string{good[3:]}, []string{stamp}, 401},
		{"cut short", []string{good[:40]}, []string{stamp}, 401},
		{"too long", []string{good + "00"}, []string{stamp}, 401},
		{"not hexadecimal", []string{"v0=" + strings.Repeat("g", 64)}, []string{stamp}, 401},
		{"signed with nothing", []string{sign("", now, body)}, []string{stamp}, 401},
		{"a time in words", []string{good}, []string{"now"}, 401},
		{"a time with a fraction", []string{good}, []string{stamp + ".0"}, 401},
		{"a time too large", []string{good}, []string{"99999999999999999999"}, 401},
		{"the largest time", []string{good}, []string{"9223372036854775807"}, 401},
		{"a time before there was one", []string{good}, []string{"-9223372036854775808"}, 401},
		{"a time in hexadecimal", []string{good}, []string{fmt.Sprintf("%#x", now)}, 401},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/slack", strings.NewReader(body))
			r.Header.Set("Content-Type", formType)
			r.Header["X-Slack-Signature"], r.Header["X-Slack-Request-Timestamp"] = c.signatures, c.stamps
			w := d.send(r)
			if w.Code != c.want || c.want == 401 && w.Body.String() != "not signed by Slack\n" {
				t.Errorf("answered %d %q; want %d", w.Code, w.Body, c.want)
			}
		})
	}
}

// What a body is said to be is not signed: an event sent again as a form is no
// form, whatever somebody has written in it.
func TestAnEventIsNoForm(t *testing.T) {
	d := newDesk(t)
	smuggled := "x&" + d.slash("UBOSS", "t1", "/leads", "12 email pme").Encode() + "&y="
	event := `{"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"message","channel_type":"im","channel":"D1","user":"UCLAIRE","text":"` + smuggled + `","ts":"1.1"}}`
	if w := d.send(signedPost("/slack", formType, event)); w.Code != http.StatusBadRequest {
		t.Errorf("answered %d %s; want 400", w.Code, w.Body)
	}
	d.wantTotal(tuesday17, 1, 1, 0)
}
