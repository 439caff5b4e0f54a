package recap

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

type fakeRow struct {
	Post
	freeAt   time.Time
	versions map[int]Version
}

// said is how the post first went out; nil when nothing was written.
func (r *fakeRow) said() *Version {
	v, written := r.versions[1]
	if !written {
		return nil
	}
	return &v
}

type fakePosts struct {
	*world
	rows map[Key]*fakeRow
	ids  int

	leaseless, trusting bool // broken on purpose
}

func (f *fakePosts) Plan(_ context.Context, posts []Post) error {
	return f.op("plan", func() {
		for _, p := range posts {
			old, exists := f.rows[p.Key]
			over := p.AskedBy != "" || p.Reason == Resumed && exists && old.State == Blocked
			if exists && (!over || !old.Resting() || old.State == Posted) {
				continue
			}
			f.ids++
			p.ID = fmt.Sprintf("id%d", f.ids)
			row := &fakeRow{Post: p, freeAt: f.real, versions: map[int]Version{}}
			if exists {
				row.Epoch, row.SentAt = old.Epoch+1, old.SentAt
			}
			f.rows[p.Key] = row
		}
	})
}

func (f *fakePosts) Keep(_ context.Context, notes []Note) error {
	return f.op("keep", func() {
		for _, n := range notes {
			if _, exists := f.rows[n.Key]; !exists {
				f.ids++
				p := Post{Key: n.Key, ID: fmt.Sprintf("id%d", f.ids), State: Due, DueAt: n.MadeAt}
				f.rows[n.Key] = &fakeRow{Post: p, freeAt: f.real, versions: map[int]Version{1: {Number: 1, Message: n.Message}}}
			}
		}
	})
}

func (f *fakePosts) Since(_ context.Context, since calendar.Date) (posts []Post, err error) {
	err = f.op("since", func() {
		for _, row := range f.rows {
			if !row.Day.Before(since) {
				posts = append(posts, row.Post)
			}
		}
		slices.SortFunc(posts, func(a, b Post) int {
			if c := a.Day.Compare(b.Day); c != 0 {
				return c
			}
			return slices.Compare([]string{a.Conversation, string(a.Kind)}, []string{b.Conversation, string(b.Kind)})
		})
	})
	return posts, err
}

func (f *fakePosts) Claim(_ context.Context, key Key, owner string, lease time.Duration) (p Post, err error) {
	taken := false
	err = f.op("claim", func() {
		row := f.rows[key]
		if taken = row.freeAt.After(f.real) && !f.leaseless || row.Resting() && !row.Owed; taken {
			return
		}
		if row.State == Due {
			row.State = Claimed
		}
		row.Owner, row.freeAt = owner, f.real.Add(lease)
		row.Epoch++
		p = row.Post
	})
	if taken {
		return Post{}, ErrTaken
	}
	return p, err
}

func (f *fakePosts) Reopen(_ context.Context, key Key, owner string, lease time.Duration) (p Post, err error) {
	taken := false
	err = f.op("reopen", func() {
		row := f.rows[key]
		if taken = row.freeAt.After(f.real) && !f.leaseless || row.State != Posted || row.Ended != ""; taken {
			return
		}
		row.Owner, row.freeAt = owner, f.real.Add(lease)
		row.Epoch++
		p = row.Post
	})
	if taken {
		return Post{}, ErrTaken
	}
	return p, err
}

func (f *fakePosts) Version(_ context.Context, key Key, number int) (v Version, err error) {
	known := false
	err = f.op("version", func() { v, known = f.rows[key].versions[number] })
	if err == nil && !known {
		err = ledger.ErrNotFound
	}
	return v, err
}

func (f *fakePosts) Save(_ context.Context, p Post, wait time.Duration, v *Version) error {
	taken := false
	err := f.op("save "+string(p.State), func() {
		row := f.rows[p.Key]
		if taken = (row.Owner != p.Owner || row.Epoch != p.Epoch) && !f.trusting; taken {
			return
		}
		row.Post, row.freeAt = p, f.real.Add(wait)
		if v != nil {
			row.versions[v.Number] = *v
		}
	})
	if taken {
		return ErrTaken
	}
	return err
}
