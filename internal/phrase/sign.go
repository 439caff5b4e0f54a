package phrase

import (
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// ShowSigning asks who has signed the month's SLA, and to sign it.
type ShowSigning struct{ Month calendar.Month } // zero: the running one

// NameSigner says who signs for a side of the SLA, by Slack user id; "" takes
// the last one named back.
type NameSigner struct {
	Side ledger.Team
	User string
}

func (ShowSigning) command() {}
func (NameSigner) command()  {}

// sign reads "sign", "valider décembre", and "sign ventes @julien", which names
// who signs for a side.
func (l *line) sign() (Command, error) {
	l.take(kSign, kSLA)
	var side ledger.Team
	switch {
	case l.take(kSales):
		side = ledger.Sales
	case l.take(kMarket):
		side = ledger.Marketing
	}
	user, named := l.mentioned()
	if named || l.take(kNobody) {
		if side == "" {
			return nil, lang.Refuse("sign.which_side", nil)
		}
		return NameSigner{Side: side, User: user}, l.nothingElse(l.left(kFiller, kHello))
	}
	return ShowSigning{Month: l.planned()}, l.nothingElse(l.left(readNoise...))
}

// mentioned takes the first person called in the line.
func (l *line) mentioned() (user string, ok bool) {
	for i := range l.items {
		if id, _, ok := reference(l.items[i].typed, "@", "UW"); ok {
			l.items[i].taken = true
			return id, true
		}
	}
	return "", false
}
