package store_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/store"
	"github.com/treve-bot/treve/internal/storetest"
)

// writerVariable makes the test program write to the database it names until it
// is killed.
const writerVariable = "TREVE_TEST_WRITER"

func TestMain(m *testing.M) {
	if target := os.Getenv(writerVariable); target != "" {
		writeForEver(target)
	}
	os.Exit(m.Run())
}

// TestKilledWhileWriting kills a process that writes and checks that all it had
// acknowledged is there, that the totals are those of the ledger, and that of every
// request there is the note that was made with it.
func TestKilledWhileWriting(t *testing.T) {
	storetest.OnEachDatabase(t, func(t *testing.T, fresh func(testing.TB) string) {
		target := fresh(t)
		openShop(t, storetest.Open(t, target), "T1")
		var acknowledged []string
		for range 3 {
			acknowledged = append(acknowledged, killAfter(t, target, 25)...)
		}
		a, err := find(storetest.Open(t, target))
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range acknowledged {
			lines, err := a.EntriesOf(t.Context(), key)
			if err != nil || len(lines) != 2 {
				t.Errorf("of the acknowledged request %s %d lines are there, %v; want 2", key, len(lines), err)
			}
		}
		entries, err := a.RecentEntries(t.Context(), 0, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		notes, err := a.Recaps().Since(t.Context(), noonsDay)
		if err != nil || len(notes) != len(entries)/2 {
			t.Errorf("of %d requests there are %d notes, %v", len(entries)/2, len(notes), err)
		}
		if found, err := a.Check(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("Check = %+v, %v; want nothing", found, err)
		}
	})
}

// killAfter runs a writer, kills it when it has acknowledged n requests, and
// returns all it acknowledged.
func killAfter(t *testing.T, target string, n int) (keys []string) {
	t.Helper()
	writer := exec.Command(os.Args[0])
	writer.Env = append(os.Environ(), writerVariable+"="+target)
	writer.Stderr = os.Stderr
	stdout, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		keys = append(keys, lines.Text())
		if len(keys) == n {
			if err := writer.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := writer.Wait(); err == nil || len(keys) < n {
		t.Fatalf("the writer ended by itself, %v, after %d requests", err, len(keys))
	}
	return keys
}

// find returns the shop that openShop made.
func find(s *store.Store) (shop, error) {
	space, err := s.Local(context.Background(), "T1", ledger.DefaultSettings())
	if err != nil {
		return shop{}, err
	}
	catalogue, err := space.Catalogue(context.Background())
	if err != nil {
		return shop{}, err
	}
	return shop{space, ledger.Segment{Channel: catalogue.Channels[0].ID, Persona: catalogue.Personas[0].ID}}, nil
}

func writeForEver(target string) {
	s, err := store.Open(context.Background(), target, quiet)
	if err != nil {
		panic(err)
	}
	a, err := find(s)
	if err != nil {
		panic(err)
	}
	var group sync.WaitGroup
	for worker := range 3 {
		group.Go(func() { a.writeForEver(worker) })
	}
	group.Wait()
}

func (s shop) writeForEver(worker int) {
	for n := 0; ; n++ {
		r := ledger.Request{Key: fmt.Sprintf("%d-%d-%d", os.Getpid(), worker, n), At: noon}
		_, _, err := s.Once(context.Background(), r, func(ctx context.Context, tx *store.Tx) ([]byte, error) {
			for line := range 2 {
				e := s.entry(1+line, 1)
				e.Line = line
				if _, err := tx.Append(ctx, e); err != nil {
					return nil, err
				}
			}
			return nil, tx.Keep(ctx, []recap.Note{recap.NewNote("U1", r.Key, noonsDay, noon, recap.Message{Text: r.Key})})
		})
		if err != nil {
			panic(err)
		}
		fmt.Println(r.Key)
	}
}
