package bot

import (
	"slices"
	"time"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// signedLine says who signed the month's SLA, or who has to sign it again, in
// one line; nothing where nobody ever signed it.
func (b board) signedLine() string {
	lapsed, holding := b.signing.Lapsed(), b.signing.Holding()
	switch {
	case len(lapsed) > 0:
		args := lang.Args{"names": b.signers(lapsed)}
		if at := amendedAfter(b.report.Changes, lapsed); !at.IsZero() {
			args["day"] = b.say.DayMonth(dayOf(at, b.settings))
			return b.say.Say("sign.lapsed", args)
		}
		return b.say.Say("sign.lapsed.undated", args)
	case b.signing.Complete():
		return b.say.Say("sign.complete", lang.Args{"day": b.say.DayMonth(dayOf(latestOf(holding), b.settings)), "names": b.signers(holding)})
	case len(holding) > 0:
		return b.say.Say("sign.half", lang.Args{"names": b.signers(holding), "side": sideWord(otherSide(holding[0].Side))})
	}
	return ""
}

// askedAgain says who will be asked to sign what has just changed.
func (b board) askedAgain() string {
	lapsed := b.signing.Lapsed()
	if len(lapsed) == 0 {
		return ""
	}
	return b.say.Count("sign.again", int64(len(lapsed)), lang.Args{"names": b.signers(lapsed)})
}

func (b board) signers(all []sla.Signature) (names []string) {
	for _, s := range all {
		names = append(names, b.author(s.Person))
	}
	return names
}

func latestOf(all []sla.Signature) (at time.Time) {
	for _, s := range all {
		if s.At.After(at) {
			at = s.At
		}
	}
	return at
}

// amendedAfter is when what was signed last changed, zero where no change of the
// month's own says so.
func amendedAfter(changes []sla.Change, lapsed []sla.Signature) (at time.Time) {
	first := slices.MinFunc(lapsed, func(x, y sla.Signature) int { return x.At.Compare(y.At) }).At
	for _, c := range changes {
		if c.What != sla.TargetChanged && c.At.After(first) && c.At.After(at) {
			at = c.At
		}
	}
	return at
}

// signers says who was named to sign.
func (w settingsWords) signers(s ledger.Settings) string {
	var named []string
	for _, side := range sla.Sides {
		if person := s.Signer(side); person != "" {
			named = append(named, w.say.Say("sign.signer", lang.Args{"person": "<@" + person + ">", "side": sideWord(side)}))
		}
	}
	if len(named) == 0 {
		return ""
	}
	return w.say.Say("sign.signers", lang.Args{"list": named})
}

// SigningLine is what is said of a month's signatures, for a terminal.
func SigningLine(say lang.Speaker, s sla.Signing, changes []sla.Change, settings ledger.Settings) string {
	b := board{say: say, settings: settings, signing: s}
	b.report.Changes = changes
	return Words(b.signedLine())
}
