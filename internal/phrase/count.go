package phrase

import (
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
	n := Count{Typed: l.text, Stage: ledger.Lead, Day: l.Today, Set: l.take(kSet)}
	day, err := l.day(latest)
	if err != nil {
		return n, err
	}
	if !day.IsZero() {
		n.Day, n.DayTyped = day, true
	}
	if at := l.find(kMonth, kMonthEN); at >= 0 && !l.items[at].taken {
		return n, lang.Refuse("phrase.month_not_day", lang.Args{"typed": l.items[at].typed, "example": l.example()})
	}
	if l.asks() && len(l.numbers()) > 0 {
		return n, lang.Refuse("phrase.count_or_question", lang.Args{"typed": l.text})
	}
	if n.Count, err = l.leads("phrase.no_number", lang.Args{"example": l.example()}); err != nil {
		return n, err
	}
	if err := l.segment(&n); err != nil {
		return n, err
	}
	return n, nil
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

// segment resolves the names of a line to record.
func (l *line) segment(n *Count) error {
	channels, personas := l.takeChannels(), l.takePersonas()
	switch {
	case len(channels) > 1:
		return l.twoNames("phrase.two_channels", channels)
	case len(personas) > 1:
		return l.twoNames("phrase.two_personas", personas)
	case first(channels).archived, first(personas).archived:
		return l.archived(first(channels), first(personas))
	}
	n.Channel, n.Persona = first(channels).channel, first(personas).persona
	doubts := l.doubtful(kind{n.Channel == 0, n.Persona == 0})
	if n.Channel == 0 && !doubts.about(DoubtChannel) && len(l.left(writeNoise...)) == 0 {
		return lang.Refuse("phrase.no_channel", lang.Args{"names": l.channels(), "example": l.example()})
	}
	if err := l.nothingElse(l.left(writeNoise...)); err != nil {
		return err
	}
	if n.Persona == 0 && !doubts.about(DoubtPersona) {
		n.Persona = l.persona(n.Channel)
	}
	n.Doubts = l.doubts(*n, doubts)
	return nil
}

func (l *line) twoNames(id lang.ID, found []name) error {
	return lang.Refuse(id, lang.Args{"first": found[0].shown, "second": found[1].shown, "example": l.example()})
}

func (l *line) archived(channel, persona name) error {
	if channel.archived {
		return lang.Refuse("phrase.archived", lang.Args{"name": channel.shown})
	}
	return lang.Refuse("phrase.archived", lang.Args{"name": persona.shown})
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
