package bot

import (
	"cmp"
	"log/slog"
	"time"
)

// outcome is how a request ended.
type outcome string

const (
	answered outcome = "answered"
	refused  outcome = "refused" // the person was told what to put right
	failed   outcome = "failed"  // see sorry
)

// The doors, by the names under which they are logged and counted.
const (
	bySocket = "socket"
	byHTTP   = "http"
)

// unknown stands for the name of a command, a button or a modal that nothing
// here answers to.
const unknown = "unknown"

// Answered is how a delivery was answered, for whoever counts: nothing in it was
// typed, and each part has few values.
type Answered struct {
	Door    string        // "socket" or "http"
	Kind    string        // such as "command", "action" or "message"
	Name    string        // of the command, button or modal; "" for the others
	Outcome string        // "answered", "refused" or "failed"
	Took    time.Duration // from its arrival until its acknowledgement was sent
}

// tell leaves the one line that every delivery gets, once it is acknowledged, and
// tells whoever counts.
func (b *Bot) tell(r request, out reply, took time.Duration) {
	a := Answered{r.door, string(r.kind), b.named(r), string(cmp.Or(out.outcome, answered)), took}
	if b.Answered != nil {
		b.Answered(a)
	}
	facts := []any{
		"id", r.id, "door", a.Door, "kind", a.Kind, "name", a.Name, "outcome", a.Outcome, "duration", took,
	}
	if out.told != "" {
		facts = append(facts, "told", string(out.told))
	}
	say := b.Log.Info
	if out.failure != nil {
		say, facts = b.Log.Error, append(facts, r.circumstances(out.failure)...)
	}
	say("request answered", facts...)
}

// regret logs what went wrong in an answer that comes after the acknowledgement.
func (b *Bot) regret(r request, out reply) {
	if out.failure != nil {
		b.Log.Error("a later answer could not be given",
			append([]any{"id", r.id, "kind", r.kind, "name", b.named(r)}, r.circumstances(out.failure)...)...)
	}
}

// circumstances are what helps to find out what went wrong.
func (r request) circumstances(failure error) []any {
	return []any{slog.Any("error", failure), "user", r.user, "conversation", r.conversation, "key", r.key}
}

// named is what a request asks for, among the names there are.
func (b *Bot) named(r request) string {
	names := b.routed.of(r.kind)
	if names == nil {
		return ""
	}
	if _, known := names[r.name]; !known {
		return unknown
	}
	return r.name
}
