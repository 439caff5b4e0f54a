package localslack

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
)

func mustManifest(t *testing.T, text string) App {
	t.Helper()
	a, err := ParseManifest([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The bot's own manifest makes of it what the sample company installs.
func TestTheBotsManifest(t *testing.T) {
	text, err := os.ReadFile("../../manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, want := mustManifest(t, string(text)), SampleTreve(lang.French, "")
	if diff := cmp.Diff(want.Scopes, got.Scopes); diff != "" {
		t.Errorf("scopes (-sample +manifest):\n%s", diff)
	}
	if diff := cmp.Diff(want.Events, got.Events); diff != "" {
		t.Errorf("events (-sample +manifest):\n%s", diff)
	}
	names := func(a App) (all []string) {
		for _, c := range a.Commands {
			all = append(all, fmt.Sprint(c.Name, c.NoEscape))
		}
		return all
	}
	if diff := cmp.Diff(names(want), names(got)); diff != "" {
		t.Errorf("commands (-sample +manifest):\n%s", diff)
	}
	flags := func(a App) [5]bool { return [5]bool{a.NoSocket, a.NoActions, a.NoHome, a.NoMessages, a.ReadOnly} }
	if flags(got) != flags(want) || got.BotName != want.BotName || got.BotToken != want.BotToken || got.SigningSecret != want.SigningSecret {
		t.Errorf("the manifest makes %+v", got)
	}
	if unheard := got.Unheard(); unheard != nil {
		t.Errorf("it would not hear of %v", unheard)
	}
}

// A manifest that says nothing gets what Slack gives by default.
func TestAManifestThatSaysLittle(t *testing.T) {
	got := mustManifest(t, `{"display_information": {"name": "ボット"}}`)
	want := App{
		ID: got.ID, BotUser: "U" + got.ID[1:], BotName: "ボット",
		BotToken: "xoxb-local-" + strings.TrimPrefix(got.AppToken, "xapp-local-"), AppToken: got.AppToken,
		SigningSecret: "local-signing-secret-of-" + strings.TrimPrefix(got.AppToken, "xapp-local-"),
		CommandsPath:  boltPath, InteractionsPath: boltPath, OptionsPath: boltPath, EventsPath: boltPath,
		Commands: []Command{}, Scopes: []string{}, Events: []string{},
		NoSocket: true, NoActions: true, NoHome: true, ReadOnly: true,
	}
	if diff := cmp.Diff(want, got); diff != "" || !plainName.MatchString(strings.TrimPrefix(got.BotToken, "xoxb-local-")) {
		t.Errorf("got (-want +got):\n%s", diff)
	}
}

const elsewhere = `
display_information: {name: Elsewhere}
features:
  slash_commands:
    - {command: /one, description: One, url: "https://app.example.com/one"}
    - {command: /two, description: Two, url: "https://app.example.com/two", should_escape: true}
oauth_config: {scopes: {bot: [commands, "chat:write"]}}
settings:
  event_subscriptions: {request_url: "https://app.example.com/events", bot_events: [app_mention, message.channels, reaction_added]}
  interactivity: {is_enabled: true, request_url: "https://app.example.com/act", message_menu_options_url: "https://app.example.com/menu"}
`

func TestWhereAnAppIsReached(t *testing.T) {
	paths := func(a App) []string {
		return []string{a.RequestURL, a.Commands[0].Path, a.Commands[1].Path, a.InteractionsPath, a.OptionsPath, a.EventsPath}
	}
	public := mustManifest(t, elsewhere)
	if got, want := paths(public), []string{"", "/one", "/two", "/act", "/menu", "/events"}; !slices.Equal(got, want) {
		t.Errorf("for the world: %q; want %q", got, want)
	}
	here := mustManifest(t, strings.ReplaceAll(elsewhere, "https://app.example.com", "http://localhost:3000"))
	if got, want := paths(here), []string{"http://localhost:3000", "/one", "/two", "/act", "/menu", "/events"}; !slices.Equal(got, want) {
		t.Errorf("on this machine: %q; want %q", got, want)
	}
	for address, want := range map[string][]string{
		"http://127.0.0.1:3000":               {"http://127.0.0.1:3000", "/one", "/two", "/act", "/menu", "/events"},
		"http://127.0.0.1:3000/":              {"http://127.0.0.1:3000", "/one", "/two", "/act", "/menu", "/events"},
		"http://127.0.0.1:3000/slack/events/": {"http://127.0.0.1:3000", "", "", boltPath, boltPath, boltPath},
	} {
		a := public
		if err := a.ReachAt(address); err != nil || !slices.Equal(paths(a), want) {
			t.Errorf("at %s: %q, %v; want %q", address, paths(a), err, want)
		}
	}
	if got := public.Commands[0].Path; got != "/one" {
		t.Errorf("the manifest's own path became %q", got)
	}
	for _, address := range []string{"", "3000", "127.0.0.1:3000", "ftp://127.0.0.1", "http://", ":"} {
		if err := public.ReachAt(address); err == nil {
			t.Errorf("%q is taken for an address", address)
		}
	}
}

// Everything arrives where the manifest says.
func TestDeliveriesGoWhereTheManifestSays(t *testing.T) {
	var arrived latest[string]
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived.set(r.URL.Path)
		_, _ = io.WriteString(w, `{"options":[]}`)
	}))
	t.Cleanup(app.Close)
	o := mustOpen(t, "")
	a := mustManifest(t, elsewhere)
	o.must(a.ReachAt(app.URL))
	o.AddApp(a)
	o.must(o.claire.Invite(t.Context(), marketing, a.BotUser))
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, nil, "who")
	_, _, err := o.client(a.BotToken).PostMessageContext(t.Context(), marketing, slack.MsgOptionBlocks(slack.NewActionBlock("b", menu)))
	o.must(err)
	all := o.messages(o.marc, marketing, "")
	m := all[len(all)-1]
	for want, act := range map[string]func() error{
		"/one": func() error { _, err := o.marc.Type(t.Context(), marketing, "/one"); return err },
		"/two": func() error { _, err := o.marc.Type(t.Context(), marketing, "/two"); return err },
		"/menu": func() error {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil)
			_, err := o.localSuggest(r, acting{User: marc, Conversation: marketing, MessageTS: m.TS, ActionID: "who", Value: "em"})
			return err
		},
		"/act": func() error {
			return o.marc.Press(t.Context(), m, "who", map[string]any{"selected_option": map[string]any{"value": "v", "text": map[string]any{"type": "plain_text", "text": "V"}}})
		},
	} {
		o.must(act())
		until(t, want, func() bool { return arrived.get() == want })
	}
	unheard := []Unheard{{"app_mention", "app_mentions:read"}, {"message.channels", "channels:history"}, {"reaction_added", ""}}
	if got := a.Unheard(); !slices.Equal(got, unheard) {
		t.Errorf("unheard: %v; want %v", got, unheard)
	}
	_, err = o.marc.Type(t.Context(), marketing, "@Elsewhere bonjour")
	o.must(err)
	for _, e := range o.traffic.list(a.ID, kept) {
		if e.Kind == "events_api" {
			t.Errorf("it has no scope for it, and is sent %s", e.Name)
		}
	}
}

