package e2e

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
)

// scene keeps a picture of the page, where one is wanted. What passes by is left
// out.
func (b *tab) scene(name string) {
	b.Helper()
	if !b.pictured(name) {
		return
	}
	eval[any](b, `document.querySelectorAll(".toast").forEach((e) => e.remove())`)
	b.picture(filepath.Join(os.Getenv("TREVE_SCREENSHOTS"), name+".png"))
}

// pictured reports whether a picture is wanted: those that are called a
// telephone's of the phone, the others of the desk.
func (b *tab) pictured(name string) bool {
	return os.Getenv("TREVE_SCREENSHOTS") != "" && strings.Contains(name, "telephone") == b.phone
}

// wholeScene is a picture of a window high enough for the last message.
func (b *tab) wholeScene(name string) {
	b.Helper()
	if !b.pictured(name) {
		return
	}
	high := b.screen
	high.height = eval[int64](b, `(() => { const list = document.querySelector(".timeline");
		return Math.ceil(innerHeight - list.clientHeight + list.querySelector(".message:last-child").offsetHeight + 16); })()`)
	b.emulate(high)
	b.until("the window's height", fmt.Sprintf("innerHeight === %d", high.height))
	b.scene(name)
	b.emulate(b.screen)
	b.until("the window's height again", fmt.Sprintf("innerHeight === %d", b.height))
}

// picture writes what the window shows.
func (b *tab) picture(file string) {
	b.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	data, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		data, err = light(data)
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(file), 0o755)
	}
	if err == nil {
		err = os.WriteFile(file, data, 0o644)
	}
	if err != nil {
		b.Logf("picture: %v", err)
		return
	}
	b.Logf("picture: %s", file)
}

// light packs a picture into 256 colours, of which a page has few: it takes a
// third of the room.
func light(data []byte) ([]byte, error) {
	shown, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	often := map[color.Color]int{}
	each(shown, func(x, y int) { often[shown.At(x, y)]++ })
	packed := image.NewPaletted(shown.Bounds(), palette(often))
	nearest := map[color.Color]uint8{}
	for c := range often {
		nearest[c] = uint8(packed.Palette.Index(c))
	}
	each(shown, func(x, y int) { packed.SetColorIndex(x, y, nearest[shown.At(x, y)]) })
	var out bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, packed)
	return out.Bytes(), err
}

// apart is the least distance between two colours of a palette: the many greys at the edges of letters must leave room
// for a yellow that is seen once.
const apart = 3_000_000

// palette picks the colours used most that are not like one picked before.
func palette(often map[color.Color]int) color.Palette {
	var picked color.Palette
	for _, c := range slices.SortedFunc(maps.Keys(often), func(a, b color.Color) int { return cmp.Compare(often[b], often[a]) }) {
		if len(picked) == 256 {
			break
		}
		if len(picked) == 0 || distance(c, picked.Convert(c)) > apart {
			picked = append(picked, c)
		}
	}
	return picked
}

// distance is the square of the way between two colours, of 16 bits each.
func distance(a, b color.Color) uint64 {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	square := func(x, y uint32) uint64 { d := int64(x) - int64(y); return uint64(d * d) }
	return square(ar, br) + square(ag, bg) + square(ab, bb)
}

func each(of image.Image, do func(x, y int)) {
	r := of.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			do(x, y)
		}
	}
}
