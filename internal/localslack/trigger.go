package localslack

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"time"
)

// trigger is what lets an app open a modal for somebody: once, within 3 s.
type trigger struct {
	app  *app
	user string
	at   time.Time // real
	used bool
	view *view // whose interaction it is, nil for others
}

// memory is how long spent triggers and response URLs are remembered, so as to
// be refused with the right word.
const memory = time.Hour

func (s *Server) newTrigger(a *app, user string, from *view) string {
	now := s.now()
	sweep(s.triggers, &s.sweepTriggers, func(t *trigger) bool { return now.Sub(t.at) > memory })
	id := fmt.Sprintf("%d.%d.%s", rand.Int64N(1e13), rand.Int64N(1e13), secret(16))
	s.triggers[id] = &trigger{app: a, user: user, at: now, view: from}
	return id
}

// sweep forgets what is old, once there are twice as many as it last left.
func sweep[V any](kept map[string]V, at *int, old func(V) bool) {
	if len(kept) < *at {
		return
	}
	maps.DeleteFunc(kept, func(_ string, v V) bool { return old(v) })
	*at = 2*len(kept) + 64
}

var triggerForm = regexp.MustCompile(`^\d+\.\d+\.[0-9a-f]+$`)

// exchange spends a trigger.
func (s *Server) exchange(a *app, id string) (*trigger, error) {
	t, ok := s.triggers[id]
	switch {
	case !ok || t.app != a || !triggerForm.MatchString(id):
		return nil, refusal("invalid_trigger_id")
	case s.now().Sub(t.at) > s.patience.trigger:
		return nil, refusal("expired_trigger_id")
	case t.used:
		return nil, refusal("exchanged_trigger_id")
	}
	t.used = true
	return t, nil
}
