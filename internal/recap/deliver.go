package recap

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// Poster speaks in Slack, one attempt at a time. Its errors are Failures.
type Poster interface {
	// Post posts the message under an opaque mark, in two parts with a dot between
	// them, and returns Slack's name for it.
	Post(ctx context.Context, at Place, mark string, m Message) (messageTS string, err error)
	// Find looks in the conversation or thread, between two instants, for the
	// message posted under the mark, or under any whose second part is the same, where
	// the first is left out. A conversation that cannot be read is a Permanent Failure,
	// and so is one that does not tell marks, where a message begins like the one sent;
	// not finding it is no error.
	Find(ctx context.Context, at Place, mark string, sent Message, from, to time.Time) (messageTS string, found bool, err error)
	// Edit replaces what a message says, which may be done again. Whoever cannot
	// edit it any more gets a Permanent Failure.
	Edit(ctx context.Context, at Place, messageTS, mark string, m Message) error
	// Upload keeps a picture where a message can show it, and returns Slack's
	// name for the file.
	Upload(ctx context.Context, p Picture) (file string, err error)
	// Tell tells the managers what became of a post that did not go out.
	Tell(ctx context.Context, p Post) error
}

// Timing is how patient delivery is. The zero Timing means the usual values.
type Timing struct {
	Lease   time.Duration // how long a turn lasts
	Timeout time.Duration // of one attempt, and of the picture before it; well under a third of the lease
	Gap     time.Duration // between the two look-ups that prove a post absent
}

func (t Timing) orUsual() Timing {
	if t == (Timing{}) {
		return Timing{Lease: time.Minute, Timeout: 10 * time.Second, Gap: time.Minute}
	}
	return t
}

// LateAfter is how long after its time a recap says that it is late.
const LateAfter = 5 * time.Minute

// Deliverer posts one workspace's recaps and letters. Several may work on the
// same posts, in one process or in many.
type Deliverer struct {
	Books      LivingBooks
	Posts      Posts
	Poster     Poster
	Render     func(Edition, Layout) ([]Message, error)   // the recap, and what follows in its thread
	RenderLine func(Edition, Correction) (Message, error) // what its thread says of a correction
	Draw       func(Edition) (Picture, error)             // nil for recaps without a picture
	Mail       []func(context.Context) (Mail, error)      // opened anew for each look
	Owner      string                                     // this process; no other may bear the same name
	Real       func() time.Time                           // a clock that nobody moves, for leases only
	Timing     Timing
	AtOnce     int                  // conversations worked on at once; below two, one after the other
	Moved      func(Post, *Version) // told of every state a post has come to, with what is sent or was posted; may be nil
	Seen       func([]Post)         // told of the recent posts as each look leaves them; may be nil

	unsaved  unsaved
	shut     shut
	standing standing
}

// Look does everything that is due by now: posts recaps, resolves uncertain
// ones, tells managers, edits what has been corrected since. It returns when
// something will next be due by itself, now while it is in doubt about something,
// the zero time when nothing is scheduled. One post's trouble does not keep the
// others waiting, unless Slack refuses our token, which is trouble for all; the
// errors come back together.
func (d *Deliverer) Look(ctx context.Context, now time.Time) (next time.Time, err error) {
	errs := []error{d.saveUnsaved(ctx)}
	t := d.turn(now, nil)
	if t.agenda, err = AgendaOf(ctx, d.Books); err != nil {
		return time.Time{}, errors.Join(append(errs, err)...)
	}
	t.mail, err = d.openMail(ctx)
	errs = append(errs, err)
	posts, err := t.plan(ctx)
	if err != nil {
		return time.Time{}, errors.Join(append(errs, err)...)
	}
	t.known.posts = posts
	due, err := t.workOff(ctx)
	if d.Seen != nil {
		d.Seen(t.known.all())
	}
	return t.unlessInDoubt(earlier(t.next(), due)), errors.Join(append(errs, err)...)
}

// workOff does what is due, as long as Slack lets us in. It returns when
// something that is done by itself is due.
func (t turn) workOff(ctx context.Context) (due time.Time, err error) {
	worked := t.each(t.open(), func(p Post) error {
		if t.shut.out(t.Real()) {
			return nil
		}
		err := t.work(ctx, t, p.Key)
		t.shut.learn(err, t.Real())
		return err
	})
	if !t.shut.out(t.Real()) {
		due, err = t.edit(ctx)
		t.shut.learn(err, t.Real())
	}
	return due, errors.Join(worked, err)
}

