package chart

import (
	"image/color"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
)

const (
	titleLine  = 62
	bodyLine   = 54
	legendLine = 50
)

// header says which month it is, where it stands, and what the lines below are.
func (p picture) header() part {
	return part{titleLine + bodyLine + 2*legendLine + 6, func(c *canvas, y float64) {
		c.text(c.fitted(lang.Capital(p.heading()), pictureWidth-2*margin, title), margin, y+42, title, ink)
		y += titleLine
		m := markOf(p.report.Total)
		m.shape(c, margin+radius+2, y+26, m.ink)
		c.text(c.fitted(lang.Capital(p.standing()), pictureWidth-2*margin-50, strong), margin+50, y+39, strong, ink)
		p.legend(c, y+bodyLine)
	}}
}

// An entry of the legend: a sample of the line, and what it is.
type entry struct {
	text   string
	sample func(c *canvas, x, y float64)
}

const (
	sampleWidth = 56
	sampleGap   = 14
	legendWidth = pictureWidth - 2*margin - sampleWidth - sampleGap
)

// legend names the lines with where they stand, on two lines at most.
func (p picture) legend(c *canvas, y float64) {
	x := float64(margin)
	for _, e := range p.entries(c) {
		width := sampleWidth + sampleGap + c.width(e.text, small)
		if x > margin && x+width > pictureWidth-margin {
			x, y = margin, y+legendLine
		}
		e.sample(c, x, y+legendLine/2)
		c.text(e.text, x+sampleWidth+sampleGap, y+legendLine/2+12, small, ink)
		x += width + 40
	}
}

func (p picture) entries(c *canvas) []entry {
	f := p.report.Total
	list := []entry{{p.named(c, "chart.attained", f.Value), stroke(blue, attainedWidth)}}
	if f.Commitment.IsPositive() {
		list = append(list, entry{p.named(c, "chart.due", f.Due), stroke(ink, dueWidth, dueDashes...)})
	}
	if p.foreseen() {
		list = append(list, entry{p.between(c), func(c *canvas, x, y float64) {
			c.box(x, y-16, sampleWidth, 32, band)
			stroke(blue, likelyWidth, likelyDashes...)(c, x, y)
		}})
	}
	return list
}

// named is a line's name with where it stands.
func (p picture) named(c *canvas, id lang.ID, at decimal.Decimal) string {
	return c.shorter(legendWidth/2-sampleWidth, small,
		p.Say.Say(id, lang.Args{"amount": p.amount(at)}), p.Say.Say(id, lang.Args{"amount": p.brief(at)}))
}

// between is the range that the month's end is expected in.
func (p picture) between(c *canvas) string {
	likely := p.report.Total.Likely()
	return c.shorter(legendWidth, small,
		p.Say.Say("chart.range", lang.Args{"low": p.amount(likely.Low), "high": p.amount(likely.High)}),
		p.Say.Say("chart.range", lang.Args{"low": p.brief(likely.Low), "high": p.brief(likely.High)}))
}

func stroke(colour color.RGBA, width float64, dashes ...float64) func(c *canvas, x, y float64) {
	return func(c *canvas, x, y float64) {
		c.path([]point{{x, y}, {x + sampleWidth, y}}, width, colour, dashes...)
	}
}
