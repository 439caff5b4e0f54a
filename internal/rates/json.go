package rates

import (
	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

// View is an offer as other programs read it: a stable contract. Rates, errors
// and amounts are strings, amounts in currency units; what is not known is null.
type View struct {
	Month          calendar.Month `json:"month"`
	From           calendar.Month `json:"from"`
	To             calendar.Month `json:"to"`
	CompleteMonths int            `json:"complete_months"`
	Maturity       maturityView   `json:"maturity"`
	Proposal       proposalView   `json:"proposal"`
	Global         rateView       `json:"global"`
	Segments       []segmentView  `json:"segments"`
	AverageSales   []saleView     `json:"average_sales"`
	Backtest       []trialView    `json:"backtest"`
}

type maturityView struct {
	Source string            `json:"source"` // learned or typed
	Shares []decimal.Decimal `json:"shares"` // by age in months, from 0
}

type proposalView struct {
	Method           *string         `json:"method"`
	Reason           Reason          `json:"reason"`
	ErrorMeasured    decimal.Decimal `json:"error_measured"`
	ErrorEstimated   decimal.Decimal `json:"error_estimated"`
	CommitmentBefore decimal.Decimal `json:"commitment_before"`
	CommitmentAfter  decimal.Decimal `json:"commitment_after"`
}

type intervalView struct {
	Rate decimal.Decimal `json:"rate"`
	Low  decimal.Decimal `json:"low"`
	High decimal.Decimal `json:"high"`
}

type rateView struct {
	Leads     int64         `json:"leads"`
	Wins      int64         `json:"wins"`
	FewData   bool          `json:"few_data"`
	Measured  *intervalView `json:"measured"`
	Estimated *intervalView `json:"estimated"`
}

type sourcedView struct {
	Rate   decimal.Decimal `json:"rate"`
	Source string          `json:"source"`
}

type segmentView struct {
	Channel string `json:"channel"`
	Persona string `json:"persona"`
	rateView
	InForce  *sourcedView `json:"in_force"`
	Proposed *sourcedView `json:"proposed"`
}

type saleView struct {
	Persona  string           `json:"persona"`
	Sales    int64            `json:"sales"`
	FewData  bool             `json:"few_data"`
	Lopsided bool             `json:"one_sale_above_half"`
	Measured *decimal.Decimal `json:"measured"`
	InForce  *decimal.Decimal `json:"in_force"`
	Proposed *decimal.Decimal `json:"proposed"`
}

type trialView struct {
	Month     calendar.Month  `json:"month"`
	Leads     decimal.Decimal `json:"leads"`
	Measured  decimal.Decimal `json:"error_measured"`
	Estimated decimal.Decimal `json:"error_estimated"`
}

// JSON returns the offer as other programs read it.
func JSON(o Offer, c ledger.Catalogue) View {
	v := View{
		Month: o.Plan.Month, From: o.First, To: o.Last, CompleteMonths: o.Complete,
		Maturity: viewOfCurve(o.Table), Proposal: viewOfProposal(o), Global: viewOfRate(o.Global()),
		Segments: []segmentView{}, AverageSales: []saleView{}, Backtest: []trialView{},
	}
	for _, s := range o.Segments {
		v.Segments = append(v.Segments, segmentView{
			c.Channel(s.Channel).Name, c.Persona(s.Segment.Persona).Name, viewOfRate(s.Rate), sourced(s.InForce), sourced(s.Proposed),
		})
	}
	for _, p := range o.Personas {
		one := saleView{
			Persona: c.Persona(p.ID).Name, Sales: p.Count, FewData: p.Few, Lopsided: p.Lopsided,
			InForce: units(p.InForce), Proposed: units(p.Proposed),
		}
		if p.Count > 0 {
			one.Measured = units(&p.MeasuredCents)
		}
		v.AverageSales = append(v.AverageSales, one)
	}
	for _, trial := range o.Trials {
		v.Backtest = append(v.Backtest, trialView(trial))
	}
	return v
}

func viewOfCurve(t Table) maturityView {
	v := maturityView{Source: "learned"}
	if t.Typed {
		v.Source = "typed"
	}
	for _, share := range t.Curve {
		v.Shares = append(v.Shares, round(share))
	}
	return v
}

func viewOfProposal(o Offer) proposalView {
	v := proposalView{Reason: o.Verdict.Reason, ErrorMeasured: o.Verdict.Measured, ErrorEstimated: o.Verdict.Estimated}
	if o.Verdict.Method != "" {
		v.Method = &o.Verdict.Method
	}
	v.CommitmentBefore, v.CommitmentAfter = o.Effect(o.All())
	return v
}

func viewOfRate(r Rate) rateView {
	return rateView{r.Leads, r.Wins, r.Few, (*intervalView)(r.Measured), (*intervalView)(r.Estimated)}
}

func sourced(r *sla.Rate) *sourcedView {
	if r == nil {
		return nil
	}
	return &sourcedView{r.Value, r.Source}
}

func units(cents *int64) *decimal.Decimal {
	if cents == nil {
		return nil
	}
	amount := decimal.New(*cents, -2)
	return &amount
}