// open lists what there is to do. Another process whose clock is ahead may have
// planned what is not due yet.
func (t turn) open() (posts []Post) {
	for _, p := range t.known.all() {
		if (!p.Resting() || p.Owed) && !p.DueAt.After(t.now) {
			posts = append(posts, p)
		}
	}
	return posts
}

// plan adds the posts that have become due, and returns all recent ones.
func (t turn) plan(ctx context.Context) ([]Post, error) {
	since := t.agenda.On(t.now).AddDays(-lookBack)
	posts, err := t.Posts.Since(ctx, since)
	if err != nil {
		return nil, fmt.Errorf("list the recaps: %w", err)
	}
	added := append(t.agenda.pending(t.now, posts), followers(posts, posts)...)
	for _, m := range t.mail {
		added = append(added, m.Pending(t.now, posts)...)
	}
	if len(added) == 0 {
		return posts, nil
	}
	if err := t.Posts.Plan(ctx, added); err != nil {
		return nil, fmt.Errorf("plan the recaps: %w", err)
	}
	for _, p := range added {
		if p.Resting() { // nothing more is stored of what was missed
			t.moved(p, nil)
		}
	}
	return t.Posts.Since(ctx, since)
}

// toldBefore reports whether the managers have already heard of the same trouble
// this month.
func toldBefore(known []Post, p Post) bool {
	if p.lost() && toldLost(known, p.Conversation) {
		return true
	}
	for _, k := range known {
		same := k.State == p.State && k.Reason == p.Reason && k.Day.In() == p.Day.In() && k.Key != p.Key
		if same && (p.Reason == NoPlan || k.Conversation == p.Conversation) {
			return true
		}
	}
	return false
}

// work takes turns at one post until nothing more can be done at once: a lesser
// form follows one that Slack refused, and word to the managers a refusal for
// good.
func (d *Deliverer) work(ctx context.Context, t turn, key Key) error {
	for range 6 {
		more, err := t.take(ctx, key)
		if errors.Is(err, ErrTaken) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("recap of %s in %s: %w", key.Day, key.Conversation, err)
		}
		if !more {
			return d.follow(ctx, t, key)
		}
	}
	return nil
}

// Now posts today's recap wherever recaps go, because somebody asked, and
// returns what became of it in each conversation. What was already posted today
// stays the only one; what may have been posted is sent again only in the
// conversation that again names, "" for none.
func (d *Deliverer) Now(ctx context.Context, now time.Time, by, again string) ([]Post, error) {
	a, err := AgendaOf(ctx, d.Books)
	if err != nil {
		return nil, err
	}
	day := a.On(now)
	posts, err := d.today(ctx, a, day)
	if err != nil {
		return nil, err
	}
	asked := a.asked(now, by, again, posts)
	if err := d.Posts.Plan(ctx, asked); err != nil {
		return nil, fmt.Errorf("plan the recap asked for: %w", err)
	}
	known, err := d.Posts.Since(ctx, day.AddDays(-lookBack))
	if err != nil {
		return nil, fmt.Errorf("list the recaps: %w", err)
	}
	t := d.turn(now, known)
	t.agenda = a
	failed := d.each(asked, func(p Post) error { return d.work(ctx, t, p.Key) })
	posts, err = d.today(ctx, a, day)
	return posts, errors.Join(failed, err)
}

// asked lists what has to be posted for somebody who asks now.
func (a Agenda) asked(now time.Time, by, again string, known []Post) []Post {
	var posts []Post
	day := a.On(now)
	for _, c := range a.settings.RecapIn {
		p := Post{Key: Key{c.ID, day, a.kindFor(day)}, State: Due, AskedBy: by, DueAt: now}
		if again == c.ID || !unconfirmed(known, p.Key) {
			posts = append(posts, p)
		}
	}
	return posts
}

func unconfirmed(known []Post, key Key) bool {
	for _, p := range known {
		if p.Key == key {
			return p.State == Unconfirmed
		}
	}
	return false
}

func (d *Deliverer) today(ctx context.Context, a Agenda, day calendar.Date) ([]Post, error) {
	all, err := d.Posts.Since(ctx, day)
	if err != nil {
		return nil, fmt.Errorf("list today's recaps: %w", err)
	}
	var posts []Post
	for _, p := range all {
		if p.Day == day && !p.Kind.Follows() && a.conversation(p.Conversation).ID != "" {
			posts = append(posts, p)
		}
	}
	return posts, nil
}
