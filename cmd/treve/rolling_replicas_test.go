package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// replica is one of several bots: a process, and another one after a restart.
type replica struct {
	*process
	address string      // of its HTTP door; "" under Socket Mode
	ready   atomic.Bool // as the balancer believes
}

// startReplica starts a process in the place of the one before, if any, and
// returns once Slack can reach it.
func (s *stage) startReplica(r *replica) {
	s.Helper()
	path, err := binary()
	if err != nil {
		s.Fatal(err)
	}
	r.process = &process{exec.Command(path, "serve"), newTranscript()}
	r.command.Env = append(s.environ(), "SLACK_SIGNING_SECRET="+benchSecret)
	if r.address != "" {
		r.command.Env = append(r.command.Env, "TREVE_LISTEN="+r.address)
	}
	r.command.Stdout, r.command.Stderr = r.said, r.said
	if err := r.command.Start(); err != nil {
		s.Fatal(err)
	}
	s.bots = append(s.bots, r.process)
	if r.address == "" {
		r.said.waitTimes(s, "connected to Slack", 2)
		return
	}
	r.said.wait(s, "ready version=")
}

// restart ends a replica and starts it anew.
func (s *stage) restart(r *replica, how syscall.Signal) {
	s.Helper()
	if err := r.command.Process.Signal(how); err != nil {
		s.Fatal(err)
	}
	if err := r.command.Wait(); err != nil && how == syscall.SIGTERM {
		s.Errorf("asked to stop, a replica ended with %v:\n%s", err, r.said)
	}
	s.bots = slices.DeleteFunc(s.bots, func(p *process) bool { return p == r.process })
	s.inspect(r.said.String())
	s.leave(r.process)
	s.startReplica(r)
}

// balancer is a small load balancer, as those are: it asks every replica whether
// it is ready, sends each request to the next that is, and to another one where
// nobody takes it. A request that somebody has taken is not sent again.
type balancer struct {
	replicas []*replica
	next     atomic.Int64
	client   http.Client
}

// probing is how often the balancer asks.
const probing = 200 * time.Millisecond

// balance stands before the replicas until the test ends, and returns where.
func balance(t *testing.T, replicas []*replica) (address string) {
	b := &balancer{replicas: replicas, client: http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	for _, r := range replicas {
		go b.watch(t.Context(), r)
	}
	for _, r := range replicas {
		for !r.ready.Load() && t.Context().Err() == nil {
			pause(t.Context(), time.Millisecond)
		}
	}
	server := httptest.NewServer(b)
	t.Cleanup(func() { server.Close(); b.client.CloseIdleConnections() })
	return server.URL
}

func (b *balancer) watch(ctx context.Context, r *replica) {
	for ctx.Err() == nil {
		response, err := b.client.Get("http://" + r.address + "/readyz")
		r.ready.Store(err == nil && response.StatusCode == http.StatusOK)
		if err == nil {
			response.Body.Close()
		}
		pause(ctx, probing)
	}
}

func (b *balancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "incomplete", http.StatusBadRequest)
		return
	}
	first := b.next.Add(1)
	for i := range len(b.replicas) {
		to := b.replicas[(int(first)+i)%len(b.replicas)]
		if !to.ready.Load() {
			continue
		}
		response, err := b.send(r, to, body)
		if errors.Is(err, syscall.ECONNREFUSED) {
			to.ready.Store(false)
			continue
		}
		if err != nil {
			break
		}
		defer response.Body.Close()
		w.WriteHeader(response.StatusCode)
		_, _ = io.Copy(w, response.Body) // whoever asks sees that it ends too soon
		return
	}
	http.Error(w, "nobody takes it", http.StatusBadGateway)
}

func (b *balancer) send(r *http.Request, to *replica, body []byte) (*http.Response, error) {
	on, err := http.NewRequestWithContext(r.Context(), r.Method, "http://"+to.address+r.URL.Path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	on.Header = r.Header.Clone()
	return b.client.Do(on)
}
