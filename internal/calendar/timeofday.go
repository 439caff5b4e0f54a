package calendar

import (
	"fmt"
	"time"
)

// TimeOfDay is a wall-clock time to the minute, such as 09:00.
type TimeOfDay struct{ Hour, Minute int }

// ParseTimeOfDay reads a time written 09:00 or 9:00.
func ParseTimeOfDay(text string) (TimeOfDay, error) {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return TimeOfDay{}, fmt.Errorf("%q is not a time of day such as 09:00", text)
	}
	return TimeOfDay{t.Hour(), t.Minute()}, nil
}

// String writes t as 09:00.
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t.Hour, t.Minute) }

// Before reports whether t is earlier in the day than other.
func (t TimeOfDay) Before(other TimeOfDay) bool {
	return t.Hour < other.Hour || t.Hour == other.Hour && t.Minute < other.Minute
}

// MarshalText writes t as 09:00.
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (t *TimeOfDay) UnmarshalText(text []byte) (err error) {
	*t, err = ParseTimeOfDay(string(text))
	return err
}
