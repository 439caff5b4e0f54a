package bot

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// board tells a report's figures to one reader, a line for each thing said. The
// lines are Slack's mrkdwn with every name escaped, so the same ones make the
// blocks and the text beside them. A line with nothing to say is "".
type board struct {
	say      lang.Speaker
	report   report.Report
	settings ledger.Settings
	// amendments are the changes made once the plan had settled, see
	// report.Amendments.
	amendments []sla.Change
	signing    sla.Signing
	sales      report.SalesHalf  // zero where it is not looked at
	people     map[string]string // names of Slack users, for a post that should not call them
	bare       bool              // shows leads and shares only, for where euros are hidden
}

// newBoard returns the board of a report. A public one obeys the workspace that
// hides its euros.
func newBoard(say lang.Speaker, r report.Report, s ledger.Settings, public bool) board {
	return board{say: say, report: r, settings: s, bare: public && s.HideEuros}
}

// A month that promises fewer leads than this is never judged by its pace.
const fewLeads = 20

// standing is the mark and the word of where a level stands: "🟠", "à risque".
// Colour never stands alone, so neither is shown without the other.
func (b board) standing(f sla.Figures) (mark, word string) {
	if f.Status == sla.NoCommitment && f.CommitmentLeads > 0 { // what is promised has no known value
		mark, _ = b.say.Status(string(f.Status), false, false, f.Attainment)
		return mark, b.say.Say("sla.unpriced", nil)
	}
	return b.say.Status(string(f.Status), f.Gap.IsNegative(), f.CommitmentLeads < fewLeads, f.Attainment)
}

// title says what is looked at: "E-mail, novembre 2026"; the name "" is
// everything.
func (b board) title(name string) string {
	if name == "" {
		return lang.Capital(b.say.Month(b.report.Month))
	}
	return b.say.Say("sla.title", lang.Args{"name": name, "month": b.report.Month})
}

// headline is the answer in one sentence: mark, what, which month, where it
// stands, and the one number that says how far.
func (b board) headline(name string, f sla.Figures) string {
	mark, word := b.standing(f)
	line := b.say.Say("sla.headline", lang.Args{"mark": mark, "title": b.title(name), "word": word})
	if note := b.headlineNote(f); note != "" {
		line += " (" + note + ")"
	}
	return line
}

func (b board) headlineNote(f sla.Figures) string {
	switch {
	case f.Status == sla.Reached:
		return b.say.Say("sla.of_commitment", lang.Args{"share": b.share(f.Attainment)})
	case f.Status == sla.Missed, f.Status == sla.NotReported, !f.Pace.Valid: // silence is not a pace
		return ""
	}
	return b.say.Say("sla.of_due", lang.Args{"share": b.share(f.Pace)})
}

// cutLine says up to when the figures count.
func (b board) cutLine() string {
	days := b.report.WorkingDays
	id := lang.ID("sla.cut.running")
	switch {
	case days.Elapsed == 0:
		id = "sla.cut.before"
	case b.over():
		id = "sla.cut.over"
	}
	return b.say.Say(id, lang.Args{
		"day": b.say.ShortDay(b.report.AsOf), "kind": b.kindOfDay(),
		"done": days.Elapsed, "total": days.Total,
	})
}

// over reports whether no working day of the month is left.
func (b board) over() bool { return b.report.WorkingDays.Elapsed >= b.report.WorkingDays.Total }

// kindOfDay is the day that paces are counted in.
func (b board) kindOfDay() string {
	if b.settings.CalendarDays {
		return b.say.Say("sla.cut.calendar_day", nil)
	}
	return b.say.Say("sla.cut.working_day", nil)
}

// attainedLine is what has come in, of what was promised.
func (b board) attainedLine(f sla.Figures) string {
	id := "sla.attained"
	switch {
	case f.CommitmentLeads == 0:
		id = "sla.attained.free"
	case f.Commitment.IsZero(): // promised, but no rate or price says what it is worth
		id = "sla.attained.unpriced"
	}
	if (b.bare || !b.valued(f)) && f.Commitment.IsZero() == (f.CommitmentLeads == 0) {
		id += ".bare"
	}
	line := b.say.Say(lang.ID(id), lang.Args{
		"value": b.money(f.Value), "commitment": b.money(f.Commitment), "share": b.share(f.Attainment),
		"leads": b.leads(f.Leads), "promised": b.say.Int(f.CommitmentLeads),
	})
	if f.Today != nil && f.Today.Leads != 0 {
		line += b.say.Say("sla.today", lang.Args{"n": b.say.Int(f.Today.Leads)})
	}
	return line
}

