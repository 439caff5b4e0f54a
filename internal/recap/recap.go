// Package recap posts a workspace's recaps: which mornings are due one, whose
// turn it is to post it, and what became of it. One workspace, conversation, day
// and kind never gets more than one post, whatever crashes, repeats itself or
// runs twice. Letters, which other packages write, go out by the same rules.
//
// The way of a post is a row that moves, each step stored before the next:
// due, claimed, sending (stored before the first byte leaves), posted. A row left
// in sending is uncertain: it is looked up in the conversation, never blindly
// sent again.
//
// The picture comes before sending, and only if it is ready in time: the text goes
// out whatever becomes of it. When Slack refuses a form of the recap, a lesser one
// follows, which is safe because a refusal is definite.
package recap

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// Kind tells the recaps of one day apart.
type Kind string

// The kinds of recap. A day has one of them.
const (
	Daily   Kind = "daily"   // where the running month stands
	Closing Kind = "closing" // how the month before ended, on the first working day of the next
)

// Part names the nth message of a recap of this kind, n from 2: it follows in the
// thread of the first, and is a post of its own.
func (k Kind) Part(n int) Kind { return k + Kind("/"+strconv.Itoa(n)) }

// Line names the nth line in the thread of a recap of this kind that says what
// was corrected in it, n from 1.
func (k Kind) Line(n int) Kind { return k + Kind(fmt.Sprintf(LineMark+"%04d", n)) }

// LineMark is part of the kinds of such lines, and of no other.
const LineMark = "/line"

// Corrects reports whether it names such a line.
func (k Kind) Corrects() bool { return strings.Contains(string(k), LineMark) }

// part is the kind of the recap, and which of its messages or lines this one
// names.
func (k Kind) part() (of Kind, n int) {
	first, number, follows := strings.Cut(string(k), "/")
	if !follows {
		return k, 1
	}
	n, _ = strconv.Atoi(strings.TrimPrefix(number, "line")) // as Part and Line wrote it
	return Kind(first), n
}

// Follows reports whether it names a message in the thread of another.
func (k Kind) Follows() bool { return strings.Contains(string(k), "/") }

// State is how far a post has come.
type State string

// The states of a post. Claimed and Sending end with their lease; the last
// five are where a post comes to rest.
const (
	Due         State = "due"         // to be posted, by whoever claims it first
	Claimed     State = "claimed"     // someone is composing it; nothing has been sent
	Sending     State = "sending"     // bytes may have left: once the lease is over, look before sending
	Posted      State = "posted"      // it stands in the conversation
	Missed      State = "missed"      // its morning went by without us
	Skipped     State = "skipped"     // it was not wanted after all, see Reason
	Blocked     State = "blocked"     // Slack refuses it for good, see Reason
	Unconfirmed State = "unconfirmed" // perhaps posted, and nobody may look
)

// Reasons of our own for a post that did not happen; others are Slack's error
// codes.
const (
	NoPlan      = "no_plan"      // nothing is committed, so there is nothing to compare with
	Paused      = "paused"       // a manager paused the posts
	Unscheduled = "unscheduled"  // the conversation was taken off the list
	TooLate     = "too_late"     // more than CatchUp after its time, or another day
	Unreadable  = "unreadable"   // the conversation's history cannot be read back
	Seen        = "seen"         // nobody may look, and somebody has seen it there
	Restored    = "restored"     // it may have gone out before the books were restored, and nobody may look
	NotComposed = "not_composed" // what it says could not be worked out; the log says why
	NotDrawn    = "not_drawn"    // its picture could not be drawn; the log says why
	NotReady    = "not_ready"    // Slack took the picture, and was not ready to show it in time
)

// Final is why a closing recap is not edited any more: its month is closed, and
// it says so.
const Final = "final"

// Key is what there is at most one post for.
type Key struct {
	Conversation string // Slack id; of a letter also a person's
	Day          calendar.Date
	Kind         Kind
}

