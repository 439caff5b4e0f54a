package bot

import (
	"context"

	"github.com/treve-bot/treve/internal/lang"
)

// share posts the status under the button for everybody in the conversation,
// as it is now, in the workspace's language, and says who shared it.
func (b *Bot) share(ctx context.Context, a asked) (reply, error) {
	about, err := subjectOf(a.value)
	if err != nil {
		return reply{}, err
	}
	r, err := b.gather(ctx, a, about.Month)
	if err != nil {
		return reply{}, err
	}
	say := lang.Speak(lang.Language(a.settings.Language))
	v := newView(newBoard(say, r, a.settings, true), about, a.catalogue)
	return v.shared(a.person.ID), nil
}
