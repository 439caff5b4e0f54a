package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/recap"
)

// reply is an answer on its way to Slack: the same thing in words and in
// blocks. Text alone is a valid reply, and the zero reply says nothing.
type reply struct {
	Text    string        // the whole answer in words: notifications and screen readers read only this
	Blocks  []slack.Block // what is drawn
	Public  bool          // for everybody in the conversation; otherwise for the asker alone
	Private bool          // for the asker alone even where everybody heard the question
	Replace bool          // takes the place of the message whose button was pressed
	Delete  bool          // removes that message

	// View is opened as a modal, or takes the place of the one in which
	// something was pressed or which was sent; over it, where Over says so.
	// Errors keep a submitted modal open, each beside the block of its id.
	// Without either the modal closes; with Clear the ones below it do too.
	View   *slack.ModalViewRequest
	Over   bool
	Errors map[string]string
	Clear  bool

	// Home is the Home tab of whoever opened it.
	Home *slack.HomeTabViewRequest

	// Later answers what takes longer than Slack waits: it is run once the
	// delivery is acknowledged, and only on its first delivery.
	Later func(context.Context) (reply, error)

	Told []recap.Note // kept with the request, to be sent once it is done; none on its second delivery

	// For the log.
	outcome outcome // "" for an answer
	told    lang.ID // the sentence that refuses
	failure error   // what went wrong
}

// message is the reply as what delivers letters takes it.
func (r reply) message() (recap.Message, error) {
	blocks, err := json.Marshal(r.Blocks)
	if err != nil {
		return recap.Message{}, fmt.Errorf("write a message: %w", err)
	}
	return recap.Message{Text: r.Text, Blocks: blocks}, nil
}

// silent reports whether there is nothing to show in a conversation.
func (r reply) silent() bool { return r.Text == "" && len(r.Blocks) == 0 && !r.Delete }

// heard makes the answer to what was asked before everybody one for all, unless
// it is private.
func (r reply) heard(a asked) reply {
	r.Public = (r.Public || a.public) && !r.Private
	return r
}

// handler answers one thing that somebody asked. What the person can put right
// is returned as a lang.Problem; any other error is logged, once, by whoever
// called the handler.
type handler func(ctx context.Context, a asked) (reply, error)

// routes say who answers what: slash commands by their name, buttons and
// selects by action id, submitted modals by callback id.
type routes struct{ commands, actions, submissions map[string]handler }

// of are those of a kind, by name; nil for a kind that has no names.
func (r routes) of(k kind) map[string]handler {
	switch k {
	case command:
		return r.commands
	case action:
		return r.actions
	case submission:
		return r.submissions
	}
	return nil
}

// routes is filled by one function per surface, each in the surface's file.
func (b *Bot) routes() routes {
	r := routes{map[string]handler{}, map[string]handler{}, map[string]handler{}}
	for _, add := range []func(routes){
		b.commandRoutes, b.fileRoutes, b.leadsRoutes, b.draftsRoutes, b.salesRoutes, b.homeRoutes, b.messageRoutes, b.slaRoutes, b.planRoutes, b.plannerRoutes,
		b.signRoutes, b.guestRoutes, b.successionRoutes, b.recapRoutes, b.ratesRoutes, b.nudgeRoutes, b.alertRoutes,
	} {
		add(r)
	}
	return r
}

// textReply is an answer in words alone, whose typed parts are escaped.
func textReply(text string) reply {
	out := reply{Text: strings.Join(chunks(strings.Split(text, "\n"), textRunes)[:1], "")}
	for _, chunk := range chunks(strings.Split(text, "\n"), sectionRunes) {
		out.Blocks = append(out.Blocks, section(chunk))
	}
	return out
}

// problemReply says what the person can put right.
func problemReply(say lang.Speaker, p *lang.Problem) reply {
	out := textReply(lang.Capital(say.Problem(harmless(p))))
	out.outcome, out.told = refused, p.ID
	return out
}
