package phrase

import (
	"strconv"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

// moment is a day found in a line, with the items that said it.
type moment struct {
	first, last int
	civil
	day     calendar.Date // instead of civil, for a day told from today
	weekday bool          // a weekday alone, which a date beside it makes precise
}

// day takes the day a line names; the zero Date when it names none.
func (l *line) day(p prefer) (calendar.Date, error) {
	found, err := l.moments(p)
	if err != nil || len(found) == 0 {
		return calendar.Date{}, err
	}
	var days []calendar.Date
	for _, m := range found {
		d, err := l.dated(m, l.Today, p)
		if err != nil {
			return calendar.Date{}, err
		}
		days = append(days, d)
	}
	if len(found) == 2 && found[0].weekday && !found[1].weekday {
		return l.precise(found[0], found[1], days[1])
	}
	for _, d := range days[1:] {
		if d != days[0] {
			return calendar.Date{}, lang.Refuse("phrase.two_days", lang.Args{"first": days[0], "second": d})
		}
	}
	return days[0], nil
}

// precise reads "lundi 16 novembre", whose two halves must agree.
func (l *line) precise(weekday, date moment, d calendar.Date) (calendar.Date, error) {
	if weekday.day.Weekday() != d.Weekday() {
		return calendar.Date{}, lang.Refuse("phrase.weekday_mismatch", lang.Args{
			"typed": l.span(weekday.first, date.last+1).typed, "day": d,
		})
	}
	return d, nil
}

// dated gives a moment its day, or refuses one that does not exist.
func (l *line) dated(m moment, today calendar.Date, p prefer) (calendar.Date, error) {
	if m.civil == (civil{}) {
		return m.day, nil
	}
	d, ok := m.resolve(today, p)
	if !ok {
		return d, lang.Refuse("phrase.bad_day", lang.Args{
			"typed": l.span(m.first, m.last+1).typed, "day": numeric(l.Today), "iso": l.Today.String(),
		})
	}
	return d, nil
}

// moments takes every day named in the line, in order.
func (l *line) moments(p prefer) ([]moment, error) {
	var found []moment
	for i := 0; i < len(l.items); i++ {
		m, ok, err := l.moment(i, p)
		if err != nil {
			return nil, err
		}
		if ok {
			l.takeSpan(m.first, m.last)
			found = append(found, m)
			i = m.last
		}
	}
	return found, nil
}

func (l *line) takeSpan(first, last int) {
	for at := first; at <= last; at++ {
		l.items[at].taken = true
	}
}

// moment reads the day said at a place and after it.
func (l *line) moment(i int, p prefer) (moment, bool, error) {
	it, next := l.items[i], l.at(i+1)
	switch {
	case it.taken || it.named():
		return moment{}, false, nil
	case it.key == kDay:
		return moment{first: i, last: i, day: l.Today.AddDays(it.n)}, true, nil
	case it.key == kWeekday:
		return l.weekday(i, p), true, nil
	case it.key == kMonthEN && dayNumber(next) > 0:
		return l.inWords(i, dayNumber(next), it.n), true, nil
	case dayNumber(it) > 0 && next.key == kMonthEN && dayNumber(l.at(i+2)) > 0:
		return moment{}, false, twoReadings(l.span(i, i+3).typed, l.span(i, i+2).typed, l.span(i+1, i+3).typed)
	case dayNumber(it) > 0 && isMonth(next):
		return l.inWords(i, dayNumber(it), next.n), true, nil
	case dayNumber(it) > 0 && next.fold == "of" && isMonth(l.at(i+2)):
		return moment{first: i, last: i + 2, civil: civil{0, l.at(i + 2).n, dayNumber(it)}}, true, nil
	}
	c, ok := written(it.plain)
	return moment{first: i, last: i, civil: c}, ok && it.key == "", nil
}

// inWords reads "20 novembre" and "November 20", with the year when it follows.
func (l *line) inWords(first, day, month int) moment {
	m := moment{first: first, last: first + 1, civil: civil{0, month, day}}
	if m.year = yearNumber(l.at(m.last + 1)); m.year > 0 {
		m.last++
	}
	return m
}

// weekday reads "lundi", the latest one with today, and "lundi dernier", the
// latest one before today; planning looks ahead.
func (l *line) weekday(i int, p prefer) moment {
	m := moment{first: i, last: i, weekday: true, day: l.Today}
	step, wanted := -1, time.Weekday(l.items[i].n)
	switch {
	case l.at(i+1).key == kLast:
		m.last, m.day = i+1, l.Today.AddDays(-1)
	case l.at(i-1).key == kLast && !l.at(i-1).taken:
		m.first, m.day = i-1, l.Today.AddDays(-1)
	case p == upcoming:
		step = 1
	}
	for m.day.Weekday() != wanted {
		m.day = m.day.AddDays(step)
	}
	return m
}

func isMonth(i item) bool { return !i.taken && (i.key == kMonth || i.key == kMonthEN) }

// dayNumber reads a day of the month, 1er and 20th included; 0 when it is none.
func dayNumber(i item) int {
	if i.taken || i.named() || i.key != "" {
		return 0
	}
	digits := i.plain
	for _, ending := range []string{"er", "st", "nd", "rd", "th"} {
		digits = strings.TrimSuffix(digits, ending)
	}
	if !allDigits(digits) || len(digits) > 2 {
		return 0
	}
	n, _ := strconv.Atoi(digits)
	return n
}

// yearNumber reads a year of this century; 0 when it is none.
func yearNumber(i item) int {
	if i.taken || i.named() || len(i.plain) != 4 || !allDigits(i.plain) || i.plain[:2] != "20" {
		return 0
	}
	n, _ := strconv.Atoi(i.plain)
	return n
}

func numeric(d calendar.Date) string { return lang.Speak(lang.French).NumericDay(d) }
