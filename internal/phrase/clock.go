package phrase

import (
	"strconv"
	"strings"

	"github.com/treve-bot/treve/internal/calendar"
)

// clock reads a time of day: 09:00, 9h30, 9h, 9.30, 9am, and 9 alone.
func clock(plain string) (calendar.TimeOfDay, bool) {
	text, afternoon := strings.CutSuffix(plain, "pm")
	text, morning := strings.CutSuffix(text, "am")
	hour, minute, cut := strings.Cut(text, "h")
	if !cut {
		hour, minute, cut = strings.Cut(strings.Replace(text, ".", ":", 1), ":")
	}
	if !allDigits(hour) || len(hour) > 2 || minute != "" && (len(minute) != 2 || !allDigits(minute)) ||
		cut && minute == "" && !strings.HasSuffix(text, "h") {
		return calendar.TimeOfDay{}, false
	}
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi("0" + minute)
	if morning || afternoon {
		if h < 1 || h > 12 {
			return calendar.TimeOfDay{}, false
		}
		h %= 12
	}
	if afternoon {
		h += 12
	}
	return calendar.TimeOfDay{Hour: h, Minute: m}, h < 24 && m < 60
}

// time takes the time of day a line names: "9 h 30" is three words of it.
func (l *line) time() (calendar.TimeOfDay, bool) {
	for i := range l.items {
		if l.items[i].taken || !l.items[i].numeric() {
			continue
		}
		text, last := l.items[i].plain, i
		if l.at(i+1).key == kHour {
			text, last = text+"h", i+1
			if next := l.at(i + 2); next.numeric() && len(next.plain) == 2 {
				text, last = text+next.plain, i+2
			}
		} else if next := l.at(i + 1).plain; next == "am" || next == "pm" {
			text, last = text+next, i+1
		}
		if t, ok := clock(text); ok {
			l.takeSpan(i, last)
			return t, true
		}
	}
	return calendar.TimeOfDay{}, false
}
