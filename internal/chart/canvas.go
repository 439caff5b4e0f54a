package chart

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"

	"git.sr.ht/~sbinet/gg"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// canvas is what a picture is drawn on, in pixels from the upper left.
type canvas struct {
	*gg.Context
	image *image.RGBA
	faces [len(sizes)]font.Face
	words []word // all that has been written
}

// word is a text and the room it takes, from the top of its capitals to the
// foot of its descenders.
type word struct {
	text                     string
	left, top, right, bottom float64
}

type point struct{ x, y float64 }

func newCanvas(width, height int) (*canvas, error) {
	made, err := faces()
	if err != nil {
		return nil, err
	}
	pixels := image.NewRGBA(image.Rect(0, 0, width, height))
	c := &canvas{Context: gg.NewContextForRGBA(pixels), image: pixels, faces: made}
	c.SetColor(white)
	c.Clear()
	return c, nil
}

// png encodes what has been drawn.
func (c *canvas) png() ([]byte, error) {
	var out bytes.Buffer
	err := png.Encode(&out, paletted(c.image))
	return out.Bytes(), err
}

// width is how wide a text is.
func (c *canvas) width(text string, s style) float64 {
	return float64(font.MeasureString(c.faces[s], text)) / 64
}

// text writes a line whose baseline begins at x, y.
func (c *canvas) text(text string, x, y float64, s style, ink color.Color) {
	d := font.Drawer{
		Dst: c.image, Src: image.NewUniform(ink), Face: c.faces[s],
		Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)},
	}
	d.DrawString(text)
	height := sizes[s].px
	c.words = append(c.words, word{text, x, y - 0.73*height, x + c.width(text, s), y + 0.2*height})
}

// textEnding writes a line that ends at x.
func (c *canvas) textEnding(text string, x, y float64, s style, ink color.Color) {
	c.text(text, x-c.width(text, s), y, s, ink)
}

// textAround writes a line centred on x.
func (c *canvas) textAround(text string, x, y float64, s style, ink color.Color) {
	c.text(text, x-c.width(text, s)/2, y, s, ink)
}

// tail is how much of the end of a text is kept when it is cut: names of one kind
// often differ there alone.
const tail = 6

// fitted cuts a text to a width, an ellipsis standing for what is left out.
func (c *canvas) fitted(text string, width float64, s style) string {
	if c.width(text, s) <= width {
		return text
	}
	runes := []rune(text)
	for _, kept := range []int{tail, 0} { // no end at all where even that is too wide
		end := strings.TrimLeft(string(runes[max(0, len(runes)-kept):]), " ")
		for head := len(runes) - kept - 1; head > 0; head-- {
			if cut := strings.TrimRight(string(runes[:head]), " ") + "…" + end; c.width(cut, s) <= width {
				return cut
			}
		}
	}
	return "…"
}

// shorter is the first of two texts where it is no wider than that, else as much
// of the second as is not.
func (c *canvas) shorter(width float64, s style, long, short string) string {
	if c.width(long, s) <= width {
		return long
	}
	return c.fitted(short, width, s)
}

func (c *canvas) box(x, y, width, height float64, ink color.Color) {
	if width <= 0 || height <= 0 {
		return
	}
	c.SetColor(ink)
	c.DrawRectangle(x, y, width, height)
	c.Fill()
}

// path draws a line through the points.
func (c *canvas) path(points []point, width float64, ink color.Color, dashes ...float64) {
	if len(points) < 2 {
		return
	}
	c.through(points)
	c.SetColor(ink)
	c.SetLineWidth(width)
	c.SetLineJoinRound()
	c.SetLineCapButt()
	c.SetDash(dashes...)
	c.Stroke()
}

// area fills what the points surround.
func (c *canvas) area(points []point, ink color.Color) {
	c.through(points)
	c.ClosePath()
	c.SetColor(ink)
	c.Fill()
}

func (c *canvas) through(points []point) {
	for i, p := range points {
		if i == 0 {
			c.MoveTo(p.x, p.y)
			continue
		}
		c.LineTo(p.x, p.y)
	}
}

func (c *canvas) disc(x, y, radius float64, ink color.Color) {
	c.SetColor(ink)
	c.DrawCircle(x, y, radius)
	c.Fill()
}
