package sheet

import (
	"github.com/xuri/excelize/v2"

	"github.com/treve-bot/treve/internal/lang"
)

// Colours of the workbook: ink on white, one dark head, and yellow for what is
// to be filled in.
const (
	inkColour   = "#1F2933"
	paleColour  = "#7B8794"
	headColour  = "#1F4E5F"
	totalColour = "#E8EFF2"
	inputColour = "#FFF6D6"
	typedColour = "#1A56A8"
	lineColour  = "#CBD2D9"
	dueColour   = "#B8C4CC"
)

// styles are the looks of cells, by what stands in them.
type styles struct {
	file *excelize.File
	made map[look]int
	err  error
}

// look is one combination of what a cell holds and which part it plays.
type look struct {
	format string // a number format; "" for text
	part   part
}

// part is the part a cell plays.
type part int

const (
	body part = iota
	label
	input
	head
	headRight
	total
	across // the total of a row
	title
	subtitle
	note
	remark // beside a row
	figure
)

// of returns the style of a look.
func (s *styles) of(format string, p part) int {
	key := look{format, p}
	id, known := s.made[key]
	if known || s.err != nil {
		return id
	}
	id, s.err = s.file.NewStyle(drawn(key))
	s.made[key] = id
	return id
}

// drawn is a look as the file keeps it.
func drawn(l look) *excelize.Style {
	font := &excelize.Font{Family: "Calibri", Size: 11, Color: inkColour}
	s := &excelize.Style{Font: font, Alignment: &excelize.Alignment{Vertical: "center"}}
	if l.format != "" {
		s.CustomNumFmt = &l.format
		s.Alignment.Horizontal = "right"
	}
	if l.part == label {
		s.Alignment.Horizontal = "left"
	}
	switch l.part {
	case title:
		font.Size, font.Bold, font.Color = 16, true, headColour
	case subtitle:
		font.Size, font.Bold, font.Color = 12, true, headColour
	case note:
		font.Color, font.Italic = paleColour, true
	case remark:
		font.Color, s.Alignment.Indent = paleColour, 1
	case head, headRight:
		font.Bold, font.Color, s.Fill = true, "#FFFFFF", filled(headColour)
		s.Alignment.WrapText = true
		if l.part == headRight {
			s.Alignment.Horizontal = "right"
		}
	case total:
		font.Bold, s.Fill = true, filled(totalColour)
		s.Border = []excelize.Border{{Type: "top", Color: headColour, Style: 1}}
	case across:
		font.Bold, s.Fill = true, filled(totalColour)
		s.Border = []excelize.Border{{Type: "bottom", Color: lineColour, Style: 4}}
	case input:
		font.Color, s.Fill = typedColour, filled(inputColour)
		s.Border = boxed(lineColour)
	case figure:
		font.Size, font.Bold = 14, true
	case body, label:
		s.Border = []excelize.Border{{Type: "bottom", Color: lineColour, Style: 4}}
	}
	return s
}

func filled(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

func boxed(colour string) (box []excelize.Border) {
	for _, side := range []string{"left", "right", "top", "bottom"} {
		box = append(box, excelize.Border{Type: side, Color: colour, Style: 1})
	}
	return box
}

// formats are the number formats of a language and a currency. Separators follow
// whoever opens the file; the place of the sign does not.
type formats struct {
	count, dashed, percent, rate, money, cents, signed, day, month string
}

func formatsOf(l lang.Language, currency string) formats {
	sign := currency
	if currency == "EUR" {
		sign = "€"
	}
	f := formats{
		count: `#,##0`, dashed: `#,##0;-#,##0;"` + lang.Dash + `"`, percent: "0.0\\\u00a0%", rate: "0.00\\\u00a0%", day: `dd/mm/yyyy`, month: `[$-40C]mmmm\ yyyy`,
		money: "#,##0\\\u00a0\"" + sign + `"`, cents: "#,##0.00\\\u00a0\"" + sign + `"`,
	}
	if l == lang.English {
		f.percent, f.rate, f.month = `0.0%`, `0.00%`, `[$-409]mmmm\ yyyy`
		f.money, f.cents = `"`+sign+`"#,##0`, `"`+sign+`"#,##0.00`
	}
	f.signed = `+` + f.money + `;[Red]\-` + f.money + `;` + f.money
	return f
}
