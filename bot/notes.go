package bot

import (
	"context"
	"fmt"
	"time"

	"github.com/treve-bot/treve/internal/recap"
)

// keepFor is how long it may take to write notes down: what is left of Slack's
// three seconds.
const keepFor = 400 * time.Millisecond

// keep writes down what others are told of a request, before it is acknowledged,
// and returns what sends it. Where that cannot be written down now it is said all
// the same, once.
func (b *Bot) keep(ctx context.Context, r request, a asked, notes []note) (send func(context.Context)) {
	if len(notes) == 0 {
		return func(context.Context) {}
	}
	ctx, cancel := context.WithTimeout(ctx, keepFor)
	defer cancel()
	letters, err := a.letters(notes)
	if err == nil {
		err = b.Recaps.Keep(ctx, letters)
	}
	b.note(r, err)
	return func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, sayFor)
		defer cancel()
		if err == nil {
			if err := b.Recaps.Send(ctx, b.Now(), letters); err != nil {
				b.Log.Warn("somebody is told later", "error", err, "kind", r.kind, "name", r.name, "key", r.key)
			}
			return
		}
		for _, n := range notes {
			b.note(r, b.post(ctx, n.To, "", n.reply))
		}
	}
}

// letters are the notes of a request, each under a name of its own.
func (a asked) letters(notes []note) (letters []recap.Note, err error) {
	for i, n := range notes {
		m, err := n.message()
		if err != nil {
			return nil, err
		}
		letters = append(letters, recap.NewNote(n.To, fmt.Sprintf("%s/%d", a.key, i), a.today, a.now, m))
	}
	return letters, nil
}
