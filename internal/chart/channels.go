package chart

import (
	"slices"
	"strings"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/report"
)

const (
	mostChannels = 6 // more would be too small to read on a phone
	channelLine  = 94
	captionLine  = 66
	barHeight    = 24
	longest      = 1.5 // how far over its commitment a bar goes
)

// channels draws each channel's value as a bar on the way to its commitment,
// with a mark where it should be by now; the worst gap first.
func (p picture) channels() part {
	rows, left := p.shown()
	if len(rows) == 0 {
		return part{draw: func(*canvas, float64) {}}
	}
	height := captionLine
	for _, row := range rows {
		height += lineOf(row)
	}
	if left > 0 {
		height += bodyLine
	}
	return part{height, func(c *canvas, y float64) {
		p.caption(c, y, rows)
		y += captionLine
		scale := reach(rows)
		for _, row := range rows {
			p.channel(c, y, row, scale)
			y += float64(lineOf(row))
		}
		if left > 0 {
			c.text(p.leftOut(left), margin, y+36, small, grey)
		}
	}}
}

// shown are the channels that the picture has room for, the worst gap first,
// and how many it leaves out: never only one, which takes no more room itself.
func (p picture) shown() (rows []report.Channel, left int) {
	rows = report.WorstFirst(p.report.Channels)
	if len(rows) <= mostChannels+1 {
		return rows, 0
	}
	return rows[:mostChannels], len(rows) - mostChannels
}

// lineOf is how high a channel stands: one that promises nothing has no bar.
func lineOf(row report.Channel) int {
	if barred(row) {
		return channelLine
	}
	return bodyLine + 6
}

func barred(row report.Channel) bool { return row.Figures.Commitment.IsPositive() }

// caption names the bars and the mark on them, where there are any.
func (p picture) caption(c *canvas, y float64, rows []report.Channel) {
	c.box(margin, y+4, pictureWidth-2*margin, 2, track)
	if !slices.ContainsFunc(rows, barred) {
		c.text(p.Say.Say("chart.channels.bare", nil), margin, y+48, small, grey)
		return
	}
	text := p.Say.Say("chart.channels", nil)
	c.text(text, margin, y+48, small, grey)
	x := margin + c.width(text, small) + 40
	c.box(x, y+48-28, 7, 34, ink)
	c.text(p.Say.Say("chart.mark", nil), x+20, y+48, small, grey)
}

// channel draws one channel: its mark, its name, what is to be said of it, and
// its bar.
func (p picture) channel(c *canvas, y float64, row report.Channel, scale float64) {
	m := markOf(row.Figures)
	m.shape(c, margin+radius+2, y+26, m.ink)
	says := strings.Join(p.tells(row), " · ")
	c.textEnding(says, pictureWidth-margin, y+39, body, ink)
	name := drawable(row.Name)
	if name == "" {
		name = lang.Dash
	}
	c.text(c.fitted(name, pictureWidth-2*margin-50-c.width(says, body)-40, strong), margin+50, y+39, strong, ink)
	if barred(row) {
		p.bar(c, y+54, row, scale, m)
	}
}

// bar is a channel's value on the track of its commitment.
func (p picture) bar(c *canvas, y float64, row report.Channel, scale float64, m mark) {
	f := row.Figures
	all, left := number(f.Commitment), float64(margin+50)
	width := pictureWidth - margin - left
	at := func(amount float64) float64 { return width * min(1, max(0, amount/all/scale)) }
	c.box(left, y, at(all), barHeight, track)
	c.box(left, y, at(number(f.Value)), barHeight, m.ink)
	if number(f.Value) > all {
		c.box(left+at(all)-2, y, 4, barHeight, white)
	}
	c.box(left+at(number(f.Due))-3, y-6, 7, barHeight+12, white)
	c.box(left+at(number(f.Due))-2, y-6, 5, barHeight+12, ink)
}

// reach is how much of their commitments the bars have room for: all of it, and
// more where one is beyond.
func reach(rows []report.Channel) float64 {
	scale := 1.0
	for _, row := range rows {
		if f := row.Figures; barred(row) {
			scale = max(scale, number(f.Value)/number(f.Commitment))
		}
	}
	return min(scale, longest)
}
