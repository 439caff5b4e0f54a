package calendar

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Month is a civil month of a year. The zero Month is no month at all.
type Month struct {
	Year  int
	Month time.Month
}

const isoMonth = "2006-01"

// ParseMonth reads a month written 2026-11.
func ParseMonth(text string) (Month, error) {
	t, err := time.Parse(isoMonth, text)
	if err != nil {
		return Month{}, fmt.Errorf("%q is not a month such as 2026-11", text)
	}
	return Month{t.Year(), t.Month()}, nil
}

// First returns the month's first day.
func (m Month) First() Date { return NewDate(m.Year, m.Month, 1) }

// Last returns the month's last day.
func (m Month) Last() Date { return NewDate(m.Year, m.Month+1, 0) }

// Add returns the month n months later, or earlier when n is negative.
func (m Month) Add(n int) Month { return NewDate(m.Year, m.Month+time.Month(n), 1).In() }

// IsZero reports whether m is no month at all.
func (m Month) IsZero() bool { return m == Month{} }

// Before reports whether m is an earlier month than other.
func (m Month) Before(other Month) bool { return m.First().Before(other.First()) }

// After reports whether m is a later month than other.
func (m Month) After(other Month) bool { return other.Before(m) }

// String writes m as 2026-11.
func (m Month) String() string { return m.First().utc().Format(isoMonth) }

// MarshalText writes m as 2026-11, and no month as nothing.
func (m Month) MarshalText() ([]byte, error) {
	if m.IsZero() {
		return []byte{}, nil
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (m *Month) UnmarshalText(text []byte) (err error) {
	*m = Month{}
	if len(text) > 0 {
		*m, err = ParseMonth(string(text))
	}
	return err
}

// Value stores m as text; no month is stored as NULL.
func (m Month) Value() (driver.Value, error) {
	if m.IsZero() {
		return nil, nil
	}
	return m.String(), nil
}

// Scan reads a month from a text column, and NULL as no month.
func (m *Month) Scan(src any) (err error) {
	switch v := src.(type) {
	case nil:
		*m = Month{}
	case string:
		*m, err = ParseMonth(v)
	case []byte:
		*m, err = ParseMonth(string(v))
	default:
		err = fmt.Errorf("read a month from %T", src)
	}
	return err
}
