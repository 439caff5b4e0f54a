package recap

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// noteMark begins the kinds of notes.
const noteMark = "note-"

// Note is a letter that is written already: what somebody is told because
// somebody else did something. It is sent at once and, where Slack does not take
// it, tried again for a day.
type Note struct {
	Key
	MadeAt  time.Time
	Message Message
}

// NewNote returns the note to a person that a name stands for; there is one of
// that name to them on a day, however often it is made.
func NewNote(to, name string, day calendar.Date, madeAt time.Time, m Message) Note {
	return Note{Key{to, day, Letter(noteMark + short(name))}, madeAt, m}
}

// short stands for a name that may be of any length.
func short(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:12])
}

func (k Kind) note() bool { return strings.HasPrefix(string(k), letterMark+noteMark) }

// Send sends notes that are kept. What is not sent now is sent by the next looks.
func (d *Deliverer) Send(ctx context.Context, now time.Time, notes []Note) error {
	var errs []error
	for _, n := range notes {
		if d.shut.out(d.Real()) {
			break
		}
		err := d.work(ctx, d.turn(now, nil), n.Key)
		d.shut.learn(err, d.Real())
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// kept is what a note says, as long as it is news.
func (t turn) kept(ctx context.Context, p Post) (Message, error) {
	if t.tooLate(p) {
		return Message{}, &Unwanted{Reason: TooLate}
	}
	v, err := t.Posts.Version(ctx, p.Key, 1)
	return v.Message, err
}
