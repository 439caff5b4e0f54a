package schedule

import (
	"context"
	"errors"
	"time"
)

// Together looks at several things, one after the other: trouble with one does
// not keep the others from being looked at.
func Together(looks ...Look) Look {
	return func(ctx context.Context, now time.Time) (next time.Time, err error) {
		var errs []error
		for _, look := range looks {
			due, err := look(ctx, now)
			errs = append(errs, err)
			if !due.IsZero() && (next.IsZero() || due.Before(next)) {
				next = due
			}
		}
		return next, errors.Join(errs...)
	}
}
