package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// written is the path of a file with that content.
func written(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSecretsComeFromFiles(t *testing.T) {
	c, err := Load([]string{
		"SLACK_BOT_TOKEN_FILE=" + written(t, "xoxb-canary\n"), "SLACK_APP_TOKEN_FILE=" + written(t, " xapp-canary\r\n"),
		"SLACK_SIGNING_SECRET_FILE=" + written(t, "0123456789abcdef"), "SLACK_SIGNING_SECRET_PREVIOUS_FILE=" + written(t, "fedcba9876543210"),
		"TREVE_DATABASE_FILE=" + written(t, "postgres://treve:canary@db/treve\n"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Database: "postgres://treve:canary@db/treve", BotToken: "xoxb-canary", AppToken: "xapp-canary",
		SigningSecret: "0123456789abcdef", PreviousSecret: "fedcba9876543210", LogFormat: c.LogFormat, LogLevel: c.LogLevel, MostAMinute: c.MostAMinute,
	}
	if c != want {
		t.Errorf("Load = %+v; want %+v", c, want)
	}
	if err := c.Slack(); err != nil {
		t.Error(err)
	}
}

func TestSecretsInNoFile(t *testing.T) {
	for _, c := range []struct {
		name, want string
		environ    []string
	}{
		{"no such file", "SLACK_BOT_TOKEN_FILE cannot be read (open /nowhere/token", []string{"SLACK_BOT_TOKEN_FILE=/nowhere/token"}},
		{"a folder", "SLACK_BOT_TOKEN_FILE cannot be read (read ", []string{"SLACK_BOT_TOKEN_FILE=" + t.TempDir()}},
		{"an empty file", "is empty: name a file", []string{"SLACK_APP_TOKEN_FILE=" + written(t, " \n")}},
		{"a file of something else", "more than one line", []string{"SLACK_APP_TOKEN_FILE=" + written(t, "canary=1\ncanary=2\n")}},
		{"a huge file", "more than one line", []string{"SLACK_APP_TOKEN_FILE=" + written(t, strings.Repeat("canary", secretBytes))}},
		{"both", "SLACK_APP_TOKEN and SLACK_APP_TOKEN_FILE are both set", []string{"SLACK_APP_TOKEN=xapp-canary", "SLACK_APP_TOKEN_FILE=" + written(t, "xapp-canary")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load(c.environ, nil)
			if err == nil || !strings.Contains(told(err), c.want) || strings.Contains(told(err), "canary") {
				t.Errorf("Load = %v; want %q", err, c.want)
			}
		})
	}
}
