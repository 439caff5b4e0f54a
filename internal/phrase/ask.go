package phrase

import (
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
)

// readNoise are the meanings that change nothing in a question.
var readNoise = []key{
	kFiller, kHello, kAsking, kLead, kAt, kIn, kStatus, kThis, kLast, kNext, kDay, kWeekday,
	kChannel, kPersona, kGoal, kRate, kSale, kMarket, kTeam,
}

// about takes the segment a question is about, zero where it names none. Names
// typed almost right are taken for the nearest, except short ones; guessed says
// that the question was not understood to the letter.
func (l *line) about() (s ledger.Segment, guessed bool) {
	channels, personas := l.takeChannels(), l.takePersonas()
	s = ledger.Segment{Channel: first(channels).channel, Persona: first(personas).persona}
	guessed = len(channels) > 1 || len(personas) > 1
	for s.Channel == 0 || s.Persona == 0 {
		n, ok := l.guess(kind{s.Channel == 0, s.Persona == 0})
		if !ok {
			break
		}
		guessed = true
		s.Channel, s.Persona = s.Channel+n.channel, s.Persona+n.persona
	}
	return s, guessed
}

// guess takes the nearest name a question may mean.
func (l *line) guess(k kind) (name, bool) {
	u, ok := l.closest(k)
	if !ok {
		return name{}, false
	}
	for _, c := range u.candidates {
		if !c.short {
			l.takeSpan(u.first, u.last)
			return c.name, true
		}
	}
	return name{}, false
}

// status reads a question: where something stands, who is late, how many it
// takes. It answers as soon as it recognises anything; ok is false when it
// recognises nothing.
func (l *line) status() (s Status, ok bool) {
	about, guessed := l.about()
	s = Status{Channel: about.Channel, Persona: about.Persona, Guessed: guessed}
	month, named := l.past()
	s.Month = month
	switch {
	case l.take(kLate, kAtRisk, kOffTrack):
		s.Ask = AskLate
	case l.take(kNeeded):
		s.Ask = AskNeeded
	}
	ok = named || s != Status{Guessed: guessed} || l.has(kStatus)
	if len(l.left(readNoise...)) > 0 || l.has(kDay, kWeekday) {
		s.Guessed = true
	}
	return s, ok
}

// past takes the month a question is about: zero for the running one, which is
// the same as naming none.
func (l *line) past() (m calendar.Month, named bool) {
	m = l.month(latest)
	if m == l.Today.In() {
		return calendar.Month{}, true
	}
	return m, !m.IsZero()
}
