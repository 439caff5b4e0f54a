package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Slack drops acknowledgements of 20 kB and more without a word. A message that
// is longer goes another way; a modal that follows another has no other, and is
// made to fit.
const ackBytes = 12_000

// What is said once the delivery is acknowledged may take so long, and what is
// only worked out then.
const (
	sayFor   = 10 * time.Second
	laterFor = time.Minute
)

// dispatch answers a delivery. What it returns first goes into the
// acknowledgement, nil meaning an empty one; then is what remains to be said
// once that is on its way, and is never nil.
func (b *Bot) dispatch(ctx context.Context, r request) (ack []byte, then func(context.Context)) {
	if r.kind == placed {
		if b.moved(ctx, r) {
			return nil, func(ctx context.Context) { b.lookNow(ctx, r) }
		}
		return nil, func(context.Context) {}
	}
	if r.kind == nothing || r.user == b.slack.User || b.elsewhere(r) {
		return nil, func(context.Context) {}
	}
	if r.kind == departed {
		b.note(r, b.leaves(ctx, r))
		return nil, func(ctx context.Context) { b.lookNow(ctx, r) }
	}
	began := b.Real()
	r.id = newID()
	if refused, spoken := b.asking.count(r, b.MostAMinute, b.Now()); refused > 0 {
		return b.tooMuch(r, began, refused, spoken)
	}
	a, out := b.answer(ctx, r)
	if out.outcome == failed {
		out = r.keepOpen(out, a.say.Say("dispatch.sorry.form", lang.Args{"id": r.id}))
	}
	b.asking.heard(r.user, a.say.Language)
	ack, rides := riding(r, out)
	return ack, func(ctx context.Context) {
		defer b.survive(r)
		b.tell(r, out, b.Real().Sub(began))
		b.sayRest(ctx, r, a, out, rides)
		b.sendNotes(ctx, r, out.Told)
		if out.Later != nil {
			b.sayLater(ctx, r, a, out.Later)
		}
	}
}

// lookNow sends at once what follows from Slack's news, which the next look would
// half a minute later.
func (b *Bot) lookNow(ctx context.Context, r request) {
	defer b.survive(r)
	if b.Look == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, laterFor)
	defer cancel()
	b.note(r, b.Look(ctx))
}

// sayRest says what the acknowledgement could not hold, and tells the others.
func (b *Bot) sayRest(ctx context.Context, r request, a asked, out reply, rode bool) {
	ctx, cancel := context.WithTimeout(ctx, sayFor)
	defer cancel()
	if !rode && (!out.silent() || out.Home != nil) {
		b.note(r, b.say(ctx, r, a, out))
	}
	if a.atHome && out.View == nil {
		b.homeAgain(ctx, r, a)
	}
}

// survive keeps the process alive through a panic, which nobody is waiting to
// hear about any more.
func (b *Bot) survive(r request) {
	if p := recover(); p != nil {
		b.Log.Error("a panic after the acknowledgement", "id", r.id, "error", p, "stack", string(debug.Stack()),
			"kind", r.kind, "name", r.name, "user", r.user, "key", r.key)
	}
}

// sayLater works an answer out after the acknowledgement and gives it.
func (b *Bot) sayLater(ctx context.Context, r request, a asked, answering func(context.Context) (reply, error)) {
	ctx, cancel := context.WithTimeout(ctx, laterFor)
	defer cancel()
	if b.taken(ctx, r, "/later") {
		return
	}
	out := b.guarded(&a, r, func() (reply, error) {
		out, err := answering(ctx)
		return out.heard(a), err
	})
	b.regret(r, out)
	if !out.silent() {
		b.note(r, b.say(ctx, r, a, out))
	}
}

// taken reports whether another delivery of the request has already taken the
// right to do a thing; if not, it is taken now.
func (b *Bot) taken(ctx context.Context, r request, thing string) bool {
	taking := ledger.Request{Key: r.key + thing, Asked: thing, Author: r.user, At: b.Now()}
	_, taken, err := b.Books.Once(ctx, taking, func(context.Context, Page) ([]byte, error) { return []byte("{}"), nil })
	if err != nil {
		b.note(r, fmt.Errorf("take the right to answer: %w", err)) // silence would be worse than saying it twice
	}
	return taken
}

// elsewhere reports a message in a thread that is not ours, which people use to
// talk about something else.
func (b *Bot) elsewhere(r request) bool {
	return (r.kind == message || r.kind == edit) && !r.mention && r.threadTS != "" && r.threadStarter != b.slack.User
}

func (b *Bot) note(r request, err error) {
	if err != nil {
		b.Log.Warn("an answer did not arrive", "id", r.id, "error", err, "kind", r.kind, "name", r.name, "user", r.user, "key", r.key)
	}
}

