package chart

import (
	"image"
	"image/color"
	"sync"
)

// Colours by Okabe and Ito, which people who see few colours tell apart, and
// greys. None of them says anything that a word or a shape does not say too.
var (
	white     = color.RGBA{255, 255, 255, 255}
	shade     = color.RGBA{241, 243, 245, 255} // days off
	track     = color.RGBA{226, 230, 234, 255} // what is still to come, and rules
	band      = color.RGBA{204, 227, 242, 255} // the range of the projection
	bandShade = color.RGBA{192, 216, 233, 255} // the same on days off
	grey      = color.RGBA{91, 99, 110, 255}
	ink       = color.RGBA{28, 32, 38, 255}
	blue      = color.RGBA{0, 114, 178, 255}
	sky       = color.RGBA{86, 180, 233, 255}
	green     = color.RGBA{0, 158, 115, 255}
	yellow    = color.RGBA{201, 166, 0, 255}
	orange    = color.RGBA{230, 126, 0, 255}
	vermilion = color.RGBA{213, 70, 0, 255}
)

// palette is every colour above, and what their edges blend to.
var palette = sync.OnceValue(func() color.Palette {
	papers := []color.RGBA{white, shade, track, band, bandShade}
	inks := []color.RGBA{grey, ink, blue, sky, green, yellow, orange, vermilion}
	var p color.Palette
	for i, paper := range papers {
		p = append(p, paper)
		steps := 4
		if i == 0 {
			steps = 10
		}
		for _, c := range inks {
			for step := 1; step < steps; step++ {
				p = append(p, mix(paper, c, step, steps))
			}
		}
	}
	for _, c := range inks {
		p = append(p, c)
	}
	return p
})

func mix(a, b color.RGBA, part, parts int) color.RGBA {
	blend := func(x, y uint8) uint8 { return uint8((int(x)*(parts-part) + int(y)*part) / parts) } //nolint:gosec // between two bytes
	return color.RGBA{blend(a.R, b.R), blend(a.G, b.G), blend(a.B, b.B), 255}
}

// nearest finds the palette's colour for every colour, five bits of each part
// being enough to tell.
var nearest = sync.OnceValue(func() (found [1 << 15]uint8) {
	p := palette()
	for i := range found {
		wide := func(shift int) uint8 { v := uint8(i >> shift & 31); return v<<3 | v>>2 }
		found[i] = uint8(p.Index(color.RGBA{wide(10), wide(5), wide(0), 255}))
	}
	return found
})

// paletted is a picture in the palette's colours, a quarter of its size.
func paletted(from *image.RGBA) *image.Paletted {
	to := image.NewPaletted(from.Bounds(), palette())
	table := nearest()
	for i := range to.Pix {
		p := from.Pix[4*i : 4*i+3]
		to.Pix[i] = table[int(p[0]>>3)<<10|int(p[1]>>3)<<5|int(p[2]>>3)]
	}
	return to
}
