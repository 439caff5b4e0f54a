package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/localslack"
	"github.com/treve-bot/treve/internal/localslack/localclient"
	"github.com/treve-bot/treve/internal/storetest"
)

const (
	rollingReplicas = 3
	restartEvery    = 2 * time.Second
	slackPatience   = 3 * time.Second // for an acknowledgement
	firstWait       = time.Second     // before what failed is sent again; it doubles
)

// TestRolling sends commands at a steady rate, whatever becomes of those before,
// to three bots on one PostgreSQL, one of which is always being restarted. Every
// command that was acknowledged is in the ledger exactly once; one that was not,
// of which the person is told, is sent again until it is. Only a kill may bring
// that about, and Slack itself, which may have sent an envelope over a connection
// that is just being hung up. TREVE_ROLLING says for how long this goes on,
// TREVE_ROLLING_RATE how many commands are sent a second.
func TestRolling(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end")
	}
	lasts, rate := 5*time.Second, 30
	if text := os.Getenv("TREVE_ROLLING"); text != "" {
		var err error
		if lasts, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
		if rate, err = strconv.Atoi(os.Getenv("TREVE_ROLLING_RATE")); err != nil {
			t.Fatal(err)
		}
	} else {
		t.Parallel()
	}
	for _, c := range []struct {
		door string
		how  syscall.Signal
	}{
		{"http", syscall.SIGTERM}, {"http", syscall.SIGKILL}, {"socket", syscall.SIGTERM}, {"socket", syscall.SIGKILL},
	} {
		t.Run(c.door+"/"+c.how.String(), func(t *testing.T) {
			r := newRolling(t, c.door)
			restarts := r.run(lasts, rate, c.how)
			r.stop(syscall.SIGTERM)
			r.audit(fmt.Sprintf("%d a second, %d restarts:", rate, restarts), c.how)
		})
	}
}

// rolling is one run: what was sent, and what came of it.
type rolling struct {
	*stage
	replicas []*replica
	send     func(ctx context.Context, n int64, due time.Time) // delivers the n-th command

	mu    sync.Mutex
	due   map[string]time.Time     // when each command was to be sent, by its key
	took  map[string]time.Duration // until it was acknowledged
	fails map[string]int           // how often it was not
}

func newRolling(t *testing.T, door string) *rolling {
	r := &rolling{
		stage: newStageWith(t, door, storetest.Postgres(t), localslack.Options{Exchanges: 5000}),
		due:   map[string]time.Time{}, took: map[string]time.Duration{}, fails: map[string]int{},
	}
	r.troubled = true
	r.extra = append(r.extra, "TREVE_MOST_A_MINUTE=0") // four people type for a whole company
	benchBooks(t, r.database)
	for range rollingReplicas {
		one := &replica{}
		if door == "http" {
			one.address = freeAddress(t)
		}
		r.startReplica(one)
		r.replicas = append(r.replicas, one)
	}
	if door == "http" {
		r.overHTTP(balance(t, r.replicas))
	} else {
		r.overSocket()
	}
	return r
}

// overHTTP sends commands to the load balancer, and again those that fail.
func (r *rolling) overHTTP(base string) {
	client := &http.Client{Timeout: slackPatience, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	r.Cleanup(client.CloseIdleConnections)
	r.send = func(ctx context.Context, n int64, due time.Time) {
		key := benchKey(n)
		r.sent(key, due)
		began := due
		for wait := firstWait; ctx.Err() == nil; wait *= 2 {
			err := deliverLeads(ctx, client, base, n, int(n))
			r.answered(key, time.Since(began), err == nil)
			if err == nil {
				return
			}
			pause(ctx, wait)
			began = time.Now()
		}
	}
}

// overSocket has the local Slack send them, and watches what it says of them.
func (r *rolling) overSocket() {
	r.send = func(ctx context.Context, n int64, due time.Time) {
		who := benchPeople[n%int64(len(benchPeople))]
		key, err := r.as(who).Type(ctx, marketing, "/leads "+benchLine(n, int(n)))
		if err != nil {
			r.Errorf("type: %v", err)
			return
		}
		r.sent(key, due)
	}
	go r.overhear(r.Context())
}

func (r *rolling) overhear(ctx context.Context) {
	var last int64
	for ; ctx.Err() == nil; pause(ctx, 100*time.Millisecond) {
		var heard struct{ Traffic []localclient.Exchange }
		if err := getJSON(ctx, fmt.Sprintf("%s/local/traffic?after=%d", r.base, last), &heard); err != nil {
			continue // the test may be over
		}
		for _, e := range slices.Backward(heard.Traffic) {
			last = e.ID
			if e.Direction != "sent" || e.Kind != "slash_commands" {
				continue
			}
			var payload struct {
				Trigger string `json:"trigger_id"`
			}
			if json.Unmarshal(e.Request, &payload) != nil {
				r.Errorf("Slack sent %s", e.Request)
			}
			recorded := bytes.Contains(e.Response, []byte("leads_undo"))
			r.answered(payload.Trigger, time.Duration(e.LatencyMS*float64(time.Millisecond)), recorded)
			if !recorded {
				go r.again(ctx, e.ID, r.waits(payload.Trigger))
			}
		}
	}
}

// waits is how long it takes until a command that failed is sent again.
func (r *rolling) waits(key string) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return firstWait << (r.fails[key] - 1)
}

