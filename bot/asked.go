package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// asked is one thing somebody asked for, through whichever door, with all a
// handler needs to answer it.
type asked struct {
	key          string // what makes a second delivery of it the same request
	what         string // what was asked, in full: one key is never two questions
	person       ledger.Person
	say          lang.Speaker // the asker's language; the workspace's where everybody reads the answer
	settings     ledger.Settings
	exceptions   []calendar.Exception
	calendar     *calendar.Calendar
	catalogue    ledger.Catalogue
	now          time.Time
	today        calendar.Date // in the workspace's zone
	text         string        // what follows the command, or the message
	conversation string        // Slack conversation id
	public       bool          // asked before everybody, by a mention: the answer is for all
	inPlace      bool          // the modal was opened from a confirmation, whose place its answer takes
	atHome       bool          // asked from a Home tab, or from a modal opened there
	exposed      bool          // asked by a button in a message that everybody reads
	messageTS    string        // of the message a button stands in; "" for what was typed
	threadTS     string
	triggerID    string   // opens one modal, within three seconds
	responseURL  string   // "" for messages
	value        string   // of the button pressed, or of the option chosen
	block        string   // id of the block it stands in
	missing      string   // day whose missing entries the answer goes on to list; "" for none
	files        []string // Slack ids of those dropped with the message
	form         form     // the modal it comes from; zero elsewhere
}

// form is a modal as it was when something in it was pressed or it was sent.
type form struct {
	id, hash string
	private  string            // what was put into it when it was opened
	fields   map[string]string // by block id: typed, chosen or picked
}

// whence is where a modal was asked for, and so where its answer belongs. It
// stands first in what every modal carries.
type whence struct {
	Conversation string `json:"conversation,omitempty"`
	ThreadTS     string `json:"thread_ts,omitempty"`
	ResponseURL  string `json:"response_url,omitempty"`
	InPlace      bool   `json:"in_place,omitempty"` // of the message that the response URL belongs to
	Exposed      bool   `json:"exposed,omitempty"`  // everybody reads that message
	Home         bool   `json:"home,omitempty"`     // it was opened from a Home tab
}

func (a asked) whence() whence {
	return whence{Conversation: a.conversation, ThreadTS: a.threadTS, ResponseURL: a.responseURL, Exposed: a.exposed, Home: a.atHome}
}

// goBack takes the asker from a modal to where it was asked for.
func (a *asked) goBack(private string) {
	var from whence
	if private == "" || json.Unmarshal([]byte(private), &from) != nil {
		return
	}
	a.conversation, a.threadTS, a.responseURL = from.Conversation, from.ThreadTS, from.ResponseURL
	a.inPlace, a.exposed, a.atHome = from.InPlace, from.InPlace && from.Exposed, from.Home
}

// fill takes over what the delivery says.
func (a *asked) fill(r request, now time.Time) {
	a.key, a.what, a.now = r.key, r.what(), now
	a.public, a.exposed, a.atHome = r.mention, r.exposed, r.atHome
	a.text, a.value, a.block, a.form, a.files = r.text, r.value, r.block, r.form, r.files
	a.conversation, a.threadTS = r.conversation, r.threadTS
	a.triggerID, a.responseURL = r.triggerID, r.responseURL
	if r.kind == action {
		a.messageTS = r.messageTS
	}
	a.goBack(r.form.private)
}

// aloud speaks the workspace's language in the place of a message that everybody
// reads.
func (a asked) aloud() asked {
	if a.exposed {
		a.say = lang.Speak(lang.Language(a.settings.Language))
	}
	return a
}

// by signs a change of the plan or the settings.
func (a asked) by() sla.Author {
	return sla.Author{ID: a.person.ID, At: a.now}
}

// once runs write in the transaction that also keeps its answer under the
// request's key. A second delivery runs nothing and gets the kept answer;
// replayed says so. An error undoes everything and keeps nothing.
func once[T any](ctx context.Context, b *Bot, a asked,
	write func(context.Context, Page) (T, error),
) (answer T, replayed bool, err error) {
	request := ledger.Request{Key: a.key, Asked: a.what, Author: a.person.ID, At: a.now}
	kept, replayed, err := b.Books.Once(ctx, request, func(ctx context.Context, page Page) ([]byte, error) {
		answer, err := write(ctx, page)
		if err != nil {
			return nil, err
		}
		return json.Marshal(answer)
	})
	if err != nil {
		return answer, false, err
	}
	if err := json.Unmarshal(kept, &answer); err != nil {
		return answer, false, fmt.Errorf("read the kept answer of %s: %w", a.key, err)
	}
	return answer, replayed, nil
}

// onceTelling is once where others are told of what was written: the notes that
// tell makes of the answer are kept in the same transaction, so that they are
// there exactly where it took effect. It returns them to be sent once the request
// is done; to a second delivery there are none.
func onceTelling[T any](ctx context.Context, b *Bot, a asked,
	write func(context.Context, Page) (T, error),
	tell func(context.Context, Page, T) ([]note, error),
) (answer T, told []recap.Note, err error) {
	answer, replayed, err := once(ctx, b, a, func(ctx context.Context, p Page) (answer T, err error) {
		if answer, err = write(ctx, p); err != nil {
			return answer, err
		}
		notes, err := tell(ctx, p, answer)
		if err == nil {
			told, err = a.letters(notes)
		}
		if err != nil {
			return answer, fmt.Errorf("write what others are told: %w", err)
		}
		return answer, p.Keep(ctx, told)
	})
	if err != nil || replayed {
		return answer, nil, err
	}
	return answer, told, nil
}