func TestManifestLimits(t *testing.T) {
	command := func(name, description, hint string) string {
		return fmt.Sprintf("features: {slash_commands: [{command: %q, description: %q, usage_hint: %q}]}", name, description, hint)
	}
	many := func(n int, item string) string {
		return "[" + strings.TrimSuffix(strings.Repeat(item+",", n), ",") + "]"
	}
	for _, c := range []struct {
		name  string
		limit int
		text  func(n int) string
	}{
		{"name", nameLimit, func(n int) string { return "display_information: {name: " + chars(n) + "}" }},
		{"description", descriptionLimit, func(n int) string { return "display_information: {name: x, description: " + chars(n) + "}" }},
		{"bot name", botNameLimit, func(n int) string { return "features: {bot_user: {display_name: " + chars(n) + "}}" }},
		{"commands", commandsLimit, func(n int) string {
			return "features: {slash_commands: " + many(n, "{command: /x, description: x}") + "}"
		}},
		{"command", 32, func(n int) string { return command("/"+chars(n-1), "x", "") }},
		{"command description", commandTextLimit, func(n int) string { return command("/x", chars(n), "") }},
		{"hint", hintLimit, func(n int) string { return command("/x", "x", chars(n)) }},
		{"scopes", scopesLimit, func(n int) string { return "oauth_config: {scopes: {bot: " + many(n, "x") + "}}" }},
		{"events", botEventsLimit, func(n int) string { return "settings: {event_subscriptions: {bot_events: " + many(n, "x") + "}}" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole := func(n int) string {
				if text := c.text(n); strings.HasPrefix(text, "display") {
					return text
				}
				return "display_information: {name: x}\n" + c.text(n)
			}
			mustManifest(t, whole(c.limit))
			if _, err := ParseManifest([]byte(whole(c.limit + 1))); err == nil {
				t.Errorf("one more than %d is taken", c.limit)
			}
		})
	}
	for _, text := range []string{
		"", "display_information: {name: ''}", "a: [", "- x", "features: 3",
		"display_information: {name: x}\n" + command("leads", "x", ""), "display_information: {name: x}\n" + command("/le ads", "x", ""),
		"display_information: {name: x}\n" + command("/Leads", "x", ""), "display_information: {name: x}\n" + command("/", "x", ""),
		"display_information: {name: x}\n" + command("/leads", "", ""),
	} {
		_, err := ParseManifest([]byte(text))
		if _, told := errors.AsType[*lang.Problem](err); !told {
			t.Errorf("%q: %v; want something to put right", text, err)
		}
	}
}

