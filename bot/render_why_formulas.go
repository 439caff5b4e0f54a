package bot

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/sla"
)

// A sum is written out up to so many terms; the table above has them all.
const mostTerms = 8

// formulas are the definitions, each with its numbers put in.
func (w reasons) formulas(f sla.Figures) []string {
	return told(w.attained(f), w.committed(f), w.due(f), w.gap(f), w.split(f), w.perDay(f), w.projected(f), w.rule(f))
}

// closed is what was attained at the cut-off, today's leads left out.
func closed(f sla.Figures) decimal.Decimal {
	if f.Today == nil {
		return f.Value
	}
	return f.Value.Sub(f.Today.Value)
}

// attained adds the value of the leads up.
func (w reasons) attained(f sla.Figures) string {
	line := w.say.Say("why.attained", lang.Args{
		"sum": w.sum(func(f sla.Figures) decimal.Decimal { return f.Value }), "value": w.cents(f.Value), "leads": w.leads(f.Leads)})
	if f.Today == nil || f.Today.Leads == 0 {
		return line
	}
	return line + w.say.Say("why.today", lang.Args{"leads": w.leads(f.Today.Leads), "value": w.cents(f.Today.Value),
		"day": w.say.ShortDay(w.report.AsOf), "closed": w.cents(closed(f))})
}

func (w reasons) committed(f sla.Figures) string {
	if f.CommitmentLeads == 0 {
		return ""
	}
	return w.say.Say("why.committed", lang.Args{
		"sum":   w.sum(func(f sla.Figures) decimal.Decimal { return f.Commitment }),
		"value": w.cents(f.Commitment), "leads": w.leads(f.CommitmentLeads)})
}

// sum writes the terms of a sum out where they are few: "1 224,00 + 1 170,00 = ".
func (w reasons) sum(of func(sla.Figures) decimal.Decimal) string {
	_, rows := w.rows()
	var terms []string
	for _, r := range rows {
		if amount := of(r.figures); !amount.IsZero() {
			terms = append(terms, w.say.Decimal(amount, 2))
		}
	}
	if len(terms) < 2 || len(terms) > mostTerms {
		return ""
	}
	return strings.Join(terms, " + ") + " = "
}

// share is how much of the subject's commitment is due by now: the two integers
// of E, or none where channels with dates of their own are added up.
func (w reasons) elapsed() (done, all int, single bool) {
	first, last := w.report.Month.First(), w.report.Month.Last()
	if w.about.Channel == 0 && len(w.plan.Spans) > 0 {
		return 0, 0, false
	}
	if span, own := w.plan.Spans[w.about.Channel]; own {
		first, last = span.First, span.Last
	}
	done, all = w.calendar.Elapsed(first, last, w.report.AsOf)
	return done, all, true
}

func (w reasons) due(f sla.Figures) string {
	if f.Commitment.IsZero() {
		return ""
	}
	done, all, single := w.elapsed()
	if !single {
		return w.say.Say("why.due.sum", lang.Args{"due": w.cents(f.Due)})
	}
	return w.say.Say("why.due", lang.Args{"commitment": w.cents(f.Commitment), "done": done, "all": all, "due": w.cents(f.Due)})
}

func (w reasons) gap(f sla.Figures) string {
	if f.Commitment.IsZero() {
		return ""
	}
	line := w.say.Say("why.gap", lang.Args{"attained": w.cents(closed(f)), "due": w.cents(f.Due),
		"gap": w.say.SignedCents(f.Gap, w.report.Currency)})
	if !f.Pace.Valid {
		return line
	}
	return line + w.say.Say("why.pace", lang.Args{"pace": w.say.Percent(f.Pace.Decimal, 1)})
}

// split says why the gap: fewer leads than due, or leads worth less.
func (w reasons) split(f sla.Figures) string {
	if !f.Volume.Valid || !f.Mix.Valid || f.CommitmentLeads == 0 || f.Commitment.IsZero() {
		return ""
	}
	mean := f.Commitment.Div(decimal.NewFromInt(f.CommitmentLeads))
	attained := decimal.NewFromInt(f.Leads)
	if f.Today != nil {
		attained = attained.Sub(decimal.NewFromInt(f.Today.Leads))
	}
	due := attained.Sub(f.Volume.Decimal.Div(mean))
	return w.say.Say("why.split", lang.Args{"attained": w.say.Short(attained, 2), "due": w.say.Short(due, 2), "mean": w.cents(mean),
		"volume": w.say.SignedCents(f.Volume.Decimal, w.report.Currency), "mix": w.say.SignedCents(f.Mix.Decimal, w.report.Currency)})
}

func (w reasons) perDay(f sla.Figures) string {
	done, all, single := w.elapsed()
	if !single {
		done, all = w.report.WorkingDays.Elapsed, w.report.WorkingDays.Total
	}
	var parts []string
	if f.AchievedPerDay.Valid {
		parts = append(parts, w.say.Say("why.achieved", lang.Args{"attained": w.cents(closed(f)), "done": done,
			"rate": w.cents(f.AchievedPerDay.Decimal)}))
	}
	if f.RequiredPerDay.Valid {
		parts = append(parts, w.say.Say("why.required", lang.Args{"commitment": w.cents(f.Commitment),
			"attained": w.cents(f.Value), "left": all - done, "rate": w.cents(f.RequiredPerDay.Decimal)}))
	}
	if f.CatchUp.Valid {
		parts = append(parts, w.say.Times(f.CatchUp.Decimal, 2))
	}
	if len(parts) == 0 {
		return ""
	}
	return w.say.Say("why.per_day", lang.Args{"parts": strings.Join(parts, " · ")})
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
	return w.say.Say("why.projected", lang.Args{"attained": w.cents(closed(f)), "left": all - done, "all": all,
		"blend": w.cents(blend), "end": w.cents(f.Projection.Decimal), "run": w.cents(run),
		"low": w.cents(f.ProjectionLow.Decimal), "high": w.cents(f.ProjectionHigh.Decimal)})
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
