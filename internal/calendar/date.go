// Package calendar knows civil days, months and which of them a workspace works.
//
// Nothing here has an hour or reads a clock: a Date is a day as people write it
// on an agenda, and it takes a time zone to go from an instant to a day (On) or
// back (Date.At).
package calendar

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a civil day, without hour or zone. The zero Date is no day at all.
// Dates are comparable with == and can be map keys.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

const isoDay = "2006-01-02"

// NewDate returns the day of that year, month and day of month; days out of
// range roll over as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return fromTime(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// On returns the civil day that t falls on in loc.
func On(t time.Time, loc *time.Location) Date { return fromTime(t.In(loc)) }

// ParseDate reads a day written 2026-11-16.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(isoDay, text)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a day such as 2026-11-16", text)
	}
	return fromTime(t), nil
}

func fromTime(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// At returns the instant of that wall-clock time on d in loc. A time that a
// change to summer time skips is moved forward by as much, and one on a day
// that the zone skipped altogether, as Samoa did 30 December 2011, falls on the
// day after.
func (d Date) At(t TimeOfDay, loc *time.Location) time.Time {
	at := time.Date(d.Year, d.Month, d.Day, t.Hour, t.Minute, 0, 0, loc)
	// time.Date moves a skipped time forward or back, as it finds the change.
	if short := wallClock(d, t).Sub(wallClock(On(at, loc), TimeOfDay{at.Hour(), at.Minute()})); short > 0 {
		return at.Add(short)
	}
	return at
}

func wallClock(d Date, t TimeOfDay) time.Time {
	return time.Date(d.Year, d.Month, d.Day, t.Hour, t.Minute, 0, 0, time.UTC)
}

// IsZero reports whether d is no day at all.
func (d Date) IsZero() bool { return d == Date{} }

// String writes d as 2026-11-16.
func (d Date) String() string { return d.utc().Format(isoDay) }

// Later returns the later of two days.
func Later(a, b Date) Date {
	if a.Before(b) {
		return b
	}
	return a
}

// Compare is -1 when d is before other, 0 on the same day, 1 after.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is a later day than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// AddDays returns the day n days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date { return fromTime(d.utc().AddDate(0, 0, n)) }

// DaysUntil returns how many days later other is; negative when it is earlier.
func (d Date) DaysUntil(other Date) int { return int(other.utc().Sub(d.utc()).Hours() / 24) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// In returns the month d belongs to.
func (d Date) In() Month { return Month{d.Year, d.Month} }

// MarshalText writes d as 2026-11-16, and no day as nothing.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return []byte{}, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d = Date{}
	if len(text) > 0 {
		*d, err = ParseDate(string(text))
	}
	return err
}

// Value stores d as text; no day is stored as NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a day from what either database hands over: PostgreSQL a time at
// midnight, SQLite text, and both nil for NULL.
func (d *Date) Scan(src any) (err error) {
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = fromTime(v)
	case string:
		*d, err = ParseDate(v)
	case []byte:
		*d, err = ParseDate(string(v))
	default:
		err = fmt.Errorf("read a day from %T", src)
	}
	return err
}
