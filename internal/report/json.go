package report

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/sla"
)

// View is a report as other programs read it: a stable contract. Decimals are
// strings of at most 6 places, what is undefined is null.
type View struct {
	Month       calendar.Month `json:"month"`
	AsOf        calendar.Date  `json:"as_of"`
	Currency    string         `json:"currency"`
	WorkingDays daysView       `json:"working_days"`
	Total       figuresView    `json:"total"`
	Sales       *salesView     `json:"sales,omitempty"` // absent where nothing is promised, see WithSales
	Channels    []channelView  `json:"channels"`
}

type daysView struct {
	Total   int `json:"total"`
	Elapsed int `json:"elapsed"`
}

type channelView struct {
	Channel string `json:"channel"`
	figuresView
	Sales    *salesView    `json:"sales,omitempty"`
	Segments []segmentView `json:"segments"`
}

type segmentView struct {
	Persona string `json:"persona"`
	figuresView
}

type figuresView struct {
	Leads           int64      `json:"leads"`
	CommitmentLeads int64      `json:"commitment_leads"`
	Value           number     `json:"value"`
	Commitment      number     `json:"commitment"`
	Attainment      number     `json:"attainment"`
	Due             number     `json:"due"`
	Gap             number     `json:"gap"`
	Volume          number     `json:"volume"`
	Mix             number     `json:"mix"`
	Pace            number     `json:"pace"`
	RequiredPerDay  number     `json:"required_per_day"`
	AchievedPerDay  number     `json:"achieved_per_day"`
	CatchUp         number     `json:"catch_up"`
	Projection      number     `json:"projection"`
	ProjectionLow   number     `json:"projection_low"`
	ProjectionHigh  number     `json:"projection_high"`
	Probability     number     `json:"probability"`
	HeldProbability number     `json:"held_probability"`
	Status          sla.Status `json:"status"`
	Contacted       int64      `json:"contacted"`
	Won             int64      `json:"won"`
	WonAmount       number     `json:"won_amount"`
	Today           *todayView `json:"today,omitempty"`
}

type todayView struct {
	Leads int64  `json:"leads"`
	Value number `json:"value"`
}

// number is a decimal of at most 6 places, or nothing.
type number decimal.NullDecimal

const viewPlaces = 6

// MarshalJSON writes the number as a string without trailing zeros, or null.
func (n number) MarshalJSON() ([]byte, error) {
	if !n.Valid {
		return []byte("null"), nil
	}
	return json.Marshal(n.Decimal.String())
}

// JSON returns the report as other programs read it.
func JSON(r Report) View {
	v := View{
		Month: r.Month, AsOf: r.AsOf, Currency: r.Currency,
		WorkingDays: daysView(r.WorkingDays),
		Total:       view(r.Total),
		Channels:    make([]channelView, 0, len(r.Channels)),
	}
	for _, c := range r.Channels {
		channel := channelView{Channel: c.Name, figuresView: view(c.Figures), Segments: make([]segmentView, 0, len(c.Segments))}
		for _, s := range c.Segments {
			channel.Segments = append(channel.Segments, segmentView{s.Name, view(s.Figures)})
		}
		v.Channels = append(v.Channels, channel)
	}
	return v
}

func view(f sla.Figures) figuresView {
	v := figuresView{
		Leads: f.Leads, CommitmentLeads: f.CommitmentLeads,
		Value: exact(f.Value), Commitment: exact(f.Commitment), Attainment: share(f.Attainment),
		Due: exact(f.Due), Gap: exact(f.Gap), Volume: rounded(f.Volume), Mix: rounded(f.Mix), Pace: share(f.Pace),
		RequiredPerDay: rounded(f.RequiredPerDay), AchievedPerDay: rounded(f.AchievedPerDay), CatchUp: rounded(f.CatchUp),
		Projection: rounded(f.Projection), ProjectionLow: rounded(f.ProjectionLow), ProjectionHigh: rounded(f.ProjectionHigh),
		Probability: rounded(f.Probability), HeldProbability: rounded(f.HeldProbability), Status: f.Status,
		Contacted: f.Contacted, Won: f.Won, WonAmount: exact(f.WonAmount),
	}
	if v.Volume.Valid { // both still add up to the gap as it is written
		v.Mix.Decimal = v.Gap.Decimal.Sub(v.Volume.Decimal)
	}
	if f.Today != nil {
		v.Today = &todayView{f.Today.Leads, exact(f.Today.Value)}
	}
	return v
}

func exact(d decimal.Decimal) number { return rounded(decimal.NewNullDecimal(d)) }

func rounded(d decimal.NullDecimal) number {
	d.Decimal = d.Decimal.Round(viewPlaces)
	return number(d)
}

// share rounds like the rest, but never up to a whole.
func share(d decimal.NullDecimal) number {
	one := decimal.NewFromInt(1)
	if n := rounded(d); !n.Decimal.Equal(one) || !d.Decimal.LessThan(one) {
		return n
	}
	return number{Decimal: one.Sub(decimal.New(1, -viewPlaces)), Valid: true}
}

// ParseJSON reads back whole a report that was stored with encoding/json. The
// view of JSON is for other programs, leaves things out and is not read back.
func ParseJSON(text []byte) (Report, error) {
	var r Report
	if err := json.Unmarshal(text, &r); err != nil {
		return Report{}, fmt.Errorf("read a stored report: %w", err)
	}
	return r, nil
}
