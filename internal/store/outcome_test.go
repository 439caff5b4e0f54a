package store_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// TestTwoProcesses has two stores on one database set the same day's total, each
// from what it reads there.
func TestTwoProcesses(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		target := fresh(t)
		a := openShop(t, storetest.Open(t, target), "T1")
		b, err := find(storetest.Open(t, target))
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for i := range 20 {
			group.Go(func() { []shop{a, b}[i%2].set(t, int64(i+1)) })
		}
		group.Wait()
		if found, err := a.Check(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("Check = %+v, %v; want nothing", found, err)
		}
	})
}

// set makes the day's total what it is told, as /leads set does.
func (s shop) set(t *testing.T, want int64) {
	s.write(t, func(ctx context.Context, tx *store.Tx) error {
		total, err := tx.Hold(ctx, s.cell(16))
		if err != nil {
			return err
		}
		after, err := tx.Append(ctx, s.entry(16, want-total.Count))
		if err == nil && after.Count != want {
			t.Errorf("set to %d, the total became %d", want, after.Count)
		}
		return err
	})
}

// TestTimeUpBeforeCommit has the caller's time run out between the last write
// and the commit: nothing is stored, and the request can be sent again.
func TestTimeUpBeforeCommit(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		a := openShop(t, storetest.Open(t, fresh(t)), "T1")
		ctx, cancel := context.WithCancel(t.Context())
		r := ledger.Request{Key: "asked in a hurry", At: noon}
		_, _, err := a.Once(ctx, r, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
			_, err := tx.Append(ctx, a.entry(16, 12))
			cancel()
			return []byte("12"), err
		})
		if err == nil || errors.Is(err, store.ErrUncertain) {
			t.Errorf("Once = %v; want an error that leaves no doubt", err)
		}
		wantOnce(t, a, r, false)
	})
}

// TestLostCommit cuts the connection to PostgreSQL at the commit, before or
// after the server has got it.
func TestLostCommit(t *testing.T) {
	for name, arrives := range map[string]bool{"it arrived": true, "it did not arrive": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line := newLine(t, storetest.Postgres(t))
			a := openShop(t, storetest.Open(t, line.target), "T1")
			line.cut.Store(&cut{arrives: arrives})
			r := ledger.Request{Key: "asked on a bad line", At: noon}
			answer, _, err := a.Once(t.Context(), r, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
				_, err := tx.Append(ctx, a.entry(16, 12))
				return []byte("12"), err
			})
			if line.cut.Load() != nil {
				t.Fatal("the line was never cut")
			}
			if arrives && (err != nil || string(answer) != "12") {
				t.Errorf("Once = %q, %v; want the answer, as it was stored", answer, err)
			}
			if !arrives && (err == nil || errors.Is(err, store.ErrUncertain)) {
				t.Errorf("Once = %q, %v; want an error that leaves no doubt", answer, err)
			}
			wantOnce(t, a, r, arrives)
		})
	}
}

// wantOnce sends the request again and checks that it was stored once in all.
func wantOnce(t *testing.T, a shop, r ledger.Request, stored bool) {
	t.Helper()
	answer, replayed, err := a.Once(t.Context(), r, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
		_, err := tx.Append(ctx, a.entry(16, 12))
		return []byte("12"), err
	})
	if err != nil || string(answer) != "12" || replayed != stored {
		t.Errorf("sent again: %q, replayed %t, %v; want 12, %t", answer, replayed, err, stored)
	}
	totals, err := a.Totals(t.Context(), a.cell(16).Day, a.cell(16).Day)
	if err != nil || len(totals) != 1 || totals[0].Count != 12 {
		t.Errorf("in the end %+v, %v; want 12 leads", totals, err)
	}
}

// line is a connection to PostgreSQL that can be cut, once, at a commit.
type line struct {
	target string // the store's way to the database
	server string
	cut    atomic.Pointer[cut]
}

type cut struct{ arrives bool }

// inFrontOf listens where a server may be reached in a roundabout way, and returns
// the server's own address with it.
func inFrontOf(t *testing.T, target string) (*url.URL, net.Listener) {
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
	return u, listener
}

func newLine(t *testing.T, target string) *line {
	t.Helper()
	u, listener := inFrontOf(t, target)
	l := &line{server: u.Host}
	u.Host = listener.Addr().String()
	l.target = u.String()
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go l.carry(client)
		}
	}()
	return l
}

func (l *line) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", l.server)
	if err != nil {
		return
	}
	defer server.Close()
	go copyUntil(client, server, func([]byte) bool { return false })
	copyUntil(server, client, func(sent []byte) bool {
		if !bytes.Contains(sent, []byte("COMMIT")) {
			return false
		}
		armed := l.cut.Swap(nil)
		if armed == nil {
			return false
		}
		client.Close()
		if armed.arrives {
			_, _ = server.Write(sent)
			_, _ = server.Read(make([]byte, 1)) // until it is done
		}
		return true
	})
}

func copyUntil(to, from net.Conn, stop func([]byte) bool) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		if err != nil || stop(buffer[:n]) {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}
