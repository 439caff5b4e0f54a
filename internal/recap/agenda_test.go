package recap

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

func day(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// agenda is a French workspace that posts at nine, but for what change changes.
func agenda(t *testing.T, change func(*ledger.Settings, *calendar.Rule)) Agenda {
	t.Helper()
	s := ledger.DefaultSettings()
	s.RecapIn = []ledger.Conversation{{ID: "C1", Name: "marketing", SetBy: "U1"}}
	rule := calendar.Rule{Country: "FR"}
	if change != nil {
		change(&s, &rule)
	}
	days, err := calendar.New(rule)
	if err != nil {
		t.Fatal(err)
	}
	a, err := NewAgenda(s, days)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func inZone(zone, at string) func(*ledger.Settings, *calendar.Rule) {
	return func(s *ledger.Settings, _ *calendar.Rule) {
		s.TimeZone = zone
		s.RecapAt = clockTime(at)
	}
}

func clockTime(text string) calendar.TimeOfDay {
	t, err := calendar.ParseTimeOfDay(text)
	if err != nil {
		panic(err)
	}
	return t
}

// schedule lists the instants a workspace posts at between two days, with the
// kind, the way a jump of the clock walks them.
func schedule(a Agenda, from, to string) []string {
	var posts []string
	now := day(from).At(calendar.TimeOfDay{}, a.zone)
	for {
		now = a.Next(now)
		if now.IsZero() || a.On(now).After(day(to)) {
			return posts
		}
		kind, _ := a.KindOn(a.On(now))
		posts = append(posts, fmt.Sprintf("%s %s", now.In(a.zone).Format("2006-01-02 15:04"), kind))
	}
}

func TestScheduleOfMay2026(t *testing.T) {
	got := schedule(agenda(t, nil), "2026-05-01", "2026-06-02")
	// Friday 1 May, Friday 8 May, Ascension on 14 and Whit Monday on 25 are off.
	want := strings.Split(strings.TrimSpace(`
2026-05-04 09:00 closing
2026-05-05 09:00 daily
2026-05-06 09:00 daily
2026-05-07 09:00 daily
2026-05-11 09:00 daily
2026-05-12 09:00 daily
2026-05-13 09:00 daily
2026-05-15 09:00 daily
2026-05-18 09:00 daily
2026-05-19 09:00 daily
2026-05-20 09:00 daily
2026-05-21 09:00 daily
2026-05-22 09:00 daily
2026-05-26 09:00 daily
2026-05-27 09:00 daily
2026-05-28 09:00 daily
2026-05-29 09:00 daily
2026-06-01 09:00 closing
2026-06-02 09:00 daily`), "\n")
	if !slices.Equal(got, want) {
		t.Errorf("May 2026:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestNoPostOnTheseDays(t *testing.T) {
	for _, c := range []struct{ name, day string }{
		{"Bastille Day", "2026-07-14"}, {"a Sunday", "2026-11-15"}, {"a Saturday", "2026-11-14"}, {"Armistice", "2026-11-11"},
	} {
		if got := schedule(agenda(t, nil), c.day, c.day); len(got) > 0 {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestClosures(t *testing.T) {
	closed := func(first, last string) Agenda {
		return agenda(t, func(_ *ledger.Settings, r *calendar.Rule) {
			r.Exceptions = []calendar.Exception{{First: day(first), Last: day(last)}}
		})
	}
	for _, c := range []struct{ name, from, to, want string }{
		{"a week in the middle", "2026-08-03", "2026-08-07", ""},
		{"the beginning of a month moves its closing recap", "2026-09-01", "2026-09-08", "2026-09-07 09:00 closing|2026-09-08 09:00 daily"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := closed("2026-08-03", "2026-09-04")
			if got := strings.Join(schedule(a, c.from, c.to), "|"); got != c.want {
				t.Errorf("posts %s; want %s", got, c.want)
			}
		})
	}
	if next := closed("2026-01-01", "2028-01-01").Next(day("2026-08-01").At(calendar.TimeOfDay{}, time.UTC)); !next.IsZero() {
		t.Errorf("closed for years, the next recap is %s", next)
	}
}

func TestCutOffAndDaysCovered(t *testing.T) {
	for _, c := range []struct {
		name, at, day, dueAt string
		want                 string // kind, first day covered, cut-off
	}{
		{"Monday covers the weekend", "09:00", "2026-11-16", "09:00", "daily 2026-11-13 2026-11-15"},
		{"Tuesday covers Monday", "09:00", "2026-11-17", "09:00", "daily 2026-11-16 2026-11-16"},
		{"after a holiday in the week", "09:00", "2026-11-12", "09:00", "daily 2026-11-10 2026-11-11"},
		{"the first daily recap covers the month so far", "09:00", "2026-11-03", "09:00", "daily 2026-11-01 2026-11-02"},
		{"the closing recap ends its month", "09:00", "2026-11-02", "09:00", "closing 2026-10-30 2026-10-31"},
		{"in the evening, the day itself", "18:30", "2026-11-16", "18:30", "daily 2026-11-14 2026-11-16"},
		{"at the very end of the day", "18:00", "2026-11-17", "18:00", "daily 2026-11-17 2026-11-17"},
		{"in the evening of the first working day", "18:30", "2026-11-02", "18:30", "closing 2026-10-31 2026-10-31"},
		{"in the evening of the second", "18:30", "2026-11-03", "18:30", "daily 2026-11-01 2026-11-03"},
		{"asked for on a Sunday", "09:00", "2026-11-15", "11:00", "daily 2026-11-13 2026-11-14"},
		{"asked for in the morning of an evening recap", "18:30", "2026-11-17", "10:00", "daily 2026-11-16 2026-11-16"},
		{"asked for on a first of the month that is a holiday", "09:00", "2026-11-01", "10:00", "closing 2026-10-30 2026-10-31"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := agenda(t, inZone("Europe/Paris", c.at))
			cut := a.cut(day(c.day).At(clockTime(c.dueAt), a.zone))
			got := fmt.Sprintf("%s %s %s", a.kindFor(day(c.day)), cut.Since, cut.AsOf)
			if got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
		})
	}
}

func TestEveryZone(t *testing.T) {
	for _, c := range []struct{ name, zone, at, from, to, want string }{
		{"Paris, the night that loses an hour", "Europe/Paris", "02:30", "2026-03-30", "2026-03-30", "2026-03-30T02:30:00+02:00"},
		{"Paris, the morning after the night that gains one", "Europe/Paris", "09:00", "2026-10-26", "2026-10-26", "2026-10-26T09:00:00+01:00"},
		{"Montréal", "America/Toronto", "09:00", "2026-11-16", "2026-11-16", "2026-11-16T09:00:00-05:00"},
		{"Tahiti", "Pacific/Tahiti", "09:00", "2026-11-16", "2026-11-16", "2026-11-16T09:00:00-10:00"},
		{"Lord Howe, half an hour of summer time", "Australia/Lord_Howe", "09:00", "2026-10-05", "2026-10-05", "2026-10-05T09:00:00+11:00"},
		{"Samoa skipped a Friday", "Pacific/Apia", "09:00", "2011-12-29", "2012-01-02", "2011-12-29T09:00:00-10:00 2012-01-02T09:00:00+14:00"},
		{"São Paulo skipped a midnight", "America/Sao_Paulo", "00:00", "2018-11-05", "2018-11-05", "2018-11-05T00:00:00-02:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := agenda(t, inZone(c.zone, c.at))
			var got []string
			for now := day(c.from).At(calendar.TimeOfDay{}, a.zone).Add(-time.Second); ; {
				now = a.Next(now)
				if now.IsZero() || a.On(now).After(day(c.to)) {
					break
				}
				got = append(got, now.In(a.zone).Format(time.RFC3339))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("due at %s; want %s", strings.Join(got, " "), c.want)
			}
		})
	}
}

// Calendar days weigh the same there, yet nobody reads a recap on a Sunday.
func TestCalendarDayPaceStillPostsOnWorkingDays(t *testing.T) {
	a := agenda(t, func(s *ledger.Settings, r *calendar.Rule) { s.CalendarDays, r.CalendarDays = true, true })
	if got := schedule(a, "2026-11-14", "2026-11-15"); len(got) > 0 {
		t.Errorf("on a weekend: %v", got)
	}
}

// One instant is never due twice, nor a day, in whatever zone: the nights of
// summer time are where other schedulers post twice or not at all.
func TestOncePerWorkingDayEverywhere(t *testing.T) {
	for _, zone := range []string{
		"Europe/Paris", "America/Toronto", "America/Sao_Paulo", "Australia/Lord_Howe",
		"Pacific/Tahiti", "Pacific/Apia", "Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "Asia/Kathmandu",
	} {
		for _, at := range []string{"00:00", "00:30", "01:30", "02:30", "03:00", "09:00", "23:59"} {
			a := agenda(t, inZone(zone, at))
			seen := map[calendar.Date]int{}
			for now := day("2026-01-01").At(calendar.TimeOfDay{}, a.zone).Add(-time.Second); ; {
				now = a.Next(now)
				if a.On(now).After(day("2026-12-31")) {
					break
				}
				seen[a.On(now)]++
			}
			for d := day("2026-01-01"); d.Year == 2026; d = d.AddDays(1) {
				want := 0
				if a.days.Works(d) {
					want = 1
				}
				if seen[d] != want {
					t.Errorf("%s at %s: %d posts on %s; want %d", zone, at, seen[d], d, want)
				}
			}
		}
	}
}

func TestPending(t *testing.T) {
	paris := func(text string) time.Time {
		zone, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	since := func(text string) func(*ledger.Settings, *calendar.Rule) {
		return func(s *ledger.Settings, _ *calendar.Rule) { s.RecapSince = paris(text) }
	}
	posted := func(text string) Post {
		return Post{Key: Key{"C1", day(text), Daily}, State: Posted}
	}
	for _, c := range []struct {
		name   string
		change func(*ledger.Settings, *calendar.Rule)
		now    string
		known  []Post
		want   string
	}{
		{"before its time", since("2026-11-10 12:00"), "2026-11-17 08:59", []Post{posted("2026-11-12"), posted("2026-11-13"), posted("2026-11-16")}, ""},
		{"at its time", since("2026-11-16 12:00"), "2026-11-17 09:00", nil, "2026-11-17 due"},
		{"known already", since("2026-11-16 12:00"), "2026-11-17 09:00", []Post{posted("2026-11-17")}, ""},
		{"late by twelve hours", since("2026-11-16 12:00"), "2026-11-17 21:00", nil, "2026-11-17 due"},
		{"late by more", since("2026-11-16 12:00"), "2026-11-17 21:01", nil, "2026-11-17 missed"},
		{
			"back after days away", since("2026-11-09 12:00"), "2026-11-17 10:00",
			[]Post{posted("2026-11-12")},
			"2026-11-10 missed, 2026-11-13 missed, 2026-11-16 missed, 2026-11-17 due",
		},
		{"set after today's time", since("2026-11-17 10:00"), "2026-11-17 10:05", nil, ""},
		{"nobody knows since when", nil, "2026-11-17 10:05", nil, "2026-11-17 due"},
		{"nobody knows since when, but it posts", nil, "2026-11-17 10:05", []Post{posted("2026-11-13")}, "2026-11-16 missed, 2026-11-17 due"},
		{"paused", func(s *ledger.Settings, _ *calendar.Rule) { s.RecapPaused = true }, "2026-11-17 10:05", nil, ""},
		{"scheduled nowhere", func(s *ledger.Settings, _ *calendar.Rule) { s.RecapIn = nil }, "2026-11-17 10:05", nil, ""},
		{"in two conversations", func(s *ledger.Settings, _ *calendar.Rule) {
			s.RecapIn = append(s.RecapIn, ledger.Conversation{ID: "C2"})
		}, "2026-11-17 10:05", []Post{posted("2026-11-17")}, "2026-11-17 due"},
		{
			"a year away accounts for a month", since("2025-11-10 12:00"), "2026-11-17 10:05", nil,
			"2026-10-19 missed, 2026-10-20 missed, 2026-10-21 missed, 2026-10-22 missed, 2026-10-23 missed, 2026-10-26 missed, " +
				"2026-10-27 missed, 2026-10-28 missed, 2026-10-29 missed, 2026-10-30 missed, 2026-11-02 missed, 2026-11-03 missed, " +
				"2026-11-04 missed, 2026-11-05 missed, 2026-11-06 missed, 2026-11-09 missed, 2026-11-10 missed, 2026-11-12 missed, " +
				"2026-11-13 missed, 2026-11-16 missed, 2026-11-17 due",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := agenda(t, c.change)
			var got []string
			for _, p := range a.pending(paris(c.now), c.known) {
				got = append(got, fmt.Sprintf("%s %s", p.Day, p.State))
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("pending: %s; want %s", strings.Join(got, ", "), c.want)
			}
		})
	}
}
