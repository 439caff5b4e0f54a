package recap

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// What a recap has no room for follows in its thread. Each message of it is a
// post like any other, with a row of its own: it is claimed, sent, looked up and
// never sent twice by the same rules.

// followers lists the messages that are to follow the recaps in their threads
// and are not among known yet. They are planned when their recap is posted, or,
// should the process die just then, by the next look.
func followers(recaps, known []Post) (missing []Post) {
	for _, p := range recaps {
		if p.State != Posted {
			continue
		}
		for n := 2; n <= p.More+1; n++ {
			missing = append(missing, Post{Key: Key{p.Conversation, p.Day, p.Kind.Part(n)}, State: Due, DueAt: p.PostedAt})
		}
		for n := 1; n <= p.Lines; n++ {
			missing = append(missing, Post{Key: Key{p.Conversation, p.Day, p.Kind.Line(n)}, State: Due, DueAt: p.EditedAt})
		}
	}
	return slices.DeleteFunc(missing, func(p Post) bool {
		_, planned := find(known, p.Key)
		return planned
	})
}

func find(posts []Post, key Key) (Post, bool) {
	for _, p := range posts {
		if p.Key == key {
			return p, true
		}
	}
	return Post{}, false
}

// follow posts what follows a post that has just come to rest.
func (d *Deliverer) follow(ctx context.Context, t turn, key Key) error {
	p, _ := find(t.known.all(), key)
	missing := followers([]Post{p}, t.known.all())
	if len(missing) == 0 {
		return nil
	}
	if err := d.Posts.Plan(ctx, missing); err != nil {
		return fmt.Errorf("plan what follows the recap of %s: %w", key.Day, err)
	}
	for _, m := range missing {
		if err := d.work(ctx, t, m.Key); err != nil {
			return err
		}
	}
	return nil
}

// recapOf finds the recap in whose thread a post follows.
func (t turn) recapOf(p Post) (Post, bool) {
	of, _ := p.Kind.part()
	return find(t.known.all(), Key{p.Conversation, p.Day, of})
}

// place is where a post goes.
func (t turn) place(p Post) Place {
	at := Place{Conversation: p.Conversation}
	if p.Kind.Follows() {
		recap, _ := t.recapOf(p)
		at.Thread = recap.MessageTS
	}
	return at
}

// deliverFollower writes a message of a thread as its recap stands, and sends it.
func (t turn) deliverFollower(ctx context.Context, p Post) (Post, error) {
	recap, _ := t.recapOf(p)
	if recap.State != Posted { // it would stand in the conversation itself
		return t.notComposed(ctx, p, errors.New("the recap it follows is not there"))
	}
	m, err := t.follower(ctx, recap, p)
	if err != nil {
		return t.notComposed(ctx, p, err)
	}
	return t.send(ctx, p, &Version{Number: recap.Version, Edition: Edition{Kind: p.Kind, Day: p.Day}, Message: m})
}

// follower writes a message of a recap's thread: one of those it was too long
// for, or what was corrected.
func (t turn) follower(ctx context.Context, recap, p Post) (m Message, err error) {
	version, err := t.Posts.Version(ctx, recap.Key, recap.Version)
	if err != nil {
		return m, err
	}
	_, n := p.Kind.part()
	if p.Kind.Corrects() {
		told := version.Edition.Corrections
		if n > len(told) {
			return m, fmt.Errorf("the recap it follows tells %d corrections", len(told))
		}
		return t.RenderLine(version.Edition, told[n-1])
	}
	messages, err := t.rewrite(recap, version)
	if err != nil {
		return m, err
	}
	if n > len(messages) {
		return m, fmt.Errorf("the recap it follows has %d messages", len(messages))
	}
	m = messages[n-1]
	if p.Form == WordsOnly {
		m.Blocks = nil
	}
	return m, nil
}

// rewrite puts a recap into the messages it was put into.
func (t turn) rewrite(p Post, version Version) ([]Message, error) {
	layout := Layout{Form: p.Form, File: p.Picture, Most: p.More + 1}
	if p.Picture != "" && t.Draw != nil {
		picture, err := t.Draw(version.Edition)
		if err != nil {
			return nil, err
		}
		layout.Alt = picture.Alt
	}
	return t.Render(version.Edition, layout)
}
