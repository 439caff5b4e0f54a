package phrase

import (
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
)

// SLA reads what follows /sla: a question about where things stand, or a change
// of the plan or the settings. Its errors are Problems.
func SLA(text string, c Context) (Command, error) {
	l, err := c.one(text)
	switch {
	case err != nil:
		return nil, err
	case l == nil:
		return Status{}, nil
	}
	return orRefused(l.sla())
}

func (l *line) sla() (Command, error) {
	switch {
	case l.startsWith(kSet): // what follows may be words of one's own
		l.take(kSet)
		return l.set()
	case l.startsWith(kRename):
		return l.rename()
	case l.startsWith(kGuest):
		return l.invite()
	case l.startsWith(kAlerts):
		return l.mute()
	case l.startsWith(kAway, kBack):
		return l.absence()
	case l.has(kHelp), l.asks() && len(l.left()) == 0:
		return Help{}, nil
	case l.has(kSimulate):
		return l.simulate()
	case l.startsWith(kSign):
		return l.sign()
	case l.has(kSet):
		l.take(kSet)
		return l.set()
	case l.startsWith(kArchive, kRestore):
		return l.archive()
	case l.has(kAdd):
		return l.add()
	case l.has(kClosed, kOpen):
		return l.exception()
	}
	return l.question()
}

// question reads what asks and changes nothing.
func (l *line) question() (Command, error) {
	switch {
	case l.has(kImport, kExport):
		return l.file()
	case l.take(kWhy):
		about, _ := l.about()
		month, _ := l.past()
		why := Why{Channel: about.Channel, Persona: about.Persona, Month: month}
		return why, l.nothingElse(l.left(readNoise...))
	case l.take(kFunnel):
		about, _ := l.about()
		month, _ := l.past()
		funnel := Funnel{Channel: about.Channel, Persona: about.Persona, Month: month}
		return funnel, l.nothingElse(l.left(readNoise...))
	case l.has(kPlan) && l.wants():
		return l.propose()
	case l.take(kPlan):
		return ShowPlan{Month: l.planned()}, l.nothingElse(l.left(readNoise...))
	case l.take(kRate):
		return l.rates(), nil
	case l.take(kSettings) && len(l.left(readNoise...)) > 0:
		return l.setOption()
	case l.has(kSettings):
		return ShowSettings{}, nil
	}
	s, ok := l.status()
	if !ok {
		return l.unknown(), nil
	}
	return s, nil
}

// rates asks for the close rates. A number among them wants to set one, which
// takes a word more.
func (l *line) rates() Command {
	about, _ := l.about()
	month := l.planned()
	if len(l.left(readNoise...)) > 0 {
		return l.unknown()
	}
	return ShowRates{Channel: about.Channel, Persona: about.Persona, Month: month}
}

// planned is the month of a plan asked for, zero for the running one.
func (l *line) planned() calendar.Month {
	if m := l.month(nearest); m != l.Today.In() {
		return m
	}
	return calendar.Month{}
}

// exception reads days closed, or holidays worked.
func (l *line) exception() (Command, error) {
	open := l.take(kOpen)
	closed := l.take(kClosed)
	if open && closed {
		return nil, lang.Refuse("phrase.one_at_a_time", nil)
	}
	first, last, err := l.days(upcoming)
	if err != nil {
		return nil, err
	}
	err = l.nothingElse(l.left(kFiller, kHello, kAt, kIn))
	if open {
		return Open{first, last}, err
	}
	return Close{first, last}, err
}
