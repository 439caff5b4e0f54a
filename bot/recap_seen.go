package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/recap"
)

// doubtButtons are what can be done about a recap that may have arrived: send it
// again as long as its day lasts, or say that it is there, unless somebody has.
func doubtButtons(say lang.Speaker, p recap.Post, name string) []slack.BlockElement {
	again, seen := say.Say("recap.button.again", nil), say.Say("recap.button.seen", nil)
	if name != "" { // there are others
		again, seen = again+" · "+name, seen+" · "+name
	}
	about := p.Day.String() + " " + p.Conversation
	buttons := []slack.BlockElement{button(actionRecapAgain, again, about)}
	if p.Reason != recap.Seen {
		buttons = append(buttons, button(actionRecapSeen, seen, about+" "+string(p.Kind)))
	}
	return buttons
}

// pressSeen notes that somebody has seen a recap that could not be confirmed.
func (b *Bot) pressSeen(ctx context.Context, a asked) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	parts := strings.Split(a.value, " ")
	if len(parts) != 3 {
		return reply{}, fmt.Errorf("read which recap was seen: %q", a.value)
	}
	day, err := calendar.ParseDate(parts[0])
	if err != nil {
		return reply{}, err
	}
	key, args := recap.Key{Conversation: parts[1], Day: day, Kind: recap.Kind(parts[2])}, lang.Args{"day": day, "conversation": place(parts[1])}
	switch err := b.Recaps.SeenThere(ctx, key); {
	case errors.Is(err, recap.ErrTaken): // sent again meanwhile
		return textReply(a.say.Say("recap.seen.not", args)), nil
	case err != nil:
		return reply{}, err
	}
	b.Log.Info("a recap was seen where it was to go", "day", day.String(), "conversation", key.Conversation, "user", a.person.ID)
	out := textReply(a.say.Say("recap.seen.done", args))
	out.Replace = true
	return out, nil
}
