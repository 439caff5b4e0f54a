package main

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
)

// The manifest of the repository is what the binary prints.
func TestTheManifestIsUpToDate(t *testing.T) {
	t.Parallel()
	kept, err := os.ReadFile("../../manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(invoke(nil, "manifest").out, string(kept)); diff != "" {
		t.Errorf("run \"make manifest\" (-printed +kept):\n%s", diff)
	}
}

func TestTheManifest(t *testing.T) {
	t.Parallel()
	s := shell{t, nil}
	socket := readYAML(t, s.run(0, "manifest").out)
	public := readYAML(t, s.run(0, "manifest --url https://treve.example.com/").out)
	app := localslack.SampleTreve(lang.French, "")
	for name, m := range map[string]yaml{"socket": socket, "public": public} {
		if got := m.list("oauth_config.scopes.bot"); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(app.Scopes))) {
			t.Errorf("%s: scopes %v; the local Slack gives %v", name, got, app.Scopes)
		}
		if got := m.list("settings.event_subscriptions.bot_events"); !slices.Equal(got, app.Events) {
			t.Errorf("%s: events %v; the local Slack sends %v", name, got, app.Events)
		}
		for i, command := range app.Commands {
			if got := m[fmt.Sprintf("features.slash_commands.%d.command", i)]; got != command.Name {
				t.Errorf("%s: command %d is %s; want %s", name, i, got, command.Name)
			}
		}
	}
	const base = "https://treve.example.com/slack/"
	for path, want := range map[string][2]string{
		"settings.socket_mode_enabled":             {"true", "false"},
		"settings.event_subscriptions.request_url": {"", base + "events"},
		"settings.interactivity.request_url":       {"", base + "interactions"},
		"features.slash_commands.0.url":            {"", base + "commands"},
		"features.slash_commands.3.url":            {"", base + "commands"},
		"features.slash_commands.0.should_escape":  {"true", "true"},
		"display_information.name":                 {"Trêve", "Trêve"},
	} {
		if got := [2]string{socket[path], public[path]}; got != want {
			t.Errorf("%s is %q over Socket Mode and with a public URL; want %q", path, got, want)
		}
	}
}
