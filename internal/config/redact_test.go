package config

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
)

func TestRedactorByShape(t *testing.T) {
	var out bytes.Buffer
	r := NewRedactor(&out)
	for said, want := range map[string]string{
		"token xoxb-123-abc_DEF.9 refused":                         "token [secret] refused",
		"xoxe.xoxb-1-Mi0 and xoxe-1-Mi0":                           "[secret] and [secret]",
		`{"token":"xapp-1-A0-9-fe"}`:                               `{"token":"[secret]"}`,
		"signature v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d2":    "signature [secret]",
		"Authorization: Bearer abcdefghijkl":                       "Authorization: [secret]",
		`Post "https://hooks.slack.com/commands/T1/2/x": refused`:  `Post "[secret]": refused`,
		`Get "https://files.slack.com/upload/v1/CwABAAAA": EOF`:    `Get "[secret]": EOF`,
		"dial wss://wss-primary.slack.com/link/?ticket=1b&app=2":   "dial wss://wss-primary.slack.com/link/?[secret]&app=2",
		"postgres://treve:pass%40word@db:5432/treve":               "postgres://[secret]@db:5432/treve",
		"proxyconnect http://user:p@ss@proxy:3128: refused":        "proxyconnect http://[secret]@proxy:3128: refused",
		"not a URL such as postgres://user:password@host/database": "not a URL such as postgres://user:password@host/database",
		"it begins with xoxb-... or xapp-...":                      "it begins with xoxb-... or xapp-...",
		"https://slack.com/api/ answers 503":                       "https://slack.com/api/ answers 503",
		"connected to Slack, ready version=0.1.0 duration=3ms":     "connected to Slack, ready version=0.1.0 duration=3ms",
		"un canal @pme : 12 leads":                                 "un canal @pme : 12 leads",
	} {
		out.Reset()
		n, err := fmt.Fprint(r, said)
		if err != nil || n != len(said) || out.String() != want {
			t.Errorf("%q was written %q, %d, %v; want %q", said, out.String(), n, err, want)
		}
	}
}

// Whatever way a secret goes into a record, it does not come out of it.
func TestRedactorByHeart(t *testing.T) {
	environ := []string{"HTTPS_PROXY=http://u:proxy-canary-word@proxy:3128", "https_proxy=http://u:lower-canary-word@p", "PGPASSWORD=pg-canary-word", "HOME=/root"}
	c := Config{
		BotToken: "bot-canary-word", AppToken: "app-canary-word", SigningSecret: "signing-canary", PreviousSecret: "previous-canary",
		Database: "postgres://treve:db canary/word@db/treve?password=query-canary-word", APIURL: "https://u:api-canary-word@slack.example.com/api/",
	}
	c.Database = strings.Replace(c.Database, "db canary/word", url.PathEscape("db canary/word"), 1)
	secrets := c.Secrets(environ)
	if n := len(secrets); n < 9 {
		t.Fatalf("%d secrets are known", n)
	}
	var out bytes.Buffer
	r := NewRedactor(&out)
	r.Know(secrets...)
	for _, log := range []*slog.Logger{slog.New(slog.NewTextHandler(r, nil)), slog.New(slog.NewJSONHandler(r, nil))} {
		for _, secret := range secrets {
			for _, written := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
				log.Warn("it said "+written, "text", written, "error", errors.New("no "+written), "any", []string{written}, slog.Group("g", "in", written))
			}
		}
	}
	if strings.Contains(out.String(), "canary") || strings.Count(out.String(), "\n") < 2*3*9 {
		t.Errorf("a secret was written:\n%s", out.String())
	}
	if got := r.Text("no signing-canary"); got != "no [secret]" {
		t.Errorf("Text = %q", got)
	}
	r.Know("treve", "")
	if got := r.Text("treve"); got != "treve" {
		t.Errorf("a word was taken for a secret: %q", got)
	}
}

func BenchmarkRedactor(b *testing.B) {
	r := NewRedactor(&bytes.Buffer{})
	r.Know("xoxb-0123456789", "xapp-0123456789", "8f742231b10e8888abcd99yyyzzz85a5")
	line := []byte("12:00:00 INF request answered kind=command name=/leads outcome=answered duration=3.2ms\n")
	for b.Loop() {
		r.clean(line)
	}
}
