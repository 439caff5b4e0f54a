package chart

import (
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// A month that promises fewer leads than this is never judged by its pace.
const fewLeads = 20

// heading says which month, and up to when.
func (p picture) heading() string {
	args := lang.Args{"month": p.report.Month, "day": p.Say.ShortDay(p.report.AsOf)}
	switch {
	case p.over():
		return p.Say.Say("chart.title.over", args)
	case p.report.AsOf.Before(p.report.Month.First()):
		return p.Say.Say("chart.title.before", args)
	}
	return p.Say.Say("chart.title", args)
}

// standing is where the whole month stands, and the one number that says how
// far.
func (p picture) standing() string {
	f := p.report.Total
	word := p.word(f)
	switch {
	case f.Status == sla.Reached:
		return word + ", " + p.Say.Say("chart.of_commitment", lang.Args{"share": p.Say.MaybePercent(f.Attainment, 0)})
	case f.Status == sla.Missed, f.Status == sla.NotReported, !f.Pace.Valid:
		return word
	}
	return word + ", " + p.Say.Say("chart.of_due", lang.Args{"share": p.Say.MaybePercent(f.Pace, 0)})
}

// word is a level's status, short enough to stand beside a name.
func (p picture) word(f sla.Figures) string {
	if f.Status == sla.NoCommitment && f.CommitmentLeads > 0 {
		return p.Say.Say("chart.unpriced", nil)
	}
	switch {
	case f.Status == sla.TooEarly && f.CommitmentLeads < fewLeads:
		return p.Say.Say("chart.low_volume", nil)
	case f.Status == sla.OnTrack && f.Gap.IsNegative():
		return p.Say.Say("chart.slight_delay", nil)
	}
	_, word := p.Say.Status(string(f.Status), false, false, f.Attainment)
	return word
}

// tells is what is said of a channel: how far it is, and its status.
func (p picture) tells(c report.Channel) []string {
	f := c.Figures
	word := p.word(f)
	switch {
	case f.CommitmentLeads == 0, f.Status == sla.NotReported, !c.Valued(): // silence is not a gap
		return []string{p.Say.Count("chart.leads", f.Leads, lang.Args{}), word}
	case p.HideEuros && f.Pace.Valid:
		return []string{p.Say.Say("chart.of_due", lang.Args{"share": p.Say.MaybePercent(f.Pace, 0)}), word}
	case p.HideEuros:
		return []string{word}
	}
	return []string{p.Say.SignedMoney(f.Gap, p.report.Currency), word}
}

// leftOut counts the channels that the picture has no room for.
func (p picture) leftOut(n int) string {
	return p.Say.Count("chart.more", int64(n), lang.Args{})
}
