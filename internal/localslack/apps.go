package localslack

import (
	"crypto/subtle"
	"slices"
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

// may reports whether the bot token has one of the scopes; none asks nothing.
func (a *app) may(scopes ...string) bool {
	return len(scopes) == 0 || slices.ContainsFunc(scopes, func(s string) bool { return slices.Contains(a.scopes, s) })
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
