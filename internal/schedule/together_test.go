package schedule

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestTogether(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, time.November, 16, hour, 0, 0, 0, time.UTC) }
	trouble := errors.New("trouble")
	for _, c := range []struct {
		name    string
		due     []time.Time
		trouble int // which look has some, -1 for none
		want    time.Time
	}{
		{"nothing to look at", nil, -1, time.Time{}},
		{"nothing due", []time.Time{{}, {}}, -1, time.Time{}},
		{"the earliest", []time.Time{at(12), {}, at(9), at(10)}, -1, at(9)},
		{"in spite of trouble", []time.Time{{}, at(9), {}}, 0, at(9)},
	} {
		t.Run(c.name, func(t *testing.T) {
			looked := 0
			var looks []Look
			for i, due := range c.due {
				looks = append(looks, func(context.Context, time.Time) (time.Time, error) {
					looked++
					if i == c.trouble {
						return due, trouble
					}
					return due, nil
				})
			}
			next, err := Together(looks...)(t.Context(), at(8))
			if !next.Equal(c.want) || looked != len(c.due) || errors.Is(err, trouble) != (c.trouble >= 0) {
				t.Errorf("next at %s, %v, after %d looks; want %s after %d", next, err, looked, c.want, len(c.due))
			}
		})
	}
}
