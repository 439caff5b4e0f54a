package lang

import "github.com/shopspring/decimal"

var statusEmoji = map[string]string{
	"on_track":      "🟢",
	"slight_delay":  "🟡",
	"at_risk":       "🟠",
	"off_track":     "🔴",
	"ahead":         "🔵",
	"too_early":     "⚪",
	"no_commitment": "⚪",
	"not_reported":  "⚪",
	"reached":       "✅",
	"missed":        "❌",
}

// Status returns the emoji and the words for a status of package sla, as its
// readers should hear it. behind: what is attained is below what is due.
// lowVolume: too few leads are promised for the month to judge its pace. kept is
// the share attained of a commitment that was missed.
func (s Speaker) Status(status string, behind, lowVolume bool, kept decimal.NullDecimal) (emoji, words string) {
	emoji = statusEmoji[status]
	switch {
	case status == "on_track" && behind:
		return statusEmoji["slight_delay"], s.Say("words.slight_delay", nil)
	case status == "too_early" && lowVolume:
		return emoji, s.Say("words.low_volume", nil)
	case status == "missed" && kept.Valid:
		return emoji, s.Say("words.missed_kept", Args{"share": s.Percent(kept.Decimal, 0)})
	}
	return emoji, s.Say(ID("words."+status), nil)
}
