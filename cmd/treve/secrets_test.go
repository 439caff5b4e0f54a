package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/storetest"
)

// Passwords that whoever runs the bot may have in its environment.
const (
	proxyPassword    = "canary-of-the-proxy"
	databasePassword = "canary-of-the-database"
)

// secrets are what must stand nowhere: what the environment holds, and what Slack
// hands out for a while. The last is what is printed in place of a secret that was
// about to be.
func secrets() []string {
	app := localslack.SampleTreve(lang.French, "")
	return []string{
		app.BotToken, app.AppToken, app.SigningSecret, proxyPassword, databasePassword,
		"xoxb-", "xapp-", "/response/", "/upload/", "/files-pri/", "ticket=", "v0=", "Bearer ", "[secret]",
	}
}

// wantNoSecret finds the secrets in what was printed or kept.
func wantNoSecret(t testing.TB, what, text string) {
	t.Helper()
	for _, secret := range secrets() {
		if at := strings.Index(text, secret); at >= 0 {
			t.Errorf("%s: %q in …%s…", what, secret, text[max(0, at-200):min(len(text), at+200)])
		}
	}
}

// withPassword adds the password of a database that asks for none.
func withPassword(target string) string {
	u, err := url.Parse(target)
	if err != nil || !strings.HasPrefix(target, "postgres") {
		return target
	}
	u.User = url.UserPassword(u.User.Username(), databasePassword)
	return u.String()
}

// inspectBooks finds the secrets in what a scene has left in the database.
func inspectBooks(t testing.TB, database string) {
	t.Helper()
	if database == unreachable || strings.HasPrefix(database, "/data/") { // the latter inside a root directory of its own
		return
	}
	wantNoSecret(t, "the database", storetest.Contents(t, database))
}

// outside is a proxy that all bots of all scenes are told of. Nothing on this
// machine goes through one, so that whoever comes by means to leave it.
type outside struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

func newOutside() *outside {
	o := &outside{}
	o.Server = httptest.NewServer(o)
	return o
}

func (o *outside) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.asked = append(o.asked, r.Method+" "+r.Host)
	http.Error(w, "no way out", http.StatusBadGateway)
}

// environ sends a program through it.
func (o *outside) environ() []string {
	proxy := "http://treve:" + proxyPassword + "@" + o.Listener.Addr().String()
	return []string{"HTTPS_PROXY=" + proxy, "HTTP_PROXY=" + proxy, "ALL_PROXY=" + proxy}
}

func (o *outside) seen() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.asked...)
}

// everybody is the way out of all scenes.
var everybody = sync.OnceValue(newOutside)

// inspectOutside returns the exit code: nobody may have left.
func inspectOutside() int {
	calls := everybody().seen()
	for _, call := range calls {
		println("a bot on a local Slack called elsewhere:", call)
	}
	return min(len(calls), 1)
}

// Whatever goes wrong with what has a password, it is told without it, in the log
// and by the doctor. What the program calls is Slack, by name.
func TestTroubleIsToldWithoutSecrets(t *testing.T) {
	t.Parallel()
	app := localslack.SampleTreve(lang.French, "")
	tokens := []string{"SLACK_BOT_TOKEN=" + app.BotToken, "SLACK_APP_TOKEN=" + app.AppToken}
	file := "TREVE_DATABASE=" + storetest.SQLite(t)
	for _, c := range []struct {
		name    string
		environ []string
		want    string
		calls   string
	}{
		{"Slack behind a proxy that does not let us out", append(tokens, file), "slack.com", "CONNECT slack.com:443"},
		{"Slack for a government, behind it", append(tokens, file, "SLACK_API_URL=https://slack-gov.com/api/"), "slack-gov.com", "CONNECT slack-gov.com:443"},
		{"an API with a password in it", append(tokens, file, "SLACK_API_URL=https://u:"+proxyPassword+"@127.0.0.1:1/api/"), "127.0.0.1:1", ""},
		{"a database that is no URL", append(tokens, "TREVE_DATABASE=postgres://treve:"+databasePassword+"@%zz/x"), "not a URL", "CONNECT slack.com:443"},
		{"tokens in each other's place", []string{file, "SLACK_BOT_TOKEN=" + app.AppToken, "SLACK_APP_TOKEN=" + app.BotToken}, "SLACK_BOT_TOKEN", ""},
		{"a short secret", []string{file, "SLACK_BOT_TOKEN=" + app.BotToken, "SLACK_SIGNING_SECRET=v0=0123", "TREVE_LISTEN=:0"}, "SLACK_SIGNING_SECRET", ""},
	} {
		for _, command := range []string{"serve", "doctor"} {
			t.Run(c.name+", "+command, func(t *testing.T) {
				t.Parallel()
				way := newOutside()
				defer way.Close()
				path, err := binary()
				if err != nil {
					t.Fatal(err)
				}
				run := exec.Command(path, command)
				run.Env = append(append(way.environ(), "TREVE_LOG_LEVEL=debug"), c.environ...)
				said, err := run.CombinedOutput()
				if err == nil {
					t.Error("it went well")
				}
				hidden := strings.ReplaceAll(strings.ReplaceAll(string(said), "xoxb-...", ""), "xapp-...", "") // what tokens begin with
				for _, begin := range []string{"commence pas par xoxb-", "commence pas par xapp-"} {
					hidden = strings.ReplaceAll(hidden, begin, "")
				}
				wantNoSecret(t, command, hidden)
				wantIn(t, string(said), c.want)
				for _, call := range way.seen() {
					if call != c.calls {
						t.Errorf("it called %s", call)
					}
				}
				if c.calls != "" && len(way.seen()) == 0 && !strings.Contains(c.name, "no URL") {
					t.Error("it did not go through the proxy")
				}
			})
		}
	}
}
