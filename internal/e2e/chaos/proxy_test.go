package chaos

import (
	"io"
	"net"
	"testing"
	"time"
)

// The proxy strikes at the moment it is armed for, and nothing before or after it.
func TestProxy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault, said  string
		reached, got string
	}{
		{"", "COMMIT", "COMMIT", "done"},
		{beforeCommit, "COMMIT", "", ""},
		{afterCommit, "COMMIT", "COMMIT", ""},
		{afterCommit, "SELECT", "SELECT", "done"},
		{midRequest, "INSERT 12", "INSE", ""},
		{midRequest, "SELECT", "SELECT", "done"},
	} {
		t.Run(c.fault+" "+c.said, func(t *testing.T) {
			t.Parallel()
			server, reached := listen(t)
			total := newTally(nil)
			p, err := newProxy(server, total)
			if err != nil {
				t.Fatal(err)
			}
			defer p.close()
			p.arm(c.fault)
			client, err := net.Dial("tcp", p.address())
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			if _, err := io.WriteString(client, c.said); err != nil {
				t.Fatal(err)
			}
			_ = client.SetDeadline(time.Now().Add(patience)) // a TCP connection has them
			answer := make([]byte, 4)
			n, _ := io.ReadFull(client, answer) // cut is what it may be
			if got := string(answer[:n]); got != c.got {
				t.Errorf("answered %q; want %q", got, c.got)
			}
			if got := <-reached; got != c.reached {
				t.Errorf("%q reached the server; want %q", got, c.reached)
			}
			if struck := total.struck(); (struck == 1) != (c.got == "") {
				t.Errorf("%d faults are counted", struck)
			}
		})
	}
}

// listen is a server that answers the first thing it is told, and tells what that
// was; "" when its connection ended first.
func listen(t *testing.T) (address string, told <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	heard := make(chan string, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			heard <- ""
			return
		}
		defer c.Close()
		words := make([]byte, 100)
		n, _ := c.Read(words)
		heard <- string(words[:n])
		_, _ = io.WriteString(c, "done")
		_, _ = c.Read(words) // until it is hung up
	}()
	return l.Addr().String(), heard
}
