package localslack

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/treve-bot/treve/internal/lang"
)

// localClock tells the clock, at once or when it has been moved.
func (s *Server) localClock(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.clock.follow(q.Get("follower"), q.Get("steps") == "1", s.patience.follower)
	sequence, err := strconv.ParseInt(q.Get("after"), 10, 64)
	if err != nil {
		answerJSON(w, http.StatusOK, encode(s.clock.State()))
		return
	}
	unhurried(w)
	ctx, ended := s.endings.until(r)
	defer ended()
	ctx, cancel := context.WithTimeout(ctx, s.patience.poll)
	defer cancel()
	state := s.clock.after(ctx, sequence)
	if r.Context().Err() != nil { // hung up: nobody is there to follow a jump
		s.clock.forget(q.Get("follower"))
		return
	}
	answerJSON(w, http.StatusOK, encode(state))
}

// jumping is where the clock is to go, and how long followers may take.
type jumping struct {
	To     string `json:"to"`
	WaitMS int    `json:"wait_ms"`
}

// longestWait bounds how long a jump may be told to wait for its followers.
const longestWait = 10 * time.Minute

func (s *Server) localJump(r *http.Request, in jumping) (any, error) {
	now := s.clock.Now()
	to, err := when(in.To, now)
	if err != nil {
		return nil, refuse("invalid_time", "localslack.clock.unread", lang.Args{"time": in.To})
	}
	if !to.After(now) {
		return nil, refuse("past_time", "localslack.clock.past", lang.Args{"time": in.To})
	}
	wait := s.patience.jump
	if in.WaitMS > 0 {
		wait = min(time.Duration(in.WaitMS)*time.Millisecond, longestWait)
	}
	s.clock.follow("", false, s.patience.follower) // forget who is gone
	// Whoever asked may leave; the jump goes on.
	ctx, ended := s.endings.until(r.WithContext(context.WithoutCancel(r.Context())))
	defer ended()
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	return s.clock.Jump(ctx, to), nil
}

// localRun lets the clock run fast for as long as whoever asked waits for the
// answer: a page that is closed stops it.
func (s *Server) localRun(r *http.Request, _ struct{}) (any, error) {
	s.clock.follow("", false, s.patience.follower) // forget who is gone
	ctx, ended := s.endings.until(r)
	defer ended()
	state, ran := s.clock.Run(ctx, s.patience.run, s.patience.jump)
	if !ran {
		return nil, refuse("already_running", "localslack.clock.running", nil)
	}
	return state, nil
}

func (s *Server) localHalt(*http.Request, struct{}) (any, error) {
	s.clock.Halt()
	return s.clock.State(), nil
}

// reaching is a follower's report.
type reaching struct {
	Follower string    `json:"follower"`
	Sequence int64     `json:"sequence"`
	Now      time.Time `json:"now"`
}

func (s *Server) localReached(_ *http.Request, in reaching) (any, error) {
	if in.Follower == "" {
		return nil, refuse("no_follower", "localslack.invalid", lang.Args{"error": "follower"})
	}
	state := s.clock.State()
	s.clock.follow(in.Follower, false, s.patience.follower)
	if !in.Now.IsZero() {
		s.clock.reach(in.Now)
		return s.clock.State(), nil
	}
	s.clock.reach(state.Target)
	s.clock.report(in.Follower, in.Sequence)
	return s.clock.State(), nil
}
