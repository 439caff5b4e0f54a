package localslack

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"time"
)

// answer is what comes back to an app that calls.
type answer struct {
	status     int           // 0: none arrives
	retryAfter time.Duration // told with a 429; zero: not told
	kind       string        // of the body
	body       []byte
	failure    string // Slack's code, for the inspector
	lost       string // how none arrives: drop, reset
}

const (
	jsonType  = "application/json; charset=utf-8"
	plainType = "text/plain; charset=utf-8"
)

// answerTo is how the Web API says what came of a call: 200 whether it went well
// or not, unless the refusal says otherwise.
func answerTo(o object, err error) answer {
	a := answer{status: http.StatusOK, kind: jsonType}
	if err == nil {
		if o == nil {
			o = object{}
		}
		o["ok"] = true
		a.body = encode(o)
		return a
	}
	refused := &apiError{code: "internal_error"}
	errors.As(err, &refused)
	if refused.status != 0 {
		a.status, a.retryAfter = refused.status, refused.retryAfter
	}
	a.body, a.failure = encode(refused.body()), refused.code
	return a
}

// shown is the part of the body the inspector keeps: no files.
func (a answer) shown() []byte {
	if a.kind != jsonType && a.kind != plainType {
		return nil
	}
	return a.body
}

// serveCall has an app's call done, or what a fault makes of it, and notes it for
// the inspector. e tells what is asked, and since when.
func (s *Server) serveCall(w http.ResponseWriter, r *http.Request, e exchange, work func(*Fault) answer) {
	f := s.faults.strike(calls, e.Name)
	a := s.afflicted(w, r, f, work)
	e.Direction, e.Transport, e.Status, e.Error, e.Fault = "called", "http", a.status, a.failure, f.String()
	e.LatencyMS, e.Response = milliseconds(e.At), shownJSON(a.shown())
	s.traffic.add(e)
	if a.lost != "" {
		s.lose(w, r, a.lost)
		return
	}
	w.Header().Set("Content-Type", a.kind)
	if a.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(a.retryAfter.Seconds())))
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // the client is gone otherwise
}

// afflicted has work done, with a fault before it, in it, after it or instead.
func (s *Server) afflicted(w http.ResponseWriter, r *http.Request, f *Fault, work func(*Fault) answer) answer {
	switch {
	case f == nil || f.Do == hideMetadata:
		return work(f)
	case f.Do == delayed: // done in the end, whether anybody still waits or not
		if !s.pause(w, r.WithContext(context.WithoutCancel(r.Context())), f.For) {
			return answer{lost: wasReset, failure: delayed}
		}
		return work(f)
	case f.Stored:
		return f.instead(work(f))
	}
	return f.instead(answer{})
}

// lose ends a call so that its answer never arrives.
func (s *Server) lose(w http.ResponseWriter, r *http.Request, how string) {
	if how == dropped {
		s.pause(w, r, forever)
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // which ends the connection too, only more politely
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // a reset, not an end
	}
	_ = conn.Close()
}

const forever = 24 * time.Hour

// pause waits, at most until the caller gives up or the server ends, and reports
// whether it lasted to its end.
func (s *Server) pause(w http.ResponseWriter, r *http.Request, d time.Duration) bool {
	unhurried(w)
	ctx, cancel := s.endings.until(r)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	return sleep(ctx, d)
}
