package calendar

import (
	"testing"
	"time"
)

func TestSkippedTimesMoveForward(t *testing.T) {
	for _, c := range []struct{ zone, day, clock, want string }{
		{"Europe/Paris", "2026-03-29", "02:30", "2026-03-29 03:30"},
		{"America/Toronto", "2026-03-08", "02:30", "2026-03-08 03:30"},
		{"America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04 01:00"},
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04 02:45"},
		{"Pacific/Apia", "2011-12-30", "09:00", "2011-12-31 09:00"},
		{"Pacific/Tahiti", "2026-03-29", "02:30", "2026-03-29 02:30"},
	} {
		t.Run(c.zone, func(t *testing.T) {
			zone, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			day, err := ParseDate(c.day)
			if err != nil {
				t.Fatal(err)
			}
			clock, err := ParseTimeOfDay(c.clock)
			if err != nil {
				t.Fatal(err)
			}
			if got := day.At(clock, zone).Format("2006-01-02 15:04"); got != c.want {
				t.Errorf("%s at %s is %s; want %s", c.day, c.clock, got, c.want)
			}
		})
	}
}
