package lang

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/treve-bot/treve/internal/calendar"
)

// names are how a language calls the days and the months.
type names struct {
	weekdays, shortWeekdays [7]string // from Sunday, as time.Weekday counts
	months, shortMonths     [12]string
}

var dayNames = map[Language]names{
	French: {
		weekdays:      [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		shortWeekdays: [7]string{"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."},
		months: [12]string{
			"janvier", "février", "mars", "avril", "mai", "juin",
			"juillet", "août", "septembre", "octobre", "novembre", "décembre",
		},
		shortMonths: [12]string{
			"janv.", "févr.", "mars", "avr.", "mai", "juin",
			"juil.", "août", "sept.", "oct.", "nov.", "déc.",
		},
	},
	English: {
		weekdays:      [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		shortWeekdays: [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
		months: [12]string{
			"January", "February", "March", "April", "May", "June",
			"July", "August", "September", "October", "November", "December",
		},
		shortMonths: [12]string{
			"Jan", "Feb", "Mar", "Apr", "May", "Jun",
			"Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
		},
	},
}

func (s Speaker) names() names { return dayNames[s.language()] }

// Weekday names a day of the week: lundi, Monday.
func (s Speaker) Weekday(d time.Weekday) string { return s.names().weekdays[d] }

// Day writes a day in full without its year: lundi 16 novembre.
func (s Speaker) Day(d calendar.Date) string {
	return s.names().weekdays[d.Weekday()] + " " + s.number(d) + " " + s.MonthName(d.In())
}

// ShortDay writes a day within its month: lun. 16, Mon 16.
func (s Speaker) ShortDay(d calendar.Date) string {
	return s.names().shortWeekdays[d.Weekday()] + " " + s.number(d)
}

// ShortDayMonth writes a day with its weekday and its month, both shortened:
// lun. 16 nov., Mon 16 Nov.
func (s Speaker) ShortDayMonth(d calendar.Date) string {
	return s.names().shortWeekdays[d.Weekday()] + " " + s.DayMonth(d)
}

// DayMonth writes a day with its month shortened: 2 nov., 2 Nov.
func (s Speaker) DayMonth(d calendar.Date) string { return s.number(d) + " " + s.shortMonth(d) }

// NumericDay writes a day as 16/11 in both languages.
func (s Speaker) NumericDay(d calendar.Date) string { return fmt.Sprintf("%02d/%02d", d.Day, d.Month) }

// Month writes a month: novembre 2026.
func (s Speaker) Month(m calendar.Month) string {
	return s.MonthName(m) + " " + strconv.Itoa(m.Year)
}

// MonthName writes a month without its year: novembre.
func (s Speaker) MonthName(m calendar.Month) string { return nameOf(s.names().months, m.Month) }

func (s Speaker) shortMonth(d calendar.Date) string { return s.ShortMonth(d.In()) }

// nameOf writes no month, as in the zero Date, as a dash.
func nameOf(months [12]string, m time.Month) string {
	if m < time.January || m > time.December {
		return Dash
	}
	return months[m-1]
}

// Clock writes a time of day, 09:00 in both languages.
func (s Speaker) Clock(t calendar.TimeOfDay) string { return t.String() }

// List enumerates: a, b et c.
func (s Speaker) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	and := " et "
	if s.language() == English {
		and = " and "
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + and + items[last]
}

// number is the day of the month; French counts only the first as an ordinal.
func (s Speaker) number(d calendar.Date) string {
	if d.Day == 1 && s.language() == French {
		return "1er"
	}
	return strconv.Itoa(d.Day)
}

// ShortMonth is a month where there is little room: nov.
func (s Speaker) ShortMonth(m calendar.Month) string { return nameOf(s.names().shortMonths, m.Month) }
