package calendar

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// declared is an exception made at noon of a day.
func declared(t testing.TB, on, first, last string, working bool) Exception {
	t.Helper()
	return Exception{
		First: day(t, first), Last: day(t, last), Working: working,
		By: "U1", DeclaredAt: day(t, on).At(TimeOfDay{Hour: 12}, time.UTC),
	}
}

func TestBefore(t *testing.T) {
	c := mustNew(t, Rule{Country: "FR", Exceptions: []Exception{
		{First: day(t, "2026-11-02"), Last: day(t, "2026-11-02")}, // nobody knows since when
		declared(t, "2026-11-05", "2026-11-12", "2026-11-12", false),
		declared(t, "2026-11-09", "2026-11-12", "2026-11-12", true),
	}})
	for _, at := range []struct {
		day   string
		works bool
	}{{"2026-11-05", true}, {"2026-11-06", false}, {"2026-11-09", false}, {"2026-11-10", true}} {
		then := c.Before(day(t, at.day).At(TimeOfDay{Hour: 12}, time.UTC))
		if got := then.Works(day(t, "2026-11-12")); got != at.works {
			t.Errorf("on %s, 12 November is worked: %t; want %t", at.day, got, at.works)
		}
		if then.Works(day(t, "2026-11-02")) {
			t.Errorf("on %s, 2 November is worked", at.day)
		}
	}
}

func TestDeclared(t *testing.T) {
	closure := declared(t, "2026-11-12", "2026-11-24", "2026-11-26", false)
	for _, c := range []struct {
		name       string
		exceptions []Exception
		days       bool // every day weighs 1
		want       []Exception
	}{
		{"none", nil, false, nil},
		{"a closure", []Exception{closure}, false, []Exception{closure}},
		{"the same once more", []Exception{closure, closure}, false, []Exception{closure}},
		{"a weekend", []Exception{declared(t, "2026-11-12", "2026-11-21", "2026-11-22", false)}, false, nil},
		{"a holiday", []Exception{declared(t, "2026-11-02", "2026-11-11", "2026-11-11", false)}, false, nil},
		{
			"a holiday worked",
			[]Exception{declared(t, "2026-11-02", "2026-11-11", "2026-11-11", true)},
			false,
			[]Exception{declared(t, "2026-11-02", "2026-11-11", "2026-11-11", true)},
		},
		{"another month", []Exception{declared(t, "2026-11-12", "2026-12-24", "2026-12-31", false)}, false, nil},
		{
			"two months",
			[]Exception{declared(t, "2026-11-12", "2026-11-30", "2026-12-04", false)},
			false,
			[]Exception{declared(t, "2026-11-12", "2026-11-30", "2026-12-04", false)},
		},
		{"calendar days", []Exception{closure}, true, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			november := month(t, "2026-11")
			got := mustNew(t, Rule{Country: "FR", CalendarDays: c.days, Exceptions: c.exceptions}).Declared(november.First(), november.Last())
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
