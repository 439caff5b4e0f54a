package bot

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// A sum is written out up to so many terms; the table above has them all.
const mostTerms = 8

// formulas are the definitions, each with its numbers put in.
func (w reasons) formulas(f sla.Figures) []string {
	return told(w.attained(f), w.committed(f), w.due(f), w.gap(f), w.split(f), w.perDay(f), w.projected(f), w.rule(f))
}

// attained adds the value of the leads up.
func (w reasons) attained(f sla.Figures) string {
	line := w.say.Say("why.attained", lang.Args{
		"sum": w.sum(f.Leads, func(f sla.Figures) decimal.Decimal { return f.Value }), "value": w.cents(f.Value), "leads": w.leads(f.Leads),
	})
	if f.Today == nil || f.Today.Leads == 0 {
		return line
	}
	return line + w.say.Say("why.today", lang.Args{
		"leads": w.leads(f.Today.Leads), "value": w.cents(f.Today.Value),
		"day": w.say.ShortDay(w.report.AsOf), "closed": w.cents(closed(f)),
	})
}

func (w reasons) committed(f sla.Figures) string {
	if f.CommitmentLeads == 0 {
		return ""
	}
	return w.say.Say("why.committed", lang.Args{
		"sum":   w.sum(f.CommitmentLeads, func(f sla.Figures) decimal.Decimal { return f.Commitment }),
		"value": w.cents(f.Commitment), "leads": w.leads(f.CommitmentLeads),
	})
}

// sum writes a sum out: "PME 1 224,00 + ETI 1 170,00 = " where the terms are
// few, "6 × 195,00 € = " for a single segment.
func (w reasons) sum(leads int64, of func(sla.Figures) decimal.Decimal) string {
	if segments := w.segments(); len(segments) == 1 && !segments[0].Unknown {
		return w.say.Int(leads) + " × " + w.cents(leadValue(segments[0])) + " = "
	}
	return w.terms(of)
}

func (w reasons) terms(of func(sla.Figures) decimal.Decimal) string {
	_, rows := w.rows()
	var terms []string
	for _, r := range rows {
		if amount := of(r.figures); !amount.IsZero() {
			terms = append(terms, escape(r.name)+" "+w.say.Decimal(amount, 2))
		}
	}
	if len(terms) < 2 || len(terms) > mostTerms {
		return ""
	}
	return strings.Join(terms, " + ") + " = "
}

// elapsed is the share of the subject's commitment that is due by now: the two
// integers of E, or none where channels with dates of their own are added up.
func (w reasons) elapsed() (done, all int, single bool) {
	if w.about.Channel == 0 && len(w.plan.Spans) > 0 {
		return 0, 0, false
	}
	span := w.plan.Covered(w.about.Channel, w.report.Month)
	done, all = w.calendar.Elapsed(span.First, span.Last, w.report.AsOf)
	return done, all, true
}

func (w reasons) due(f sla.Figures) string {
	if f.Commitment.IsZero() {
		return ""
	}
	done, all, single := w.elapsed()
	if !single {
		return w.say.Say("why.due.sum", lang.Args{
			"due": w.cents(f.Due),
			"sum": w.terms(func(f sla.Figures) decimal.Decimal { return f.Due }),
		})
	}
	return w.say.Say("why.due", lang.Args{"commitment": w.cents(f.Commitment), "done": done, "all": all, "due": w.cents(f.Due)})
}

func (w reasons) gap(f sla.Figures) string {
	if f.Commitment.IsZero() {
		return ""
	}
	line := w.say.Say("why.gap", lang.Args{
		"attained": w.cents(closed(f)), "due": w.cents(f.Due),
		"gap": w.say.SignedCents(f.Gap, w.report.Currency),
	})
	if !f.Pace.Valid {
		return line
	}
	return line + w.say.Say("why.pace", lang.Args{"pace": w.say.Percent(f.Pace.Decimal, 1)})
}

