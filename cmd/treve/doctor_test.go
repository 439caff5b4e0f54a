package main

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
)

// Whatever is missing, its line says what to do about it.
func TestDoctorSaysWhatToDo(t *testing.T) {
	slack := localslack.SampleCompany(localslack.Options{Language: lang.French}, "")
	slack.AddApp(localslack.App{
		ID: "A0POOR", BotUser: "U0POOR", BotName: "Poor", BotToken: "xoxb-poor", AppToken: "xapp-poor",
		Scopes: []string{"commands", "chat:write"},
	})
	server := httptest.NewServer(slack.Handler())
	t.Cleanup(func() { slack.Close(); server.Close() })
	file := filepath.Join(t.TempDir(), "treve.db")
	app := localslack.SampleTreve(lang.French, "")
	for _, c := range []struct {
		name    string
		environ []string
		want    []string
	}{
		{"nothing", nil, []string{
			"SLACK_BOT_TOKEN n'est pas défini : recopiez", "définissez SLACK_APP_TOKEN (Socket Mode), ou SLACK_SIGNING_SECRET et TREVE_LISTEN",
			"aucun engagement : /sla set", "aucun manager", "treve serve affiche un code", "/recap dans #marketing",
		}},
		{"nonsense", []string{"TREVE_LANG=de", "TREVE_TIME_ZONE=Mars", "TREVE_COUNTRY=ZZ", "SLACK_BOT_TOKEN=xapp-1", "SLACK_APP_TOKEN=xoxb-1"}, []string{
			"TREVE_LANG : « de » n'est pas une des valeurs possibles, fr, en", "par exemple Europe/Paris", "TREVE_COUNTRY", "OAuth & Permissions", "connections:write",
		}},
		{"a public URL half set", []string{"SLACK_BOT_TOKEN=xoxb-1", "SLACK_SIGNING_SECRET=0123456789abcdef"}, []string{"TREVE_LISTEN n'est pas défini : donnez"}},
		{"tokens of nobody", []string{"SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1", "SLACK_API_URL=" + slack.APIURL(server.URL)}, []string{
			"Slack refuse SLACK_BOT_TOKEN (invalid_auth) : recopiez",
		}},
		{"an app-level token of nobody", []string{"SLACK_BOT_TOKEN=" + app.BotToken, "SLACK_APP_TOKEN=xapp-1", "SLACK_API_URL=" + slack.APIURL(server.URL)}, []string{
			"Socket Mode refusé (invalid_auth) : créez",
		}},
		{"scopes missing", []string{"SLACK_BOT_TOKEN=xoxb-poor", "SLACK_APP_TOKEN=xapp-poor", "SLACK_API_URL=" + slack.APIURL(server.URL)}, []string{
			"autorisation im:history manquante : sans elle, les messages directs", "autorisation users:read manquante", "treve manifest",
		}},
		{"no Slack there", []string{"SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1", "SLACK_API_URL=http://" + freeAddress(t) + "/api/"}, []string{
			"Slack est injoignable", "HTTPS_PROXY",
		}},
		{"no such folder", []string{"TREVE_DATABASE=/nowhere/treve.db"}, []string{"/nowhere/treve.db : ce dossier n'existe pas"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			said := invoke(append([]string{"TREVE_DATABASE=" + file}, c.environ...), "doctor")
			if said.code != 1 || said.err != "" {
				t.Errorf("exit code %d, and beside: %s", said.code, said.err)
			}
			todo := ""
			for line := range strings.Lines(said.out) {
				if strings.HasPrefix(line, "À FAIRE ") {
					todo += line
				}
			}
			wantIn(t, todo, c.want...)
			wantOut(t, said.out, "xoxb-1", "xapp-1")
		})
	}
}
