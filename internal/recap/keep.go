package recap

import (
	"context"
	"errors"
	"sync"
	"time"
)

// save stores what a post has become, and remembers it for the rest of the look.
func (t turn) save(ctx context.Context, p Post, wait time.Duration, v *Version) error {
	if err := t.Posts.Save(ctx, p, wait, v); err != nil {
		return err
	}
	if was := t.known.learn(p); was.told() != p.told() {
		t.moved(p, v)
	}
	return nil
}

func (d *Deliverer) moved(p Post, v *Version) {
	if d.Moved != nil {
		d.Moved(p, v)
	}
}

// saveForSure stores an answer of Slack's, which nobody will give again: when the
// database does not take it now, the next look tries once more, and should this
// process die first, the conversation still knows.
func (d *Deliverer) saveForSure(ctx context.Context, p Post, v *Version) error {
	err := d.Posts.Save(ctx, p, 0, nil)
	switch {
	case err == nil:
		d.moved(p, v)
	case !errors.Is(err, ErrTaken):
		d.unsaved.keep(unsavedPost{p, v})
	}
	return err
}

// saveUnsaved stores what the last looks could not.
func (d *Deliverer) saveUnsaved(ctx context.Context) error {
	var errs []error
	for _, u := range d.unsaved.take() {
		if err := d.saveForSure(ctx, u.Post, u.version); !errors.Is(err, ErrTaken) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// unsaved are answers of Slack's that the database has not taken yet.
type unsaved struct {
	mu    sync.Mutex
	posts []unsavedPost
}

type unsavedPost struct {
	Post
	version *Version
}

func (u *unsaved) keep(p unsavedPost) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.posts = append(u.posts, p)
}

func (u *unsaved) take() []unsavedPost {
	u.mu.Lock()
	defer u.mu.Unlock()
	posts := u.posts
	u.posts = nil
	return posts
}
