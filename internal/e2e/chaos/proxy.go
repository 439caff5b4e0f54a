package chaos

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// proxy stands between the program and its PostgreSQL, and fails them on purpose:
// at the moments that matter, which it tells from the bytes that go by.
type proxy struct {
	listener net.Listener
	target   string
	tally    *tally

	mu    sync.Mutex
	armed string        // the fault that waits for its moment; "" for none
	calm  chan struct{} // closed unless traffic is held up
	links map[*link]bool
}

// What the proxy does when its moment comes.
const (
	beforeCommit = "database: connection cut before a commit"
	afterCommit  = "database: connection cut after a commit, its answer lost"
	midRequest   = "database: connection cut in the middle of a statement"
	midAnswer    = "database: connection cut in the middle of an answer"
	stalled      = "database: stalled"
)

// link is one connection through the proxy.
type link struct {
	client, server *net.TCPConn
	deaf           atomic.Bool // the next answer ends it instead of getting through
}

// cut ends both sides at once, with resets.
func (l *link) cut() {
	for _, c := range []*net.TCPConn{l.client, l.server} {
		_ = c.SetLinger(0)
		_ = c.Close()
	}
}

func newProxy(target string, t *tally) (*proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &proxy{listener: l, target: target, tally: t, links: map[*link]bool{}, calm: make(chan struct{})}
	close(p.calm)
	go p.accept()
	return p, nil
}

func (p *proxy) address() string { return p.listener.Addr().String() }

func (p *proxy) accept() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.carry(c.(*net.TCPConn))
	}
}

func (p *proxy) carry(client *net.TCPConn) {
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		_ = client.Close()
		return
	}
	l := &link{client: client, server: server.(*net.TCPConn)}
	p.mu.Lock()
	p.links[l] = true
	p.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { p.pump(l, l.server, l.client, p.request) })
	both.Go(func() { p.pump(l, l.client, l.server, p.answer) })
	both.Wait()
	p.mu.Lock()
	delete(p.links, l)
	p.mu.Unlock()
}

// pump carries one direction. through says how many of some bytes go by, and
// whether that is the end of the link.
func (p *proxy) pump(l *link, to, from *net.TCPConn, through func(*link, []byte) (n int, end bool)) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			p.hold()
			pass, end := through(l, buffer[:n])
			if pass > 0 {
				_, _ = to.Write(buffer[:pass]) // who is gone is seen at the next read
			}
			if end {
				l.cut()
				return
			}
		}
		if err != nil {
			if err != io.EOF {
				l.cut()
			}
			_ = to.CloseWrite()
			return
		}
	}
}

// hold waits while the traffic is held up.
func (p *proxy) hold() {
	p.mu.Lock()
	calm := p.calm
	p.mu.Unlock()
	<-calm
}

// request looks at what the program says to the database, and returns how much of
// it gets there.
func (p *proxy) request(l *link, data []byte) (n int, end bool) {
	commits := bytes.Contains(data, []byte("COMMIT"))
	writes := bytes.Contains(data, []byte("INSERT")) || bytes.Contains(data, []byte("UPDATE"))
	switch {
	case commits && p.strikes(beforeCommit):
		return 0, true
	case commits && p.strikes(afterCommit):
		l.deaf.Store(true)
	case writes && p.strikes(midRequest):
		return len(data) / 2, true
	}
	return len(data), false
}

// answer looks at what the database says, likewise.
func (p *proxy) answer(l *link, data []byte) (n int, end bool) {
	switch {
	case l.deaf.Load():
		return 0, true
	case len(data) > 64 && p.strikes(midAnswer):
		return len(data) / 2, true
	}
	return len(data), false
}

// strikes reports whether that fault is armed, and counts it.
func (p *proxy) strikes(what string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.armed != what {
		return false
	}
	p.armed = ""
	p.tally.fault(what)
	return true
}

// arm makes the next moment of that kind fail.
func (p *proxy) arm(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed = what
}

// stall holds up all traffic for a while.
func (p *proxy) stall(ctx context.Context, d time.Duration) {
	p.mu.Lock()
	calm := make(chan struct{})
	p.calm = calm
	struck := len(p.links) > 0
	p.mu.Unlock()
	if struck {
		p.tally.fault(stalled)
	}
	rest(ctx, d)
	close(calm)
}

// close ends the proxy and every link.
func (p *proxy) close() {
	_ = p.listener.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.links {
		l.cut()
	}
}

// rest waits for a while, or until ctx ends, and reports which.
func rest(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
