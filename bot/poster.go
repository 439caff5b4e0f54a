package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptrace"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
	"unicode"

	"github.com/slack-go/slack"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

// recapEvent is the type of the metadata every recap and letter carries. Whoever
// reads the conversation reads them too, so there is nothing in them but an opaque
// mark.
const recapEvent = "treve_recap"

// poster speaks in Slack for whoever delivers recaps and letters.
type poster struct{ *Bot }

// Poster returns the voice of the recaps.
func (b *Bot) Poster() recap.Poster { return poster{b} }

// Post makes one attempt to post a recap. It is never repeated here: what may
// have arrived is for the caller to look up.
func (p poster) Post(ctx context.Context, at recap.Place, mark string, m recap.Message) (messageTS string, err error) {
	r := reply{Text: m.Text}
	if r.Blocks, err = decodeBlocks(m.Blocks); err != nil {
		return "", &recap.Failure{Class: recap.Malformed, Reason: "blocks_unreadable", Err: err}
	}
	var reached atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { reached.Store(true) },
	})
	_, messageTS, err = p.slack.api.PostMessageContext(ctx, at.Conversation, append(r.options(at.Thread), recapMark(mark))...)
	if err != nil {
		return "", failure(err, reached.Load())
	}
	return messageTS, nil
}

// decodeBlocks reads the blocks of a stored message; none are nil.
func decodeBlocks(stored []byte) ([]slack.Block, error) {
	if stored == nil {
		return nil, nil
	}
	var blocks slack.Blocks
	if err := json.Unmarshal(stored, &blocks); err != nil {
		return nil, fmt.Errorf("read the blocks of a recap: %w", err)
	}
	return blocks.BlockSet, nil
}

// A page of history is as long as Slack allows, fifteen messages for some apps;
// beyond so many pages a conversation is too busy to prove anything absent.
const (
	historyPage  = 100
	historyPages = 20
)

// Find looks for a recap, or for what follows one in its thread, by the mark in its
// metadata, between two instants. History does not tell metadata to everybody: a
// message of ours without any that begins alike may be the one.
func (p poster) Find(ctx context.Context, at recap.Place, mark string, sent recap.Message, from, to time.Time) (messageTS string, found bool, err error) {
	if at.Conversation, err = p.channel(ctx, at.Conversation); err != nil {
		return "", false, unread(err)
	}
	cursor, doubtful := "", false
	for range historyPages {
		messages, next, err := p.page(ctx, at, from, to, cursor)
		if err != nil {
			return "", false, unread(err)
		}
		for _, m := range messages {
			if bears(m, mark) && p.ours(m) {
				return m.Timestamp, true, nil
			}
			doubtful = doubtful || m.Metadata.EventType == "" && p.ours(m) && alike(m.Text, sent.Text)
		}
		if cursor = next; cursor == "" {
			return "", false, hiddenIf(doubtful)
		}
	}
	return "", false, &recap.Failure{Class: recap.Permanent, Reason: "history_too_long"}
}

func hiddenIf(doubtful bool) error {
	if !doubtful {
		return nil
	}
	return &recap.Failure{Class: recap.Permanent, Reason: "metadata_hidden"}
}

// channel is where a conversation is read. A person's id, which is enough to
// write to them, stands for the direct messages with them.
func (p poster) channel(ctx context.Context, conversation string) (string, error) {
	if !strings.HasPrefix(conversation, "U") && !strings.HasPrefix(conversation, "W") {
		return conversation, nil
	}
	direct, _, _, err := p.slack.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{conversation}})
	if err != nil {
		return "", err
	}
	return direct.ID, nil
}

// page reads one page of a conversation or of a thread.
func (p poster) page(ctx context.Context, at recap.Place, from, to time.Time, cursor string) ([]slack.Message, string, error) {
	if at.Thread != "" {
		messages, _, next, err := p.slack.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: at.Conversation, Timestamp: at.Thread, Limit: historyPage, Cursor: cursor,
			Oldest: slackTime(from), Latest: slackTime(to), Inclusive: true, IncludeAllMetadata: true,
		})
		return messages, next, err
	}
	page, err := p.slack.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: at.Conversation, Limit: historyPage, Cursor: cursor,
		Oldest: slackTime(from), Latest: slackTime(to), Inclusive: true, IncludeAllMetadata: true,
	})
	if err != nil {
		return nil, "", err
	}
	return page.Messages, page.ResponseMetaData.NextCursor, nil
}

// ours keeps another app's message with a borrowed id from being adopted.
func (p poster) ours(m slack.Message) bool { return m.User == "" || m.User == p.slack.User }

// shortcode is how Slack writes an emoji that it was sent as a sign.
var shortcode = regexp.MustCompile(`:[a-z0-9_+'-]+:`)

// alike reports whether one text begins with the other, however Slack has written
// the signs of one of them.
func alike(shown, sent string) bool {
	essence := func(text string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, shortcode.ReplaceAllString(unescape(text), ""))
	}
	return strings.HasPrefix(essence(shown), essence(sent))
}

// slackTime is an instant as Slack names messages by.
func slackTime(t time.Time) string {
	return strconv.FormatInt(t.Unix(), 10) + fmt.Sprintf(".%06d", t.Nanosecond()/1000)
}

// mostTold is how many managers hear of one trouble.
const mostTold = 10

// Tell writes a note to each of the managers, in their language, that says what
// became of a recap that did not go out, and sends those that can be sent now.
func (p poster) Tell(ctx context.Context, post recap.Post) error {
	n, err := p.noticeOf(ctx, post)
	if err != nil {
		return err
	}
	people, err := p.responsible(ctx, n.settings, post.Conversation)
	if err != nil {
		return err
	}
	var notes []recap.Note
	for _, person := range people {
		m, err := n.reply(person).message()
		if err != nil {
			return err
		}
		notes = append(notes, recap.NewNote(person.ID, "became of "+post.ID, post.Day, p.Now(), m))
	}
	if err := p.Recaps.Keep(ctx, notes); err != nil {
		return fmt.Errorf("tell the managers about the recap of %s: %w", post.Day, err)
	}
	if err := p.Recaps.Send(ctx, p.Now(), notes); err != nil {
		p.Log.Warn("managers are told later", "day", post.Day.String(), "conversation", post.Conversation, "error", err)
	}
	return nil
}

// responsible lists who hears of a conversation's recaps: whoever chose it, and
// the managers known.
func (p poster) responsible(ctx context.Context, s ledger.Settings, conversation string) ([]ledger.Person, error) {
	managers, err := p.People.Managers(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for the managers: %w", err)
	}
	for _, c := range s.RecapIn {
		if c.ID == conversation && c.SetBy != "" && !listed(managers, c.SetBy) {
			chooser, err := p.People.Person(ctx, c.SetBy)
			if err != nil && !errors.Is(err, ledger.ErrNotFound) {
				return nil, fmt.Errorf("look for who chose the conversation: %w", err)
			}
			chooser.ID = c.SetBy
			managers = append([]ledger.Person{chooser}, managers...)
		}
	}
	return managers[:min(len(managers), mostTold)], nil
}

func listed(people []ledger.Person, id string) bool {
	for _, p := range people {
		if p.ID == id {
			return true
		}
	}
	return false
}
