package localslack

import (
	"crypto/subtle"
	"slices"
	"sync"
)

// app is an installed app and how it is reached.
type app struct {
	App
	botID       string
	scopes      []string
	base        string // the address it calls us at, such as http://127.0.0.1:8065
	connections []*connection
	pending     map[string]*envelope // by envelope id, until acknowledged
	held        []*hold              // deliveries that wait to be overtaken
	online      chan struct{}        // closed by greet
	greet       func()               // notes that it has connected
	removed     bool                 // from the workspace: its tokens are dead

	proof    sync.Mutex // guards what follows, while the app is asked
	isProven bool       // its request URL has echoed a challenge
}

// Online returns what is closed once the app has opened a Socket Mode connection;
// nil for an app that is not installed.
func (s *Server) Online(id string) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, ok := s.app(id); ok {
		return a.online
	}
	return nil
}

// overSocket reports whether the app is reached through Socket Mode.
func (a *app) overSocket() bool { return a.RequestURL == "" }

// connectable reports whether it may open connections.
func (a *app) connectable() bool { return a.overSocket() && !a.NoSocket }

// may reports whether the bot token has one of the scopes; none asks nothing.
func (a *app) may(scopes ...string) bool {
	return len(scopes) == 0 || slices.ContainsFunc(scopes, func(s string) bool { return slices.Contains(a.scopes, s) })
}

// pathOfCommand is where one of its commands goes, empty where all do.
func (a *app) pathOfCommand(name string) string {
	for _, c := range a.Commands {
		if c.Name == name {
			return c.Path
		}
	}
	return ""
}

func (a *app) subscribed(event string) bool { return slices.Contains(a.Events, event) }

// tokenOwner finds the app of a token, and whether it is its app-level token.
func (w *workspace) tokenOwner(token string) (a *app, appLevel, ok bool) {
	for _, a := range w.apps {
		if same(a.BotToken, token) {
			return a, false, true
		}
		if same(a.AppToken, token) {
			return a, true, true
		}
	}
	return nil, false, false
}

func same(secret, given string) bool {
	return secret != "" && subtle.ConstantTimeCompare([]byte(secret), []byte(given)) == 1
}

// uninstall takes an app out of the workspace: it hears of it once more, and its
// tokens are dead. The caller holds the lock.
func (s *Server) uninstall(a *app) {
	s.event(a, "tokens_revoked", nil, object{
		"type": "tokens_revoked", "tokens": object{"oauth": []string{}, "bot": []string{a.BotUser}}, "event_ts": s.nextTS(),
	})
	s.event(a, "app_uninstalled", nil, object{"type": "app_uninstalled", "event_ts": s.nextTS()})
	a.removed = true
}

// apiBase is where apps call, which may be another name of this machine than the
// page's: clients fetch files from nowhere else. Empty before any has called.
func (s *Server) apiBase() string {
	for _, a := range s.apps {
		if a.base != "" {
			return a.base
		}
	}
	return ""
}

// bot returns the user the app speaks as.
func (s *Server) bot(a *app) *user {
	u, _ := s.user(a.BotUser) // AddApp made it
	return u
}

func (a *app) closeConnections() {
	for _, c := range a.connections {
		c.cut()
	}
}
