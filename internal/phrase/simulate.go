package phrase

import (
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// simulate reads what might be otherwise: "email +20", "email pme 3,5 %",
// "pme 250 €", "email pme engagement 120", several at once.
func (l *line) simulate() (Command, error) {
	l.take(kSimulate)
	s := Simulate{Month: l.month(nearest)}
	pieces := l.pieces()
	if len(pieces) == 0 {
		return nil, l.orMisspelt()
	}
	for _, piece := range pieces {
		trial, err := piece.trial()
		if err != nil {
			return nil, err
		}
		s.Trials = append(s.Trials, trial)
	}
	return s, nil
}

// orMisspelt proposes the nearest name before it says how to simulate.
func (l *line) orMisspelt() error {
	l.takeChannels()
	l.takePersonas()
	if err := l.nothingElse(l.misspelt(kind{true, true})); err != nil {
		return err
	}
	return l.howToSimulate()
}

func (l *line) howToSimulate() error { return lang.Refuse("planner.simulate", l.sample()) }

// pieces cuts a line into parts of one value each, with the names that go with
// it: those before it or, in a line that begins with a value, those after it.
func (l *line) pieces() []*line {
	values := l.runs()
	if len(values) < 2 {
		return l.cut(make([]int, len(values)))
	}
	starts := []int{0}
	for i, v := range values[:len(values)-1] {
		if l.namedBefore(values[0][0]) {
			starts = append(starts, l.unitAfter(v[1])+1)
		} else {
			starts = append(starts, l.unitBefore(values[i+1][0]))
		}
	}
	return l.cut(starts)
}

// runs are the first and last places of each number, its thousands apart or
// not.
func (l *line) runs() (found [][2]int) {
	for _, at := range l.numbers() {
		last := len(found) - 1
		if last >= 0 && at == found[last][1]+1 && l.thousands(found[last][0], at) {
			found[last][1] = at
			continue
		}
		found = append(found, [2]int{at, at})
	}
	return found
}

// cut makes lines of the items from each start to the next. What one of them
// takes is taken of the whole.
func (l *line) cut(starts []int) (pieces []*line) {
	for i, from := range starts {
		to := len(l.items)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		piece := *l
		piece.items = l.items[from:to]
		pieces = append(pieces, &piece)
	}
	return pieces
}

func (l *line) namedBefore(place int) bool {
	for _, it := range l.items[:place] {
		if it.named() {
			return true
		}
	}
	return false
}

// unitAfter is the place of the unit that follows a number, or its own.
func (l *line) unitAfter(at int) int {
	if next := l.at(at + 1); next.typed == "%" || next.key == kEuro || next.key == kLead {
		return at + 1
	}
	return at
}

func (l *line) unitBefore(at int) int {
	if l.at(at-1).key == kEuro {
		return at - 1
	}
	return at
}

// simulateNoise are the meanings that change nothing in what is tried.
var simulateNoise = []key{kFiller, kHello, kAsking, kLead, kAt, kIn, kChannel, kPersona, kMonths, kThis}

// trial reads one thing that might be otherwise: what it is of, and its value.
func (l *line) trial() (t sla.Trial, err error) {
	channels, personas := l.takeChannels(), l.takePersonas()
	if err := l.oneOfEach(channels, personas); err != nil {
		return t, err
	}
	t.Segment = ledger.Segment{Channel: first(channels).channel, Persona: first(personas).persona}
	if u, ok := l.closest(kind{t.Segment.Channel == 0, t.Segment.Persona == 0}); ok {
		return t, l.nothingElse([]int{u.first})
	}
	said, err := l.tryValue(&t)
	if err == nil && !said {
		err = l.howToSimulate()
	}
	if err == nil {
		err = l.nothingElse(l.left(simulateNoise...))
	}
	return t, err
}

// tryValue reads what a trial changes, and to what: false where that takes other
// names than were typed, or is no change at all.
func (l *line) tryValue(t *sla.Trial) (said bool, err error) {
	channel, persona := t.Segment.Channel != 0, t.Segment.Persona != 0
	value := l.items[l.numbers()[0]]
	switch {
	case l.take(kRate) || l.shareAt() >= 0:
		t.What = sla.RateChanged
		t.Rate, err = l.rate("planner.simulate")
		return channel && persona, err
	case l.take(kGoal):
		t.What = sla.GoalChanged
		t.Leads, err = l.leads("planner.simulate", l.sample())
		return channel && persona && t.Leads >= 0, err
	case strings.HasPrefix(value.plain, "+"), strings.HasPrefix(value.plain, "-"):
		t.What = sla.LeadsAdded
		t.Leads, err = l.leads("planner.simulate", l.sample())
		return !l.has(kEuro, kSale), err
	}
	l.take(kSale)
	t.What = sla.SaleChanged
	t.Cents, err = l.cents("planner.simulate")
	return persona && !channel, err
}
