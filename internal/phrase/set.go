package phrase

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// setters read what follows set, by the word that says what is set.
var setters = []struct {
	key key
	set func(*line) (Command, error)
}{
	// Words of one's own may hold any of the others.
	{kDefinition, (*line).setDefinition},
	{kAlias, (*line).setAliases},
	{kMaturity, (*line).setOption},
	{kTarget, (*line).setTarget},
	{kGoal, (*line).setGoal},
	{kRate, (*line).setRate},
	{kOwner, (*line).setOwner},
	{kRhythm, (*line).setRhythm},
	{kDates, (*line).setSpan},
	{kTeam, (*line).setTeam},
	{kSale, (*line).setSale},
	{kPersona, (*line).setPersona},
	{kSales, (*line).setPromise},
}

// set reads a change of the plan or of a setting. It is a write: every name
// must be exact and nothing may be left over.
func (l *line) set() (Command, error) {
	for _, setter := range setters {
		if !l.has(setter.key) {
			continue
		}
		l.take(setter.key)
		cmd, err := setter.set(l)
		if err == nil {
			err = l.nothingElse(l.left(kFiller, kHello, kAt, kIn, kLead))
		}
		return cmd, err
	}
	return l.setOption()
}

// named takes the names a change needs, and refuses others.
func (l *line) named(need kind, missing lang.ID) (ledger.Segment, error) {
	channels, personas := l.takeChannels(), l.takePersonas()
	if err := l.oneOfEach(channels, personas); err != nil {
		return ledger.Segment{}, err
	}
	s := ledger.Segment{Channel: first(channels).channel, Persona: first(personas).persona}
	if need.channels == (s.Channel != 0) && need.personas == (s.Persona != 0) {
		return s, nil
	}
	if err := l.nothingElse(l.misspelt(need)); err != nil {
		return s, err
	}
	return s, lang.Refuse(missing, l.sample())
}

// misspelt returns the place of a word close to a name, so that it is proposed
// instead of being called missing, else that of a word which means nothing.
func (l *line) misspelt(need kind) []int {
	if u, ok := l.closest(need); ok {
		return []int{u.first}
	}
	for i, it := range l.items {
		mention := strings.HasPrefix(it.typed, "<")
		if !it.taken && it.key == "" && !mention && strings.ContainsFunc(it.fold, unicode.IsLetter) {
			return []int{i}
		}
	}
	return nil
}

func (l *line) setGoal() (Command, error) {
	s, err := l.named(kind{true, true}, "phrase.set_goal")
	if err != nil {
		return nil, err
	}
	month := l.month(nearest)
	leads, err := l.leads("phrase.set_goal", l.sample())
	if err == nil && leads < 0 {
		err = lang.Refuse("phrase.negative", lang.Args{"typed": strconv.FormatInt(leads, 10)})
	}
	return SetGoal{Segment: s, Leads: leads, Month: month}, err
}

func (l *line) setSale() (Command, error) {
	s, err := l.named(kind{personas: true}, "phrase.set_sale")
	if err != nil {
		return nil, err
	}
	month := l.month(nearest)
	cents, err := l.cents("phrase.set_sale")
	return SetSale{Persona: s.Persona, Cents: cents, Month: month}, err
}

func (l *line) setTarget() (Command, error) {
	if _, err := l.named(kind{}, "phrase.set_target"); err != nil {
		return nil, err
	}
	month := l.month(nearest)
	if l.take(kNobody) {
		return SetTarget{Month: month}, nil
	}
	cents, err := l.cents("phrase.set_target")
	return SetTarget{Cents: cents, Month: month}, err
}

// cents takes an amount of money, to the hundredth.
func (l *line) cents(missing lang.ID) (int64, error) {
	typed, n, err := l.amount(missing)
	if err != nil {
		return 0, err
	}
	cents := n.Shift(2)
	switch {
	case n.IsNegative():
		return 0, lang.Refuse("phrase.negative", lang.Args{"typed": typed})
	case !cents.IsInteger() || n.GreaterThan(decimal.New(mostMoney, 0)):
		return 0, lang.Refuse("phrase.bad_amount", lang.Args{"typed": typed, "most": mostMoney})
	}
	return cents.IntPart(), nil
}

// mostMoney bounds an amount, in currency units.
const mostMoney = 999_999_999

// amount takes the one number left, thousands apart or not. A sign of money
// before it makes the comma of €1,800 one of thousands.
func (l *line) amount(missing lang.ID) (typed string, n decimal.Decimal, err error) {
	euros := l.find(kEuro)
	l.take(kEuro)
	read, from, to, err := l.number(missing, l.sample())
	if err != nil {
		return "", n, err
	}
	typed = l.span(from, to+1).typed
	english := euros >= 0 && euros == from-1 && l.items[euros].typed == "€" && !hasMark(typed, '.')
	if read.two && !english {
		return typed, n, twoReadings(typed, read.value.String(), french(read.other))
	}
	return typed, read.value, nil
}

func (l *line) setRate() (Command, error) {
	s, err := l.named(kind{true, true}, "phrase.set_rate")
	if err != nil {
		return nil, err
	}
	month := l.month(nearest)
	rate, err := l.rate("phrase.set_rate")
	return SetRate{Segment: s, Rate: rate, Month: month}, err
}

func (l *line) setSpan() (Command, error) {
	s, err := l.named(kind{channels: true}, "phrase.set_dates")
	if err != nil {
		return nil, err
	}
	if l.take(kWhole) {
		return SetSpan{Channel: s.Channel}, nil
	}
	first, last, err := l.days(nearest)
	return SetSpan{Channel: s.Channel, First: first, Last: last}, err
}

func (l *line) setOwner() (Command, error) {
	s, err := l.named(kind{channels: true}, "phrase.set_owner")
	if err != nil {
		return nil, err
	}
	ofSales := l.take(kSales)
	if l.take(kNobody) {
		return SetOwner{Channel: s.Channel, Sales: ofSales}, nil
	}
	for i := range l.items {
		if id, _, ok := reference(l.items[i].typed, "@", "UW"); ok {
			l.items[i].taken = true
			return SetOwner{Channel: s.Channel, User: id, Sales: ofSales}, nil
		}
	}
	return nil, lang.Refuse("phrase.set_owner", l.sample())
}

// rhythms are the words for how often a channel is reported.
var rhythms = []struct {
	key    key
	rhythm ledger.Rhythm
}{{kDaily, ledger.Daily}, {kWeekly, ledger.Weekly}, {kRarely, ledger.Occasional}}

func (l *line) setRhythm() (Command, error) {
	s, err := l.named(kind{channels: true}, "phrase.set_rhythm")
	if err != nil {
		return nil, err
	}
	for _, r := range rhythms {
		if l.take(r.key) {
			return SetRhythm{Channel: s.Channel, Rhythm: r.rhythm}, nil
		}
	}
	return nil, lang.Refuse("phrase.set_rhythm", l.sample())
}
