package phrase

import (
	"errors"

	"github.com/treve-bot/treve/internal/lang"
)

// Leads reads what follows /leads: nothing for the form, help, undo, log, or
// counts to record, one a line. Its errors are Problems.
func Leads(text string, c Context) (Command, error) {
	read, err := c.read(text)
	if err != nil {
		return nil, err
	}
	switch {
	case len(read) == 0:
		return Form{}, nil
	case len(read) == 1:
		if cmd, ok, err := read[0].ledgerWord(); ok {
			return orRefused(cmd, err)
		}
	}
	return record(read)
}

// read cuts a text into lines with the workspace's names found in them.
func (c Context) read(text string) ([]*line, error) {
	texts, err := lines(text)
	if err != nil {
		return nil, err
	}
	n := namesOf(c.Catalogue)
	var read []*line
	for _, text := range texts {
		read = append(read, newLine(text, c, n))
	}
	return read, nil
}

// one reads a text of a single line, nil when it is empty.
func (c Context) one(text string) (*line, error) {
	read, err := c.read(text)
	switch {
	case err != nil || len(read) == 0:
		return nil, err
	case len(read) > 1:
		return nil, lang.Refuse("phrase.one_at_a_time", nil)
	}
	return read[0], nil
}

// ledgerWord reads a line that is help, undo or log; false when it is none.
func (l *line) ledgerWord() (Command, bool, error) {
	numbers := len(l.numbers()) > 0
	switch {
	case l.has(kHelp), l.asks() && len(l.left()) == 0:
		return Help{}, true, nil
	case l.has(kAway, kBack):
		cmd, err := l.absence()
		return cmd, true, err
	case l.take(kUndo):
		return Undo{}, true, l.nothingElse(l.left(kFiller, kHello))
	case l.has(kLog) && !numbers:
		l.take(kLog)
		l.take(kChannel)
		about, _ := l.about()
		return Log{Channel: about.Channel}, true, l.nothingElse(l.left(readNoise...))
	}
	return nil, false, nil
}

// record reads counts, one a line; lines of politeness are passed over.
func record(read []*line) (Command, error) {
	var r Record
	for i, l := range read {
		if len(l.left(kFiller, kHello)) == 0 {
			continue
		}
		count, err := l.count()
		if err != nil {
			return nil, onLine(i+1, len(read), err)
		}
		r.Lines = append(r.Lines, count)
	}
	if len(r.Lines) == 0 {
		return Help{}, nil
	}
	return r, nil
}

// onLine says which of several lines a Problem is about.
func onLine(n, of int, err error) error {
	p, ok := errors.AsType[*lang.Problem](err)
	if of == 1 || !ok {
		return err
	}
	return lang.Refuse("phrase.on_line", lang.Args{"line": n, "problem": p})
}

// nothingElse refuses the first of the items left, naming the nearest thing
// that works.
func (l *line) nothingElse(left []int) error {
	if len(left) == 0 {
		return nil
	}
	it := l.items[left[0]]
	args := lang.Args{"typed": it.typed, "example": l.example()}
	if near := l.nearest(it); len(near) > 0 {
		args["near"] = near
		return lang.Refuse("phrase.unknown_word_near", args)
	}
	return lang.Refuse("phrase.unknown_word", args)
}

// nearest lists the names, or failing that the word, closest to an item that
// means nothing.
func (l *line) nearest(it item) []string {
	if !it.joinable() {
		return nil
	}
	var found []string
	for _, c := range l.names.near(it.fold, kind{true, true}) {
		if len(found) < 3 {
			found = append(found, c.shown)
		}
	}
	if word := nearWord(it.fold); word != "" && len(found) == 0 {
		found = []string{word}
	}
	return found
}

// first returns the first name, and no name of an empty list.
func first(found []name) name {
	if len(found) == 0 {
		return name{}
	}
	return found[0]
}
