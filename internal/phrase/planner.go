package phrase

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
)

// wants reports whether a line about the plan names a revenue to reach: it has a
// number that is neither month nor year, or a word that belongs to one. It
// leaves the line as it was.
func (l *line) wants() bool {
	trial := l.copied()
	trial.month(nearest)
	places := trial.numbers()
	if l.has(kEuro, kShare) || trial.shareAt() >= 0 {
		return true
	}
	return len(places) > 0 && yearNumber(l.items[places[0]]) == 0
}

// propose reads "plan 120 000 € décembre part 60 %".
func (l *line) propose() (Command, error) {
	l.take(kPlan)
	month := l.month(nearest)
	share, err := l.share()
	if err != nil {
		return nil, err
	}
	cents, err := l.cents("planner.what")
	named := len(l.takeChannels())+len(l.takePersonas()) > 0
	if err == nil && (cents == 0 || named) {
		err = lang.Refuse("planner.what", nil)
	}
	if err != nil {
		return nil, err
	}
	return ProposePlan{Cents: cents, Share: share, Month: month}, l.nothingElse(l.left(readNoise...))
}

// shareAt is the place of the first percentage left, -1 where there is none.
func (l *line) shareAt() int {
	for _, at := range l.numbers() {
		if l.at(at+1).typed == "%" {
			return at
		}
	}
	return -1
}

// share takes the part of a revenue that marketing brings: a percentage, or the
// number that follows the word; all of it where none is named.
func (l *line) share() (decimal.Decimal, error) {
	at := l.shareAt()
	word := l.find(kShare)
	if l.take(kShare); at < 0 && word >= 0 {
		at = word + 1
	}
	if at < 0 {
		return one, nil
	}
	end := at + 1
	if l.at(end).typed == "%" {
		end++
	}
	named := *l // as if the share stood alone in the line
	named.items = l.items[min(at, len(l.items)):min(end, len(l.items))]
	part, err := named.rate("planner.share")
	if err == nil && !part.IsPositive() {
		err = lang.Refuse("planner.share", nil)
	}
	return part, err
}
