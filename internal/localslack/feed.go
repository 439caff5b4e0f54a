package localslack

import "sync"

// feed hands what happens to the pages that are open.
type feed struct {
	mu     sync.Mutex
	open   map[*subscriber]bool
	closed bool
}

// subscriber is one open page. Its channel is closed when it falls behind, or
// when the server ends.
type subscriber struct {
	user string
	all  bool // hears everything, whoever it concerns
	news chan []byte
}

// behind is how many events a page may be late.
const behind = 256

// audience tells who is concerned, by user id.
type audience func(user string) bool

func everybody(string) bool { return true }

func only(id string) audience { return func(user string) bool { return user == id } }

// audience is whoever may see the conversation.
func (c *conversation) audience(s *Server) audience {
	return func(id string) bool {
		u, ok := s.user(id)
		return ok && c.sees(u)
	}
}

func newFeed() *feed { return &feed{open: map[*subscriber]bool{}} }

func (f *feed) subscribe(user string) *subscriber {
	return f.add(&subscriber{user: user, news: make(chan []byte, behind)})
}

func (f *feed) add(sub *subscriber) *subscriber {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		close(sub.news)
		return sub
	}
	f.open[sub] = true
	return sub
}

func (f *feed) leave(sub *subscriber) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.open, sub)
}

// send hands an event to the pages of those concerned, in order, without
// waiting for any of them.
func (f *feed) send(to audience, event object) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.open) == 0 {
		return
	}
	data := encode(event)
	for sub := range f.open {
		if !sub.all && !to(sub.user) {
			continue
		}
		select {
		case sub.news <- data:
		default:
			delete(f.open, sub)
			close(sub.news)
		}
	}
}

func (f *feed) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	for sub := range f.open {
		delete(f.open, sub)
		close(sub.news)
	}
}
