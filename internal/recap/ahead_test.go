package recap

import (
	"testing"
	"time"
)

// What another process planned by a clock that is ahead is left to it, and not
// taken for a morning gone by.
func TestAnotherClockIsAhead(t *testing.T) {
	w := newWorld()
	ahead, behind := w.deliverer("ahead"), w.deliverer("behind")
	mustLook(t, behind, w)
	tomorrow := w.civil.Add(24 * time.Hour)
	w.before = func(op string) error { // between planning and posting
		if op != "claim" {
			return nil
		}
		w.before = nil
		_, err := behind.Look(t.Context(), w.civil)
		return err
	}
	if _, err := ahead.Look(t.Context(), tomorrow); err != nil {
		t.Fatal(err)
	}
	if len(w.posts.rows) != 2 {
		t.Errorf("there are %d posts; want two: %v", len(w.posts.rows), w.states())
	}
	for key, row := range w.posts.rows {
		if row.State != Posted {
			t.Errorf("the recap of %s: %s %s; want it posted", key.Day, row.State, row.Reason)
		}
	}
}
