package recap

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
)

// recent are a workspace's recent posts, kept as they become while several of
// them are worked on.
type recent struct {
	telling sync.Mutex // held while it is decided, and stored, whether managers are told of a post

	mu    sync.Mutex
	posts []Post
}

func recently(posts []Post) *recent { return &recent{posts: posts} }

// all lists them by day, as they are now. It is not to be changed.
func (r *recent) all() []Post {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.posts
}

// learn remembers what a post has become, and returns what it was known as.
func (r *recent) learn(p Post) (was Post) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.posts, func(known Post) bool { return known.Key == p.Key })
	if i < 0 {
		return was
	}
	was = r.posts[i]
	r.posts = slices.Clone(r.posts) // somebody may be reading
	r.posts[i] = p
	return was
}

// each works on posts, in several conversations at once. In one of them one
// follows the other: what follows a recap needs to know where it stands, and Slack
// wants about one message a second there. One post's trouble does not keep the
// others waiting; the errors come back together.
func (d *Deliverer) each(posts []Post, work func(Post) error) error {
	queues := byConversation(posts)
	errs := make([]error, len(queues))
	through := func(i int) {
		for _, p := range queues[i] {
			errs[i] = errors.Join(errs[i], work(p))
		}
	}
	if d.AtOnce < 2 {
		for i := range queues {
			through(i)
		}
		return errors.Join(errs...)
	}
	var workers sync.WaitGroup
	var taken atomic.Int64
	for range min(d.AtOnce, len(queues)) {
		workers.Go(func() {
			for i := taken.Add(1) - 1; i < int64(len(queues)); i = taken.Add(1) - 1 {
				errs[i] = errors.Join(survived(func() { through(int(i)) }), errs[i])
			}
		})
	}
	workers.Wait()
	return errors.Join(errs...)
}

// survived makes an error of a panic, which in a goroutine would end the program.
func survived(work func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	work()
	return nil
}

// byConversation parts posts by where they go, and keeps their order.
func byConversation(posts []Post) (queues [][]Post) {
	at := map[string]int{}
	for _, p := range posts {
		i, begun := at[p.Conversation]
		if !begun {
			i = len(queues)
			at[p.Conversation] = i
			queues = append(queues, nil)
		}
		queues[i] = append(queues[i], p)
	}
	return queues
}
