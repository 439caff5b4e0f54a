package phrase

import (
	"regexp"
	"strconv"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// SetPromise changes what sales promises from the month on: of one channel, or of
// all that have no promise of their own (0). The zero Promise promises nothing.
type SetPromise struct {
	Channel ledger.ChannelID
	Promise sla.Promise
	Month   calendar.Month // zero: the running one
}

func (SetPromise) command() {}

// mostWithin bounds a deadline, in working hours or days.
const mostWithin = 99

// setPromise reads "ventes 90 % sous 1 jour email": a share, a deadline of one
// working day where none is typed, and a channel where it is not for all.
func (l *line) setPromise() (Command, error) {
	channels, personas := l.takeChannels(), l.takePersonas()
	if err := l.oneOfEach(channels, personas); err != nil {
		return nil, err
	}
	if len(personas) > 0 {
		return nil, lang.Refuse("phrase.set_promise", l.sample())
	}
	set := SetPromise{Channel: first(channels).channel, Month: l.month(upcoming)}
	if l.take(kNobody) {
		return set, nil
	}
	share, ok := l.percentage()
	if !ok {
		return nil, lang.Refuse("phrase.set_promise", l.sample())
	}
	set.Promise = sla.Promise{Share: share, Within: 1, Unit: sla.InDays}
	l.take(kWithin)
	if within, unit, ok := l.deadline(); ok {
		set.Promise.Within, set.Promise.Unit = within, unit
	}
	if p := set.Promise; p.Share < 1 || p.Share > 100 || p.Within < 1 || p.Within > mostWithin {
		return nil, lang.Refuse("phrase.set_promise", l.sample())
	}
	return set, nil
}

// percentage takes a whole number with its sign.
func (l *line) percentage() (int, bool) {
	for i := range l.items {
		if l.items[i].typed != "%" || !l.isNumber(i-1) {
			continue
		}
		n, err := strconv.Atoi(l.items[i-1].plain)
		l.items[i-1].taken, l.items[i].taken = true, true
		return n, err == nil
	}
	return 0, false
}

// shortHours is a number of hours typed in one: "4h".
var shortHours = regexp.MustCompile(`^(\d{1,3})h$`)

// deadline takes a number of hours or days, working ones.
func (l *line) deadline() (within int, unit sla.Unit, ok bool) {
	for i, it := range l.items {
		if short := shortHours.FindStringSubmatch(it.plain); short != nil && !it.taken {
			l.items[i].taken = true
			l.take(kWorking)
			within, _ = strconv.Atoi(short[1])
			return within, sla.InHours, true
		}
		number := i - 1
		if l.at(number).key == kWorking { // "2 working days", where the French say it after
			number--
		}
		if it.key != kHour && it.key != kDays || !l.isNumber(number) {
			continue
		}
		within, err := strconv.Atoi(l.items[number].plain)
		l.items[number].taken, l.items[i].taken = true, true
		l.take(kWorking)
		if it.key == kHour {
			return within, sla.InHours, err == nil
		}
		return within, sla.InDays, err == nil
	}
	return 0, "", false
}
