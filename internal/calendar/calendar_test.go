package calendar

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func mustNew(t testing.TB, rule Rule) *Calendar {
	t.Helper()
	c, err := New(rule)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(t testing.TB, text string) Date {
	t.Helper()
	d, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func month(t testing.TB, text string) Month {
	t.Helper()
	m, err := ParseMonth(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestFrenchHolidays(t *testing.T) {
	want := map[string]string{
		"2026-01-01": "Nouvel an",
		"2026-04-06": "Lundi de Pâques",
		"2026-05-01": "Fête du Travail",
		"2026-05-08": "Fête de la Victoire",
		"2026-05-14": "Ascension",
		"2026-05-25": "Lundi de Pentecôte",
		"2026-07-14": "Fête Nationale",
		"2026-08-15": "Assomption",
		"2026-11-01": "Toussaint",
		"2026-11-11": "Armistice de 1918",
		"2026-12-25": "Noël",
	}
	c := mustNew(t, Rule{Country: "FR"})
	got := map[string]string{}
	for d := NewDate(2026, time.January, 1); d.Year == 2026; d = d.AddDays(1) {
		if name, ok := c.Holiday(d); ok {
			got[d.String()] = name
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := c.WorkingDays(NewDate(2026, time.January, 1), NewDate(2026, time.December, 31)); n != 252 {
		t.Errorf("2026 has %d working days; want 252", n)
	}
}

func TestElapsed(t *testing.T) {
	closed := Exception{First: day(t, "2026-08-01"), Last: day(t, "2026-08-31"), Label: "usine fermée"}
	for _, c := range []struct {
		name                string
		rule                Rule
		first, last, cutoff string
		elapsed, all        int
	}{
		{"May after the 4th", Rule{Country: "FR"}, "2026-05-01", "2026-05-31", "2026-05-04", 1, 17},
		{"May after the 15th", Rule{Country: "FR"}, "2026-05-01", "2026-05-31", "2026-05-15", 8, 17},
		{"May after the 22nd", Rule{Country: "FR"}, "2026-05-01", "2026-05-31", "2026-05-22", 13, 17},
		{"November after the 15th", Rule{Country: "FR"}, "2026-11-01", "2026-11-30", "2026-11-15", 9, 20},
		{"before the first day", Rule{Country: "FR"}, "2026-11-01", "2026-11-30", "2026-10-31", 0, 20},
		{"after the last day", Rule{Country: "FR"}, "2026-11-01", "2026-11-30", "2027-02-01", 20, 20},
		{"a trade show", Rule{Country: "FR"}, "2026-11-24", "2026-11-27", "2026-11-25", 2, 4},
		{"a trade show on a weekend", Rule{Country: "FR"}, "2026-11-28", "2026-11-29", "2026-11-28", 1, 2},
		{"a month closed throughout", Rule{Country: "FR", Exceptions: []Exception{closed}}, "2026-08-01", "2026-08-31", "2026-08-10", 10, 31},
		{"calendar days", Rule{Country: "FR", CalendarDays: true}, "2026-05-01", "2026-05-31", "2026-05-04", 4, 31},
		{"calendar days over a closure", Rule{CalendarDays: true, Exceptions: []Exception{closed}}, "2026-08-01", "2026-08-31", "2026-08-10", 10, 31},
		{"last before first", Rule{Country: "FR"}, "2026-05-31", "2026-05-01", "2026-05-15", 0, 0},
		{"no country", Rule{}, "2026-05-01", "2026-05-31", "2026-05-01", 1, 21},
	} {
		t.Run(c.name, func(t *testing.T) {
			elapsed, all := mustNew(t, c.rule).Elapsed(day(t, c.first), day(t, c.last), day(t, c.cutoff))
			if elapsed != c.elapsed || all != c.all {
				t.Errorf("%d/%d; want %d/%d", elapsed, all, c.elapsed, c.all)
			}
		})
	}
}

func TestWorks(t *testing.T) {
	closure := Exception{First: day(t, "2026-08-03"), Last: day(t, "2026-08-21")}
	reopened := Exception{First: day(t, "2026-08-10"), Last: day(t, "2026-08-10"), Working: true}
	pentecost := Exception{First: day(t, "2026-05-25"), Last: day(t, "2026-05-25"), Working: true}
	saturday := Exception{First: day(t, "2026-11-14"), Last: day(t, "2026-11-14"), Working: true}
	for _, c := range []struct {
		name string
		rule Rule
		day  string
		want bool
	}{
		{"a Monday", Rule{Country: "FR"}, "2026-11-16", true},
		{"a Saturday", Rule{Country: "FR"}, "2026-11-14", false},
		{"a Saturday declared worked", Rule{Country: "FR", Exceptions: []Exception{saturday}}, "2026-11-14", true},
		{"a holiday", Rule{Country: "FR"}, "2026-05-25", false},
		{"a holiday declared worked", Rule{Country: "FR", Exceptions: []Exception{pentecost}}, "2026-05-25", true},
		{"the first day of a closure", Rule{Country: "FR", Exceptions: []Exception{closure}}, "2026-08-03", false},
		{"the last day of a closure", Rule{Country: "FR", Exceptions: []Exception{closure}}, "2026-08-21", false},
		{"the working day after a closure", Rule{Country: "FR", Exceptions: []Exception{closure}}, "2026-08-24", true},
		{"declared worked after the closure was", Rule{Country: "FR", Exceptions: []Exception{closure, reopened}}, "2026-08-10", true},
		{"closed after it was declared worked", Rule{Country: "FR", Exceptions: []Exception{reopened, closure}}, "2026-08-10", false},
		{"Good Friday in Paris", Rule{Country: "FR"}, "2026-04-03", true},
		{"Good Friday in Strasbourg", Rule{Country: "FR", Alsace: true}, "2026-04-03", false},
		{"26 December in Lyon", Rule{Country: "FR"}, "2025-12-26", true},
		{"26 December in Metz", Rule{Country: "FR", Alsace: true}, "2025-12-26", false},
		{"calendar days change no working day", Rule{Country: "FR", CalendarDays: true}, "2026-05-25", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := mustNew(t, c.rule).Works(day(t, c.day)); got != c.want {
				t.Errorf("works on %s: %t; want %t", c.day, got, c.want)
			}
		})
	}
}

func TestCountries(t *testing.T) {
	for _, c := range []struct{ country, day, name string }{
		{"BE", "2026-07-21", "Nationale Feestdag"},
		{"CA", "2026-07-01", "Canada Day"},
		{"CA", "2026-04-06", ""}, // Easter Monday is no federal day
		{"CH", "2026-08-01", "Bundesfeiertag"},
		{"CH", "2026-05-01", ""}, // some cantons only
		{"DE", "2026-10-03", "Tag der Deutschen Einheit"},
		{"GB", "2026-12-28", "Boxing Day"}, // the 26th is a Saturday
		{"US", "2021-12-31", "New Year's Day"},
		{"US", "2026-07-03", "Independence Day"},
		{"de", "2026-10-03", "Tag der Deutschen Einheit"},
		{"", "2026-01-01", ""},
	} {
		name, ok := mustNew(t, Rule{Country: c.country}).Holiday(day(t, c.day))
		if name != c.name || ok != (c.name != "") {
			t.Errorf("%s on %s: %q; want %q", c.country, c.day, name, c.name)
		}
	}
	if n := len(Countries()); n < 40 {
		t.Errorf("%d countries; want 40 at least", n)
	}
	for _, code := range Countries() {
		c := mustNew(t, Rule{Country: code})
		if n := c.WorkingDays(NewDate(2026, 1, 1), NewDate(2026, 12, 31)); n < 240 || n > 258 {
			t.Errorf("%s has %d working days in 2026", code, n)
		}
	}
	if _, err := New(Rule{Country: "XX"}); err == nil {
		t.Error("country XX was taken")
	}
}

func TestConcurrentUse(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			c := mustNew(t, Rule{Country: "FR", Alsace: true})
			for year := 2020; year < 2030; year++ {
				if n := c.WorkingDays(NewDate(year, 1, 1), NewDate(year, 12, 31)); n < 245 {
					t.Errorf("%d has %d working days", year, n)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkElapsed(b *testing.B) {
	c := mustNew(b, Rule{Country: "FR"})
	m := Month{2026, time.November}
	for b.Loop() {
		c.Elapsed(m.First(), m.Last(), NewDate(2026, 11, 15))
	}
}
