package main

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
)

// knock is a request to the HTTP door. The zero one is a signed command that
// would record twelve leads.
type knock struct {
	method, path, query, kind, body string
	stamp                           time.Time
	sign                            func(stamp, body string) string
}

// typed is the form of a slash command.
func typed(text string) string {
	return url.Values{
		"team_id": {"T0VERNIER01"}, "user_id": {marc}, "command": {"/leads"},
		"text": {text}, "trigger_id": {"1.2.knock"}, "channel_id": {marketing},
	}.Encode()
}

const form = "application/x-www-form-urlencoded"

// bySlack signs as Slack does.
func bySlack(stamp, body string) string {
	return localslack.Sign(localslack.SampleTreve(lang.French, "").SigningSecret, stamp, []byte(body))
}

// knock sends it and returns the status and the answer.
func (s *stage) knock(k knock) (status int, answer string) {
	s.Helper()
	method, path, kind, sign, at := "POST", "/slack/commands", form, bySlack, time.Now()
	if k.method != "" {
		method = k.method
	}
	if k.path != "" {
		path = k.path
	}
	if k.kind != "" {
		kind = k.kind
	}
	if k.sign != nil {
		sign = k.sign
	}
	if !k.stamp.IsZero() {
		at = k.stamp
	}
	request, err := http.NewRequestWithContext(s.Context(), method, "http://"+s.address+path+k.query, strings.NewReader(k.body))
	if err != nil {
		s.Fatal(err)
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	request.Header.Set("Content-Type", kind)
	request.Header.Set("X-Slack-Request-Timestamp", stamp)
	if signature := sign(stamp, k.body); signature != "" {
		request.Header.Set("X-Slack-Signature", signature)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestAForgedSignatureStoresNothing(t *testing.T) {
	onEachDatabase(t, "http", onMonday, func(s *stage) {
		s.fill("2026-11")
		s.serve()
		as := func(signature string) func(string, string) string {
			return func(string, string) string { return signature }
		}
		another := func(stamp, body string) string {
			return localslack.Sign("another-secret-of-the-right-length", stamp, []byte(body))
		}
		for name, k := range map[string]knock{
			"no signature":         {body: typed("12 email pme"), sign: as("")},
			"nonsense":             {body: typed("12 email pme"), sign: as("v0=00")},
			"of another secret":    {body: typed("12 email pme"), sign: another},
			"of an empty secret":   {body: typed("12 email pme"), sign: func(stamp, body string) string { return localslack.Sign("", stamp, []byte(body)) }},
			"of another body":      {body: typed("12 email pme"), sign: func(stamp, _ string) string { return bySlack(stamp, typed("1 email pme")) }},
			"six minutes old":      {body: typed("12 email pme"), stamp: time.Now().Add(-6 * time.Minute)},
			"of the future":        {body: typed("12 email pme"), stamp: time.Now().Add(6 * time.Minute)},
			"ssl_check, unsigned":  {body: "ssl_check=1&" + typed("12 email pme"), sign: as("")},
			"ssl_check in the URL": {query: "?ssl_check=1", body: typed("12 email pme"), sign: as("")},
			"an event, unsigned": {
				path: "/slack/events", kind: "application/json", sign: as(""),
				body: `{"type":"url_verification","challenge":"x"}`,
			},
			"a button, unsigned": {path: "/slack/interactions", body: "payload=%7B%7D", sign: as("")},
		} {
			if status, answer := s.knock(k); status != http.StatusUnauthorized {
				s.Errorf("%s: %d %s; want 401", name, status, answer)
			}
		}
		s.wantLeads("E-mail", 24)
		if status, answer := s.knock(knock{body: typed("12 email pme")}); status != http.StatusOK || !strings.Contains(answer, "notés") {
			s.Errorf("signed as Slack does: %d %s", status, answer)
		}
		s.wantLeads("E-mail", 36)
	})
}

// What is in the URL is not signed, so it says nothing: else one signed request
// would do for every command.
func TestTheURLSaysNothing(t *testing.T) {
	onEachDatabase(t, "http", onMonday, func(s *stage) {
		s.fill("2026-11")
		s.serve()
		s.troubled = true
		payload := "?payload=" + url.QueryEscape(`{"type":"block_actions"}`)
		for _, c := range []struct {
			knock
			status int
		}{
			{knock{query: "?" + typed("12 email pme")}, http.StatusBadRequest},
			{knock{query: "?" + typed("12 email pme"), body: "ssl_check=1"}, http.StatusOK},
			{knock{query: payload, body: "ssl_check=1"}, http.StatusOK},
			{knock{query: "?text=12+email+pme", body: typed("aide")}, http.StatusOK},
			{knock{body: typed("aide") + "&text=12+email+pme"}, http.StatusBadRequest}, // twice: which of them would it be?
		} {
			status, answer := s.knock(c.knock)
			if status != c.status || strings.Contains(answer, "notés") {
				s.Errorf("%s with %s: %d %s; want %d", c.query, c.body, status, answer, c.status)
			}
		}
		s.wantLeads("E-mail", 24)
	})
}

// Whatever is signed is read with care: nothing in it hurts the process.
func TestMalformedDeliveries(t *testing.T) {
	onEachDatabase(t, "http", onMonday, func(s *stage) {
		s.fill("2026-11")
		s.serve()
		s.troubled = true
		event := `{"type":"event_callback","team_id":"T0VERNIER01","event_id":"Ev1","event":{"type":"message","channel_type":"im","user":"` + marc + `","channel":"D1","text":"12 email pme","ts":"1.2"}}`
		const events, json = "/slack/events", "application/json"
		for name, k := range map[string]knock{
			"truncated event":       {path: events, kind: json, body: event[:len(event)-20]},
			"no event":              {path: events, kind: json, body: `{"type":"event_callback"}`},
			"an event of numbers":   {path: events, kind: json, body: `{"type":1,"event":[]}`},
			"null":                  {path: events, kind: json, body: `null`},
			"nothing":               {path: events, kind: json},
			"deep":                  {path: events, kind: json, body: strings.Repeat("[", 20_000)},
			"no workspace":          {path: events, kind: json, body: strings.Replace(event, "team_id", "team", 1)},
			"not UTF-8":             {path: events, kind: json, body: strings.Replace(event, "12 email", "\xff\xfe", 1)},
			"truncated interaction": {path: "/slack/interactions", body: "payload=" + url.QueryEscape(`{"type":"block_actions","actions":[{`)},
			"no action": {path: "/slack/interactions", body: "payload=" + url.QueryEscape(
				`{"type":"block_actions","trigger_id":"1","team":{"id":"T0VERNIER01"},"user":{"id":"`+marc+`"},"actions":[]}`)},
			"a button of nobody's": {path: "/slack/interactions", body: "payload=" + url.QueryEscape(
				`{"type":"block_actions","trigger_id":"1","team":{"id":"T0VERNIER01"},"user":{"id":"`+marc+`"},"actions":[{"action_id":"leads_confirm","value":"{\"l\":\"x\"}"}]}`)},
			"a modal of nobody's": {path: "/slack/interactions", body: "payload=" + url.QueryEscape(
				`{"type":"view_submission","trigger_id":"2","team":{"id":"T0VERNIER01"},"user":{"id":"`+marc+`"},"view":{"callback_id":"leads_form","private_metadata":"{"}}`)},
			"a command without person": {body: "command=/leads&text=12+email+pme"},
			"a broken form":            {body: "%zz=%"},
			"an unknown command":       {body: strings.Replace(typed("12 email pme"), "leads", "nothing", 1)},
			"text/plain":               {kind: "text/plain", body: typed("12 email pme")},
			"no media type":            {kind: ";;", body: typed("12 email pme")},
			"too large":                {body: typed(strings.Repeat("12 email pme\n", 100_000))},
			"GET":                      {method: "GET", query: "?" + typed("12 email pme")},
		} {
			status, answer := s.knock(k)
			if status >= 500 || strings.Contains(answer, "notés") {
				s.Errorf("%s: %d %s", name, status, answer)
			}
		}
		s.wantLeads("E-mail", 24)
		s.ask(marc, marketing, "/leads 12 email pme", "12 leads")
		s.wantLeads("E-mail", 36)
	})
}
