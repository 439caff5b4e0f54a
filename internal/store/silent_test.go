package store_test

import (
	"context"
	"io"
	"net"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/storetest"
)

// letGoWithin is when somebody whose time is up is certainly let go, even on a busy
// machine: a server that has fallen silent would hold them for ever.
const letGoWithin = 20 * time.Second

// TestSilentServer has PostgreSQL fall silent, as behind a network that has lost
// its way: whoever's time is up is let go, whatever they were doing.
func TestSilentServer(t *testing.T) {
	for name, do := range map[string]func(context.Context, shop) error{
		"read":  func(ctx context.Context, a shop) error { _, err := a.Settings(ctx); return err },
		"write": func(ctx context.Context, a shop) error { return a.TryWriting(ctx) },
	} {
		t.Run(name, func(t *testing.T) {
			target, silence, speak := silentLine(t, storetest.Postgres(t))
			a := openShop(t, storetest.Open(t, target), "T1")
			for range 5 { // often enough to be kept prepared
				if err := do(t.Context(), a); err != nil {
					t.Fatal(err)
				}
			}
			silence()
			for range 5 { // on the connections that are there, then on new ones
				ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
				began := time.Now()
				if err := do(ctx, a); err == nil || time.Since(began) > letGoWithin {
					t.Errorf("it took %s, %v; want to be let go", time.Since(began), err)
				}
				cancel()
			}
			speak()
			if err := do(t.Context(), a); err != nil {
				t.Errorf("once it spoke again: %v", err)
			}
		})
	}
}

// silentLine is a way to a server that can be made to carry nothing for a while.
func silentLine(t *testing.T, target string) (way string, silence, speak func()) {
	t.Helper()
	u, listener := inFrontOf(t, target)
	server := u.Host
	u.Host = listener.Addr().String()
	open := make(chan chan struct{}, 1) // holds what is closed while it carries
	free := make(chan struct{})
	close(free)
	open <- free
	pass := func() { gate := <-open; open <- gate; <-gate }
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				pass()
				server, err := net.Dial("tcp", server)
				if err != nil {
					client.Close()
					return
				}
				go func() { defer client.Close(); _, _ = io.Copy(gated{client, pass}, server) }()
				defer server.Close()
				_, _ = io.Copy(gated{server, pass}, client)
			}()
		}
	}()
	return u.String(), func() { <-open; open <- make(chan struct{}) }, func() { gate := <-open; close(gate); open <- gate }
}

// gated writes when it may.
type gated struct {
	io.Writer

	pass func()
}

func (g gated) Write(p []byte) (int, error) {
	g.pass()
	return g.Writer.Write(p)
}
