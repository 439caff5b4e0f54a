package chart

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/lang"
)

const (
	plotHeight    = 440
	attainedWidth = 8
	dueWidth      = 5
	likelyWidth   = 6
	gutter        = 240 // at the right, where the ends of the lines are named
)

var (
	dueDashes    = []float64{16, 9}
	likelyDashes = []float64{5, 9}
)

// month draws the running total against what is due, day by day.
func (p picture) month() part {
	const above, below = 50, 66
	return part{above + plotHeight + below, func(c *canvas, y float64) {
		step, n := p.ticks()
		f := frame{top: y + above, bottom: y + above + plotHeight, right: pictureWidth - margin - gutter}
		f.days, f.most = len(p.report.Course), step*float64(n)
		f.left = margin + p.tickWidth(c, step, n) + 14
		p.daysOff(c, f)
		p.fan(c, f)
		p.rules(c, f, step, n)
		p.dates(c, f)
		p.now(c, f)
		p.lines(c, f)
		p.ends(c, f)
	}}
}

// top is the highest amount there is to show. A range that goes far beyond all
// else is cut: the rest would be too flat to read.
func (p picture) top() float64 {
	f := p.report.Total
	high := max(number(f.Commitment), number(f.Due), number(f.Value))
	if p.foreseen() {
		likely := f.Likely()
		high = max(high, number(likely.End))
		high = max(high, min(number(likely.High), 1.5*high))
	}
	return high * 1.04
}

// ticks are round amounts, or round shares of the commitment.
func (p picture) ticks() (step float64, n int) {
	unit := 1.0
	if all := number(p.report.Total.Commitment); p.HideEuros && all > 0 {
		unit = all
	}
	step, n = ticks(p.top() / unit)
	return step * unit, n
}

func number(d decimal.Decimal) float64 { return d.InexactFloat64() }

func (p picture) tickLabel(step float64, i int) string {
	return p.brief(decimal.NewFromFloat(step).Mul(decimal.NewFromInt(int64(i))))
}

func (p picture) tickWidth(c *canvas, step float64, n int) (widest float64) {
	for i := range n + 1 {
		widest = max(widest, c.width(p.tickLabel(step, i), small))
	}
	return widest
}

// rules are the lines across, each with its amount.
func (p picture) rules(c *canvas, f frame, step float64, n int) {
	for i := range n + 1 {
		y := f.y(step * float64(i))
		c.box(f.left, y-1, f.right-f.left, 2, track)
		c.textEnding(p.tickLabel(step, i), f.left-14, y+12, small, grey)
	}
}

// daysOff shades the days on which nothing is expected.
func (p picture) daysOff(c *canvas, f frame) {
	for i, day := range p.report.Course {
		if day.Off {
			left := f.x(float64(i))
			c.box(left, f.top, f.x(float64(i+1))-left, f.bottom-f.top, shade)
		}
	}
}

// dates names the first day of each week under the axis, far enough from the
// one before.
func (p picture) dates(c *canvas, f frame) {
	free := f.left - 20
	for i, day := range p.report.Course {
		text := p.Say.Int(int64(day.Day.Day))
		x, half := f.x(float64(i)+0.5), c.width(text, small)/2
		if i > 0 && day.Day.Weekday() != 1 || x-half < free {
			continue
		}
		c.textAround(text, x, f.bottom+44, small, grey)
		free = x + half + 24
	}
}

// elapsed is how many days of the month the report counts.
func (p picture) elapsed() int {
	return min(len(p.report.Course), max(0, p.report.Month.First().DaysUntil(p.report.AsOf)+1))
}

// now marks where the report stops.
func (p picture) now(c *canvas, f frame) {
	n := p.elapsed()
	if n == 0 || n == len(p.report.Course) {
		return
	}
	x, text := f.x(float64(n)), p.Say.ShortDay(p.report.AsOf)
	half := c.width(text, small) / 2
	c.path([]point{{x, f.top - 6}, {x, f.bottom}}, 3, grey, 3, 6)
	c.textAround(text, min(max(x, f.left+half), f.right-half), f.top-18, small, grey)
}

// lines are what is due over the whole month, and what has come in so far.
func (p picture) lines(c *canvas, f frame) {
	n := p.elapsed()
	due, attained := []point{{f.x(0), f.y(0)}}, []point{{f.x(0), f.y(0)}}
	for i, day := range p.report.Course {
		at := f.x(float64(i + 1))
		due = append(due, point{at, f.y(number(day.Due))})
		if i < n {
			attained = append(attained, point{at, f.y(number(day.Value))})
		}
	}
	if p.report.Total.Commitment.IsPositive() {
		c.path(due, dueWidth, ink, dueDashes...)
	}
	if p.foreseen() {
		c.path(p.ahead(f, number(p.report.Total.Likely().End)), likelyWidth, blue, likelyDashes...)
	}
	c.path(attained, attainedWidth, blue)
	last := attained[len(attained)-1]
	c.disc(last.x, last.y, 13, white)
	c.disc(last.x, last.y, 10, blue)
}

// fan is the range that the month's end is expected in, opening from where it
// stands.
func (p picture) fan(c *canvas, f frame) {
	if !p.foreseen() {
		return
	}
	likely := p.report.Total.Likely()
	high, low := p.ahead(f, number(likely.High)), p.ahead(f, number(likely.Low))
	for i := 1; i < len(high); i++ {
		paper := band
		if p.report.Course[p.elapsed()+i-1].Off {
			paper = bandShade
		}
		c.area([]point{high[i-1], high[i], low[i], low[i-1]}, paper)
	}
}

// ahead is the way from where the month stands to an end, on the days that
// count.
func (p picture) ahead(f frame, end float64) []point {
	n, value := p.elapsed(), number(p.report.Total.Value)
	points := []point{{f.x(float64(n)), f.y(value)}}
	left := p.report.WorkingDays.Total - p.report.WorkingDays.Elapsed
	done := 0
	for i := n; i < len(p.report.Course); i++ {
		if !p.report.Course[i].Off {
			done++
		}
		share := float64(done) / float64(max(1, left))
		points = append(points, point{f.x(float64(i + 1)), f.y(value + (end-value)*share)})
	}
	return points
}

// An end names where a line leads, beside the frame.
type end struct {
	name   lang.ID
	amount decimal.Decimal
}

// ends names what was promised and what is likely, one above the other.
func (p picture) ends(c *canvas, f frame) {
	var list []end
	if total := p.report.Total; total.Commitment.IsPositive() {
		list = append(list, end{"chart.promised", total.Commitment})
	}
	if p.foreseen() {
		list = append(list, end{"chart.likely", p.report.Total.Likely().End})
	}
	slices.SortStableFunc(list, func(a, b end) int { return b.amount.Cmp(a.amount) })
	wanted := make([]float64, len(list))
	for i, e := range list {
		wanted[i] = f.y(number(e.amount))
	}
	for i, y := range apart(wanted, 96, f.top-20, f.bottom+10) {
		e, x := list[i], f.right+18
		c.text(p.Say.Say(e.name, nil), x, y-6, small, grey)
		c.text(c.shorter(gutter-18, strong, p.amount(e.amount), p.brief(e.amount)), x, y+34, strong, ink)
	}
}
