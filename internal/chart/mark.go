package chart

import (
	"image/color"

	"github.com/treve-bot/treve/internal/sla"
)

// A mark is a status as a shape and a colour; the word stands beside it.
type mark struct {
	ink   color.RGBA
	shape func(c *canvas, x, y float64, ink color.RGBA) // about its centre
}

// markOf returns the mark of where a level stands.
func markOf(f sla.Figures) mark {
	switch f.Status {
	case sla.Reached:
		return mark{green, tick}
	case sla.Missed:
		return mark{vermilion, cross}
	case sla.OffTrack:
		return mark{vermilion, square}
	case sla.AtRisk:
		return mark{orange, triangle}
	case sla.Ahead:
		return mark{blue, chevrons}
	case sla.OnTrack:
		if f.Gap.IsNegative() {
			return mark{yellow, half}
		}
		return mark{green, full}
	case sla.NotReported:
		return mark{grey, question}
	}
	return mark{grey, ring}
}

const radius = 15 // of a mark

func full(c *canvas, x, y float64, ink color.RGBA) { c.disc(x, y, radius, ink) }

func ring(c *canvas, x, y float64, ink color.RGBA) {
	c.disc(x, y, radius, ink)
	c.disc(x, y, radius-5, white)
}

func half(c *canvas, x, y float64, ink color.RGBA) {
	ring(c, x, y, ink)
	c.box(x-radius+3, y, 2*radius-6, 2, ink)
	c.SetColor(ink)
	c.DrawArc(x, y, radius-2, 0, 3.1415927)
	c.Fill()
}

func square(c *canvas, x, y float64, ink color.RGBA) {
	c.box(x-radius+1, y-radius+1, 2*radius-2, 2*radius-2, ink)
}

func triangle(c *canvas, x, y float64, ink color.RGBA) {
	c.area([]point{{x, y - radius}, {x + radius + 2, y + radius - 1}, {x - radius - 2, y + radius - 1}}, ink)
}

func chevrons(c *canvas, x, y float64, ink color.RGBA) {
	for _, dx := range []float64{-11, 3} {
		c.path([]point{{x + dx, y - 12}, {x + dx + 10, y}, {x + dx, y + 12}}, 7, ink)
	}
}

func tick(c *canvas, x, y float64, ink color.RGBA) {
	c.path([]point{{x - 14, y}, {x - 4, y + 11}, {x + 14, y - 12}}, 7, ink)
}

func cross(c *canvas, x, y float64, ink color.RGBA) {
	c.path([]point{{x - 12, y - 12}, {x + 12, y + 12}}, 7, ink)
	c.path([]point{{x - 12, y + 12}, {x + 12, y - 12}}, 7, ink)
}

func question(c *canvas, x, y float64, ink color.RGBA) { c.textAround("?", x, y+13, strong, ink) }
