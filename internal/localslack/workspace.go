package localslack

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// workspace is everything that is stored. Server.mu guards it.
type workspace struct {
	team                          team
	users                         []*user // bots too
	apps                          []*app
	conversations                 []*conversation // direct ones too
	files                         []*file
	triggers                      map[string]*trigger
	responses                     map[string]*response
	sweepTriggers, sweepResponses int // see sweep
	tickets                       map[string]ticket
	buckets                       map[rated]*bucket
	modals                        map[string][]*view // by user, the top one last
	homes                         []*view
	lastTS                        int64 // microseconds
}

type team struct{ id, name, domain string }

type user struct {
	User
	app *app // nil for people
}

func newWorkspace(o Options) workspace {
	return workspace{
		team: team{
			cmp.Or(o.TeamID, "T0LOCAL001"), cmp.Or(o.TeamName, "Local"), cmp.Or(o.Domain, "local"),
		},
		triggers: map[string]*trigger{}, responses: map[string]*response{}, modals: map[string][]*view{},
		tickets: map[string]ticket{}, buckets: map[rated]*bucket{},
	}
}

func (w *workspace) user(id string) (*user, bool) {
	i := slices.IndexFunc(w.users, func(u *user) bool { return u.ID == id })
	if i < 0 {
		return nil, false
	}
	return w.users[i], true
}

// person finds somebody who can type.
func (w *workspace) person(id string) (*user, bool) {
	u, ok := w.user(id)
	return u, ok && u.app == nil
}

func (w *workspace) app(id string) (*app, bool) {
	i := slices.IndexFunc(w.apps, func(a *app) bool { return a.ID == id })
	if i < 0 {
		return nil, false
	}
	return w.apps[i], true
}

// command finds a slash command and its app, which must hold the scope of
// commands. Where two apps have it, the last installed wins, as in Slack.
func (w *workspace) command(name string) (*app, Command, bool) {
	for _, a := range slices.Backward(w.apps) {
		for _, c := range a.Commands {
			if !a.removed && a.may("commands") && strings.EqualFold(c.Name, name) {
				return a, c, true
			}
		}
	}
	return nil, Command{}, false
}

func (w *workspace) conversation(id string) (*conversation, bool) {
	i := slices.IndexFunc(w.conversations, func(c *conversation) bool { return c.id == id })
	if i < 0 {
		return nil, false
	}
	return w.conversations[i], true
}

// named finds a channel by name, with or without "#".
func (w *workspace) named(name string) (*conversation, bool) {
	name = strings.TrimPrefix(name, "#")
	i := slices.IndexFunc(w.conversations, func(c *conversation) bool {
		return c.kind != direct && c.name == name
	})
	if i < 0 {
		return nil, false
	}
	return w.conversations[i], true
}

// direct returns the direct conversation of two users, opening it if need be.
func (s *Server) direct(one, other *user) *conversation {
	pair := []string{one.ID, other.ID}
	slices.Sort(pair)
	id := opaque("D", pair...)
	if c, ok := s.conversation(id); ok {
		return c
	}
	c := &conversation{id: id, kind: direct, members: pair, created: s.clock.Now()}
	s.conversations = append(s.conversations, c)
	return c
}

// handle makes a user name of a shown name: "Trêve" is treve.
func handle(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte('_')
		}
	}
	return b.String()
}
