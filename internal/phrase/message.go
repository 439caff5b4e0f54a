package phrase

import (
	"regexp"
	"strings"
)

var code = regexp.MustCompile(CodePattern)

// Message reads a direct message or a mention: a command with or without its
// slash, counts to record, a question. What means nothing comes back as Unknown
// with the nearest things that work. Its errors are Problems.
func Message(text string, c Context) (Command, error) {
	texts, err := lines(text)
	if err != nil {
		return nil, err
	}
	if len(texts) > 0 {
		texts[0] = unaddressed(texts[0])
	}
	whole := strings.Join(texts, "\n")
	if once := strings.ToLower(strings.Trim(whole, "`*_ ")); code.MatchString(once) {
		return Code{once}, nil
	}
	if name, rest := slash(whole); name != "" {
		return command(name, rest, c)
	}
	return orRefused(message(whole, c))
}

// orRefused drops a command that was read in part when the rest is refused.
func orRefused(cmd Command, err error) (Command, error) {
	if err != nil {
		return nil, err
	}
	return cmd, nil
}

// unaddressed takes the mentions off the beginning of a message: whoever is
// spoken to knows it.
func unaddressed(text string) string {
	for {
		text = strings.TrimLeft(text, " ,:")
		end := strings.IndexByte(text, '>')
		if !strings.HasPrefix(text, "<@") || end < 0 {
			return text
		}
		text = text[end+1:]
	}
}

// slash cuts a command typed with its slash into its name and the rest.
func slash(text string) (name, rest string) {
	if !strings.HasPrefix(text, "/") {
		return "", text
	}
	end := strings.IndexAny(text, " \n")
	if end < 0 {
		return text, ""
	}
	return text[:end], text[end+1:]
}

// surfaces are the slash commands there are.
var surfaces = map[string]func(string, Context) (Command, error){
	"leads": Leads, "sla": SLA, "recap": Recap, "sales": OfSales, "ventes": OfSales,
}

func command(name, rest string, c Context) (Command, error) {
	name = plain(strings.TrimPrefix(name, "/"))
	if read, ok := surfaces[name]; ok {
		return read(rest, c)
	}
	l := newLine(name+" "+rest, c, namesOf(c.Catalogue))
	if l.startsWith(kHelp) {
		return Help{}, nil
	}
	u := l.unknown()
	u.Typed = "/" + strings.TrimSpace(name+" "+rest)
	return u, nil
}

// message reads a text without a slash: counts if any line holds one, else one
// wish or question, over however many lines.
func message(text string, c Context) (Command, error) {
	read, err := c.read(text)
	if err != nil || len(read) == 0 {
		return Help{}, err
	}
	for _, l := range read {
		if l.records() {
			return record(read)
		}
	}
	if len(read) > 1 {
		read[0] = newLine(strings.ReplaceAll(text, "\n", " "), c, read[0].names)
	}
	return read[0].topic()
}

// topic reads a line that records nothing by what it is about: "recap now",
// "sla email", "set email pme engagement 120", a greeting, a question.
func (l *line) topic() (Command, error) {
	switch {
	case l.startsWith(kRecap):
		l.take(kRecap)
		return l.recap()
	case l.startsWith(kSLA):
		l.take(kSLA)
		return l.sla()
	case l.startsWith(kSet, kAdd, kClosed, kOpen, kRename, kArchive, kRestore, kGuest, kAlerts):
		return l.sla()
	case l.has(kSimulate), l.startsWith(kSign):
		return l.sla()
	case len(l.left(kFiller, kHello)) == 0:
		return Help{}, nil
	}
	if cmd, ok, err := l.ledgerWord(); ok {
		return cmd, err
	}
	if l.has(kRecap) {
		return l.unknown(), nil
	}
	return l.question()
}

// startsWith reports whether the line begins with one of the meanings, words of
// politeness and articles apart.
func (l *line) startsWith(keys ...key) bool {
	for _, it := range l.items {
		if it.key != kFiller && it.key != kHello {
			return oneOf(it.key, keys)
		}
	}
	return false
}

// otherwise are the meanings of lines that may hold a number and a name, and
// record nothing all the same.
var otherwise = []key{
	kGoal, kRate, kSale, kOwner, kRhythm, kDates, kClosed, kOpen, kAdd, kImport, kExport, kFunnel,
	kTarget, kAlias, kDefinition, kRename, kArchive, kRestore, kCurrency, kHeld, kAtRisk, kOffTrack,
	kSimulate, kSign, kGuest, kAlerts, kAway, kBack,
	kHelp, kWhy, kLate, kNeeded, kStatus, kPlan, kSettings,
}

// records reports whether a line means to write a count down: it has a number
// that is no day, and a name, exact or nearly. It leaves the line as it was.
func (l *line) records() bool {
	if l.has(otherwise...) {
		return false
	}
	trial := l.copied()
	if _, err := trial.moments(latest); err != nil {
		return trial.mentionsName()
	}
	trial.month(latest)
	return len(trial.numbers()) > 0 && trial.mentionsName()
}

func (l *line) copied() *line {
	trial := *l
	trial.items = append([]item(nil), l.items...)
	return &trial
}

func (l *line) mentionsName() bool {
	for _, it := range l.items {
		if it.named() {
			return true
		}
	}
	_, near := l.closest(kind{true, true})
	return near
}
