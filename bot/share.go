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
	v, err := b.look(ctx, a, lang.Speak(lang.Language(a.settings.Language)), about, true)
	if err != nil {
		return reply{}, err
	}
	return v.shared(a.person.ID), nil
}
