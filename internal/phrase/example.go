package phrase

import (
	"strings"

	"github.com/treve-bot/treve/internal/lang"
)

// Example is one thing to type, in the workspace's own names, and what it does.
type Example struct {
	Text  string // may be sent as a message as it is, slash and all
	Means string
}

// examples are the messages of Examples, in the order of a first day's use: the
// part of the id after "phrase.type." is what is typed, the same after
// "phrase.does." what it does.
var examples = []string{
	"record", "correct", "yesterday", "total", "form", "undo", "log",
	"contacted", "won", "rejected", "away", "back", "mute",
	"status", "segment", "why", "funnel", "rates", "late", "needed", "recap", "recap_in", "recap_at",
	"recap_log",
}

// Examples returns the help of every surface: what can be typed, and what each
// does.
func Examples(c Context, l lang.Language) []Example { return c.say(examples, l) }

// GuestExamples returns the help for guests: what they may type.
func GuestExamples(c Context, l lang.Language) []Example { return c.say(guestExamples, l) }

// guestExamples are the messages of GuestExamples.
var guestExamples = []string{"record", "yesterday", "form", "undo", "own_log"}

// PlanExamples returns the help for managers: how a plan is typed.
func PlanExamples(c Context, l lang.Language) []Example { return c.say(planExamples, l) }

func (c Context) say(list []string, l lang.Language) []Example {
	say := lang.Speak(l)
	var found []Example
	for _, e := range list {
		found = append(found, Example{
			Text:  say.Say(lang.ID("phrase.type."+e), c.sample()),
			Means: say.Say(lang.ID("phrase.does."+e), c.sample()),
		})
	}
	return found
}

// planExamples are the messages of PlanExamples.
var planExamples = []string{
	"plan", "add_channel", "add_persona", "goal", "rate", "sale", "target", "dates", "definition",
	"owner", "sales_owner", "rhythm", "promise", "team", "alias", "rename", "archive", "closed", "settings",
	"propose", "simulate", "sign", "signer", "invite",
}

// example is a command that records, in the workspace's own names; it works in every
// conversation.
func (c Context) example() string { return "/leads 12 " + c.someChannel() + " " + c.somePersona() }

// sample fills examples with the workspace's own names.
func (c Context) sample() lang.Args {
	return lang.Args{"channel": c.someChannel(), "persona": c.somePersona()}
}

func (c Context) someChannel() string {
	if all := c.channels(); len(all) > 0 {
		return strings.ToLower(all[0])
	}
	return "email"
}

func (c Context) somePersona() string {
	if all := c.personas(); len(all) > 0 {
		return strings.ToLower(all[0].Name)
	}
	return "pme"
}
