package recap

import (
	"errors"
	"fmt"
	"time"
)

// Class says what a failed attempt means for the post.
type Class string

// The classes of failure. What is not known to be one of the others is
// Uncertain.
const (
	Permanent Class = "permanent" // not posted, and it never will be without somebody's help
	Malformed Class = "malformed" // not posted: Slack refuses the blocks, words may still pass
	Token     Class = "token"     // not posted: the whole workspace is shut to us
	Transient Class = "transient" // not posted: the same attempt may pass later
	Uncertain Class = "uncertain" // it may have been posted
)

// Failure is why an attempt to reach Slack failed.
type Failure struct {
	Class      Class
	Reason     string        // Slack's error code, or what went wrong on the way there
	RetryAfter time.Duration // as told by Slack; 0 when it did not say
	Err        error
}

// Error says what failed.
func (f *Failure) Error() string { return fmt.Sprintf("%s (%s)", f.Reason, f.Class) }

// Unwrap returns what the adapter saw.
func (f *Failure) Unwrap() error { return f.Err }

// failureOf is what an error of a Poster's means: anything may have happened
// where it does not say.
func failureOf(err error) *Failure {
	failure := &Failure{Class: Uncertain, Reason: "unknown", Err: err}
	errors.As(err, &failure)
	return failure
}

// wait is how long after a failure the post may be tried again.
func (f *Failure) wait(attempts int) time.Duration {
	if f.RetryAfter > 0 {
		return f.RetryAfter
	}
	return backOff(attempts)
}

// tooMany reports whether Slack said that we post too much. It counts by method
// and workspace: whatever else there is to post would hear the same.
func (f *Failure) tooMany() bool { return f.RetryAfter > 0 || f.Reason == "message_limit_exceeded" }

// backOff doubles from half a minute to a quarter of an hour.
func backOff(attempts int) time.Duration {
	const first, longest = 30 * time.Second, 15 * time.Minute
	if attempts < 1 {
		return first
	}
	return min(first<<min(attempts-1, 10), longest)
}
