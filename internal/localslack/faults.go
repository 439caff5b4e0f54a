package localslack

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// way is the direction of what a fault strikes.
type way int

const (
	calls      way = 1 << iota // what apps ask of Slack
	deliveries                 // what Slack sends to apps
)

// What a fault can do. Beside these, to calls: a status of HTTP from 400 on, such
// as 429 or 500, and any error code of Slack's.
const (
	delayed      = "delay"         // it takes longer, by For
	dropped      = "drop"          // it, or its answer, never arrives
	wasReset     = "reset"         // the connection is reset in its stead
	hideMetadata = "hide_metadata" // history tells no metadata
	loseAck      = "lose_ack"      // it arrives, and its acknowledgement does not
	duplicate    = "duplicate"     // it arrives twice
	reorder      = "reorder"       // the next one overtakes it
	disconnect   = "disconnect"    // the connection is cut as soon as it has left
)

// effects say what each of them strikes.
var effects = map[string]way{
	delayed: calls | deliveries, dropped: calls | deliveries,
	wasReset: calls, hideMetadata: calls,
	loseAck: deliveries, duplicate: deliveries, reorder: deliveries, disconnect: deliveries,
}

// Fault is a rule by which the workspace fails its apps on purpose. ParseFault
// reads one; the package comment describes how it is written.
type Fault struct {
	ID         uint64
	On         string        // what it strikes
	Do         string        // what becomes of it
	Stored     bool          // of a call: what was asked is done first
	For        time.Duration // of a delay
	RetryAfter time.Duration // told with a 429, in whole seconds; zero: not told
	Times      int           // so often at most; zero: without end
	After      int           // so many pass first
	Chance     float64       // of being struck, from 0 to 1
	Seed       uint64        // of that chance; zero: the workspace's

	way    way
	status int // of HTTP, where Do is one
	text   string
	seen   int // how many it was for
	struck int
	random *rand.Rand
}

// String writes the rule as it was given.
func (f *Fault) String() string {
	if f == nil {
		return ""
	}
	return f.text
}

// does reports whether the fault, if there is one, is that.
func (f *Fault) does(what string) bool { return f != nil && f.Do == what }

// meets reports whether the rule is about something of one of these names.
func (f *Fault) meets(w way, names []string) bool {
	if f.way&w == 0 {
		return false
	}
	group, isGroup := strings.CutSuffix(f.On, "*")
	return f.On == allOf[w] || slices.ContainsFunc(names, func(name string) bool {
		return name == f.On || isGroup && strings.HasPrefix(name, group)
	})
}

// allOf names everything that goes one way.
var allOf = map[way]string{calls: "calls", deliveries: "deliveries"}

// turn reports whether what the rule has just seen is struck.
func (f *Fault) turn() bool {
	if f.seen <= f.After || f.Times > 0 && f.struck >= f.Times || f.random.Float64() >= f.Chance {
		return false
	}
	f.struck++
	return true
}

// instead is what comes of a call in the stead of what was answered.
func (f *Fault) instead(done answer) answer {
	switch {
	case f.Do == dropped || f.Do == wasReset:
		return answer{kind: done.kind, body: done.body, failure: f.Do, lost: f.Do}
	case f.status == http.StatusTooManyRequests && f.RetryAfter > 0:
		return answerTo(nil, tooMany("ratelimited", f.RetryAfter))
	case f.status == http.StatusTooManyRequests:
		return answerTo(nil, tooMany("message_limit_exceeded", 0))
	case f.status != 0:
		return answer{status: f.status, kind: plainType, body: []byte(http.StatusText(f.status)), failure: f.Do}
	}
	return answerTo(nil, refusal(f.Do))
}

// faults are the rules in force, in the order they were given.
type faults struct {
	mu    sync.Mutex
	seed  uint64
	last  uint64
	rules []*Fault
}

// strike returns the first rule that strikes something of these names, or nil.
func (fs *faults) strike(w way, names ...string) *Fault {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	var found *Fault
	for _, f := range fs.rules {
		if !f.meets(w, names) {
			continue
		}
		f.seen++
		if found == nil && f.turn() {
			found = f
		}
	}
	return found
}

// add puts a rule in force. What it strikes depends on its own seed alone, or on
// the workspace's and its number: the same seed strikes the same again.
func (fs *faults) add(f *Fault) uint64 {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.last++
	f.ID = fs.last
	f.random = rand.New(rand.NewPCG(f.Seed, 0))
	if f.Seed == 0 {
		f.random = rand.New(rand.NewPCG(fs.seed, f.ID))
	}
	fs.rules = append(fs.rules, f)
	return f.ID
}

// clear lifts a rule, or all with 0, and returns how many.
func (fs *faults) clear(id uint64) int {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	before := len(fs.rules)
	fs.rules = slices.DeleteFunc(fs.rules, func(f *Fault) bool { return id == 0 || f.ID == id })
	return before - len(fs.rules)
}

// list describes the rules in force.
func (fs *faults) list() object {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	all := []object{}
	for _, f := range fs.rules {
		all = append(all, object{"id": f.ID, "fault": f.text, "seen": f.seen, "struck": f.struck})
	}
	return object{"seed": fs.seed, "faults": all}
}

// Seed is what decides the chances of the faults that name no seed of their own.
func (s *Server) Seed() uint64 { return s.faults.seed }

// AddFault puts a rule in force and returns its number.
func (s *Server) AddFault(f *Fault) uint64 { return s.faults.add(f) }
