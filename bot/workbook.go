package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/report"
)

// Files makes and reads the files people keep their figures in.
type Files interface {
	// Workbook is a month at a cut-off as a workbook, in the speaker's language.
	Workbook(ctx context.Context, cut report.Cut, say lang.Speaker) ([]byte, error)
	// Read recognises a file by what is in it, and reads it.
	Read(content []byte) (intake.File, error)
}

// export sends the month's workbook to the asker in a direct message: amounts
// stand in it, and it is theirs to work with.
func (b *Bot) export(a asked, m calendar.Month) (reply, error) {
	cut, err := cutOf(a, m)
	if err != nil {
		return reply{}, err
	}
	return reply{Later: func(ctx context.Context) (reply, error) {
		content, err := b.Files.Workbook(ctx, cut, a.say)
		if err != nil {
			return reply{}, fmt.Errorf("write the workbook of %s: %w", cut.Month, err)
		}
		to, err := b.directWith(ctx, a.person.ID)
		if err != nil {
			return reply{}, err
		}
		if err := b.send(ctx, to, workbookName(cut.Month), content, a.say.Say("workbook.here", lang.Args{"month": cut.Month})); err != nil {
			return reply{}, err
		}
		if a.conversation == to {
			return reply{}, nil
		}
		out := textReply(a.say.Say("workbook.sent", lang.Args{"month": cut.Month}))
		out.Private = true
		return out, nil
	}}, nil
}

func workbookName(m calendar.Month) string { return "sla-" + m.String() + ".xlsx" }

// directWith is the conversation of a person with us.
func (b *Bot) directWith(ctx context.Context, user string) (conversation string, err error) {
	c, _, _, err := b.slack.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
	if err != nil {
		return "", fmt.Errorf("open a direct message: %w", err)
	}
	return c.ID, nil
}

// send puts a file into a conversation, with a word.
func (b *Bot) send(ctx context.Context, conversation, name string, content []byte, word string) error {
	_, err := b.slack.api.UploadFileContext(ctx, slack.UploadFileParameters{
		Reader: bytes.NewReader(content), FileSize: len(content), Filename: name, Title: name,
		Channel: conversation, InitialComment: word,
	})
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok && refused.Err == "missing_scope" {
		return lang.Refuse("workbook.may_not_send", nil)
	}
	if err != nil {
		return fmt.Errorf("send a file: %w", err)
	}
	return nil
}

// askForFile asks, in the direct message, for the file that is to be imported.
func (b *Bot) askForFile(ctx context.Context, a asked) (reply, error) {
	if err := b.managersOnly(ctx, a); err != nil {
		return reply{}, err
	}
	return reply{Later: func(ctx context.Context) (reply, error) {
		to, err := b.directWith(ctx, a.person.ID)
		if err != nil {
			return reply{}, err
		}
		ask := textReply(a.say.Say("intake.drop_here", nil))
		if a.conversation == to && a.responseURL == "" {
			return ask, nil
		}
		if err := b.post(ctx, to, "", ask); err != nil {
			return reply{}, err
		}
		out := textReply(a.say.Say("intake.asked", nil))
		out.Private = true
		return out, nil
	}}, nil
}
