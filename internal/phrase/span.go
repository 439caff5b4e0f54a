package phrase

import (
	"strconv"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

// days takes a run of days, both included: one day, "24/11-27/11", "3-21/08",
// "du 24 au 31 décembre". p chooses the years left out.
func (l *line) days(p prefer) (first, last calendar.Date, err error) {
	from, to, err := l.ends()
	if err != nil {
		return first, last, err
	}
	if from.civil != (civil{}) && from.year != 0 && to.year == 0 {
		if first, err = l.dated(from, l.Today, upcoming); err == nil {
			last, err = l.dated(to, first, upcoming)
		}
	} else if last, err = l.dated(to, l.Today, p); err == nil {
		first, err = l.dated(from, last, latest)
	}
	if err == nil && last.Before(first) {
		err = lang.Refuse("phrase.days_backwards", lang.Args{"first": first, "last": last})
	}
	return first, last, err
}

// ends finds the two moments of a run of days; the same one twice for one day.
func (l *line) ends() (from, to moment, err error) {
	for i := range l.items {
		if from, to, ok := interval(l.items[i].plain); ok && !l.items[i].named() {
			l.items[i].taken = true
			return moment{first: i, last: i, civil: from}, moment{first: i, last: i, civil: to}, nil
		}
	}
	found, err := l.moments(upcoming)
	switch {
	case err != nil:
	case len(found) == 1:
		to = found[0]
		return l.start(to), to, nil
	case len(found) == 2:
		l.takeDash()
		return found[0], found[1], nil
	default:
		err = lang.Refuse("phrase.which_days", nil)
	}
	return from, to, err
}

// start finds the first day of "24 au 31 décembre", which borrows the month of
// the last; the last day itself when there is no other.
func (l *line) start(to moment) moment {
	for i := to.first - 1; i >= 0 && to.month != 0; i-- {
		if day := dayNumber(l.items[i]); day > 0 {
			l.items[i].taken = true
			l.takeDash()
			return moment{first: i, last: i, civil: civil{to.year, to.month, day}}
		}
	}
	return to
}

func (l *line) takeDash() {
	for i := range l.items {
		if l.items[i].typed == "-" {
			l.items[i].taken = true
		}
	}
}

// interval reads two days in one word: 24/11-27/11, 3-21/08,
// 2026-12-24/2026-12-31.
func interval(text string) (from, to civil, ok bool) {
	if left, right, cut := strings.Cut(text, "/"); cut && strings.Count(text, "-") == 4 {
		from, ok = written(left)
		to, cut = written(right)
		return from, to, ok && cut
	}
	left, right, cut := strings.Cut(text, "-")
	if !cut || !strings.Contains(right, "/") {
		return from, to, false
	}
	if to, ok = written(right); !ok {
		return from, to, false
	}
	if allDigits(left) && len(left) <= 2 {
		day, _ := strconv.Atoi(left)
		return civil{to.year, to.month, day}, to, true
	}
	from, ok = written(left)
	return from, to, ok
}
