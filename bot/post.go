package bot

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"
)

// spoken is a message as the acknowledgement and the response URL take it.
type spoken struct {
	Text            string        `json:"text,omitempty"`
	Blocks          []slack.Block `json:"blocks,omitempty"`
	ResponseType    string        `json:"response_type,omitempty"`
	ThreadTS        string        `json:"thread_ts,omitempty"`
	ReplaceOriginal bool          `json:"replace_original"`
	DeleteOriginal  bool          `json:"delete_original,omitempty"`
	// Links and names in the text are words: whatever is meant to be a link or
	// a mention is written as one.
	Parse string `json:"parse,omitempty"`
}

func (r reply) spoken() spoken {
	if r.Delete {
		return spoken{DeleteOriginal: true}
	}
	s := spoken{
		Text: r.Text, Blocks: r.Blocks, ResponseType: slack.ResponseTypeEphemeral,
		ReplaceOriginal: r.Replace, Parse: "none",
	}
	if r.Public {
		s.ResponseType = slack.ResponseTypeInChannel
	}
	return s
}

// options are a reply as the methods of chat take it. Nothing in it is looked
// up, linked or previewed by Slack.
func (r reply) options(threadTS string) []slack.MsgOption {
	options := []slack.MsgOption{
		slack.MsgOptionText(r.Text, false), slack.MsgOptionParse(false),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
	if len(r.Blocks) > 0 {
		options = append(options, slack.MsgOptionBlocks(r.Blocks...))
	}
	if threadTS != "" {
		options = append(options, slack.MsgOptionTS(threadTS))
	}
	return options
}

// post says something in a conversation, for all who are in it. A user id is
// the direct message with that user.
func (b *Bot) post(ctx context.Context, conversation, threadTS string, r reply) error {
	_, _, err := b.slack.api.PostMessageContext(ctx, conversation, r.options(threadTS)...)
	if err != nil {
		return fmt.Errorf("post a message: %w", err)
	}
	return nil
}

// whisper says something in a conversation to one person alone.
func (b *Bot) whisper(ctx context.Context, conversation, user, threadTS string, r reply) error {
	_, err := b.slack.api.PostEphemeralContext(ctx, conversation, user, r.options(threadTS)...)
	if err != nil {
		return fmt.Errorf("post a message to one person: %w", err)
	}
	return nil
}