// What a manifest switches off does not work.
func TestWhatAManifestSwitchesOff(t *testing.T) {
	o := mustOpen(t, "")
	add := func(name string, change func(*App)) (App, string) {
		a := NewApp(name)
		a.Commands = []Command{{Name: "/" + strings.ToLower(name)}}
		change(&a)
		o.AddApp(a)
		state, err := o.marc.State(t.Context())
		o.must(err)
		for _, c := range state.Conversations {
			if c.App == a.ID {
				if c.ReadOnly != (a.ReadOnly || a.NoMessages) {
					t.Errorf("%s: the page learns read_only %t", name, c.ReadOnly)
				}
				return a, c.ID
			}
		}
		t.Fatal("it has no conversation")
		return a, ""
	}
	button := slack.MsgOptionBlocks(slack.NewActionBlock("b", slack.NewButtonBlockElement("go", "1", plainText("Go"))))

	deaf, direct := add("Deaf", func(a *App) { a.ReadOnly = true })
	_, err := o.marc.Type(t.Context(), direct, "bonjour")
	wantRefused(t, err, "messages_tab_read_only")
	_, err = o.marc.Type(t.Context(), direct, "/deaf")
	wantRefused(t, err, "messages_tab_read_only")
	_, _, err = o.client(deaf.BotToken).PostMessageContext(t.Context(), direct, saying("lisez seulement"))
	o.must(err)

	mute, direct := add("Mute", func(a *App) { a.NoMessages = true })
	_, err = o.marc.Type(t.Context(), direct, "bonjour")
	wantRefused(t, err, "messages_tab_read_only")
	_, _, err = o.client(mute.BotToken).PostMessageContext(t.Context(), marc, saying("personne ne lit"))
	wantCode(t, err, "messages_tab_disabled")

	still, direct := add("Still", func(a *App) { a.NoActions = true })
	_, _, err = o.client(still.BotToken).PostMessageContext(t.Context(), direct, button)
	o.must(err)
	m := o.messages(o.marc, direct, "")[0]
	wantRefused(t, o.marc.Press(t.Context(), m, "go"), "not_interactive")

	add("Idle", func(a *App) { a.Scopes = []string{"chat:write"} })
	_, err = o.marc.Type(t.Context(), marketing, "/idle")
	wantRefused(t, err, "invalid_command")

	shut, _ := add("Shut", func(a *App) { a.NoSocket = true })
	_, _, err = slack.New(shut.BotToken, slack.OptionAPIURL(o.APIURL(o.url)), slack.OptionAppLevelToken(shut.AppToken)).StartSocketModeContext(t.Context())
	wantCode(t, err, "socket_mode_not_enabled")
}

// An app that is taken out hears of it, and is nobody any more.
func TestAnAppThatIsTakenOut(t *testing.T) {
	openBoth(t, func() *robot { return &robot{} }, func(t *testing.T, o *office, r *robot) {
		o.must(o.claire.Uninstall(t.Context(), SampleApp))
		until(t, "both events", func() bool {
			sent := o.sent("events_api")
			slices.Sort(sent)
			return slices.Equal(sent, []string{"app_uninstalled", "tokens_revoked"})
		})
		_, err := o.api.AuthTestContext(t.Context())
		wantCode(t, err, "account_inactive")
		_, err = o.marc.Type(t.Context(), marketing, "/leads")
		wantRefused(t, err, "invalid_command")
		wantRefused(t, o.claire.Uninstall(t.Context(), "A0NONE"), "app_not_found")
		_, err = o.marc.Type(t.Context(), o.directOf(o.marc), "aide")
		o.must(err)
		o.mu.Lock()
		defer o.mu.Unlock()
		if got := o.sent("events_api"); len(got) != 2 || len(o.apps[0].pending) != 0 {
			t.Errorf("it was sent %v", got)
		}
	})
}
