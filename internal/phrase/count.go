package phrase

import (
	"cmp"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// mostLeads bounds a count, either way.
const mostLeads = 1_000_000

// writeNoise are the meanings that change nothing in a line to record.
var writeNoise = []key{kFiller, kHello, kLead, kAt, kIn}

// count reads one line to record. Whatever it holds that is not understood is
// refused; a name typed almost right is a doubt.
func (l *line) count() (Count, error) {
	if err := l.catalogued(); err != nil {
		return Count{}, err
	}
	n := Count{Typed: l.text, Set: l.take(kSet)}
	for _, read := range []func(*Count) error{
		l.readStage, l.readDay, l.readNames, l.readAmount, l.readLeads, l.settle,
	} {
		if err := read(&n); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (l *line) readDay(n *Count) error {
	typed, err := l.day(latest)
	if err != nil {
		return err
	}
	n.Day, n.DayTyped = cmp.Or(typed, l.Today), !typed.IsZero()
	if at := l.find(kMonth, kMonthEN); at >= 0 && !l.items[at].taken {
		return lang.Refuse("phrase.month_not_day", lang.Args{"typed": l.items[at].typed, "example": l.example()})
	}
	return nil
}

func (l *line) readLeads(n *Count) (err error) {
	if l.asks() && len(l.numbers()) > 0 {
		return lang.Refuse("phrase.count_or_question", lang.Args{"typed": l.text})
	}
	n.Count, err = l.leads("phrase.no_number", lang.Args{"example": l.example()})
	return err
}

// readNames takes the segment, and what is close to the names that are missing.
// It comes before the number because names may hold one: "Saln 2026".
func (l *line) readNames(n *Count) error {
	channels, personas := l.takeChannels(), l.takePersonas()
	if err := l.oneOfEach(channels, personas); err != nil {
		return err
	}
	n.Channel, n.Persona = first(channels).channel, first(personas).persona
	l.unsure = l.doubtful(kind{n.Channel == 0, n.Persona == 0})
	return nil
}

// settle refuses what is left over, takes the persona nobody had to type, and
// turns what is unsure into questions.
func (l *line) settle(n *Count) error {
	left := l.left(writeNoise...)
	if n.Unknown = l.unknownChannel(*n, left); n.Unknown != "" {
		left = nil
	}
	if n.Channel == 0 && n.Unknown == "" && !l.unsure.about(DoubtChannel) && len(left) == 0 {
		return lang.Refuse("phrase.no_channel", lang.Args{"names": l.channels(), "example": l.example()})
	}
	if err := l.nothingElse(left); err != nil {
		return err
	}
	if n.Persona == 0 && !l.unsure.about(DoubtPersona) {
		n.Persona = l.persona(n.Channel)
	}
	n.Doubts = l.doubts(*n)
	return nil
}

// oneOfEach refuses two channels, two personas, and archived ones.
func (l *line) oneOfEach(channels, personas []name) error {
	switch {
	case len(channels) > 1:
		return l.twoNames("phrase.two_channels", channels)
	case len(personas) > 1:
		return l.twoNames("phrase.two_personas", personas)
	}
	for _, n := range append(channels, personas...) {
		if n.archived {
			return lang.Refuse("phrase.archived", lang.Args{"name": n.shown})
		}
	}
	return nil
}

func (l *line) twoNames(id lang.ID, found []name) error {
	return lang.Refuse(id, lang.Args{"first": found[0].shown, "second": found[1].shown, "example": l.example()})
}

// catalogued refuses to record anything before there is something to record it
// for.
func (l *line) catalogued() error {
	switch {
	case len(l.channels()) == 0:
		return lang.Refuse("phrase.no_channels_yet", nil)
	case len(l.personas()) == 0:
		return lang.Refuse("phrase.no_personas_yet", nil)
	}
	return nil
}

// leads takes the line's one whole number. "1 200" is refused, because two
// numbers of which one is a mistake read the same.
func (l *line) leads(missing lang.ID, example lang.Args) (int64, error) {
	places := l.numbers()
	if len(places) == 0 {
		return 0, lang.Refuse(missing, example)
	}
	it := &l.items[places[0]]
	it.taken = true
	n, _ := readNumber(it.plain)
	switch {
	case l.at(places[0]-1).typed == "-":
		return 0, twoReadings("- "+it.typed, n.value.Neg().String(), n.value.String())
	case len(places) > 1:
		return 0, l.secondNumber(places[0], places[1])
	case n.two:
		return 0, twoReadings(it.typed, n.value.String(), french(n.other))
	}
	return whole(it.typed, n.value)
}

func (l *line) secondNumber(first, second int) error {
	if second == first+1 && l.thousands(first, second) {
		together := l.items[first].plain + l.items[second].plain
		return twoReadings(l.span(first, second+1).typed, together, l.items[first].typed+" / "+l.items[second].typed)
	}
	return l.twoNumbers(first, second)
}

// whole refuses what is no count of leads.
func whole(typed string, n decimal.Decimal) (int64, error) {
	if !n.IsInteger() {
		return 0, lang.Refuse("phrase.not_whole", lang.Args{"typed": typed})
	}
	if n.Abs().GreaterThan(decimal.New(mostLeads, 0)) {
		return 0, lang.Refuse("phrase.too_many", lang.Args{"typed": typed, "most": mostLeads})
	}
	return n.IntPart(), nil
}

// persona is the one meant when none was typed: the channel's, the workspace's,
// or the only one there is; 0 when it has to be asked.
func (c Context) persona(channel ledger.ChannelID) ledger.PersonaID {
	for _, id := range []ledger.PersonaID{c.Catalogue.Channel(channel).DefaultPersona, c.DefaultPersona} {
		if p := c.Catalogue.Persona(id); p.ID != 0 && !p.Archived {
			return p.ID
		}
	}
	if all := c.personas(); len(all) == 1 {
		return all[0].ID
	}
	return 0
}
