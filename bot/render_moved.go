package bot

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/report"
)

// movedParts names what moved a gap, each with its amount; nothing that did not.
func (b board) movedParts(m report.Move, write func(decimal.Decimal) string) []string {
	var parts []string
	for _, part := range []struct {
		id     lang.ID
		amount decimal.Decimal
	}{
		{"sla.moved.volume", m.Volume}, {"sla.moved.mix", m.Mix}, {"sla.moved.rate", m.Rate}, {"sla.moved.price", m.Price},
	} {
		id := part.id
		if id == "sla.moved.mix" && part.amount.IsNegative() {
			id = "sla.moved.mix.less"
		}
		if !part.amount.Round(2).IsZero() {
			parts = append(parts, b.say.Say(id, lang.Args{"amount": write(part.amount)}))
		}
	}
	return parts
}

// worsenedLine says that the gap has grown a lot since the recap before, and why.
func (s summary) worsenedLine() string {
	m := s.edition.Moved
	if s.bare || m.From.IsZero() || !m.Worsened(s.report) {
		return ""
	}
	return s.say.Say("recap.worsened", lang.Args{
		"amount": s.money(m.Gap.Neg()), "day": s.say.ShortDay(m.From), "parts": s.movedParts(m, s.signed),
	})
}

// movedLines say, to the cent, how the gap came from what it was.
func (w reasons) movedLines() []string {
	var lines []string
	for _, m := range w.moves {
		id := lang.ID("why.moved.day")
		args := lang.Args{"day": w.say.ShortDay(m.From), "month": w.say.Month(m.From.In()), "gap": w.signedCents(m.Gap)}
		if m.From.In() != w.report.Month {
			id = "why.moved.month"
		}
		parts := w.movedParts(m, w.signedCents)
		if len(parts) == 0 {
			continue
		}
		args["parts"] = parts
		lines = append(lines, w.say.Say(id, args))
	}
	return lines
}

func (w reasons) signedCents(d decimal.Decimal) string {
	return w.say.SignedCents(d, w.report.Currency)
}
