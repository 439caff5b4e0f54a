package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/web"
)

func newLocalSlackCommand(p *program) *cobra.Command {
	var o localSlackOptions
	c := &cobra.Command{
		Use:   "localslack",
		Short: "Run the local Slack alone, for any Slack app under development",
		Long: `A Slack workspace on this machine: a page to chat in, the Web API, Socket Mode and
signed requests, with Slack's limits, scopes and rate limits. It prints what an app
needs in its environment to talk to it instead of Slack. Without a manifest there is
one app with every scope and no slash commands. docs/localslack.md says more.

A fault is ON:DO and what follows after commas: what is struck, what becomes of it.`,
		Example: `  treve localslack --manifest manifest.yaml                # Socket Mode, as it says
  treve localslack --manifest bolt.yaml --request-url http://127.0.0.1:3000/slack/events
  treve localslack --fault chat.postMessage:reset,stored,chance=0.1 --seed 7
  treve manifest | treve localslack --manifest -           # Trêve itself`,
		RunE: func(c *cobra.Command, _ []string) error {
			o.stdin = c.InOrStdin()
			return p.localSlack(c.Context(), o)
		},
	}
	f := c.Flags()
	f.IntVar(&o.port, "port", 8065, "port on this machine; 0 for any free one")
	f.StringVar(&o.language, "lang", "fr", "language of the workspace: fr or en")
	f.StringArrayVar(&o.manifests, "manifest", nil, "file with an app's manifest, YAML or JSON; - for the standard input; may be repeated")
	f.StringVar(&o.requestURL, "request-url", "", "where the app listens, instead of Socket Mode; a path takes everything")
	f.StringArrayVar(&o.faults, "fault", nil, "a fault, such as chat.postMessage:429,retry_after=2,times=3; may be repeated")
	f.Uint64Var(&o.seed, "seed", 0, "decides what happens by chance; 0 for another one each time")
	f.BoolVar(&o.noRateLimits, "no-rate-limits", false, "let apps call as often as they like")
	return c
}

type localSlackOptions struct {
	port         int
	language     string
	manifests    []string
	requestURL   string
	faults       []string
	seed         uint64
	noRateLimits bool
	stdin        io.Reader
}

// localSlack serves until ctx ends.
func (p *program) localSlack(ctx context.Context, o localSlackOptions) error {
	if o.language != "fr" && o.language != "en" {
		return usageError("--lang is fr or en")
	}
	p.language = lang.Language(o.language)
	apps, err := o.apps(p.speaker())
	if err != nil {
		return err
	}
	slack := localslack.SampleWorkspace(localslack.Options{
		Log: p.logger("text"), Language: p.language, Seed: o.seed, NoRateLimits: o.noRateLimits,
	}, apps, "C0MARKETING")
	defer slack.Close()
	for _, text := range o.faults {
		f, err := localslack.ParseFault(text)
		if err != nil {
			return err
		}
		slack.AddFault(f)
	}
	l, err := openPage(ctx, o.port, "develop.port_taken")
	if err != nil {
		return err
	}
	p.explain(slack, apps, l)
	return web.Serve(ctx, l, slack.Handler(), p.logger("text"))
}

// apps reads the manifests; without any there is an app that may do everything.
func (o localSlackOptions) apps(say lang.Speaker) ([]localslack.App, error) {
	if len(o.manifests) == 0 {
		a := localslack.NewApp(say.Say("develop.app", nil))
		if o.requestURL != "" {
			if err := a.ReachAt(o.requestURL); err != nil {
				return nil, err
			}
		}
		return []localslack.App{a}, nil
	}
	var apps []localslack.App
	seen := map[string]bool{}
	for _, file := range o.manifests {
		a, err := o.app(file)
		if err != nil {
			return nil, err
		}
		if seen[a.ID] {
			return nil, lang.Refuse("develop.twice", lang.Args{"app": a.BotName})
		}
		seen[a.ID] = true
		apps = append(apps, a)
	}
	return apps, nil
}

// app reads one manifest. The address is for an app that does not use Socket
// Mode, and for the only one whatever it says.
func (o localSlackOptions) app(file string) (localslack.App, error) {
	text, err := o.read(file)
	if err != nil {
		return localslack.App{}, err
	}
	a, err := localslack.ParseManifest(text)
	if err != nil {
		return a, err
	}
	if o.requestURL != "" && (a.NoSocket || len(o.manifests) == 1) {
		err = a.ReachAt(o.requestURL)
	}
	if err == nil && a.NoSocket && a.RequestURL == "" {
		err = lang.Refuse("develop.no_address", lang.Args{"app": a.BotName})
	}
	return a, err
}

func (o localSlackOptions) read(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(o.stdin)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	return text, nil
}

// explain says where to go, and what each app has to know.
func (p *program) explain(slack *localslack.Server, apps []localslack.App, l net.Listener) {
	say := p.speaker()
	address := "http://" + l.Addr().String()
	tell := func(id lang.ID, args lang.Args) { fmt.Fprintln(p.stdout, say.Say(id, args)) }
	tell("develop.open", lang.Args{"address": address})
	for _, a := range apps {
		over := lang.ID("develop.socket")
		if a.RequestURL != "" {
			over = "develop.http"
		}
		fmt.Fprintln(p.stdout)
		tell(over, lang.Args{"app": a.BotName, "address": a.RequestURL})
		fmt.Fprintln(p.stdout, environment(a, slack.APIURL(address)))
		for _, u := range a.Unheard() {
			why := lang.ID("develop.never")
			if u.Needs != "" {
				why = "develop.needs"
			}
			tell(why, lang.Args{"event": u.Event, "scope": u.Needs})
		}
	}
	fmt.Fprintln(p.stdout)
	tell("develop.seed", lang.Args{"seed": fmt.Sprint(slack.Seed())})
	tell("cli.demo_stop", nil)
}

// environment is what an app reads to talk to the local Slack, as a shell takes
// it.
func environment(a localslack.App, api string) string {
	lines := []string{"export SLACK_API_URL=" + api, "export SLACK_BOT_TOKEN=" + a.BotToken}
	if a.RequestURL == "" {
		lines = append(lines, "export SLACK_APP_TOKEN="+a.AppToken)
	} else {
		lines = append(lines, "export SLACK_SIGNING_SECRET="+a.SigningSecret)
	}
	return strings.Join(lines, "\n")
}
