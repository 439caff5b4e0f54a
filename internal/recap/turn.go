package recap

import (
	"context"
	"errors"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/report"
)

// turn is what one look knows while it works on a post.
type turn struct {
	*Deliverer
	agenda Agenda
	mail   []Mail
	known  *recent
	now    time.Time // when it began
	real   time.Time // the same, by the clock that nobody moves

	mornings *mornings
	counts   *counts
}

func (d *Deliverer) turn(now time.Time, known []Post) turn {
	return turn{Deliverer: d, known: recently(known), now: now, real: d.Real(), mornings: &mornings{}, counts: &counts{}}
}

// instant is the time by now: a look may take minutes.
func (t turn) instant() time.Time { return t.now.Add(t.Real().Sub(t.real)) }

// take claims a post and moves it one step. It reports whether a further step
// can be taken at once.
func (t turn) take(ctx context.Context, key Key) (more bool, err error) {
	p, err := t.Posts.Claim(ctx, key, t.Owner, t.Timing.orUsual().Lease)
	if err != nil {
		return false, err
	}
	switch p.State {
	case Claimed:
		p, err = t.deliver(ctx, p)
	case Sending:
		p, err = t.resolve(ctx, p)
	default:
		return false, t.tell(ctx, p)
	}
	return err == nil && (p.Owed || p.State == Due), err
}

// deliver composes a claimed post and sends it.
func (t turn) deliver(ctx context.Context, p Post) (Post, error) {
	if p.Kind.Letter() {
		return t.deliverLetter(ctx, p)
	}
	if state, reason := t.agenda.unwanted(p, t.now); state != "" {
		p.State, p.Reason, p.Late = state, reason, false
		return p, t.save(ctx, p, 0, nil)
	}
	if p.Kind.Follows() {
		return t.deliverFollower(ctx, p)
	}
	version, err := t.write(ctx, &p)
	if err != nil {
		return t.notComposed(ctx, p, err)
	}
	if !version.Edition.Report.Planned {
		return t.withoutPlan(ctx, p)
	}
	return t.send(ctx, p, version)
}

func (t turn) notComposed(ctx context.Context, p Post, err error) (Post, error) {
	p.State, p.Reason = Due, NotComposed
	p.Attempts++ // so that the wait grows
	return p, errors.Join(err, t.save(ctx, p, backOff(p.Attempts), nil))
}

// withoutPlan sets a post aside because nothing is committed for its month, and
// owes the managers word of it once a month. It is decided when the post falls
// due: a plan being typed at ten must not be posted line by line.
func (t turn) withoutPlan(ctx context.Context, p Post) (Post, error) {
	p.State, p.Reason = Skipped, NoPlan
	t.known.telling.Lock()
	defer t.known.telling.Unlock()
	p.Owed = p.AskedBy == "" && !toldBefore(t.known.all(), p)
	if p.Owed && p.Kind == Closing { // the month that begins may well have one
		running, err := report.Gather(ctx, t.Books, report.Cut{Month: p.Day.In(), AsOf: p.Day.In().First().AddDays(-1)})
		if err != nil {
			return p, err
		}
		p.Owed = !running.Planned
	}
	return p, t.save(ctx, p, 0, nil)
}

// write puts the post into words.
func (t turn) write(ctx context.Context, p *Post) (*Version, error) {
	m, err := t.morning(ctx, *p)
	if err != nil {
		return nil, err
	}
	edition := m.edition
	p.Late = t.now.Sub(p.DueAt) > LateAfter
	edition.Late, edition.Unposted = p.Late, unposted(t.known.all(), p.Key)
	if p.Kind == Daily {
		if edition.Recovered, err = t.recovered(ctx, p.Key, edition.Report); err != nil {
			return nil, err
		}
	}
	layout, err := t.illustrate(p, edition, func() (illustration, error) { return t.pictureOf(ctx, m) })
	if err != nil {
		return nil, err
	}
	messages, err := t.Render(edition, layout)
	if err != nil {
		return nil, err
	}
	p.More = len(messages) - 1
	return &Version{1, edition, messages[0], m.counted}, nil
}

