package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/treve-bot/treve/internal/localslack/localclient"
	"github.com/treve-bot/treve/internal/storetest"
)

// workbench is a local Slack that runs alone.
type workbench struct {
	*testing.T
	address string
	said    *transcript
}

func newWorkbench(t *testing.T, args ...string) *workbench {
	t.Helper()
	w := &workbench{T: t, said: newTranscript()}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, append([]string{"localslack", "--port", "0"}, args...), nil, w.said, w.said) }()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("it exits with %d:\n%s", code, w.said)
		}
	})
	w.said.wait(t, "Ctrl+C")
	w.address = address.FindString(w.said.String())
	return w
}

var exported = regexp.MustCompile(`(?m)^export (\S+=\S+)$`)

// environ is what it tells to paste.
func (w *workbench) environ() []string {
	var all []string
	for _, line := range exported.FindAllStringSubmatch(w.said.String(), -1) {
		all = append(all, line[1])
	}
	return all
}

// manifestFile writes the manifest the program prints.
func manifestFile(t *testing.T, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "manifest.yaml")
	if err := os.WriteFile(file, []byte(invoke(nil, append([]string{"manifest"}, args...)...).out), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// What it prints is all an app needs: the bot itself answers there, by both doors.
func TestTheLocalSlackAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end")
	}
	t.Parallel()
	for _, door := range []string{"socket", "http"} {
		t.Run(door, func(t *testing.T) {
			t.Parallel()
			manifest, reached, extra := manifestFile(t), "en Socket Mode", []string(nil)
			args := []string{}
			if door == "http" {
				listen := freeAddress(t)
				manifest, reached = manifestFile(t, "--url", "https://treve.example.com"), "par requêtes signées à http://"+listen
				args, extra = []string{"--request-url", "http://" + listen}, []string{"TREVE_LISTEN=" + listen}
			}
			w := newWorkbench(t, append(args, "--manifest", manifest)...)
			wantIn(t, plainSpaces(w.said.String()), "Un Slack sur cette machine : ouvrez "+w.address, "Trêve, "+reached, "SLACK_API_URL="+w.address+"/api/")
			wantOut(t, w.said.String(), "n'arrivera pas", "ne se produit jamais")

			path, err := binary()
			if err != nil {
				t.Fatal(err)
			}
			bot := &process{exec.Command(path, "serve"), newTranscript()}
			bot.command.Env = append(append(w.environ(), "TREVE_DATABASE="+storetest.SQLite(t)), extra...)
			bot.command.Stdout, bot.command.Stderr = bot.said, bot.said
			if err := bot.command.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() {
				_ = bot.command.Process.Signal(syscall.SIGTERM)
				_ = bot.command.Wait()
			}()
			bot.said.wait(t, map[string]string{"socket": "connected to Slack", "http": "listening"}[door])
			c := localclient.New(w.address, marc)
			watch, err := c.Watch(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer watch.Stop()
			if _, err := c.Type(t.Context(), marketing, "/leads aide"); err != nil {
				t.Fatal(err)
			}
			if _, err := watch.Message(patience, localclient.FromApp("/leads 12")); err != nil {
				t.Fatalf("%v\n%s", err, bot.said)
			}
		})
	}
}

// Without a manifest there is an app that may do everything; faults and the seed
// come from the command line.
func TestTheLocalSlackWithoutAManifest(t *testing.T) {
	w := newWorkbench(t, "--lang", "en", "--seed", "7", "--fault", "chat.*:500,times=2", "--fault", "/x:drop")
	wantIn(t, w.said.String(), "A Slack on this machine: open ", "My app, over Socket Mode", "SLACK_BOT_TOKEN=xoxb-local-my_app", "SLACK_APP_TOKEN=xapp-local-my_app", "Seed: 7.")
	list, err := localclient.New(w.address, marc).Faults(t.Context())
	if err != nil || list.Seed != 7 || len(list.Faults) != 2 || list.Faults[0].Rule != "chat.*:500,times=2" {
		t.Errorf("faults: %+v, %v", list, err)
	}
	w = newWorkbench(t, "--lang", "en", "--request-url", "http://127.0.0.1:3000/slack/events")
	wantIn(t, w.said.String(), "by signed requests to http://127.0.0.1:3000", "SLACK_SIGNING_SECRET=local-signing-secret-of-my_app")
	wantOut(t, w.said.String(), "SLACK_APP_TOKEN")
}

func TestTheLocalSlackSaysWhatIsMissing(t *testing.T) {
	w := newWorkbench(t, "--lang", "en", "--manifest", written(t, "display_information: {name: Deaf}\nsettings: {socket_mode_enabled: true, event_subscriptions: {bot_events: [message.channels, team_join]}}"))
	wantIn(t, w.said.String(), "The event message.channels will not arrive: the scope channels:history is missing.", "The event team_join never happens here.")
	public := manifestFile(t, "--url", "https://treve.example.com")
	for want, args := range map[string][]string{
		"--request-url":             {"--manifest", public},
		"called Trêve":              {"--manifest", public, "--manifest", public, "--request-url", "http://127.0.0.1:3000"},
		"“3000” is not":             {"--manifest", public, "--request-url", "3000"},
		"“nothing” is not a fault":  {"--fault", "nothing"},
		"no such file":              {"--manifest", "nowhere.yaml"},
		"The manifest cannot":       {"--manifest", written(t, "a: [")},
		"display_information.name ": {"--manifest", written(t, "a: 1")},
	} {
		said := invoke(nil, append([]string{"localslack", "--port", "0", "--lang", "en"}, args...)...)
		if said.code != 1 || !strings.Contains(said.err, want) || said.out != "" {
			t.Errorf("%q: exit code %d, %s%s; want %q", args, said.code, said.out, said.err, want)
		}
	}
	if said := invoke(nil, "localslack", "--lang", "de"); said.code != 2 {
		t.Errorf("--lang de: exit code %d", said.code)
	}
}

func written(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "app.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