// again has the local Slack deliver once more; what comes of it is overheard.
func (r *rolling) again(ctx context.Context, id int64, wait time.Duration) {
	pause(ctx, wait)
	body := fmt.Sprintf(`{"user":%q,"id":%d}`, marc, id)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.base+"/local/redeliver", strings.NewReader(body))
	if err != nil {
		r.Error(err)
		return
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Local", "1")
	if response, err := http.DefaultClient.Do(request); err == nil {
		response.Body.Close()
	}
}

func getJSON(ctx context.Context, address string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return json.NewDecoder(response.Body).Decode(into)
}

func (r *rolling) sent(key string, due time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.due[key] = due
}

func (r *rolling) answered(key string, took time.Duration, acknowledged bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !acknowledged {
		r.fails[key]++
		return
	}
	r.took[key] = took
}

// run offers commands and restarts one replica after the other, and returns once
// all commands are acknowledged, with the number of restarts.
func (r *rolling) run(lasts time.Duration, rate int, how syscall.Signal) (restarts int) {
	ctx, cancel := context.WithTimeout(r.Context(), lasts+patience)
	defer cancel()
	began := time.Now()
	var typing sync.WaitGroup
	typing.Go(func() { r.offer(ctx, began, lasts, rate) })
	for next := began.Add(restartEvery / 2); next.Before(began.Add(lasts)); next = next.Add(restartEvery) {
		pause(ctx, time.Until(next))
		r.restart(r.replicas[restarts%rollingReplicas], how)
		restarts++
	}
	typing.Wait()
	for ; ctx.Err() == nil && !r.allAnswered(); pause(ctx, 10*time.Millisecond) {
	}
	return restarts
}

// offer sends each command at its time.
func (r *rolling) offer(ctx context.Context, began time.Time, lasts time.Duration, rate int) {
	var sending sync.WaitGroup
	for n := range int64(lasts.Seconds() * float64(rate)) {
		due := began.Add(time.Duration(n) * time.Second / time.Duration(rate))
		pause(ctx, time.Until(due))
		sending.Go(func() { r.send(ctx, n, due) })
	}
	sending.Wait()
}

func (r *rolling) allAnswered() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.took) == len(r.due)
}

// audit compares what was acknowledged with the ledger, and says what it found.
func (r *rolling) audit(title string, how syscall.Signal) {
	r.Helper()
	books, err := storetest.Open(r, r.database).Local(r.Context(), "", ledger.DefaultSettings())
	if err != nil {
		r.Fatal(err)
	}
	entries, err := books.RecentEntries(r.Context(), 0, 2*len(r.due)+100_000)
	if err != nil {
		r.Fatal(err)
	}
	written := map[string]int{}
	for _, e := range entries {
		written[e.Request]++
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	lost, doubled, unanswered, failures := 0, 0, 0, 0
	var took []time.Duration
	for key := range r.due {
		switch n := written[key]; {
		case r.took[key] == 0:
			unanswered++
		case n == 0:
			lost++
		case n > 1:
			doubled++
		}
		took = append(took, r.took[key])
		failures += r.fails[key]
	}
	slices.Sort(took)
	at := func(percent int) time.Duration { return took[(len(took)-1)*percent/100].Round(100 * time.Microsecond) }
	r.Logf("%s %d commands, %d lost, %d doubled, %d never answered; %d failed and were sent again; acknowledged after %s (p50), %s (p99), %s (at most)",
		title, len(took), lost, doubled, unanswered, failures, at(50), at(99), at(100))
	if lost+doubled+unanswered > 0 || at(99) > slackPatience {
		r.Error("a command was lost, doubled, never answered or too late")
	}
	if failures > 0 && how == syscall.SIGTERM && r.address != "" {
		r.Error("a command failed though every replica was asked to stop")
	}
}