// illustrate gives a post its picture. The text goes out whatever becomes of it.
func (t turn) illustrate(p *Post, e Edition, draw func() (illustration, error)) (Layout, error) {
	p.Picture = ""
	if p.Form != Whole || t.Draw == nil || !e.Report.Planned {
		return Layout{Form: p.Form}, nil
	}
	picture, err := draw()
	if err != nil {
		return Layout{}, err
	}
	if picture.lacks != "" {
		p.Form, p.Lacks = NoPicture, picture.lacks
		return Layout{Form: p.Form}, nil
	}
	p.Picture = picture.file
	return Layout{Form: p.Form, File: picture.file, Alt: picture.alt}, nil
}

// unposted lists the mornings since the conversation's last recap that were due
// one and got none.
func unposted(known []Post, key Key) []calendar.Date {
	var days []calendar.Date
	for _, p := range known {
		if p.Conversation != key.Conversation || !p.Day.Before(key.Day) || p.Kind.Follows() {
			continue
		}
		switch p.State {
		case Posted:
			days = nil
		case Missed, Blocked:
			days = append(days, p.Day)
		}
	}
	return days
}

// send makes one attempt. From the moment the intent is stored, nothing but an
// answer from Slack, or a look into the conversation, says where the post is;
// so it is seen through even while the process is asked to stop.
func (t turn) send(ctx context.Context, p Post, v *Version) (Post, error) {
	if t.agenda.unknown(p) {
		return t.lookFirst(ctx, p, v)
	}
	timing := t.Timing.orUsual()
	began := t.Real()
	p.State, p.Reason, p.SentAt, p.Absences = Sending, "", t.instant(), 0
	p.Version = v.Number
	p.Attempts++
	if err := t.save(ctx, p, timing.Lease+timing.Timeout, v); err != nil {
		return p, err
	}
	// A process that was paused here may wake up when its turn is over: then
	// others may already be looking for what it has not sent yet.
	if t.Real().Sub(began) > timing.Lease-2*timing.Timeout {
		return p, errors.New("woke up too late to send")
	}
	ctx = context.WithoutCancel(ctx)
	attempt, cancel := context.WithTimeout(ctx, timing.Timeout)
	defer cancel()
	ts, err := t.Poster.Post(attempt, t.place(p), p.mark(), v.Message)
	if err != nil {
		return t.refused(ctx, p, err)
	}
	t.shut.open()
	p.State, p.MessageTS, p.PostedAt = Posted, ts, p.SentAt
	t.known.learn(p)
	t.standing.remember(p, v)
	return p, t.saveForSure(ctx, p, v)
}

// refused stores what a failed attempt means.
func (t turn) refused(ctx context.Context, p Post, err error) (Post, error) {
	failure := failureOf(err)
	p.Reason = failure.Reason
	switch failure.Class {
	case Malformed:
		if p.Form == WordsOnly {
			return t.refusedForGood(ctx, p, failure)
		}
		p.State, p.Form, p.Lacks = Due, p.less(), failure.Reason
		return p, t.save(ctx, p, 0, nil)
	case Permanent:
		return t.refusedForGood(ctx, p, failure)
	case Token, Transient:
		if failure.tooMany() {
			t.shut.pause(t.Real().Add(failure.wait(1)))
		}
		p.State = Due
		return p, errors.Join(err, t.save(ctx, p, failure.wait(p.Attempts), nil))
	}
	return p, err // uncertain: the row stays as it is until it may be looked up
}

// letterRefusals is how often Slack has to say that it will not take a letter: of
// one that is given up nobody is told, and it may be the word that a recap is
// missing.
const letterRefusals = 6

// refusedForGood gives a post up that Slack says it will never take.
func (t turn) refusedForGood(ctx context.Context, p Post, failure *Failure) (Post, error) {
	if p.Kind.Letter() && p.Attempts < letterRefusals {
		p.State = Due
		return p, errors.Join(failure, t.save(ctx, p, failure.wait(p.Attempts), nil))
	}
	p.State = Blocked
	p.Owed = p.announced() && !toldBefore(t.known.all(), p)
	return p, t.save(ctx, p, 0, nil)
}
