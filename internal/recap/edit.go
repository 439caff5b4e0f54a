package recap

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// reword takes an edit one step: the wording is stored, then sent, then said to
// stand.
func (t turn) reword(ctx context.Context, p Post) (Post, error) {
	version, p, err := t.nextWording(ctx, p)
	if err != nil {
		return p, errors.Join(err, t.save(ctx, p, backOff(p.EditAttempts), nil))
	}
	if version == nil { // somebody else has paid it meanwhile
		p.Editing = false
		return p, t.save(ctx, p, 0, nil)
	}
	began := t.Real()
	p.Editing = true
	p.EditAttempts++
	if err := t.save(ctx, p, t.Timing.orUsual().Lease, version); err != nil {
		return p, err
	}
	ctx = context.WithoutCancel(ctx)
	if err := t.replace(ctx, p, version.Message, began); err != nil {
		return t.notEdited(ctx, p, err)
	}
	p.Editing, p.Version, p.Lines, p.EditAttempts = false, version.Number, len(version.Edition.Corrections), 0
	t.standing.remember(p, version)
	if version.Edition.Final {
		p.Ended = Final
	}
	return p, t.save(ctx, p, 0, nil)
}

// errLate is returned by a turn that is as good as over: its post is left to the
// next.
var errLate = errors.New("woke up too late to edit")

// replace makes one attempt to replace what a message says, in a turn that began
// then: whoever wakes up late might undo what others have written since.
func (t turn) replace(ctx context.Context, p Post, m Message, began time.Time) error {
	timing := t.Timing.orUsual()
	if t.Real().Sub(began) > timing.Lease-2*timing.Timeout {
		return errLate
	}
	attempt, cancel := context.WithTimeout(ctx, timing.Timeout)
	defer cancel()
	return t.Poster.Edit(attempt, t.place(p), p.MessageTS, p.mark(), m)
}

// nextWording is the wording that an edit under way is about, in the form that
// Slack takes; or a new one, nil when nothing is owed.
func (t turn) nextWording(ctx context.Context, p Post) (*Version, Post, error) {
	if !p.Editing {
		return t.newWording(ctx, p)
	}
	v, err := t.Posts.Version(ctx, p.Key, p.Version+1)
	if err != nil {
		return nil, p, err
	}
	messages, err := t.rewrite(p, v)
	if err != nil {
		return nil, p, err
	}
	v.Message, p.More = messages[0], len(messages)-1
	return &v, p, nil
}

func (t turn) newWording(ctx context.Context, p Post) (*Version, Post, error) {
	d, err := t.debtOf(ctx, p)
	if err != nil || d.none() || t.now.Before(p.editableFrom()) {
		return nil, p, err
	}
	edition, err := t.corrected(ctx, p, d)
	if err != nil {
		return nil, p, err
	}
	p.EditedAt = t.now
	if p.Form == NoPicture { // it may well go through today
		p.Form, p.Lacks = Whole, ""
	}
	layout, err := t.illustrate(&p, edition, func() (illustration, error) { return t.draw(ctx, edition) })
	if err != nil {
		return nil, p, err
	}
	layout.Most = p.More + 1
	messages, err := t.Render(edition, layout)
	if err != nil {
		return nil, p, err
	}
	p.More = len(messages) - 1
	return &Version{d.of.Number + 1, edition, messages[0], d.counted}, p, nil
}

// corrected composes a recap anew as of the same close, and says who changed
// what.
func (t turn) corrected(ctx context.Context, p Post, d debt) (Edition, error) {
	was := d.of.Edition
	e, err := t.agenda.composeAt(ctx, t.Books, p, cutOf(was))
	if err != nil {
		return e, err
	}
	e.Late, e.Unposted, e.Recovered, e.Final, e.CorrectedAt = was.Late, was.Unposted, was.Recovered, d.final, was.CorrectedAt
	if len(d.changes) > 0 {
		e.CorrectedAt = t.now
	}
	e.Corrections = slices.Concat(was.Corrections, corrections(d.changes, d.entries))
	if d.final {
		e.Corrections = append(e.Corrections, Correction{Closed: true})
	}
	if err := t.name(ctx, e.Report.Month, e.Corrections[len(was.Corrections):]); err != nil {
		return e, err
	}
	e.People, err = names(ctx, t.Books, e)
	return e, err
}

// name says what the cells of corrections are called, and what their leads are
// worth.
func (t turn) name(ctx context.Context, m calendar.Month, told []Correction) error {
	catalogue, err := t.Books.Catalogue(ctx)
	if err != nil {
		return err
	}
	plan, err := t.Books.Plan(ctx, m)
	if err != nil {
		return err
	}
	nameChanges(told, catalogue, plan)
	return nil
}

// notEdited stores what a failed edit means. What may have arrived is sent again
// too: it says the same.
func (t turn) notEdited(ctx context.Context, p Post, err error) (Post, error) {
	failure := failureOf(err)
	switch {
	case errors.Is(err, errLate):
		return p, err
	case failure.Class == Malformed && p.Form != WordsOnly:
		p.Form, p.Lacks = p.less(), failure.Reason
		if p.Form == NoPicture || p.Form == NoTable {
			p.Picture = ""
		}
		return p, t.save(ctx, p, 0, nil)
	case failure.Class == Malformed, failure.Class == Permanent, t.now.Sub(p.EditedAt) > givesUp:
		p.Editing, p.Ended, p.EditAttempts = false, failure.Reason, 0
		return p, t.save(ctx, p, 0, nil)
	}
	return p, errors.Join(err, t.save(ctx, p, failure.wait(p.EditAttempts), nil))
}

// behind lists the messages that follow a recap in its thread and do not stand as
// it does.
func (t turn) behind() (all []Post) {
	for _, p := range t.known.all() {
		if p.State != Posted || !p.Kind.Follows() || p.Kind.Corrects() || p.Ended != "" {
			continue
		}
		if recap, ok := t.recapOf(p); ok && recap.State == Posted && recap.Version > p.Version {
			all = append(all, p)
		}
	}
	return all
}

// catchUp edits a message that follows a recap to what it should say by now.
func (t turn) catchUp(ctx context.Context, p Post) error {
	recap, _ := t.recapOf(p)
	began := t.Real()
	p, err := t.Posts.Reopen(ctx, p.Key, t.Owner, t.Timing.orUsual().Lease)
	if err != nil {
		return err
	}
	p.EditAttempts++
	p.EditedAt = recap.EditedAt
	m, err := t.follower(ctx, recap, p)
	if err != nil {
		return errors.Join(err, t.save(ctx, p, backOff(p.EditAttempts), nil))
	}
	if err := t.replace(ctx, p, m, began); err != nil {
		_, err = t.notEdited(ctx, p, err)
		return err
	}
	p.Version, p.EditAttempts = recap.Version, 0
	return t.save(ctx, p, 0, &Version{Number: p.Version, Edition: Edition{Kind: p.Kind, Day: p.Day}, Message: m})
}
