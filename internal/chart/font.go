package chart

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// Inter, cut down to Latin, Greek and Cyrillic letters; its licence stands in
// font/OFL.txt.
var (
	//go:embed font/Inter-Regular.ttf
	regular []byte
	//go:embed font/Inter-SemiBold.ttf
	semiBold []byte
)

// fonts are parsed once; they may be read by several goroutines.
var fonts = sync.OnceValues(func() (parsed [2]*sfnt.Font, err error) {
	for i, raw := range [][]byte{regular, semiBold} {
		if parsed[i], err = opentype.Parse(raw); err != nil {
			return parsed, err
		}
	}
	return parsed, nil
})

// style is a size and a weight of letters.
type style int

const (
	title style = iota
	strong
	body
	small
)

// sizes are in pixels of a picture 1200 wide: shown at 360, the smallest still
// stands 10 high.
var sizes = [...]struct {
	px   float64
	bold bool
}{title: {46, true}, strong: {36, true}, body: {36, false}, small: {34, false}}

// faces makes the letters of one picture: a face is not safe to share.
func faces() (made [len(sizes)]font.Face, err error) {
	parsed, err := fonts()
	if err != nil {
		return made, err
	}
	for i, s := range sizes {
		source := parsed[0]
		if s.bold {
			source = parsed[1]
		}
		if made[i], err = opentype.NewFace(source, &opentype.FaceOptions{Size: s.px, DPI: 72}); err != nil {
			return made, err
		}
	}
	return made, nil
}

// drawable keeps the letters that the font has, and one space in place of any
// run of the others.
func drawable(text string) string {
	parsed, err := fonts()
	if err != nil {
		return text
	}
	var buffer sfnt.Buffer
	kept := strings.Map(func(r rune) rune {
		if index, err := parsed[0].GlyphIndex(&buffer, r); err != nil || index == 0 {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.FieldsFunc(kept, func(r rune) bool { return r == ' ' }), " ")
}