// Post is a recap that was, is or will be posted.
type Post struct {
	Key
	ID        string // opaque; it travels in the message's metadata
	State     State
	Reason    string
	AskedBy   string // Slack user who asked for it by hand; "" when it was scheduled
	DueAt     time.Time
	Attempts  int       // times it was sent, or may have been
	Absences  int       // times in a row that looking it up found nothing
	SentAt    time.Time // when the last attempt began; zero before the first
	PostedAt  time.Time // when the attempt began that put it there
	MessageTS string    // Slack's name for the message
	Late      bool      // posted well after DueAt
	Form      Form      // how much of it Slack takes
	Lacks     string    // why it is not whole: Slack's error code, or a reason of our own
	Picture   string    // Slack's file of the picture it shows; "" for none
	More      int       // messages that follow in its thread
	Version   int       // the wording that stands in the conversation, or is being sent there; from 1
	Editing   bool      // the next one is written, and may stand there already
	EditedAt  time.Time // when the last edit began; zero before the first
	// EditAttempts is how often the edit under way was sent, or may have been.
	EditAttempts int
	Lines        int    // corrections that its thread tells
	Ended        string // why it is not edited any more: Final, or what Slack refused it for; "" while it may be
	Owed         bool   // the managers have yet to be told what became of it

	// Owner and Epoch are the turn under which the row was claimed; what an
	// earlier turn still wants to store is refused.
	Owner string
	Epoch int64
}

// Edits is how often a posted recap was corrected, not counting that its month is
// closed.
func (p Post) Edits() int {
	n := p.Version - 1
	if p.Ended == Final {
		n--
	}
	if p.State != Posted || p.Kind.Follows() {
		return 0
	}
	return max(n, 0)
}

// Resting reports whether nothing more happens to the post by itself.
func (p Post) Resting() bool {
	switch p.State {
	case Due, Claimed, Sending:
		return false
	}
	return true
}

// Form is how much of a recap is shown, each one less than the one before. All
// say the same: what a form leaves out stands in its words.
type Form string

// The forms of a recap.
const (
	Whole     Form = ""           // the picture, where there is one, and the table
	NoPicture Form = "no_picture" // it could not be uploaded, or Slack refused it
	NoTable   Form = "no_table"   // rows in words
	WordsOnly Form = "words"      // no blocks at all
)

// less is what to try after Slack refused a post as it was. What follows in a
// thread, and a letter, is drawn or in words.
func (p Post) less() Form {
	switch {
	case !p.announced(), p.Form == NoTable:
		return WordsOnly
	case p.Form == Whole && p.Picture != "":
		return NoPicture
	}
	return NoTable
}

// Picture is the drawing of an edition.
type Picture struct {
	PNG []byte
	Alt string // what it shows, in words
}

// Layout is how an edition is put into a message.
type Layout struct {
	Form Form
	File string // Slack's file of the picture; "" for none
	Alt  string // what the picture shows, in words
	Most int    // messages that there already are: so many are written, even where less would do
}

// Message is what is posted, as the renderer wrote it. Its JSON is what Slack
// takes.
type Message struct {
	Text   string          `json:"text"`             // the whole recap in words
	Blocks json.RawMessage `json:"blocks,omitempty"` // nil for words alone
}

// Version is one wording of a post, kept as it was posted.
type Version struct {
	Number  int // from 1
	Edition Edition
	Message Message
	Counted []ledger.Total // the month's days as the recap counted them; nil where nobody took them down
}

// ErrTaken is returned for a post that somebody else holds, or that has nothing
// left to be done.
var ErrTaken = errors.New("not ours to move")

// Place is where a message stands.
type Place struct {
	Conversation string // Slack id
	Thread       string // Slack's name for the message it replies to; "" for none
}

// Posts keeps the posts. Leases are measured by its own clock, which all
// replicas share.
type Posts interface {
	// Plan adds the posts that are not there yet. One that somebody asked for
	// also starts over an existing post that came to rest without being posted, and
	// one that is Resumed one that was blocked.
	Plan(ctx context.Context, posts []Post) error
	// Keep adds notes, to be sent as they are; those that are there stay what they
	// are.
	Keep(ctx context.Context, notes []Note) error
	// Since lists the posts of that day and later, by day, conversation and
	// kind.
	Since(ctx context.Context, day calendar.Date) ([]Post, error)
	// Claim takes the turn at a post for as long as the lease, in one statement.
	// It is refused with ErrTaken while somebody else's turn or a wait lasts, and
	// for a post at rest of which nobody is owed word.
	Claim(ctx context.Context, key Key, owner string, lease time.Duration) (Post, error)
	// Reopen takes the turn at a post that stands in its conversation, to edit it. It
	// is refused like Claim.
	Reopen(ctx context.Context, key Key, owner string, lease time.Duration) (Post, error)
	// Version returns a wording of a post, or ledger.ErrNotFound.
	Version(ctx context.Context, key Key, number int) (Version, error)
	// Save stores what the post has become under the turn it was claimed in, or
	// ErrTaken when that turn is over; nobody may claim it before wait has gone
	// by. A version is stored with it.
	Save(ctx context.Context, p Post, wait time.Duration, v *Version) error
}
