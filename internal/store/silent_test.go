package store_test

import (
	"context"
	"io"
	"net"
	"net/url"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/storetest"
)

// TestSilentServer has PostgreSQL fall silent, as behind a network that has lost
// its way: whoever's time is up is let go, whatever they were doing.
func TestSilentServer(t *testing.T) {
	target, silence, speak := silentLine(t, storetest.Postgres(t))
	s := storetest.Open(t, target)
	a := openShop(t, s, "T1")
	for range 9 { // often enough to be kept prepared
		a.append(t, a.entry(16, 1))
		if _, err := a.Settings(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	silence()
	for name, do := range map[string]func(context.Context) error{
		"ping":  s.Ping,
		"read":  func(ctx context.Context) error { _, err := a.Settings(ctx); return err },
		"write": a.TryWriting,
	} {
		for range 3 { // on a connection that is there, and on new ones
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			began := time.Now()
			err := do(ctx)
			if took := time.Since(began); err == nil || took > time.Second {
				t.Errorf("to %s took %s, %v; want to be let go", name, took, err)
			}
			cancel()
		}
	}
	speak()
	a.append(t, a.entry(16, 1))
}

// silentLine is a way to a server that can be made to carry nothing for a while.
func silentLine(t *testing.T, target string) (way string, silence, speak func()) {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
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