// dueLine compares with what is due by now, and says why they differ.
func (b board) dueLine(f sla.Figures) string {
	if f.Due.IsZero() {
		return ""
	}
	if b.bare {
		return b.say.Say("sla.due.bare", lang.Args{"pace": b.share(f.Pace)})
	}
	id := lang.ID("sla.due")
	if b.over() { // all that was promised is due, and stands in the line above
		id = "sla.due.over"
	}
	return b.say.Say(id, lang.Args{"due": b.money(f.Due), "gap": b.signed(f.Gap)}) + b.mixPart(f)
}

// mixPart says how much of a gap comes from the number of leads and how much
// from what they are worth; nothing when it is all the number.
func (b board) mixPart(f sla.Figures) string {
	if !f.Volume.Valid || !f.Mix.Valid || f.Mix.Decimal.Round(0).IsZero() {
		return ""
	}
	id := lang.ID("sla.due.mix.richer")
	if f.Mix.Decimal.IsNegative() {
		id = "sla.due.mix.poorer"
	}
	return b.say.Say(id, lang.Args{
		"volume": b.signed(f.Volume.Decimal), "mix": b.signed(f.Mix.Decimal),
	})
}

// perDayLine sets what a working day has brought beside what the rest must
// bring.
func (b board) perDayLine(f sla.Figures) string {
	if f.Status == sla.NotReported || !b.valued(f) { // silence is not a pace, and no known value is not nothing
		return ""
	}
	achieved, required := f.AchievedPerDay, f.RequiredPerDay
	if b.bare {
		achieved, required = f.LeadsPerDayNow, f.LeadsPerDayNeeded
	}
	needed := required.Valid && required.Decimal.IsPositive()
	args := lang.Args{"kind": b.kindOfDay(), "achieved": b.rate(achieved), "required": b.rate(required), "times": b.times(f.CatchUp)}
	switch {
	case achieved.Valid && needed && f.CatchUp.Valid:
		return b.say.Say("sla.per_day", args)
	case achieved.Valid && needed:
		return b.say.Say("sla.per_day.stalled", args)
	case achieved.Valid:
		return b.say.Say("sla.per_day.achieved", args)
	case needed:
		return b.say.Say("sla.per_day.required", args)
	}
	return ""
}

// projectionLine is where the month is likely to end, and the chances of
// holding and of reaching the commitment.
func (b board) projectionLine(f sla.Figures) string {
	eve := b.report.Month.First().AddDays(-1)
	switch {
	case !f.Projection.Valid, b.over(), f.Status == sla.NotReported, !b.valued(f):
		return ""
	case b.report.AsOf.Before(eve): // the month before it is not complete, and would weigh as if it were
		return ""
	}
	line := ""
	switch {
	case b.bare && f.ProjectionLeads.Valid:
		line = b.say.Say("sla.projection.bare", lang.Args{"leads": b.leads(f.ProjectionLeads.Decimal.Round(0).IntPart())})
	case !b.bare:
		likely := f.Likely()
		line = b.say.Say("sla.projection", lang.Args{
			"end": b.money(likely.End), "low": b.sameMoney(likely.Low), "high": b.money(likely.High),
		})
	}
	if f.Status == sla.Reached || !f.Probability.Valid || !f.HeldProbability.Valid {
		return line
	}
	chances := b.say.Say("sla.chances", lang.Args{
		"held": b.say.Percent(decimal.New(int64(b.settings.HeldShare), -2), 0), "all": b.say.Percent(decimal.New(1, 0), 0),
		"heldChance": b.chance(f.HeldProbability.Decimal), "chance": b.chance(f.Probability.Decimal),
	})
	if line == "" {
		return lang.Capital(chances)
	}
	return line + " · " + chances
}

// totalLines are the lines that every status begins with, for one level.
func (b board) totalLines(f sla.Figures) []string {
	return told(b.cutLine(), b.attainedLine(f), b.dueLine(f), b.perDayLine(f), b.projectionLine(f))
}

// told leaves out the lines that have nothing to say.
func told(lines ...string) []string {
	var kept []string
	for _, line := range lines {
		if line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}
