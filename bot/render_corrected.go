package bot

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

// mostChanges is how many changes a line in the thread spells out.
const mostChanges = 10

// RenderCorrection says in the thread of a recap what was corrected in it, in the
// workspace's language.
func RenderCorrection(e recap.Edition, c recap.Correction) (recap.Message, error) {
	s := newSummary(e, recap.Layout{}, lang.Speak(lang.Language(e.Settings.Language)))
	if c.Closed {
		return recap.Message{Text: s.closedWords()}, nil
	}
	return recap.Message{Text: s.correction(c)}, nil
}

// closedWords say that the month is closed, and how it ended.
func (s summary) closedWords() string {
	return s.say.Say("living.line.closed", lang.Args{"month": s.say.Month(s.report.Month)}) + " " + s.attainedLine(s.report.Total)
}

// correction names who corrected what: "Corrigé par Marc D. : E-mail · PME,
// ven. 13 : 12 → 10, −80 €".
func (s summary) correction(c recap.Correction) string {
	by := s.say.Say("living.line", lang.Args{"author": s.author(c.Author)})
	if len(c.Changes) == 1 {
		return by + " " + s.change(c.Changes[0])
	}
	lines := []string{by}
	for i, change := range c.Changes {
		if i == mostChanges {
			lines = append(lines, s.moreChanges(c.Changes[i:]))
			break
		}
		lines = append(lines, "• "+s.change(change))
	}
	return strings.Join(lines, "\n")
}

func (s summary) change(c recap.Change) string {
	cell := c.Cell()
	args := lang.Args{
		"channel": escape(c.Channel), "persona": escape(c.Persona), "day": s.say.ShortDay(cell.Day),
		"old": s.stood(c.Old), "new": s.stood(c.New),
	}
	id := lang.ID("living.line.change")
	if cell.Stage != ledger.Lead {
		id, args["stage"] = "living.line.change.stage", s.say.Say("leads.stage."+lang.ID(cell.Stage), nil)
	}
	line := s.say.Say(id, args)
	if amount, known := broughtBy(c); known && !s.bare && !amount.IsZero() {
		line += s.say.Say("living.line.amount", lang.Args{"amount": s.signed(amount)})
	}
	return line
}

// stood is a total, or that nothing was entered: of leads, silence is not zero.
func (s summary) stood(t ledger.Total) string {
	if t.Standing == 0 && t.Cell.Stage == ledger.Lead {
		return s.say.Say("living.line.nothing", nil)
	}
	return s.say.Int(t.Count)
}

// broughtBy is what a change comes to: the value of its leads, or the amount of its
// sales.
func broughtBy(c recap.Change) (decimal.Decimal, bool) {
	switch c.Cell().Stage {
	case ledger.Lead:
		return c.Value.Decimal.Mul(decimal.NewFromInt(c.New.Count - c.Old.Count)), c.Value.Valid
	case ledger.Won:
		return decimal.New(c.New.AmountCents-c.Old.AmountCents, -2), true
	}
	return decimal.Zero, false
}

// moreChanges counts what is not spelt out, and says what it comes to.
func (s summary) moreChanges(rest []recap.Change) string {
	sum := decimal.Zero
	for _, c := range rest {
		if amount, known := broughtBy(c); known && c.Cell().Stage == ledger.Lead {
			sum = sum.Add(amount)
		}
	}
	line := s.say.Count("living.line.more", int64(len(rest)), lang.Args{})
	if s.bare || sum.Round(0).IsZero() {
		return line
	}
	return line + s.say.Say("living.line.amount", lang.Args{"amount": s.signed(sum)})
}

// correctedLine says on the recap itself that it is not as it was posted.
func (s summary) correctedLine() string {
	told := s.edition.Corrections
	if len(told) == 0 || told[0].Closed {
		return ""
	}
	at := s.edition.CorrectedAt
	args := lang.Args{"day": s.say.ShortDay(dayOf(at, s.settings)), "at": clockOf(at, s.settings)}
	return s.say.Say("living.corrected", args)
}
