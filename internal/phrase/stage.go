package phrase

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// stages are the words for what sales did with leads.
var stages = []struct {
	key   key
	stage ledger.Stage
}{
	{kContacted, ledger.Contacted}, {kWon, ledger.Won}, {kLost, ledger.Lost}, {kRejected, ledger.Rejected},
}

// reasons are the words for why sales contests leads.
var reasons = []struct {
	key    key
	reason ledger.Reason
}{
	{kOffTarget, ledger.OffTarget},
	{kDuplicate, ledger.Duplicate},
	{kUnreachable, ledger.Unreachable},
	{kNoProject, ledger.NoProject},
	{kOther, ledger.OtherReason},
}

// salesKeys are the meanings of what sales says of leads.
var salesKeys = []key{kContacted, kWon, kLost, kRejected}

// readStage takes the word that says what became of the leads; without one they
// have come in.
func (l *line) readStage(n *Count) error {
	n.Stage = ledger.Lead
	for _, s := range stages {
		if !l.take(s.key) {
			continue
		}
		if n.Stage != ledger.Lead {
			return lang.Refuse("phrase.two_stages", lang.Args{"example": l.salesExample()})
		}
		n.Stage = s.stage
	}
	if n.Stage != ledger.Rejected {
		return nil
	}
	for _, r := range reasons {
		if l.take(r.key) {
			n.Reason = r.reason
		}
	}
	return nil
}

// times is a number of sales of so much each: "2x900".
var times = regexp.MustCompile(`(?i)^(\d+)[x×](\d+(?:[.,]\d+)?)$`)

// readAmount takes what the sales of a won line brought in, in all, or each
// where it is typed "2x900 €". It comes before the count, whose number must then
// be the only one left.
func (l *line) readAmount(n *Count) error {
	if n.Stage != ledger.Won {
		return nil
	}
	euro := l.find(kEuro)
	if euro < 0 {
		return lang.Refuse("phrase.won_amount", lang.Args{"example": l.wonExample()})
	}
	l.take(kEuro)
	if each := times.FindStringSubmatch(l.at(euro - 1).plain); each != nil {
		return l.multiplied(n, euro-1, each)
	}
	first, last := l.besideEuro(euro)
	if first < 0 {
		return lang.Refuse("phrase.won_amount", lang.Args{"example": l.wonExample()})
	}
	typed, value, err := l.sum(first, last, euro < first)
	if err != nil {
		return err
	}
	if by := l.at(first - 1); by.fold == "x" || by.typed == "×" {
		l.items[first-1].taken = true
		if count, ok := readNumber(l.at(first - 2).plain); ok {
			value = value.Mul(count.value.Abs())
		}
	}
	return n.worth(typed, value)
}

// multiplied reads "2x900" as two sales of 900 each; the 2 is the count.
func (l *line) multiplied(n *Count, at int, each []string) error {
	price, ok := readNumber(each[2])
	if !ok {
		return lang.Refuse("phrase.won_amount", lang.Args{"example": l.wonExample()})
	}
	if price.two {
		return twoReadings(l.items[at].typed, price.value.String(), french(price.other))
	}
	// What is left of the item is the count alone, for readLeads to take.
	l.items[at].word = newWord(each[1], 0, len(each[1]))
	return n.worth(l.items[at].typed, price.value.Mul(decimal.RequireFromString(each[1])))
}

// besideEuro returns the places of the number typed before the sign of money, or
// after it as the English do; thousands may stand apart. -1 when there is none.
func (l *line) besideEuro(euro int) (first, last int) {
	if l.isNumber(euro - 1) {
		first = euro - 1
		for l.isNumber(first-1) && l.thousands(first-1, first) {
			first--
		}
		return first, euro - 1
	}
	if !l.isNumber(euro + 1) {
		return -1, -1
	}
	last = euro + 1
	for l.isNumber(last+1) && l.thousands(euro+1, last+1) {
		last++
	}
	return euro + 1, last
}

func (l *line) isNumber(at int) bool {
	it := l.at(at)
	if it.taken || it.named() || it.key != "" || !it.numeric() {
		return false
	}
	_, ok := readNumber(it.plain)
	return ok
}

// sum takes the number that stands in some places. A comma after the sign is one
// of thousands: €1,800.
func (l *line) sum(first, last int, english bool) (typed string, value decimal.Decimal, err error) {
	var text strings.Builder
	for at := first; at <= last; at++ {
		text.WriteString(l.items[at].plain)
		l.items[at].taken = true
	}
	typed = l.span(first, last+1).typed
	n, ok := readNumber(text.String())
	switch {
	case !ok:
		return typed, n.value, lang.Refuse("phrase.won_amount", lang.Args{"example": l.wonExample()})
	case n.two && !(english && !hasMark(typed, '.')):
		return typed, n.value, twoReadings(typed, n.value.String(), french(n.other))
	}
	return typed, n.value, nil
}

// worth notes the amount of a won line, which is exact to the cent.
func (n *Count) worth(typed string, value decimal.Decimal) error {
	cents := value.Shift(2)
	if !cents.IsInteger() || value.Abs().GreaterThan(decimal.New(mostMoney, 0)) {
		return lang.Refuse("phrase.bad_amount", lang.Args{"typed": typed, "most": mostMoney})
	}
	n.AmountCents = cents.IntPart()
	return nil
}

// salesExample and wonExample are lines of sales, in the workspace's own names.
func (c Context) salesExample() string {
	return lang.Speak(c.Language).Say("phrase.type.contacted", c.sample())
}

func (c Context) wonExample() string {
	return lang.Speak(c.Language).Say("phrase.type.won", c.sample())
}

// Amount reads what was typed as the amount of sales won, "1 800 €", "1800" or
// "2x900", in cents. Its errors are Problems.
func Amount(text string, c Context) (cents int64, err error) {
	if !strings.Contains(text, "€") {
		text += " €"
	}
	n := Count{Stage: ledger.Won}
	l := newLine(text, c, &names{})
	if err := l.readAmount(&n); err != nil {
		return 0, err
	}
	return n.AmountCents, nil
}
