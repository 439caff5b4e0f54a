package phrase

import (
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// Recap reads what follows /recap. Its errors are Problems.
func Recap(text string, c Context) (Command, error) {
	l, err := c.one(text)
	switch {
	case err != nil:
		return nil, err
	case l == nil:
		return RecapPreview{}, nil
	}
	return orRefused(l.recap())
}

// recap reads one wish about the recap; two at once are refused rather than one
// forgotten.
func (l *line) recap() (Command, error) {
	if l.has(kHelp) || l.asks() && len(l.left()) == 0 {
		return Help{}, nil
	}
	cmd, err := l.recapWish()
	if _, unknown := cmd.(Unknown); unknown || err != nil {
		return cmd, err
	}
	left := l.left(kFiller, kHello, kAsking)
	for _, i := range left {
		if oneOf(l.items[i].key, []key{kNow, kLog, kPause, kResume, kAt, kIn}) {
			return nil, lang.Refuse("phrase.one_at_a_time", nil)
		}
	}
	return cmd, l.nothingElse(left)
}

func (l *line) recapWish() (Command, error) {
	conversations, err := l.conversations()
	switch {
	case err != nil:
		return nil, err
	case len(conversations) > 0:
		l.take(kIn)
		return RecapIn{conversations}, nil
	case l.take(kNow):
		return RecapNow{}, nil
	case l.take(kLog):
		return RecapLog{}, nil
	case l.take(kPause):
		return RecapPause{}, nil
	case l.take(kResume):
		return RecapPause{Resume: true}, nil
	case l.take(kAt) || len(l.left(kFiller)) > 0 && l.items[l.left(kFiller)[0]].numeric():
		return l.recapAt()
	case l.has(kIn):
		return nil, lang.Refuse("phrase.in_where", nil)
	case len(l.left(kFiller, kHello)) == 0:
		return RecapPreview{}, nil
	}
	return l.unknown(), nil
}

func (l *line) recapAt() (Command, error) {
	t, ok := l.time()
	if !ok {
		return nil, lang.Refuse("phrase.at_when", nil)
	}
	return RecapAt{t}, nil
}

// conversations takes the Slack conversations named. One typed by hand, which
// Slack did not turn into a reference, could be any: it has to be picked.
func (l *line) conversations() ([]ledger.Conversation, error) {
	var found []ledger.Conversation
	for i := range l.items {
		it := &l.items[i]
		if it.typed[0] == '#' {
			return nil, lang.Refuse("phrase.pick_conversation", nil)
		}
		id, called, ok := reference(it.typed, "#", "CG")
		if !ok {
			continue
		}
		it.taken = true
		found = append(found, ledger.Conversation{ID: id, Name: called})
	}
	return unique(found), nil
}

func unique(found []ledger.Conversation) []ledger.Conversation {
	seen := map[string]bool{}
	var kept []ledger.Conversation
	for _, c := range found {
		if !seen[c.ID] {
			kept = append(kept, c)
		}
		seen[c.ID] = true
	}
	return kept
}

// reference reads Slack's <#C123|marketing> or <@U123|claire>: its mark, and an
// id that begins with one of the initials. The name may be empty or absent.
func reference(typed, mark, initials string) (id, called string, ok bool) {
	inside, ok := strings.CutPrefix(typed, "<"+mark)
	if !ok {
		return "", "", false
	}
	id, called, _ = strings.Cut(strings.TrimSuffix(inside, ">"), "|")
	if len(id) < 2 || !strings.Contains(initials, id[:1]) {
		return "", "", false
	}
	for _, r := range id {
		if (r < 'A' || r > 'Z') && !isDigit(r) {
			return "", "", false
		}
	}
	return id, called, true
}
