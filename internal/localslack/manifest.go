package localslack

import (
	"cmp"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/treve-bot/treve/internal/lang"
)

// manifest is what counts here of a Slack app manifest
// (docs.slack.dev/reference/app-manifest), in YAML or JSON.
type manifest struct {
	Display struct {
		Name        string `yaml:"name"`
		Description string `yaml:"description"`
	} `yaml:"display_information"`
	Features struct {
		Home struct {
			HomeTab      bool  `yaml:"home_tab_enabled"`
			MessagesTab  *bool `yaml:"messages_tab_enabled"`
			MessagesRead *bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		BotUser struct {
			Name string `yaml:"display_name"`
		} `yaml:"bot_user"`
		Commands []manifestCommand `yaml:"slash_commands"`
	} `yaml:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `yaml:"bot"`
		} `yaml:"scopes"`
	} `yaml:"oauth_config"`
	Settings struct {
		SocketMode bool `yaml:"socket_mode_enabled"`
		Events     struct {
			URL  string   `yaml:"request_url"`
			Bots []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			Enabled bool   `yaml:"is_enabled"`
			URL     string `yaml:"request_url"`
			Menus   string `yaml:"message_menu_options_url"`
		} `yaml:"interactivity"`
	} `yaml:"settings"`
}

type manifestCommand struct {
	Command     string `yaml:"command"`
	URL         string `yaml:"url"`
	Description string `yaml:"description"`
	Hint        string `yaml:"usage_hint"`
	Escape      bool   `yaml:"should_escape"`
}

// ParseManifest reads the app a manifest describes. Where the manifest turns Socket Mode
// off, ReachAt has to say where the app listens, unless the manifest's own
// addresses are on this machine. An error is for whoever wrote it to put right.
func ParseManifest(text []byte) (App, error) {
	var m manifest
	if err := yaml.Unmarshal(text, &m); err != nil {
		return App{}, lang.Refuse("localslack.manifest.syntax", lang.Args{"error": err.Error()})
	}
	if err := m.check(); err != nil {
		return App{}, err
	}
	a := NewApp(cmp.Or(m.Features.BotUser.Name, m.Display.Name))
	a.Commands, a.Scopes, a.Events = m.commands(), m.OAuth.Scopes.Bot, m.Settings.Events.Bots
	a.NoHome = !m.Features.Home.HomeTab
	a.NoMessages = !unless(m.Features.Home.MessagesTab, true)
	a.ReadOnly = unless(m.Features.Home.MessagesRead, true)
	a.NoActions = !m.Settings.Interactivity.Enabled
	a.NoSocket = !m.Settings.SocketMode
	a.EventsPath = pathOf(m.Settings.Events.URL)
	a.InteractionsPath = pathOf(m.Settings.Interactivity.URL)
	a.OptionsPath = pathOf(cmp.Or(m.Settings.Interactivity.Menus, m.Settings.Interactivity.URL))
	if a.Scopes == nil {
		a.Scopes = []string{}
	}
	if a.Events == nil {
		a.Events = []string{}
	}
	if a.NoSocket {
		a.RequestURL = m.onThisMachine()
	}
	return a, nil
}

func unless(given *bool, otherwise bool) bool {
	if given == nil {
		return otherwise
	}
	return *given
}

// NewApp is an app of that name that may do everything. Its ids, tokens and
// secret are made of the name, the same each time.
func NewApp(name string) App {
	key := handle(name)
	if !plainName.MatchString(key) {
		key = strings.ToLower(opaque("x", key)) // tokens travel in headers
	}
	id := opaque("", "app", name)
	return App{
		ID: "A" + id, BotUser: "U" + id, BotName: name,
		BotToken: "xoxb-local-" + key, AppToken: "xapp-local-" + key, SigningSecret: "local-signing-secret-of-" + key,
		CommandsPath: boltPath, InteractionsPath: boltPath, EventsPath: boltPath,
		Scopes: everyScope(webMethods()), Events: slices.Sorted(maps.Keys(eventScopes)),
	}
}

var plainName = regexp.MustCompile(`^[a-z0-9_]+$`)

// What a manifest may hold (github.com/slackapi/manifest-schema, version 2).
const (
	nameLimit        = 35
	descriptionLimit = 140
	botNameLimit     = 80
	commandsLimit    = 50
	commandTextLimit = 2000
	hintLimit        = 1000
	scopesLimit      = 255
	botEventsLimit   = 100
)

var commandForm = regexp.MustCompile(`^/[^\s/A-Z]{1,31}$`)

// check refuses what Slack would not take as a manifest.
func (m manifest) check() error {
	type bound struct {
		field       string
		size        int
		least, most int
	}
	bounds := []bound{
		{"display_information.name", runes(m.Display.Name), 1, nameLimit},
		{"display_information.description", runes(m.Display.Description), 0, descriptionLimit},
		{"features.bot_user.display_name", runes(m.Features.BotUser.Name), 0, botNameLimit},
		{"features.slash_commands", len(m.Features.Commands), 0, commandsLimit},
		{"oauth_config.scopes.bot", len(m.OAuth.Scopes.Bot), 0, scopesLimit},
		{"settings.event_subscriptions.bot_events", len(m.Settings.Events.Bots), 0, botEventsLimit},
	}
	for _, c := range m.Features.Commands {
		if !commandForm.MatchString(c.Command) {
			return lang.Refuse("localslack.manifest.command", lang.Args{"command": c.Command})
		}
		bounds = append(bounds,
			bound{c.Command + ": description", runes(c.Description), 1, commandTextLimit},
			bound{c.Command + ": usage_hint", runes(c.Hint), 0, hintLimit})
	}
	for _, b := range bounds {
		if b.size < b.least || b.size > b.most {
			return lang.Refuse("localslack.manifest.limit", lang.Args{"field": b.field, "least": b.least, "most": b.most})
		}
	}
	return nil
}

func (m manifest) commands() []Command {
	all := []Command{}
	for _, c := range m.Features.Commands {
		all = append(all, Command{Name: c.Command, Description: c.Description, Hint: c.Hint, NoEscape: !c.Escape, Path: pathOf(c.URL)})
	}
	return all
}

// boltPath is where Bolt takes everything, unless it is told otherwise.
const boltPath = "/slack/events"

// pathOf is the path of an address of a manifest, Bolt's where there is none.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return boltPath
	}
	return cmp.Or(u.Path, boltPath)
}

// onThisMachine returns where the manifest's own addresses are, if that is here:
// what is meant for the world is left alone.
func (m manifest) onThisMachine() string {
	addresses := []string{m.Settings.Events.URL, m.Settings.Interactivity.URL}
	for _, c := range m.Features.Commands {
		addresses = append(addresses, c.URL)
	}
	for _, address := range addresses {
		if u, err := url.Parse(address); err == nil && u.Host != "" && loopback(u.Host) {
			return u.Scheme + "://" + u.Host
		}
	}
	return ""
}

// ReachAt has the app reached over HTTP at an address, instead of through Socket
// Mode. With a path, everything goes there; without, to the paths of the
// manifest.
func (a *App) ReachAt(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return lang.Refuse("localslack.manifest.address", lang.Args{"address": address})
	}
	a.RequestURL = u.Scheme + "://" + u.Host
	if path := strings.TrimSuffix(u.Path, "/"); path != "" {
		a.CommandsPath, a.InteractionsPath, a.OptionsPath, a.EventsPath = path, path, path, path
		a.Commands = slices.Clone(a.Commands)
		for i := range a.Commands {
			a.Commands[i].Path = ""
		}
	}
	return nil
}
