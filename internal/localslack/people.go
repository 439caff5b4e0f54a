package localslack

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"
)

// User is a person of the workspace.
type User struct {
	ID         string
	Name       string // the handle, lower case: "claire"
	RealName   string
	Title      string
	Email      string
	Locale     string // "fr-FR"; empty: the workspace's language
	TimeZone   string // IANA; empty: the workspace's
	Admin      bool
	Owner      bool
	Restricted bool   // a guest
	Stranger   bool   // somebody of another organisation
	Deleted    bool   // deactivated by an admin
	TeamID     string // empty: this workspace's, or another for a stranger
}

// Conversation is a Slack channel to create, public or private.
type Conversation struct {
	ID      string
	Name    string // without "#"
	Topic   string
	Private bool
	Members []string // ids of people, and of apps' users
}

// Command is a slash command of an app.
type Command struct {
	Name        string // with its slash
	Description string
	Hint        string
	NoEscape    bool   // the manifest says should_escape: false: mentions come as typed
	Path        string // where it goes over HTTP; empty: the app's CommandsPath
}

// App is an app installed in the workspace. It is reached over HTTP where it has
// a request URL, and through Socket Mode otherwise.
type App struct {
	ID            string
	BotUser       string // the user id it speaks as
	BotName       string // shown; the handle is made of it
	BotToken      string
	AppToken      string
	SigningSecret string

	RequestURL       string // the app's base URL; empty: Socket Mode
	CommandsPath     string // default /slack/commands
	InteractionsPath string // default /slack/interactions
	OptionsPath      string // of external menus; default InteractionsPath
	EventsPath       string // default /slack/events

	Commands []Command
	Scopes   []string // of the bot token; nil: all
	Events   []string // it has subscribed to; nil: DefaultEvents

	NoSocket   bool // Socket Mode is switched off: without a RequestURL nothing arrives
	NoActions  bool // interactivity is switched off: buttons, menus and modals do nothing
	NoHome     bool // the Home tab is switched off
	NoMessages bool // and the Messages tab
	ReadOnly   bool // nobody may write in the Messages tab

	Distributed bool // sold outside Slack's Marketplace: history is scarce
}

// DefaultEvents are those an app gets that does not say which.
var DefaultEvents = []string{
	"app_home_opened", "app_mention", "message.im", "member_joined_channel", "member_left_channel",
	"channel_rename", "channel_archive", "channel_unarchive", "channel_left",
	"group_rename", "group_archive", "group_unarchive", "group_left",
}

// AddUser adds a person, or panics when the id is taken or missing: a workspace
// is set up by code that can be put right.
func (s *Server) AddUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unused(u.ID)
	u.Locale = cmp.Or(u.Locale, map[string]string{"fr": "fr-FR", "en": "en-GB"}[string(s.say.Language)])
	u.TimeZone = cmp.Or(u.TimeZone, s.clock.Zone().String())
	if u.Stranger {
		u.TeamID = cmp.Or(u.TeamID, "T0ELSEWHERE")
	}
	u.TeamID = cmp.Or(u.TeamID, s.team.id)
	s.users = append(s.users, &user{User: u})
}

// AddConversation adds a channel, or panics when the id is taken or missing.
func (s *Server) AddConversation(c Conversation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unused(c.ID)
	k := channel
	if c.Private {
		k = private
	}
	s.conversations = append(s.conversations, &conversation{
		id: c.ID, name: c.Name, topic: c.Topic, kind: k,
		members: slices.Clone(c.Members), created: s.clock.Now(),
	})
}

// AddApp installs an app and its bot user, or panics when an id is taken or
// missing.
func (s *Server) AddApp(a App) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unused(a.ID)
	s.unused(a.BotUser)
	a.CommandsPath = cmp.Or(a.CommandsPath, "/slack/commands")
	a.InteractionsPath = cmp.Or(a.InteractionsPath, "/slack/interactions")
	a.OptionsPath = cmp.Or(a.OptionsPath, a.InteractionsPath)
	a.EventsPath = cmp.Or(a.EventsPath, "/slack/events")
	if a.Events == nil {
		a.Events = DefaultEvents
	}
	installed := &app{App: a, botID: "B" + a.ID[1:], scopes: a.Scopes, pending: map[string]*envelope{}, online: make(chan struct{})}
	installed.greet = sync.OnceFunc(func() { close(installed.online) })
	if a.Scopes == nil {
		installed.scopes = everyScope(s.methods)
	}
	s.apps = append(s.apps, installed)
	s.users = append(s.users, &user{app: installed, User: User{
		ID: a.BotUser, Name: handle(a.BotName), RealName: a.BotName, TeamID: s.team.id,
		Locale: "en-US", TimeZone: s.clock.Zone().String(),
	}})
}

func (s *Server) unused(id string) {
	if id == "" {
		panic("localslack: an id is missing")
	}
	_, user := s.user(id)
	_, app := s.app(id)
	_, conversation := s.conversation(id)
	if user || app || conversation {
		panic(fmt.Sprintf("localslack: %s is taken", id))
	}
}

// opaque makes an id that is the same in every run, such as that of the direct
// conversation of two people.
func opaque(prefix string, parts ...string) string {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p + "\x00")) // a hash never fails to write
	}
	return fmt.Sprintf("%s0%010X", prefix, h.Sum64()&0xFFFFFFFFFF)
}
