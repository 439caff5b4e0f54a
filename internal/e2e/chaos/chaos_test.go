package chaos

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// number reads a variable of the environment, and whether it is there.
func number(t *testing.T, name string) (n int, given bool) {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("%s=%s is not a number", name, text)
	}
	return n, true
}

// extent is where the episodes begin and when there have been enough: the short
// ones of the first seeds, so many faults from a seed nobody has tried yet, or
// one episode again.
func extent(t *testing.T) (seed uint64, enough func(played, struck int) bool) {
	t.Helper()
	faults, many := number(t, "N")
	first, replay := number(t, "SEED")
	switch {
	case replay && !many:
		return uint64(first), func(played, _ int) bool { return played > 0 }
	case replay:
		seed = uint64(first)
	case many:
		seed = uint64(time.Now().Unix())
	default:
		faults = 100
	}
	return seed, func(played, struck int) bool { return struck >= faults && played >= 4 } // both doors, both databases
}

// stage is a folder for a test's files, which stays when the test fails, and a
// PostgreSQL, nil where there is none.
func stage(t *testing.T) (folder string, c *cluster) {
	t.Helper()
	folder, err := os.MkdirTemp("", "treve-chaos-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if !t.Failed() {
			_ = os.RemoveAll(folder)
		}
	})
	c, err = startCluster(t.Context(), filepath.Join(os.TempDir(), fmt.Sprintf("treve-chaos-postgres-%d-%s", os.Getpid(), t.Name())))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Logf("SQLite alone: %v", err)
		return folder, nil
	}
	t.Cleanup(func() {
		if err := c.stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return folder, c
}

// Whatever fails, nothing that was confirmed is lost, nothing is doubled, and what
// nobody can know is said to a manager.
func TestChaos(t *testing.T) {
	t.Parallel()
	seed, enough := extent(t)
	atOnce, given := number(t, "AT_ONCE")
	if !given {
		atOnce = 2 * runtime.NumCPU()
	}
	folder, c := stage(t)
	r := &run{folder: folder, cluster: c, total: newTally(nil), say: t.Logf, plan: planOf}
	var err error
	if r.binary, err = build(folder, "treve", hurried...); err != nil {
		t.Fatal(err)
	}
	t.Logf("from seed %d on, files in %s", seed, folder)
	r.play(t.Context(), seed, atOnce, enough)
	t.Logf("%d episodes\n%s", r.played, r.total)
	for _, failed := range r.failed {
		t.Error(failed)
	}
}

// A harness that cannot find anything proves nothing.
func TestChaosFindsWhatIsBroken(t *testing.T) {
	t.Parallel()
	folder, c := stage(t)
	if c == nil {
		t.Skip("replicas need PostgreSQL")
	}
	for name, finds := range map[string]struct {
		faults   []string
		replicas int
		what     []string
	}{
		"what may have arrived is sent again without a look": {[]string{"chat.postMessage:reset,stored,chance=0.6"}, 1, []string{recapsDoubled, othersDoubled}},
		"a request that comes again is written again":        {[]string{"slash_commands:lose_ack,chance=0.5"}, 1, []string{entriesDoubled}},
		"leases do not last":                                 {[]string{"chat.postMessage:delay,for=300ms"}, 3, []string{recapsDoubled, othersDoubled}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := strings.ReplaceAll(name, " ", "-")
			binary, err := build(folder, file, append(hurried, mutants[name]...)...)
			if err != nil {
				t.Fatal(err)
			}
			r := &run{binary: binary, folder: filepath.Join(folder, file+"-files"), cluster: c, total: newTally(nil), say: t.Logf, plan: func(seed uint64) plan {
				p := planOf(seed)
				p.door, p.database, p.replicas, p.truth, p.gentle = "socket", "postgres", finds.replicas, truthful, finds.faults
				return p
			}}
			if err := os.Mkdir(r.folder, 0o755); err != nil {
				t.Fatal(err)
			}
			found := func() (n int) {
				for _, what := range finds.what {
					n += r.total.counts(what)
				}
				return n
			}
			r.play(t.Context(), 0, 1, func(played, _ int) bool { return found() > 0 || played == 4 })
			if found() == 0 {
				t.Errorf("nothing is found:\n%s", r.total)
			}
		})
	}
}
