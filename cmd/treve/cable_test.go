package main

import (
	"net"
	"net/url"
	"sync"
	"testing"
)

// cable is the network between a bot and PostgreSQL, which can be cut.
type cable struct {
	*testing.T
	target string // the way to the database through the cable
	server string
	here   string // where the cable is plugged in

	mu       sync.Mutex
	listener net.Listener
	carried  map[net.Conn]bool
	stalled  chan struct{} // closed once it carries again; nil while it does
}

func newCable(t *testing.T, target string) *cable {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{T: t, server: u.Host, here: "127.0.0.1:0", carried: map[net.Conn]bool{}}
	c.mend()
	t.Cleanup(c.cut)
	u.Host = c.here
	c.target = u.String()
	return c
}

// mend lets connections through.
func (c *cable) mend() {
	c.Helper()
	listener, err := net.Listen("tcp", c.here)
	if err != nil {
		c.Fatal(err)
	}
	c.here = listener.Addr().String()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listener = listener
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go c.carry(client)
		}
	}()
}

// cut ends every connection and refuses new ones, as a server does that is gone.
func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.listener.Close()
	for conn := range c.carried {
		_ = conn.Close()
	}
}

// stall carries nothing, and tells nobody, as a network does that has lost its
// way.
func (c *cable) stall() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stalled = make(chan struct{})
}

func (c *cable) flow() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.stalled)
	c.stalled = nil
}

func (c *cable) carry(client net.Conn) {
	server, err := net.Dial("tcp", c.server)
	if err != nil {
		_ = client.Close()
		return
	}
	c.mu.Lock()
	c.carried[client], c.carried[server] = true, true
	c.mu.Unlock()
	go c.copy(client, server)
	c.copy(server, client)
}

func (c *cable) copy(to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		c.mu.Lock()
		stalled := c.stalled
		c.mu.Unlock()
		if stalled != nil {
			<-stalled
		}
		if _, writeErr := to.Write(buffer[:n]); err != nil || writeErr != nil {
			return
		}
	}
}
