package phrase

import (
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Away says that the asker is away, and who records in their place meanwhile.
type Away struct {
	StandIn string        // Slack user id
	Until   calendar.Date // the last day of it; zero until they say that they are back
}

// Back ends the asker's absence.
type Back struct{}

// Mute ends the asker's own alerts about a channel, or begins them again; it asks
// for those that are muted where it says neither.
type Mute struct {
	Channel ledger.ChannelID // 0 for the month's total
	On      bool             // alerts come
	List    bool
}

func (Away) command() {}
func (Back) command() {}
func (Mute) command() {}

// absence reads "absent jusqu'au 3/12 @marc" and "de retour".
func (l *line) absence() (Command, error) {
	if l.take(kBack) && !l.has(kAway) {
		return Back{}, l.nothingElse(l.left(kFiller, kHello))
	}
	l.take(kAway, kBack)
	user, called := l.mentioned()
	until, err := l.day(upcoming)
	if err == nil {
		err = l.nothingElse(l.left(kFiller, kHello, kAt))
	}
	if err == nil && !called {
		err = lang.Refuse("phrase.away", lang.Args{"day": l.Today.AddDays(7)})
	}
	return Away{user, until}, err
}

// mute reads "alertes email non", "alertes total oui" and "alertes".
func (l *line) mute() (Command, error) {
	l.take(kAlerts, kChannel)
	found := l.takeChannels()
	whole := l.take(kTotal)
	said := len(l.left(kFiller, kHello)) > 0
	value := l.toggle()
	switch {
	case !said && len(found) == 0 && !whole:
		return Mute{List: true}, nil
	case value != "true" && value != "false":
		if near := l.misspelt(kind{channels: true}); len(found) == 0 && !whole && near != nil {
			return nil, l.nothingElse(near)
		}
		return nil, lang.Refuse("phrase.mute", l.sample())
	case len(found)+map[bool]int{true: 1}[whole] != 1:
		return nil, lang.Refuse("phrase.mute", l.sample())
	}
	return Mute{Channel: first(found).channel, On: value == "true"}, nil
}
