package web

import (
	"net"
	"net/http"
	"sync"
)

// unasked knows the connections on which nothing was ever asked. Browsers open
// some in advance, and a graceful shutdown would give each five seconds to say
// something.
type unasked struct {
	mu   sync.Mutex
	of   map[net.Conn]bool
	over bool
}

// note follows a connection, as http.Server.ConnState.
func (u *unasked) note(c net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(u.of, c)
	case u.over:
		_ = c.Close() // nobody is on it yet
	default:
		u.of[c] = true
	}
}

// close ends them all, and those still to come.
func (u *unasked) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.over = true
	for c := range u.of {
		_ = c.Close() // nobody is on it yet
	}
}
