package phrase

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
)

// numeral is a number as typed: value, and other when the text reads a second
// way (1.200 is a thousand and two hundred, or one and a fifth).
type numeral struct {
	value, other decimal.Decimal
	two          bool
}

// longestNumber is more digits than any count or amount has, and few enough for
// arithmetic not to suffer.
const longestNumber = 20

// readNumber reads a number written the French way or the English way; false
// when it is none.
func readNumber(plain string) (numeral, bool) {
	unsigned := strings.TrimLeft(plain, "+-")
	if len(plain)-len(unsigned) > 1 || !digitsAndMarks(unsigned) {
		return numeral{}, false
	}
	if len(unsigned) > longestNumber {
		if !allDigits(unsigned) {
			return numeral{}, false
		}
		unsigned = unsigned[:longestNumber] // too large for anything, cut or not
	}
	n, ok := readUnsigned(strings.ReplaceAll(unsigned, "'", ""))
	if ok && plain[0] == '-' {
		n.value, n.other = n.value.Neg(), n.other.Neg()
	}
	return n, ok
}

func digitsAndMarks(text string) bool {
	for _, r := range text {
		if !isDigit(r) && r != '.' && r != ',' && r != '\'' {
			return false
		}
	}
	return text != "" && isDigit(rune(text[0])) && isDigit(rune(text[len(text)-1]))
}

func readUnsigned(text string) (numeral, bool) {
	last := strings.LastIndexAny(text, ".,")
	if last < 0 {
		return numeral{value: decimal.RequireFromString(text)}, true
	}
	mark, whole, fraction := text[last:last+1], text[:last], text[last+1:]
	switch {
	case strings.Contains(whole, mark): // 1.234.567: thousands only
		grouped, ok := groups(text, mark)
		return numeral{value: grouped}, ok
	case strings.ContainsAny(whole, ".,"): // 1.234,5: the last mark is the decimal one
		grouped, ok := groups(whole, otherMark(mark))
		return numeral{value: grouped.Add(decimal.RequireFromString("0." + fraction))}, ok
	}
	value := decimal.RequireFromString(whole + "." + fraction)
	if grouped, ok := groups(text, mark); ok {
		return numeral{value: grouped, other: value, two: true}, true
	}
	return numeral{value: value}, true
}

func otherMark(mark string) string {
	if mark == "." {
		return ","
	}
	return "."
}

// groups reads a whole number whose thousands are set apart by mark.
func groups(text, mark string) (decimal.Decimal, bool) {
	parts := strings.Split(text, mark)
	for i, part := range parts {
		if i > 0 && len(part) != 3 || i == 0 && (len(part) > 3 || part[0] == '0') {
			return decimal.Zero, false
		}
	}
	joined := strings.Join(parts, "")
	if strings.ContainsAny(joined, ".,") {
		return decimal.Zero, false
	}
	return decimal.RequireFromString(joined), true
}

// twoReadings asks which of two numbers was meant.
func twoReadings(typed, first, second string) error {
	return lang.Refuse("phrase.two_readings", lang.Args{"typed": typed, "first": first, "second": second})
}

// french writes a decimal as a French hand does, which both languages read.
func french(d decimal.Decimal) string { return strings.Replace(d.String(), ".", ",", 1) }

// numbers returns the places of the items left that are numbers.
func (l *line) numbers() []int {
	var places []int
	for i, it := range l.items {
		if it.taken || it.named() || it.key != "" || !it.numeric() {
			continue
		}
		if _, ok := readNumber(it.plain); ok {
			places = append(places, i)
		}
	}
	return places
}

// number takes the one number left, thousands apart (1 800) when they may be.
// It returns the place after its last digit group too.
func (l *line) number(missing lang.ID, example lang.Args) (numeral, int, int, error) {
	places := l.numbers()
	if len(places) == 0 {
		return numeral{}, 0, 0, lang.Refuse(missing, example)
	}
	first, last := places[0], places[0]
	text := l.items[first].plain
	for _, at := range places[1:] {
		if at != last+1 || !l.thousands(first, at) {
			return numeral{}, 0, 0, l.twoNumbers(first, at)
		}
		text, last = text+l.items[at].plain, at
	}
	n, ok := readNumber(text)
	if !ok {
		return numeral{}, 0, 0, lang.Refuse(missing, example)
	}
	for at := first; at <= last; at++ {
		l.items[at].taken = true
	}
	return n, first, last, nil
}

// thousands reports whether the number at a place goes on the one at first: one
// to three digits, then groups of exactly three.
func (l *line) thousands(first, at int) bool {
	head, group := strings.TrimLeft(l.items[first].plain, "+-"), l.items[at].plain
	whole, _, _ := strings.Cut(group, ",")
	return len(head) <= 3 && allDigits(head) && len(whole) == 3 && allDigits(whole)
}

func (l *line) twoNumbers(first, second int) error {
	return lang.Refuse("phrase.two_numbers", lang.Args{
		"first": l.items[first].typed, "second": l.items[second].typed, "example": l.example(),
	})
}

func allDigits(text string) bool {
	for _, r := range text {
		if !isDigit(r) {
			return false
		}
	}
	return text != ""
}
