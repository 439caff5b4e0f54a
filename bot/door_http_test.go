package bot

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/config"
)

// The example that Slack publishes in "Verifying requests from Slack".
const (
	publishedStamp     = 1531420618
	publishedBody      = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	publishedSignature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
)

func TestPublishedSignature(t *testing.T) {
	if got := sign(secret, publishedStamp, publishedBody); got != publishedSignature {
		t.Errorf("sign = %s; want %s", got, publishedSignature)
	}
}

func TestHTTPDoorTurnsAway(t *testing.T) {
	d := newDesk(t)
	command := d.slash("UCLAIRE", "t1", "/leads", "12 email pme").Encode()
	event := `{"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"message","channel_type":"im","channel":"D1","user":"UCLAIRE","text":"12 email pme","ts":"1.1"}}`
	now := time.Now().Unix()
	for _, c := range []struct {
		name, body, contentType string
		change                  func(r *http.Request)
		want                    int
	}{
		{"no signature", command, formType, func(r *http.Request) { r.Header.Del("X-Slack-Signature") }, 401},
		{"no timestamp", command, formType, func(r *http.Request) { r.Header.Del("X-Slack-Request-Timestamp") }, 401},
		{"somebody else's secret", command, formType, func(r *http.Request) {
			r.Header.Set("X-Slack-Signature", sign("another", now, command))
		}, 401},
		{"made with the empty secret", command, formType, func(r *http.Request) {
			r.Header.Set("X-Slack-Signature", sign("", now, command))
		}, 401},
		{"six minutes old", command, formType, func(r *http.Request) {
			r.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(now-360, 10))
			r.Header.Set("X-Slack-Signature", sign(secret, now-360, command))
		}, 401},
		{"six minutes in the future", command, formType, func(r *http.Request) {
			r.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(now+360, 10))
			r.Header.Set("X-Slack-Signature", sign(secret, now+360, command))
		}, 401},
		{"a timestamp that was not signed", command, formType, func(r *http.Request) {
			r.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(now-1, 10))
		}, 401},
		{"the published example, years later", publishedBody, formType, func(r *http.Request) {
			r.Header.Set("X-Slack-Request-Timestamp", strconv.Itoa(publishedStamp))
			r.Header.Set("X-Slack-Signature", publishedSignature)
		}, 401},
		{"ssl_check without a signature", "ssl_check=1&payload=" + url.QueryEscape(event), formType, unsigned, 401},
		{"url_verification without a signature", `{"type":"url_verification","challenge":"x"}`, "application/json", unsigned, 401},
		{"an event without a signature", event, "application/json", unsigned, 401},
		{"read with GET", command, formType, func(r *http.Request) { r.Method = http.MethodGet }, 405},
		{"put", command, formType, func(r *http.Request) { r.Method = http.MethodPut }, 405},
		{"too large", command + "&pad=" + strings.Repeat("x", bodyBytes), formType, nil, 413},
		{"two texts", command + "&text=1+email+pme", formType, nil, 400},
		{"two users", command + "&user_id=UBOSS", formType, nil, 400},
		{"no command at all", "a=b", formType, nil, 400},
		{"not a form", "%zz", formType, nil, 400},
		{"no content type", command, "", nil, 400},
		{"multipart", command, "multipart/form-data; boundary=x", nil, 400},
		{"truncated JSON", event[:len(event)-9], "application/json", nil, 400},
		{"JSON of another shape", `[1,2]`, "application/json", nil, 400},
		{"a truncated interaction", "payload=" + url.QueryEscape(`{"type":"block_actions","user":{`), formType, nil, 400},
		{"a command without a trigger", d.slash("UCLAIRE", "", "/leads", "12 email pme").Encode(), formType, nil, 400},
		{"a command of nobody", d.slash("", "t2", "/leads", "12 email pme").Encode(), formType, nil, 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := signedPost("/slack", c.contentType, c.body)
			if c.change != nil {
				c.change(r)
			}
			w := d.send(r)
			if w.Code != c.want {
				t.Errorf("answered %d %q; want %d", w.Code, w.Body, c.want)
			}
			if got := strings.TrimSpace(w.Body.String()); c.want == 401 && got != "not signed by Slack" {
				t.Errorf("said %q, which differs by what is wrong", got)
			}
		})
	}
	d.wantTotal(tuesday17, 1, 1, 0)
	if strings.Contains(d.log.String(), secret.Reveal()) || strings.Contains(d.log.String(), "v0=") {
		t.Error("a secret or a signature stands in the log")
	}
}

func unsigned(r *http.Request) { r.Header.Del("X-Slack-Signature") }

func TestHTTPDoorWithoutSecretIsShut(t *testing.T) {
	d := newDesk(t)
	body := d.slash("UCLAIRE", "t1", "/leads", "12 email pme").Encode()
	for _, secrets := range [][]config.Secret{nil, {""}, {"  "}, {"", ""}} {
		for _, signedWith := range []config.Secret{"", "  ", secret} {
			r := signedPost("/slack", formType, body)
			r.Header.Set("X-Slack-Signature", sign(signedWith, time.Now().Unix(), body))
			w := httptest.NewRecorder()
			d.HTTPDoor(secrets...).ServeHTTP(w, r)
			if w.Code != http.StatusUnauthorized {
				t.Errorf("secrets %d, signed with %q: %d; want 401", len(secrets), signedWith.Reveal(), w.Code)
			}
		}
	}
}

func TestHTTPDoorTakesThePreviousSecret(t *testing.T) {
	d := newDesk(t)
	d.door = d.HTTPDoor("a secret that is only just new", secret)
	wantSaid(t, d.types("UCLAIRE", "t1", "/leads 12 email pme").Text, "12 leads E-mail · PME")
}