// split says why the gap: fewer leads than due, or leads worth less.
func (w reasons) split(f sla.Figures) string {
	attained, promised := w.priced()
	if !f.Volume.Valid || !f.Mix.Valid || f.Mix.Decimal.Round(2).IsZero() || promised == 0 || f.Commitment.IsZero() {
		return ""
	}
	mean := f.Commitment.Div(decimal.NewFromInt(promised))
	due := decimal.NewFromInt(attained).Sub(f.Volume.Decimal.Div(mean))
	return w.say.Say("why.split", lang.Args{
		"attained": attained, "due": w.say.Short(due, 2), "mean": w.cents(mean),
		"volume": w.say.SignedCents(f.Volume.Decimal, w.report.Currency), "mix": w.say.SignedCents(f.Mix.Decimal, w.report.Currency),
	})
}

// priced counts the leads attained at the cut-off and those promised, of the
// segments whose value is known.
func (w reasons) priced() (attained, promised int64) {
	for _, s := range w.segments() {
		if s.Unknown {
			continue
		}
		attained += s.Figures.Leads
		promised += s.Figures.CommitmentLeads
		if s.Figures.Today != nil {
			attained -= s.Figures.Today.Leads
		}
	}
	return attained, promised
}

// segments are those of the subject.
func (w reasons) segments() []report.Segment {
	var segments []report.Segment
	for _, c := range w.report.Channels {
		segments = append(segments, c.Segments...)
	}
	return segments
}

func (w reasons) perDay(f sla.Figures) string {
	done, all, single := w.elapsed()
	if !single {
		done, all = w.report.WorkingDays.Elapsed, w.report.WorkingDays.Total
	}
	var parts []string
	if f.AchievedPerDay.Valid {
		parts = append(parts, w.say.Say("why.achieved", lang.Args{
			"attained": w.cents(closed(f)), "done": done,
			"rate": w.cents(f.AchievedPerDay.Decimal),
		}))
	}
	if f.RequiredPerDay.Valid {
		parts = append(parts, w.say.Say("why.required", lang.Args{
			"commitment": w.cents(f.Commitment),
			"attained":   w.cents(closed(f)), "left": all - done, "rate": w.cents(f.RequiredPerDay.Decimal),
		}))
	}
	if f.CatchUp.Valid {
		parts = append(parts, w.say.Times(f.CatchUp.Decimal, 2))
	}
	if len(parts) == 0 {
		return ""
	}
	return w.say.Say("why.per_day", lang.Args{"kind": w.kindOfDay(), "parts": strings.Join(parts, " · ")})
}

// projected says where the month's end comes from: what is attained, and the
// rest of the month at a rhythm between this month's and the last ones'.
func (w reasons) projected(f sla.Figures) string {
	done, all, single := w.elapsed()
	if !f.Projection.Valid || !single || done == 0 || done >= all {
		return ""
	}
	left := decimal.NewFromInt(int64(all - done))
	share := decimal.NewFromInt(int64(all))
	run := closed(f).Mul(share).Div(decimal.NewFromInt(int64(done)))
	blend := f.Projection.Decimal.Sub(closed(f)).Mul(share).Div(left)
	id := lang.ID("why.projected")
	if blend.Round(2).Equal(run.Round(2)) { // no month before this one says anything
		id = "why.projected.run"
	}
	return w.say.Say(id, lang.Args{
		"attained": w.cents(closed(f)), "left": all - done, "all": all,
		"blend": w.cents(blend), "end": w.cents(f.Projection.Decimal), "run": w.cents(run),
		"low": w.cents(f.ProjectionLow.Decimal), "high": w.cents(f.ProjectionHigh.Decimal),
	})
}

// rule says which rule of the status held.
func (w reasons) rule(f sla.Figures) string {
	_, word := w.standing(f)
	args := lang.Args{"word": word}
	s := w.settings
	id := "why.rule." + string(f.Status)
	switch f.Status {
	case sla.OffTrack:
		args["chance"], args["limit"] = w.chance(f.HeldProbability.Decimal), w.percent(s.OffTrackBelow)
	case sla.AtRisk:
		args["chance"], args["limit"] = w.chance(f.HeldProbability.Decimal), w.percent(s.AtRiskBelow)
	case sla.OnTrack:
		args["chance"], args["limit"] = w.chance(f.HeldProbability.Decimal), w.percent(s.AtRiskBelow)
	}
	args["held"] = w.percent(s.HeldShare)
	return w.say.Say(lang.ID(id), args)
}

func (w reasons) percent(n int) string { return w.say.Percent(decimal.New(int64(n), -2), 0) }
