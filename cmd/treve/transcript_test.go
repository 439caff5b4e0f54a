package main

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"
)

// transcript is all a process has printed so far.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
	line chan struct{}
}

func newTranscript() *transcript { return &transcript{line: make(chan struct{}, 1)} }

func (s *transcript) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.line <- struct{}{}:
	default:
	}
	return s.text.Write(p)
}

func (s *transcript) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// wait returns once the words have been printed.
func (s *transcript) wait(t testing.TB, words string) {
	t.Helper()
	s.waitTimes(t, words, 1)
}

// waitTimes returns once the words have been printed so many times.
func (s *transcript) waitTimes(t testing.TB, words string, times int) {
	t.Helper()
	deadline := time.After(patience)
	for strings.Count(s.String(), words) < times {
		select {
		case <-s.line:
		case <-deadline:
			t.Fatalf("%q was not printed %d times; this was:\n%s", words, times, s)
		}
	}
}

// outcome is what a command of the program came to.
type outcome struct {
	code     int
	out, err string
}

// invoke runs the program in this process, in an environment of its own.
func invoke(environ []string, args ...string) outcome {
	var out, err bytes.Buffer
	code := run(background, args, environ, &out, &err)
	return outcome{code, plainSpaces(out.String()), plainSpaces(err.String())}
}

// plainSpaces makes the spaces of French typography those of a test, and drops
// what keeps typed signs from opening a format.
func plainSpaces(text string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u200b", "").Replace(text)
}
