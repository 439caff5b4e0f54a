package calendar

import (
	"testing"

	"pgregory.net/rapid"
)

func TestNextAndPrevious(t *testing.T) {
	c := mustNew(t, Rule{Country: "FR"})
	for _, s := range []struct{ from, next, previous string }{
		{"2026-11-16", "2026-11-17", "2026-11-13"},
		{"2026-11-13", "2026-11-16", "2026-11-12"},
		{"2026-11-15", "2026-11-16", "2026-11-13"},
		{"2026-05-13", "2026-05-15", "2026-05-12"}, // Ascension is the 14th
		{"2026-12-31", "2027-01-04", "2026-12-30"},
	} {
		if got := c.Next(day(t, s.from)).String(); got != s.next {
			t.Errorf("after %s comes %s; want %s", s.from, got, s.next)
		}
		if got := c.Previous(day(t, s.from)).String(); got != s.previous {
			t.Errorf("before %s comes %s; want %s", s.from, got, s.previous)
		}
	}
}

func TestNobodyEverWorks(t *testing.T) {
	c := mustNew(t, Rule{Exceptions: []Exception{{First: day(t, "2000-01-01"), Last: day(t, "2100-01-01")}}})
	if got := c.Next(day(t, "2026-11-16")).String(); got != "2026-11-17" {
		t.Errorf("next is %s", got)
	}
}

func TestNthWorkingDay(t *testing.T) {
	c := mustNew(t, Rule{Country: "FR"})
	for _, s := range []struct {
		month string
		n     int
		want  string
	}{
		{"2026-11", 1, "2026-11-02"},
		{"2026-11", 3, "2026-11-04"},
		{"2026-05", 1, "2026-05-04"}, // the 1st is a holiday
		{"2026-05", 17, "2026-05-29"},
		{"2026-05", 18, "2026-06-01"},
		{"2026-05", 0, "2026-05-04"},
	} {
		if got := c.NthWorkingDay(month(t, s.month), s.n).String(); got != s.want {
			t.Errorf("working day %d of %s is %s; want %s", s.n, s.month, got, s.want)
		}
	}
}

func TestClosed(t *testing.T) {
	c := mustNew(t, Rule{Country: "FR"})
	for _, s := range []struct {
		month, today string
		after        int
		want         bool
	}{
		{"2026-10", "2026-11-04", 3, false},
		{"2026-10", "2026-11-05", 3, true},
		{"2026-10", "2026-10-31", 0, false},
		{"2026-10", "2026-11-01", 0, true},
		{"2026-04", "2026-05-06", 3, false}, // 4, 5 and 6 May
		{"2026-04", "2026-05-07", 3, true},
		{"2026-12", "2026-11-04", 3, false},
	} {
		if got := c.Closed(month(t, s.month), day(t, s.today), s.after); got != s.want {
			t.Errorf("%s closed on %s: %t; want %t", s.month, s.today, got, s.want)
		}
	}
}

// Gauss's rule with the corrections of the Gregorian calendar: another one than
// the library's.
func easter(year int) Date {
	century := year / 100
	moon := (15 - (13+8*century)/25 + century - century/4) % 30
	d := (19*(year%19) + moon) % 30
	e := (2*(year%4) + 4*(year%7) + 6*d + (4+century-century/4)%7) % 7
	day := 22 + d + e
	if d == 29 && e == 6 || d == 28 && e == 6 && (11*moon+11)%30 < 19 {
		day -= 7
	}
	return NewDate(year, 3, day)
}

func TestEasterHolidays(t *testing.T) {
	c := mustNew(t, Rule{Country: "FR", Alsace: true})
	rapid.Check(t, func(t *rapid.T) {
		sunday := easter(rapid.IntRange(1900, 2300).Draw(t, "year"))
		for after, want := range map[int]string{
			-2: "Vendredi saint", 1: "Lundi de Pâques", 39: "Ascension", 50: "Lundi de Pentecôte",
		} {
			d := sunday.AddDays(after)
			got, _ := c.Holiday(d)
			// Ascension may fall on 1 or 8 May, which have names of their own.
			if got != want && (after != 39 || got == "") {
				t.Fatalf("%s is %q; want %q", d, got, want)
			}
		}
	})
}

func TestWorkingDaysAddUp(t *testing.T) {
	c := mustNew(t, Rule{Country: "FR"})
	rapid.Check(t, func(t *rapid.T) {
		first := NewDate(2026, 1, rapid.IntRange(1, 700).Draw(t, "first"))
		split := first.AddDays(rapid.IntRange(0, 40).Draw(t, "split"))
		last := split.AddDays(rapid.IntRange(1, 40).Draw(t, "last"))
		elapsed, all := c.Elapsed(first, last, split)
		if before, after := c.WorkingDays(first, split), c.WorkingDays(split.AddDays(1), last); all > 0 &&
			before+after > 0 && (elapsed != before || all != before+after) {
			t.Fatalf("%s to %s at %s: %d/%d; want %d/%d", first, last, split, elapsed, all, before, before+after)
		}
		next := c.Next(split)
		if !c.Works(next) || c.WorkingDays(split.AddDays(1), next) != 1 || c.Next(c.Previous(next)) != next {
			t.Fatalf("after %s comes %s", split, next)
		}
	})
}
