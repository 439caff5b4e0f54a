package phrase

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/ledger"
)

// point is a share and the time by which it has come: "50 % à 30 jours", "50% of
// our sales come within 2 months". Between points stand commas and words that
// join.
var (
	point   = regexp.MustCompile(`(\d{1,3}(?:[.,]\d{1,6})?) ?%(?: [a-z']+){0,8} (\d{1,3}) ?([a-z]*)`)
	joining = regexp.MustCompile(`^(?:[ ,;.]|et|puis|and|then)*$`)
)

// periods are the units such a time is typed in, in days.
var periods = map[string]int{
	"": 1, "j": 1, "jour": 1, "jours": 1, "d": 1, "day": 1, "days": 1,
	"semaine": 7, "semaines": 7, "week": 7, "weeks": 7, "mois": 30, "month": 30, "months": 30,
}

// maturity takes a curve, in its canonical text; "" for the learned one. What
// cannot be read comes back as typed, for the ledger to refuse.
func (l *line) maturity() string {
	if l.take(kLearned) {
		return ""
	}
	typed := l.rest(kFiller)
	m, ok := readMaturity(plain(typed))
	if !ok || len(m) == 0 {
		return strings.TrimSpace(typed + " ?")
	}
	return m.String()
}

func readMaturity(text string) (m ledger.Maturity, ok bool) {
	for _, found := range point.FindAllStringSubmatch(text, -1) {
		share, err := decimal.NewFromString(strings.Replace(found[1], ",", ".", 1))
		if err != nil {
			return nil, false
		}
		n, err := strconv.Atoi(found[2])
		period, known := periods[found[3]]
		if err != nil || !known {
			return nil, false
		}
		m = append(m, ledger.MaturityPoint{Days: n * period, Share: share.Shift(-2)})
	}
	return m, joining.MatchString(point.ReplaceAllString(text, ""))
}
