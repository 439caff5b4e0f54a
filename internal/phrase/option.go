package phrase

import (
	"strconv"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// options are the settings that can be typed, by the word that names each, with
// how its value is read into canonical text.
var options = []struct {
	key    key
	option string
	value  func(*line) string
}{
	{kMaturity, "maturity", (*line).maturity},
	{kLanguage, "language", (*line).language},
	{kZone, "time_zone", (*line).zone},
	{kCountry, "country", (*line).country},
	{kAlsace, "alsace", (*line).toggle},
	{kCalendar, "calendar_days", (*line).toggle},
	{kHide, "hide_euros", (*line).toggle},
	{kAlertsPublic, "alerts_public", (*line).toggle},
	{kAlerts, "alerts", (*line).toggle},
	{kNudgeAt, "nudge_at", (*line).clockValue},
	{kNudges, "nudges", (*line).toggle},
	{kNames, "sales_names", (*line).toggle},
	{kDayBegin, "day_begins_at", (*line).clockValue},
	{kDayEnd, "day_ends_at", (*line).clockValue},
	{kCloses, "closes_after", (*line).word},
	{kCurrency, "currency", (*line).currency},
	{kHeld, "held_share", (*line).percent},
	{kAtRisk, "at_risk_below", (*line).percent},
	{kOffTrack, "off_track_below", (*line).percent},
	{kPersona, "default_persona", (*line).defaultPersona},
}

// setOption reads a setting and its value, and has the ledger check it.
func (l *line) setOption() (Command, error) {
	for _, o := range options {
		if !l.has(o.key) {
			continue
		}
		l.take(o.key)
		value := o.value(l)
		if err := l.nothingElse(l.left(kFiller, kHello, kAt, kIn)); err != nil {
			return nil, err
		}
		checked := ledger.DefaultSettings()
		if err := checked.SetOption(o.option, value); err != nil {
			return nil, err
		}
		return SetOption{Key: o.option, Value: value}, nil
	}
	if u, ok := l.closest(kind{true, true}); ok {
		return nil, l.nothingElse([]int{u.first})
	}
	return nil, lang.Refuse("phrase.set_what", l.sample())
}

// word takes the first word left and returns it as typed, "" when there is
// none.
func (l *line) word() string {
	left := l.left(kFiller, kAt)
	if len(left) == 0 {
		return ""
	}
	l.items[left[0]].taken = true
	return l.items[left[0]].typed
}

// percent takes a whole percentage, with its sign or without.
func (l *line) percent() string {
	value := l.word()
	for i := range l.items {
		if l.items[i].typed == "%" {
			l.items[i].taken = true
		}
	}
	return value
}

// currency takes a code; the sign of the euro and its name are codes enough.
func (l *line) currency() string {
	if l.take(kEuro) {
		return "EUR"
	}
	return strings.ToUpper(l.word())
}

var languages = map[string]lang.Language{
	"fr": lang.French, "francais": lang.French, "french": lang.French,
	"en": lang.English, "anglais": lang.English, "english": lang.English,
}

func (l *line) language() string {
	for i, it := range l.items {
		if spoken, ok := languages[it.fold]; ok && !it.taken {
			l.items[i].taken = true
			return string(spoken)
		}
	}
	return l.word()
}

// zone takes the rest of the line, because a zone's name is cut into words like
// any other: "Europe/Paris", "america/new_york".
func (l *line) zone() string {
	typed := l.rest(kFiller, kAt)
	parts := strings.FieldsFunc(typed, func(r rune) bool { return r == '/' })
	for i, part := range parts {
		words := strings.FieldsFunc(part, func(r rune) bool { return r == '_' || r == ' ' })
		for j, word := range words {
			if strings.ToUpper(word) != word {
				words[j] = lang.Capital(strings.ToLower(word))
			}
		}
		parts[i] = strings.Join(words, "_")
	}
	return strings.Join(parts, "/")
}

// countries are the ones people name rather than code.
var countries = map[string]string{
	"france": "FR", "belgique": "BE", "belgium": "BE", "suisse": "CH", "switzerland": "CH",
	"luxembourg": "LU", "allemagne": "DE", "germany": "DE", "espagne": "ES", "spain": "ES",
	"italie": "IT", "italy": "IT", "royaumeuni": "GB", "unitedkingdom": "GB", "etatsunis": "US", "unitedstates": "US",
}

func (l *line) country() string {
	typed := l.rest(kFiller)
	if code, ok := countries[ledger.Fold(typed)]; ok {
		return code
	}
	return strings.ToUpper(typed)
}

func (l *line) toggle() string {
	yes, no := l.take(kYes), l.take(kNo)
	for _, i := range l.left(kFiller) {
		on, off := l.items[i].fold == "on", l.items[i].fold == "off"
		l.items[i].taken = on || off
		yes, no = yes || on, no || off
	}
	switch {
	case yes && !no:
		return "true"
	case no && !yes:
		return "false"
	}
	return l.rest(kFiller)
}

func (l *line) clockValue() string {
	if t, ok := l.time(); ok {
		return t.String()
	}
	return l.word()
}

func (l *line) defaultPersona() string {
	if l.take(kNobody) {
		return "0"
	}
	return strconv.FormatInt(int64(first(l.takePersonas()).persona), 10)
}

// rest takes what is left from the first such item to the last, as typed.
func (l *line) rest(but ...key) string {
	left := l.left(but...)
	if len(left) == 0 {
		return ""
	}
	first, last := left[0], left[len(left)-1]
	l.takeSpan(first, last)
	return l.span(first, last+1).typed
}
