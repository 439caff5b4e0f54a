package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/lang"
)

// told is what an English reader is told of the mistakes joined in err.
func told(err error) string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		text := ""
		for _, e := range joined.Unwrap() {
			text += told(e)
		}
		return text
	}
	problem, ok := errors.AsType[*lang.Problem](err)
	if !ok {
		return fmt.Sprintf("not for a person: %v\n", err)
	}
	return lang.Speak(lang.English).Say(problem.ID, problem.Args) + "\n"
}

func TestLoadReportsEveryMistakeAtOnce(t *testing.T) {
	_, err := Load([]string{
		"TREVE_LANG=de", "TREVE_TIME_ZONE=Mars/Base", "TREVE_COUNTRY=zz", "SLACK_API_URL=nowhere",
		"TREVE_LISTEN=8080", "TREVE_METRICS=127.0.0.1", "TREVE_MOST_A_MINUTE=lots",
	}, []string{"FR"})
	for _, want := range []string{
		"TREVE_LANG", "TREVE_TIME_ZONE", "TREVE_COUNTRY", "SLACK_API_URL", `TREVE_LISTEN: "8080"`, "TREVE_METRICS", `TREVE_MOST_A_MINUTE: "lots"`,
	} {
		if err == nil || !strings.Contains(told(err), want) {
			t.Errorf("Load = %s; want it to name %s", told(err), want)
		}
	}
}

func TestSlack(t *testing.T) {
	for _, c := range []struct {
		name, want string
		config     Config
	}{
		{"nothing set", "SLACK_BOT_TOKEN is not set", Config{}},
		{"neither door", "SLACK_APP_TOKEN (Socket Mode)", Config{BotToken: "xoxb-1"}},
		{"swapped tokens", "does not begin with xapp-", Config{BotToken: "xoxb-1", AppToken: "xoxb-2"}},
		{"empty signing secret", "set SLACK_APP_TOKEN", Config{BotToken: "xoxb-1", SigningSecret: "  ", Listen: ":1"}},
		{"short signing secret", "too short", Config{BotToken: "xoxb-1", SigningSecret: "abc", Listen: ":1"}},
		{"short previous secret", "SLACK_SIGNING_SECRET_PREVIOUS is too short", Config{BotToken: "xoxb-1", SigningSecret: "8f742231b10e8888abcd", PreviousSecret: "abc", Listen: ":1"}},
		{"the previous secret alone", "set SLACK_APP_TOKEN", Config{BotToken: "xoxb-1", PreviousSecret: "8f742231b10e8888abcd", Listen: ":1"}},
		{"two signing secrets", "", Config{BotToken: "xoxb-1", SigningSecret: "8f742231b10e8888abcd", PreviousSecret: "7f742231b10e8888abcd", Listen: ":1"}},
		{"no address", "TREVE_LISTEN is not set", Config{BotToken: "xoxb-1", SigningSecret: "8f742231b10e8888abcd"}},
		{"socket mode", "", Config{BotToken: "xoxb-1", AppToken: "xapp-1"}},
		{"public URL", "", Config{BotToken: "xoxb-1", SigningSecret: "8f742231b10e8888abcd", Listen: ":8080"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.config.Slack()
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(told(err), c.want)) {
				t.Errorf("Slack() = %v; want %q", err, c.want)
			}
		})
	}
}

// Slack's address is open to the world: the figures are not put there by mistake.
func TestFiguresHaveAnAddressOfTheirOwn(t *testing.T) {
	if _, err := Load([]string{"TREVE_LISTEN=:8080", "TREVE_METRICS=:8080"}, nil); err == nil || !strings.Contains(told(err), "TREVE_METRICS") {
		t.Errorf("Load = %v; want it to name TREVE_METRICS", err)
	}
	if _, err := Load([]string{"TREVE_LISTEN=:8080", "TREVE_METRICS=127.0.0.1:9464"}, nil); err != nil {
		t.Error(err)
	}
}

func TestLocalSlack(t *testing.T) {
	for url, want := range map[string]bool{
		"": false, "http://127.0.0.1:80/api/": true, "http://localhost:1/api/": true, "http://[::1]:9/api/": true,
		"https://slack.com/api/": false, "http://127.0.0.1.example.com/api/": false,
	} {
		if got := (Config{APIURL: url}).LocalSlack(); got != want {
			t.Errorf("LocalSlack with %q = %t; want %t", url, got, want)
		}
	}
}

func TestSecretNeverPrints(t *testing.T) {
	c := Config{BotToken: "xoxb-canary", SigningSecret: "canary"}
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		fmt.Sprintf("%v %s %q %+v %#v", c, c.BotToken, c.BotToken, c, c), string(asJSON),
	} {
		if strings.Contains(text, "canary") {
			t.Errorf("a secret was printed: %s", text)
		}
	}
}