func TestHTTPDoorIgnoresTheURL(t *testing.T) {
	d := newDesk(t)
	body := d.slash("UCLAIRE", "t1", "/leads", "12 email pme").Encode()
	pressed := url.QueryEscape(`{"type":"block_actions","trigger_id":"t9","user":{"id":"UBOSS"},"team":{"id":"T1"},"actions":[]}`)
	w := d.send(signedPost("/slack?text=900+email+pme&command=%2Fsla&user_id=UBOSS&team_id=T2&payload="+pressed, formType, body))
	wantSaid(t, readAnswer(t, w.Body.Bytes()).Text, "12 leads E-mail · PME")
	d.wantTotal(tuesday17, 1, 1, 12)

	w = d.send(signedPost("/slack?payload="+pressed, formType, ""))
	if w.Code != http.StatusBadRequest {
		t.Errorf("a payload in the URL alone: %d; want 400", w.Code)
	}
}

func TestHTTPDoorHandshakes(t *testing.T) {
	d := newDesk(t)
	w := d.send(signedPost("/slack", "application/json", `{"type":"url_verification","challenge":"3eZbrw1aB"}`))
	if w.Code != 200 || w.Body.String() != "3eZbrw1aB" {
		t.Errorf("url_verification: %d %q", w.Code, w.Body)
	}
	if w := d.send(signedPost("/slack", formType, "ssl_check=1&token=x")); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("ssl_check: %d %q", w.Code, w.Body)
	}
	// What this program does not know yet is taken and forgotten.
	for _, body := range []string{
		`{"type":"event_callback","team_id":"T1","event_id":"E1","event":{"type":"a_new_event"}}`,
		`{"type":"app_rate_limited","team_id":"T1"}`,
	} {
		if w := d.send(signedPost("/slack", "application/json", body)); w.Code != 200 || w.Body.Len() != 0 {
			t.Errorf("%s: %d %q", body, w.Code, w.Body)
		}
	}
	if w := d.interacts([]byte(`{"type":"a_new_interaction"}`)); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("an unknown interaction: %d %q", w.Code, w.Body)
	}
}

func TestReplayIsAnsweredAndRecordedOnce(t *testing.T) {
	d := newDesk(t)
	body := d.slash("UCLAIRE", "t1", "/leads", "12 email pme").Encode()
	first := d.send(signedPost("/slack", formType, body)).Body.String()
	again := signedPost("/slack", formType, body)
	if got := d.send(again).Body.String(); got != first {
		t.Errorf("the second time said %s\nthe first time %s", got, first)
	}
	d.wantTotal(tuesday17, 1, 1, 12)
	if got := d.total(tuesday17, 1, 1).Standing; got != 1 {
		t.Errorf("%d entries stand; want 1", got)
	}
	// The same trigger asking for something else is not Slack's doing.
	other := d.types("UCLAIRE", "t1", "/leads 40 email pme")
	wantSaid(t, other.Text, "référence")
	d.wantTotal(tuesday17, 1, 1, 12)
}

// Slack hangs up, and what it has sent is recorded all the same: it was read to
// its end.
func TestHTTPDoorSeesThroughWhatSlackNoLongerWaitsFor(t *testing.T) {
	d := newDesk(t)
	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	r := signedPost("/slack", formType, d.slash("UCLAIRE", "t1", "/leads", "12 email pme").Encode())
	d.send(r.WithContext(gone))
	d.wantTotal(tuesday17, 1, 1, 12)
}

func FuzzHTTPDoor(f *testing.F) {
	d := newDesk(f)
	command := d.slash("UCLAIRE", "t1", "/leads", "12 email pme").Encode()
	for _, seed := range []string{
		command, command + "&text=2", "ssl_check=1", "payload=%7B%7D", "payload=" + url.QueryEscape(`{"type":"block_actions"}`),
		"payload=" + url.QueryEscape(`{"type":"view_submission","trigger_id":"t","user":{"id":"UCLAIRE","team_id":"T1"},"view":{"callback_id":"leads_form","private_metadata":"{","state":{"values":{"day":{"day":{"selected_date":"x"}}}}}}`),
		"payload=" + url.QueryEscape(`{"type":"block_actions","trigger_id":"t","team":{"id":"T1"},"user":{"id":"UCLAIRE"},"actions":[{"action_id":"leads_yesterday","value":"{\"l\":\"2026-11-17,1,1,lead,12\"}"}]}`),
		`{"type":"url_verification","challenge":"x"}`,
		`{"type":"event_callback","team_id":"T1","event_id":"E","event":{"type":"message","channel_type":"im","subtype":"message_changed","message":{"user":"UCLAIRE","text":"x"}}}`,
		`{"type":"event_callback","event":null}`, "null", "[]", "%", "\x00", `{"type":1}`,
	} {
		f.Add(seed, strings.HasPrefix(seed, "{"))
	}
	f.Fuzz(func(t *testing.T, body string, asJSON bool) {
		contentType := formType
		if asJSON {
			contentType = "application/json"
		}
		d.log.Reset()
		w := httptest.NewRecorder()
		d.door.ServeHTTP(w, signedPost("/slack", contentType, body))
		if w.Code >= 500 || strings.Contains(d.log.String(), "panic") {
			t.Errorf("answered %d, logged %s", w.Code, d.log)
		}
		forged := signedPost("/slack", contentType, body)
		forged.Header.Set("X-Slack-Signature", sign("forged", time.Now().Unix(), body))
		w = httptest.NewRecorder()
		d.door.ServeHTTP(w, forged)
		if w.Code != http.StatusUnauthorized {
			t.Errorf("forged: %d; want 401", w.Code)
		}
	})
}