// riding returns what goes into the acknowledgement itself, and whether that is
// the whole answer. Slack reads one for commands and sent modals only.
func riding(r request, out reply) (ack []byte, rides bool) {
	switch {
	case r.kind == submission && len(out.Errors) > 0:
		return encode(map[string]any{"response_action": "errors", "errors": out.Errors}), true
	case r.kind == submission && out.View != nil:
		return encode(map[string]any{"response_action": out.placed(), "view": out.View}), out.silent()
	case r.kind == submission && out.Clear:
		return encode(map[string]any{"response_action": "clear"}), out.silent()
	case r.kind != command || out.silent():
		return nil, false
	}
	if ack = encode(out.spoken()); len(ack) > ackBytes {
		return nil, false
	}
	return ack, true
}

// placed says where the modal of an answer goes.
func (r reply) placed() string {
	if r.Over {
		return "push"
	}
	return "update"
}

func encode(payload any) []byte {
	raw, err := json.Marshal(payload)
	if err != nil {
		panic(fmt.Errorf("write an answer as JSON: %w", err)) // texts and blocks of our own making
	}
	return raw
}

// say gives an answer that did not ride in the acknowledgement.
func (b *Bot) say(ctx context.Context, r request, a asked, out reply) error {
	switch r.kind {
	case message, edit:
		return b.sayOnce(ctx, r, out)
	case submission:
		return b.sayAfterModal(ctx, r, a, out)
	case opened:
		return b.publish(ctx, r, out)
	}
	if a.atHome { // a Home tab has no conversation to answer in
		return b.post(ctx, r.user, "", out)
	}
	s := out.spoken()
	s.ThreadTS = a.threadTS
	return b.slack.respond(ctx, r.responseURL, s)
}

// sayOnce posts the answer to a message. Posting twice shows twice, so the
// right to post is taken under the message's key first: a message that Slack
// delivers again, here or to another process, finds it taken. Should this
// process die in between, nothing is said and the person asks again. That something
// went wrong is no answer: the message may come again, and have one then.
func (b *Bot) sayOnce(ctx context.Context, r request, out reply) error {
	if out.outcome != failed && b.taken(ctx, r, "/answer") {
		return nil
	}
	switch {
	case r.mention && out.Public:
		return b.post(ctx, r.conversation, cmp.Or(r.threadTS, r.messageTS), out)
	case r.mention:
		return b.whisper(ctx, r.conversation, r.user, r.threadTS, out)
	}
	return b.post(ctx, r.conversation, r.threadTS, out)
}

// sayAfterModal answers where the modal was asked for. Its response URL may
// have expired while the person was writing, and the conversation may not have
// us in it: the direct message always does.
func (b *Bot) sayAfterModal(ctx context.Context, r request, a asked, out reply) error {
	var err error
	if a.responseURL != "" {
		if err = b.slack.respond(ctx, a.responseURL, out.spoken()); err == nil {
			return nil
		}
	}
	if a.conversation != "" && !strings.HasPrefix(a.conversation, "D") {
		failed := b.whisper(ctx, a.conversation, r.user, a.threadTS, out)
		if failed == nil {
			return nil
		}
		err = errors.Join(err, failed)
	}
	if failed := b.post(ctx, r.user, "", out); failed != nil {
		return errors.Join(err, failed, b.keepAnswer(ctx, r, a, out))
	}
	return nil
}

// keepAnswer leaves an answer that did not arrive to the next looks: the modal is
// gone, and it may be a question.
func (b *Bot) keepAnswer(ctx context.Context, r request, a asked, out reply) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sayFor)
	defer cancel()
	letters, err := a.letters([]note{{r.user, out}})
	if err == nil {
		err = b.Recaps.Keep(ctx, letters)
	}
	return err
}

// show opens the modal of a reply, or puts it in place of the one that
// something was pressed in. When Slack does not take it, the person is shown
// another way.
func (b *Bot) show(ctx context.Context, a asked, out reply) reply {
	if out.View == nil {
		return out
	}
	var err error
	switch {
	case a.form.id == "":
		_, err = b.slack.api.OpenViewContext(ctx, a.triggerID, *out.View)
	case out.Over:
		_, err = b.slack.api.PushViewContext(ctx, a.triggerID, *out.View)
	default:
		_, err = b.slack.api.UpdateViewContext(ctx, *out.View, "", a.form.hash, a.form.id)
	}
	if err == nil {
		return out
	}
	b.Log.Warn("a modal could not be shown", "error", err, "user", a.person.ID, "key", a.key)
	if a.form.id != "" {
		return out
	}
	return problemReply(a.say, lang.Refuse("dispatch.no_modal", nil))
}
