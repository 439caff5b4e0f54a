package chaos

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// run is many episodes of the same program, some at the same time.
type run struct {
	binary  string
	folder  string
	cluster *cluster // nil without PostgreSQL
	total   *tally
	say     func(format string, args ...any)
	plan    func(seed uint64) plan

	mu     sync.Mutex
	failed []string // what went wrong, with the seed that shows it
	played int
}

// play plays episodes from a seed on, so many at the same time, until enough says
// so.
func (r *run) play(ctx context.Context, seed uint64, atOnce int, enough func(played, faults int) bool) {
	var all sync.WaitGroup
	turns := make(chan struct{}, atOnce)
	for n := 0; ; n++ {
		turns <- struct{}{}
		if enough(n, r.total.struck()) || ctx.Err() != nil {
			break
		}
		p := r.plan(seed + uint64(n))
		all.Go(func() {
			defer func() { <-turns }()
			if p.database == "postgres" && r.cluster == nil {
				return
			}
			r.playOne(ctx, p)
		})
	}
	all.Wait()
}

func (r *run) playOne(ctx context.Context, p plan) {
	e := &episode{plan: p, binary: r.binary, cluster: r.cluster, tally: newTally(r.total)}
	e.folder = filepath.Join(r.folder, fmt.Sprint("seed-", p.seed))
	began := time.Now()
	err := os.Mkdir(e.folder, 0o755)
	if err == nil {
		err = e.play(ctx)
	}
	found := strings.Join(e.found, "\n")
	if err != nil {
		found += "\n" + err.Error()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.played++
	r.say("%s: %d faults in %.0f s; %d episodes, %d faults so far", p, e.tally.struck(), time.Since(began).Seconds(), r.played, r.total.struck())
	if found != "" {
		r.say("wrong: %s", found)
		r.failed = append(r.failed, fmt.Sprintf("%s\nagain: SEED=%d make chaos; files in %s\n%s", p, p.seed, e.folder, found))
		return
	}
	_ = os.RemoveAll(e.folder) // a temporary one
}
