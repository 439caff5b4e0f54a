package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/localslack/localclient"
)

// client, message: what a person does and sees.
type (
	client  = localclient.Client
	message = localclient.Message
)

// background is what commands run under that nobody interrupts.
var background = context.Background()

// The people and places of the sample company.
const (
	claire    = "U0CLAIRE001" // manager, French
	marc      = "U0MARC00001" // member, French
	julien    = "U0JULIEN001" // member, French, of sales
	emma      = "U0EMMA00001" // member, English
	ines      = "U0INES00001" // guest
	tom       = "U0TOM000001" // of another organisation
	treveBot  = "U0TREVE0001"
	marketing = "C0MARKETING"
	sales     = "C0VENTES001"
)

// as speaks as a person.
func (s *stage) as(user string) *client { return localclient.New(s.base, user) }

// ask types something and returns the app's answer, the first thing it shows to
// that person there, which must have all of the words in it.
func (s *stage) ask(user, conversation, text string, words ...string) message {
	s.Helper()
	m := s.hear(user, func(c *client) error {
		_, err := c.Type(s.Context(), conversation, text)
		return err
	}, func(m message) bool { return m.Conversation == conversation && s.answers(m) })
	s.wantWords(m, words...)
	return m
}

// press presses a button of a message and returns the answer to that.
func (s *stage) press(user string, m message, actionID string, words ...string) message {
	s.Helper()
	answer := s.hear(user, func(c *client) error { return c.Press(s.Context(), m, actionID) },
		func(answer message) bool { return answer.Conversation == m.Conversation })
	s.wantWords(answer, words...)
	return answer
}

// answers reports whether a message speaks to one person rather than to all.
func (s *stage) answers(m message) bool {
	return m.Ephemeral || strings.HasPrefix(m.Conversation, "D")
}

// watching does something under the eyes of whoever does it; the caller stops the
// watch.
func (s *stage) watching(user string, do func(*client) error) *localclient.Watch {
	s.Helper()
	c := s.as(user)
	watch, err := c.Watch(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	if err := do(c); err != nil {
		watch.Stop()
		s.Fatal(err)
	}
	return watch
}

// hear does something and waits for a message of the app.
func (s *stage) hear(user string, do func(*client) error, want func(message) bool) message {
	s.Helper()
	watch := s.watching(user, do)
	defer watch.Stop()
	m, err := watch.Message(patience, func(m message) bool { return m.Bot && want(m) })
	if err != nil {
		s.Fatalf("%v\n%s", err, s.said())
	}
	return m
}

// view does something and waits for a modal.
func (s *stage) view(user string, do func(*client) error) localclient.View {
	s.Helper()
	watch := s.watching(user, do)
	defer watch.Stop()
	v, err := watch.View(patience)
	if err != nil {
		s.Fatalf("%v\n%s", err, s.said())
	}
	return v
}

// wantWords wants words in a message.
func (s *stage) wantWords(m message, words ...string) {
	s.Helper()
	text := wordsOf(m)
	for _, word := range words {
		if !strings.Contains(text, word) {
			s.Errorf("the answer has no %q:\n%s", word, plainSpaces(m.Text))
		}
	}
}

// wordsOf is all that can be read in a message: its text, and its blocks.
func wordsOf(m message) string {
	words := []string{m.Text}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			for name, member := range v {
				if text, ok := member.(string); ok && name == "text" {
					words = append(words, text)
				}
				walk(member)
			}
		}
	}
	for _, b := range m.Blocks {
		walk(b)
	}
	return plainSpaces(strings.Join(words, "\n"))
}

// wantNoButton wants a message to have lost a button, as its old copies have.
func (s *stage) wantNoButton(user string, m message, actionID string) {
	s.Helper()
	var refused *localclient.Refused
	if err := s.as(user).Press(s.Context(), m, actionID); !errors.As(err, &refused) {
		s.Errorf("pressing %s again: %v; want the button to be gone", actionID, err)
	}
}

// awaitWords waits, jumping ahead a little where time has to go by, until so many
// of the app's messages have all of the words, and wants no more of them.
func (s *stage) awaitWords(user, conversation string, n int, words ...string) {
	s.Helper()
	count := func() (found int) {
		for _, m := range s.messages(user, conversation, "") {
			text := wordsOf(m)
			if m.Bot && !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) }) {
				found++
			}
		}
		return found
	}
	for deadline := time.Now().Add(2 * patience); count() < n && time.Now().Before(deadline); {
		s.jump("+1m")
	}
	s.jump("+1m")
	if got := count(); got != n {
		s.Fatalf("%d messages say %q; want %d\n%s", got, words, n, s.said())
	}
}

// direct is the conversation of a person with the bot.
func (s *stage) direct(user string) string {
	s.Helper()
	state, err := s.as(user).State(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	at := slices.IndexFunc(state.Conversations, func(c localclient.Conversation) bool { return c.Kind == "app" })
	if at < 0 {
		s.Fatal("no direct conversation with the app")
	}
	return state.Conversations[at].ID
}

// messages are those of a conversation that the app wrote for all to read.
func (s *stage) messages(user, conversation, thread string) []message {
	s.Helper()
	all, err := s.as(user).Messages(s.Context(), conversation, thread)
	if err != nil {
		s.Fatal(err)
	}
	return slices.DeleteFunc(all, func(m message) bool { return m.App == "" || m.Ephemeral })
}

// jump moves the civil clock and waits until the bots have done all that fell
// due on the way.
func (s *stage) jump(to string) {
	s.Helper()
	clock, err := s.as(claire).Jump(s.Context(), to, 2*patience)
	if err != nil || len(s.bots) > 0 && !clock.Reached {
		s.Fatalf("jump to %s: %+v, %v\n%s", to, clock, err, s.said())
	}
}

// recaps are the recaps posted in a conversation, the oldest first.
func (s *stage) recaps(conversation string) []message {
	s.Helper()
	return slices.DeleteFunc(s.messages(claire, conversation, ""), func(m message) bool { return m.Metadata == nil })
}

// wantRecaps wants so many recaps in #marketing, and words in the last.
func (s *stage) wantRecaps(when string, n int, words ...string) []message {
	s.Helper()
	got := s.recaps(marketing)
	if len(got) != n {
		for _, m := range got {
			s.Logf("%s: %.80s", m.TS, m.Text)
		}
		s.Fatalf("%s: %d recaps; want %d\n%s", when, len(got), n, s.said())
	}
	if n > 0 {
		s.wantWords(got[n-1], words...)
	}
	return got
}
