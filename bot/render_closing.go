package bot

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// closingLines is how a month ended.
func (s summary) closingLines() []string {
	f := s.report.Total
	return told(s.validity(), s.attainedLine(f), s.endGapLine(f), s.endPerDayLine(f))
}

// validity says until when the figures may still change.
func (s summary) validity() string {
	id := lang.ID("recap.closing.provisional")
	if s.edition.Final {
		id = "living.closing.final"
	}
	return s.say.Say(id, lang.Args{"day": s.edition.ClosesOn, "month": s.report.Month})
}

// ended is what became of the commitment of a month that is over.
func (s summary) ended() string {
	id := lang.ID("recap.closing.none")
	switch f := s.report.Total; {
	case !s.report.Planned:
	case f.Status == sla.Reached:
		id = "recap.closing.reached"
	default:
		id = "recap.closing.missed"
	}
	return s.say.Say(id, lang.Args{"share": s.share(s.report.Total.Attainment)})
}

// endGapLine compares with all that was promised, and says why they differ.
func (s summary) endGapLine(f sla.Figures) string {
	if s.bare || f.Commitment.IsZero() {
		return ""
	}
	return s.say.Say("recap.closing.gap", lang.Args{"gap": s.signed(f.Gap)}) + s.mixPart(f)
}

func (s summary) endPerDayLine(f sla.Figures) string {
	if !f.AchievedPerDay.Valid || s.bare {
		return ""
	}
	return s.say.Say("sla.per_day.achieved", lang.Args{"kind": s.kindOfDay(), "achieved": s.rate(f.AchievedPerDay)})
}

// closingSales say how sales' half ended, and what the assumptions gave.
func (s summary) closingSales() []string {
	h, f := s.salesOf(0), s.report.Total
	lines := []string{s.soldLine(f), s.assumedLine(f)}
	if h.told() {
		lines = append([]string{s.keptLine(h), s.lateSalesLine(h), s.contestedLine(h)}, lines...)
	}
	return told(lines...)
}

// assumedLine sets the close rate and the average sale that the leads were valued
// at beside those of the month's sales.
func (s summary) assumedLine(f sla.Figures) string {
	assumed, known := assumedRate(s.report.Channels)
	if !known || f.Leads <= 0 {
		return ""
	}
	args := lang.Args{"assumed": s.say.Percent(assumed, 1)}
	if f.Won == 0 { // nobody may have recorded them
		return s.say.Say("living.closing.assumed.unsold", args)
	}
	args["actual"] = s.say.Percent(decimal.NewFromInt(f.Won).Div(decimal.NewFromInt(f.Leads)), 1)
	line := s.say.Say("living.closing.assumed", args)
	if sale, known := assumedSale(s.report.Channels); known && !s.bare {
		line += s.say.Say("living.closing.assumed.sale", lang.Args{
			"assumed": s.money(sale), "actual": s.money(f.WonAmount.Div(decimal.NewFromInt(f.Won))),
		})
	}
	return line
}

// assumedSale is what each sale of the month was expected to bring, by persona.
func assumedSale(channels []report.Channel) (sale decimal.Decimal, known bool) {
	var won int64
	for _, c := range channels {
		for _, s := range c.Segments {
			if s.Figures.Won > 0 && s.SaleCents > 0 {
				won += s.Figures.Won
				sale = sale.Add(decimal.New(s.SaleCents, -2).Mul(decimal.NewFromInt(s.Figures.Won)))
			}
		}
	}
	if won == 0 {
		return sale, false
	}
	return sale.Div(decimal.NewFromInt(won)), true
}

// aheadLines say what is promised for the month that begins, and who has signed
// it.
func (s summary) aheadLines() []string {
	if s.edition.Ahead == nil {
		return nil
	}
	next := newBoard(s.say, s.edition.Ahead.Report, s.settings, true)
	next.signing, next.people = s.edition.Ahead.Signing, s.people
	args := lang.Args{"month": lang.Capital(s.say.Month(next.report.Month))}
	if !next.report.Planned {
		return []string{s.say.Say("living.ahead.none", args)}
	}
	f := next.report.Total
	id := lang.ID("living.ahead")
	if next.bare {
		id += ".bare"
	}
	args["value"], args["leads"] = next.money(f.Commitment), next.leads(f.CommitmentLeads)
	args["channels"] = clipList(s.say, next.promises())
	return told(s.say.Say(id, args), next.agreedLine())
}

// promises are the leads that each channel promises.
func (b board) promises() (list []string) {
	for _, c := range b.report.Channels {
		if n := c.Figures.CommitmentLeads; n > 0 {
			list = append(list, escape(c.Name)+" "+b.say.Int(n))
		}
	}
	return list
}

// agreedLine says how far the month's SLA is agreed on.
func (b board) agreedLine() string {
	if line := b.signedLine(); line != "" {
		return line
	}
	if line := b.carriedLine(); line != "" {
		return line
	}
	return b.say.Say("living.ahead.unsigned", nil)
}
