package store

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// instant carries a time.Time to and from either database as UTC text of one
// width, so that the order of the text is the order in time. It keeps
// microseconds.
type instant time.Time

const instantLayout = "2006-01-02T15:04:05.000000Z"

func (i instant) time() time.Time { return time.Time(i) }

// Value writes the instant as text, which PostgreSQL reads as an instant too.
func (i instant) Value() (driver.Value, error) {
	return i.time().UTC().Format(instantLayout), nil
}

// Scan reads an instant as either database hands it over.
func (i *instant) Scan(src any) error {
	switch v := src.(type) {
	case time.Time: // PostgreSQL
		*i = instant(v.UTC())
		return nil
	case string: // SQLite
		t, err := time.Parse(instantLayout, v)
		*i = instant(t)
		return err
	}
	return fmt.Errorf("read an instant from %T", src)
}
