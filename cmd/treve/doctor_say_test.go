package main

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/recap"
)

// examined is what doctor --json says; unknown fields would be a change of shape.
func examined(t *testing.T, environ []string, code int) (e examination) {
	t.Helper()
	said := invoke(environ, "doctor", "--json")
	decoder := json.NewDecoder(strings.NewReader(said.out))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&e); err != nil || said.code != code || said.err != "" {
		t.Fatalf("doctor --json: %v, exit code %d; want %d\n%s%s", err, said.code, code, said.out, said.err)
	}
	return e
}

func (e examination) of(id string) (found []checkJSON) {
	for _, c := range e.Checks {
		if c.ID == id {
			found = append(found, c)
		}
	}
	return found
}

// Monitors read it: what it is made of stays.
func TestDoctorForMonitors(t *testing.T) {
	t.Parallel()
	slack := localslack.SampleCompany(localslack.Options{Language: lang.French}, "")
	slack.AddApp(localslack.App{
		ID: "A0POOR", BotUser: "U0POOR", BotName: "Poor", BotToken: "xoxb-poor", AppToken: "xapp-poor",
		Scopes: []string{"commands", "chat:write", "im:write", "users:read", "channels:read", "groups:read", "app_mentions:read", "files:read"},
	})
	server := httptest.NewServer(slack.Handler())
	t.Cleanup(func() { slack.Close(); server.Close() })
	file := filepath.Join(t.TempDir(), "treve.db")
	environ := []string{"TREVE_DATABASE=" + file, "SLACK_API_URL=" + slack.APIURL(server.URL), "SLACK_BOT_TOKEN=xoxb-poor", "SLACK_APP_TOKEN=xapp-poor"}
	e := examined(t, environ, 1)
	if e.Healthy || e.Version != version() {
		t.Errorf("healthy %t, version %q", e.Healthy, e.Version)
	}
	for id, want := range map[string]struct {
		ok    bool
		count int
		text  string
	}{
		"database": {true, 1, file}, "schema": {true, 1, "version "}, "settings": {true, 1, "Europe/Paris"},
		"writing": {true, 1, "écritures"}, "integrity": {true, 1, "abîmée"}, "totals": {true, 1, "registre"},
		"disk": {true, 1, "Mo libres"}, "plan": {false, 1, "treve plan import"}, "managers": {false, 1, "treve serve"},
		"schedule": {false, 1, "/recap dans"}, "database_clock": {true, 1, ""}, "token": {true, 1, "Ateliers Vernier"},
		"clock": {true, 1, "horloge"}, "socket": {true, 1, "accordée"},
		"scopes": {false, 2, "Recollez le manifeste"}, "last_recap": {true, 0, ""}, "config": {false, 0, ""},
	} {
		found := e.of(id)
		if len(found) != want.count {
			t.Errorf("%d lines of %s: %+v; want %d", len(found), id, found, want.count)
		}
		for _, c := range found {
			if c.OK != want.ok || !strings.Contains(c.Text, want.text) {
				t.Errorf("%+v; want ok %t, with %q", c, want.ok, want.text)
			}
		}
	}
	lacks := e.of("scopes")
	if !strings.Contains(lacks[0].Text, "im:history") || !strings.Contains(lacks[0].Text, "messages directs restent sans réponse") {
		t.Errorf("what is lacking is not said: %q", lacks[0].Text)
	}
	for _, secret := range []string{"xoxb", "xapp"} {
		if slices.ContainsFunc(e.Checks, func(c checkJSON) bool { return strings.Contains(c.Text, secret) }) {
			t.Errorf("%s is told", secret)
		}
	}
	e = examined(t, []string{"TREVE_LANG=de", "TREVE_DATABASE=" + file}, 1)
	if config := e.of("config"); len(config) < 2 || !strings.Contains(config[0].Text, "TREVE_LANG") {
		t.Errorf("what is configured wrongly: %+v", config)
	}
}

func TestLastRecap(t *testing.T) {
	nine := time.Date(2026, 11, 16, 8, 0, 0, 0, time.UTC)
	post := func(state recap.State, kind recap.Kind, due time.Duration) recap.Post {
		return recap.Post{Key: recap.Key{Conversation: "C1", Kind: kind}, State: state, DueAt: nine.Add(due)}
	}
	other := post(recap.Blocked, recap.Daily, time.Hour)
	other.Conversation = "C2"
	posts := []recap.Post{
		post(recap.Missed, recap.Daily, -24*time.Hour), post(recap.Posted, recap.Daily, 0),
		post(recap.Blocked, recap.Daily.Part(2), 0), post(recap.Blocked, recap.Letter("nudge"), time.Hour), other,
	}
	if last, found := lastRecap(posts, "C1"); !found || last.State != recap.Posted {
		t.Errorf("the last recap is %+v", last)
	}
	if _, found := lastRecap(posts, "C3"); found {
		t.Error("a recap where there was none")
	}
	for _, c := range []struct {
		state recap.State
		after time.Duration
		ok    bool
		id    lang.ID
	}{
		{recap.Posted, time.Hour, true, "doctor.recap_posted"},
		{recap.Skipped, time.Hour, true, "doctor.recap_skipped"},
		{recap.Due, time.Minute, true, "doctor.recap_under_way"},
		{recap.Sending, 11 * time.Minute, false, "doctor.recap_waits"},
		{recap.Missed, time.Hour, false, "doctor.recap_missed"},
		{recap.Blocked, time.Hour, false, "doctor.recap_blocked"},
		{recap.Unconfirmed, time.Hour, false, "doctor.recap_unconfirmed"},
	} {
		if f := lastPost(post(c.state, recap.Daily, 0), nine.Add(c.after)); f.OK != c.ok || f.ID != c.id {
			t.Errorf("%s after %s: %+v; want %s", c.state, c.after, f, c.id)
		}
	}
}

// A file larger than what is left beside it could not even be backed up.
func TestDiskRunsOut(t *testing.T) {
	file := filepath.Join(t.TempDir(), "treve.db")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{}
	if f := p.examineDisk(file); len(f) != 1 || !f[0].OK {
		t.Errorf("an empty file: %+v", f)
	}
	if err := os.Truncate(file, 1<<42); err != nil { // a hole, which takes no room
		t.Skip("this file system holds no file so large")
	}
	if f := p.examineDisk(file); len(f) != 1 || f[0].OK || f[0].ID != "doctor.disk_small" {
		t.Errorf("a file larger than the disk: %+v", f)
	}
	if f := p.examineDisk("postgres://treve@db/treve"); f != nil {
		t.Errorf("a server's disk: %+v", f)
	}
}
