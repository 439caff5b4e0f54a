// Package chart draws where a month stands: what has come in day by day against
// what is due, where it is heading, and every channel against its own due. The
// figures are a recap's report, which the picture computes nothing of.
package chart

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// Options are what a picture needs to know beside the report.
type Options struct {
	Say       lang.Speaker
	HideEuros bool // shares of the commitment in place of amounts
}

// The picture is twice as wide as it is meant to be seen.
const (
	pictureWidth = 1200
	margin       = 40
)

// Draw returns the picture of a recap's report as a PNG.
func Draw(r report.Report, o Options) ([]byte, error) {
	c, err := picture{report: r, Options: o}.drawn()
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", r.Month, err)
	}
	png, err := c.png()
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", r.Month, err)
	}
	return png, nil
}

// drawn stacks the parts of the picture.
func (p picture) drawn() (*canvas, error) {
	parts := []part{p.header(), p.month(), p.channels()}
	height := 2 * margin
	for _, part := range parts {
		height += part.height
	}
	c, err := newCanvas(pictureWidth, height)
	if err != nil {
		return nil, err
	}
	y := float64(margin)
	for _, part := range parts {
		part.draw(c, y)
		y += float64(part.height)
	}
	return c, nil
}

// A part is a band of the picture, drawn from its upper edge.
type part struct {
	height int
	draw   func(c *canvas, y float64)
}

// picture is a report on its way to be seen, or told.
type picture struct {
	report report.Report
	Options
}

// over reports whether no day that counts is left.
func (p picture) over() bool { return p.report.WorkingDays.Elapsed >= p.report.WorkingDays.Total }

// foreseen reports whether there is an end of the month to show: nobody
// foresees a month that is over, nor one that nobody reports.
func (p picture) foreseen() bool {
	f := p.report.Total
	return f.Projection.Valid && !p.over() && f.Status != sla.NotReported && f.Status != sla.Missed
}

// amount writes an amount, or what share of the commitment it is.
func (p picture) amount(d decimal.Decimal) string {
	if !p.HideEuros {
		return p.Say.Money(d, p.report.Currency)
	}
	return p.ofAll(d)
}

// brief is amount where there is little room.
func (p picture) brief(d decimal.Decimal) string {
	if !p.HideEuros {
		return p.Say.BriefMoney(d, p.report.Currency)
	}
	return p.ofAll(d)
}

func (p picture) ofAll(d decimal.Decimal) string {
	if p.report.Total.Commitment.IsZero() {
		return lang.Dash
	}
	return p.Say.Percent(d.DivRound(p.report.Total.Commitment, 8), 0)
}
