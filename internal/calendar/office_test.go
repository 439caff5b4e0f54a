package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func paris(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func office(t testing.TB, opens, closes int, exceptions ...Exception) Office {
	return Office{
		Calendar: mustNew(t, Rule{Country: "FR", Exceptions: exceptions}),
		Opens:    TimeOfDay{Hour: opens}, Closes: TimeOfDay{Hour: closes}, Zone: paris(t),
	}
}

func TestAfterSoMuchWork(t *testing.T) {
	plant := Exception{First: day(t, "2026-08-03"), Last: day(t, "2026-08-21")}
	for _, c := range []struct {
		name   string
		office Office
		at     string
		work   time.Duration
		want   string
	}{
		{name: "over a weekend", office: office(t, 9, 18), at: "2026-11-13 17:30", work: 4 * time.Hour, want: "2026-11-16 12:30"},
		{name: "within a day", office: office(t, 9, 18), at: "2026-11-16 09:00", work: 9 * time.Hour, want: "2026-11-16 18:00"},
		{name: "a minute more", office: office(t, 9, 18), at: "2026-11-16 09:00", work: 9*time.Hour + time.Minute, want: "2026-11-17 09:01"},
		{name: "across 14 July", office: office(t, 9, 18), at: "2026-07-13 16:00", work: 4 * time.Hour, want: "2026-07-15 11:00"},
		{name: "across a closure", office: office(t, 9, 18, plant), at: "2026-07-31 17:00", work: 2 * time.Hour, want: "2026-08-24 10:00"},
		{name: "before opening", office: office(t, 9, 18), at: "2026-11-16 06:12", work: time.Hour, want: "2026-11-16 10:00"},
		{name: "after closing", office: office(t, 9, 18), at: "2026-11-16 20:00", work: time.Hour, want: "2026-11-17 10:00"},
		{name: "on a Sunday", office: office(t, 9, 18), at: "2026-11-15 11:00", work: time.Hour, want: "2026-11-16 10:00"},
		{name: "no work at all, at night", office: office(t, 9, 18), at: "2026-11-16 20:00", work: 0, want: "2026-11-17 09:00"},
		// Worked around the clock, weekends too.
		{name: "a night that loses an hour", office: nights(t), at: "2026-03-28 23:00", work: 3 * time.Hour, want: "2026-03-29 03:00"},
		{name: "a night that gains an hour", office: nights(t), at: "2026-10-24 23:00", work: 5 * time.Hour, want: "2026-10-25 03:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, want := moment(t, c.at), moment(t, c.want)
			got := c.office.After(at, c.work)
			if !got.Equal(want) {
				t.Errorf("%s after %s = %s; want %s", c.work, c.at, got, want)
			}
			if worked := c.office.Worked(at, got); worked != c.work {
				t.Errorf("worked from %s to %s = %s; want %s", at, got, worked, c.work)
			}
		})
	}
}

// nights works every day around the clock.
func nights(t testing.TB) Office {
	o := office(t, 0, 0, Exception{First: day(t, "2026-01-01"), Last: day(t, "2026-12-31"), Working: true})
	o.Closes = TimeOfDay{Hour: 24}
	return o
}

func moment(t testing.TB, text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, paris(t))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestCloseAfterSoManyDays(t *testing.T) {
	o := office(t, 9, 18)
	for _, c := range []struct {
		day  string
		n    int
		want string
	}{
		{"2026-11-13", 1, "2026-11-16 18:00"},
		{"2026-11-14", 1, "2026-11-16 18:00"},
		{"2026-07-13", 2, "2026-07-16 18:00"},
		{"2026-11-16", 0, "2026-11-16 18:00"},
	} {
		if got := o.CloseAfter(day(t, c.day), c.n); !got.Equal(moment(t, c.want)) {
			t.Errorf("working day %d after %s closes %s; want %s", c.n, c.day, got, c.want)
		}
	}
}

func TestWholeDays(t *testing.T) {
	o := office(t, 9, 18)
	for work, want := range map[time.Duration]int{
		0: 0, time.Minute: 1, 9 * time.Hour: 1, 9*time.Hour + 1: 2, 18 * time.Hour: 2,
	} {
		if got := o.WholeDays(work); got != want {
			t.Errorf("%s takes %d days; want %d", work, got, want)
		}
	}
	if got := office(t, 9, 9).WholeDays(time.Hour); got != 0 {
		t.Errorf("an office that never opens takes %d days", got)
	}
}

func TestAnOfficeThatNeverOpens(t *testing.T) {
	o := office(t, 9, 9)
	at := moment(t, "2026-11-16 10:00")
	if got := o.After(at, time.Hour); !got.Equal(at.Add(time.Hour)) {
		t.Errorf("after an hour it is %s", got)
	}
}

func TestWorkAddsUp(t *testing.T) {
	o := office(t, 9, 18)
	begin := moment(t, "2026-03-01 00:00")
	rapid.Check(t, func(t *rapid.T) {
		at := begin.Add(time.Duration(rapid.IntRange(0, 90*24*60).Draw(t, "minutes")) * time.Minute)
		first := time.Duration(rapid.IntRange(1, 3000).Draw(t, "first")) * time.Minute
		second := time.Duration(rapid.IntRange(1, 3000).Draw(t, "second")) * time.Minute
		one := o.After(at, first)
		if got := o.Worked(at, one); got != first {
			t.Fatalf("worked %s until %s; want %s", got, one, first)
		}
		if two, whole := o.After(one, second), o.After(at, first+second); !two.Equal(whole) {
			t.Fatalf("%s then %s after %s ends %s; at once %s", first, second, at, two, whole)
		}
	})
}
