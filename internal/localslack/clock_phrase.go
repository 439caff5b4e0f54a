package localslack

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// dayStart is the time of day where none is said.
const dayStart = "09:00"

var (
	span       = regexp.MustCompile(`^\+(\d+)(m|min|h|d|j|w|s)$`)
	article    = regexp.MustCompile(`^(le|la) `)
	clockTime  = regexp.MustCompile(`^(\d{1,2})(?:[:hH](\d{2})?)$`)
	weekdaysIn = [][]string{
		{"sunday", "dimanche"},
		{"monday", "lundi"},
		{"tuesday", "mardi"},
		{"wednesday", "mercredi"},
		{"thursday", "jeudi"},
		{"friday", "vendredi"},
		{"saturday", "samedi"},
	}
	tomorrow  = []string{"tomorrow", "demain"}
	today     = []string{"today", "aujourd'hui"}
	nextMonth = []string{"next month", "mois prochain"}
	nextWeek  = []string{"next week", "semaine prochaine"}
)

// when reads what somebody wants the clock to jump to.
func when(phrase string, now time.Time) (time.Time, error) {
	text := strings.Join(strings.Fields(strings.ToLower(phrase)), " ")
	for _, format := range []string{time.RFC3339, time.RFC3339Nano} {
		if t, err := time.Parse(format, strings.TrimSpace(phrase)); err == nil {
			return t, nil
		}
	}
	if m := span.FindStringSubmatch(text); m != nil {
		return addSpan(now, m[1], m[2])
	}
	words, hour := splitHour(text)
	if words == "" && text != "" {
		t, err := onDay(now, hour)
		if err == nil && !t.After(now) {
			t, err = onDay(now.AddDate(0, 0, 1), hour)
		}
		return t, err
	}
	day, ok := dayOf(article.ReplaceAllString(words, ""), now)
	if !ok {
		return time.Time{}, fmt.Errorf("read %q as a time to jump to", phrase)
	}
	return onDay(day, hour)
}

// addSpan adds a length to now: hours and minutes of real time, days and weeks of
// the calendar.
func addSpan(now time.Time, amount, unit string) (time.Time, error) {
	n, err := strconv.Atoi(amount)
	if err != nil || n > 100_000 {
		return time.Time{}, fmt.Errorf("read %q as a length of time", amount)
	}
	switch unit {
	case "m", "min":
		return now.Add(time.Duration(n) * time.Minute), nil
	case "h":
		return now.Add(time.Duration(n) * time.Hour), nil
	case "w", "s":
		return now.AddDate(0, 0, 7*n), nil
	}
	return now.AddDate(0, 0, n), nil
}

// splitHour takes the time of day off the end of a phrase.
func splitHour(text string) (words, hour string) {
	words, hour = text, dayStart
	last := text[strings.LastIndexByte(text, ' ')+1:]
	if m := clockTime.FindStringSubmatch(last); m != nil {
		words = strings.TrimSpace(strings.TrimSuffix(text, last))
		words = strings.TrimSuffix(strings.TrimSuffix(words, " à"), " at")
		hour = m[1] + ":" + (m[2] + "00")[:2]
	}
	return words, hour
}

// dayOf reads a day: relative ones are later than today, but for today itself.
func dayOf(words string, now time.Time) (time.Time, bool) {
	word := strings.TrimPrefix(words, "next ")
	switch {
	case slices.Contains(today, word):
		return now, true
	case slices.Contains(tomorrow, word):
		return now.AddDate(0, 0, 1), true
	case slices.Contains(nextMonth, words):
		return time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, now.Location()), true
	case slices.Contains(nextWeek, words):
		return nextWeekday(now, time.Monday), true
	}
	for i, names := range weekdaysIn {
		if slices.Contains(names, strings.TrimSuffix(word, " prochain")) {
			return nextWeekday(now, time.Weekday(i)), true
		}
	}
	day, err := time.ParseInLocation("2006-01-02", word, now.Location())
	return day, err == nil
}

func nextWeekday(now time.Time, day time.Weekday) time.Time {
	ahead := (int(day)-int(now.Weekday())+6)%7 + 1
	return now.AddDate(0, 0, ahead)
}

// onDay returns the instant of a time of day on the day of t.
func onDay(t time.Time, hour string) (time.Time, error) {
	h, m, _ := strings.Cut(hour, ":")
	hours, err := strconv.Atoi(h)
	minutes, other := strconv.Atoi(m)
	if err != nil || other != nil || hours > 23 || minutes > 59 {
		return time.Time{}, fmt.Errorf("read %q as a time of day", hour)
	}
	return time.Date(t.Year(), t.Month(), t.Day(), hours, minutes, 0, 0, t.Location()), nil
}
