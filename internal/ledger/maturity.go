package ledger

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Maturity is how sales come in after their leads, as somebody typed it: points
// of a curve, days and shares both rising. Without points it is learned from
// the workspace's own wins.
type Maturity []MaturityPoint

// MaturityPoint says which share of a lead's eventual wins, above 0 and at most
// 1, has come within so many days of the lead.
type MaturityPoint struct {
	Days  int
	Share decimal.Decimal
}

// What a curve may hold: development stops after six months, and a handful of
// points say all that anybody knows.
const (
	MaturityDays   = 180
	maturityPoints = 10
)

// String writes the points as 0.5@30 0.8@90, and none as nothing.
func (m Maturity) String() string {
	points := make([]string, 0, len(m))
	for _, p := range m {
		points = append(points, p.Share.String()+"@"+strconv.Itoa(p.Days))
	}
	return strings.Join(points, " ")
}

// ParseMaturity reads what String writes; false for what is no such curve.
func ParseMaturity(text string) (m Maturity, ok bool) {
	last := MaturityPoint{}
	for part := range strings.FieldsSeq(text) {
		share, days, _ := strings.Cut(part, "@")
		var p MaturityPoint
		var err error
		if p.Share, err = decimal.NewFromString(share); err != nil {
			return nil, false
		}
		if p.Days, err = strconv.Atoi(days); err != nil || p.Days <= last.Days || !p.Share.GreaterThan(last.Share) {
			return nil, false
		}
		m, last = append(m, p), p
	}
	return m, last.Days <= MaturityDays && last.Share.LessThanOrEqual(decimal.New(1, 0)) && len(m) <= maturityPoints
}
