package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/draw"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

// months are mornings of every kind there is.
var months = []struct {
	name    string
	status  string // of the whole; "" where nothing is promised
	edition func(t *testing.T) recap.Edition
}{
	{"quiet_start", "on_track", func(t *testing.T) recap.Edition {
		f := newFirm(t, "2026-11").works("2026-11-02", 0.86, nil)
		return f.morning("2026-11-03")
	}},
	{"too_early", "too_early", func(t *testing.T) recap.Edition {
		f := newFirm(t, "2026-11")
		f.catalogue.Channels = f.catalogue.Channels[:2]
		for s := range f.plan.Goals {
			f.plan.Goals[s] /= 3
			if s.Channel > 2 {
				delete(f.plan.Goals, s)
			}
		}
		return f.works("2026-11-04", 1, nil).morning("2026-11-05")
	}},
	{"on_track", "on_track", func(t *testing.T) recap.Edition {
		return newFirm(t, "2026-11").works("2026-11-13", 1.05, nil).morning("2026-11-16")
	}},
	{"at_risk", "at_risk", func(t *testing.T) recap.Edition {
		return newFirm(t, "2026-11").works("2026-11-13", 0.83, nil).morning("2026-11-16")
	}},
	{"off_track", "off_track", func(t *testing.T) recap.Edition {
		return newFirm(t, "2026-11").works("2026-11-18", 0.6, map[string]float64{"Publicité": 1.5}).morning("2026-11-19")
	}},
	{"ahead", "ahead", func(t *testing.T) recap.Edition {
		return newFirm(t, "2026-11").works("2026-11-18", 1.6, nil).morning("2026-11-19")
	}},
	{"reached", "reached", func(t *testing.T) recap.Edition {
		return newFirm(t, "2026-11").works("2026-11-25", 1.5, map[string]float64{"E-mail": 0.9}).morning("2026-11-26")
	}},
	{"missed", "missed", func(t *testing.T) recap.Edition {
		return newFirm(t, "2026-11").works("2026-11-30", 0.93, nil).morning("2026-12-01")
	}},
	{"not_reported", "not_reported", func(t *testing.T) recap.Edition {
		return newFirm(t, "2026-11").works("2026-11-06", 0.9, nil).morning("2026-11-16")
	}},
	{"no_commitment", "on_track", func(t *testing.T) recap.Edition {
		f := newFirm(t, "2026-11")
		salon := f.channel("Salon de Lyon", 0, "0.05", "")
		blog := f.channel("Blog technique", 30, "0.05", "")
		for _, p := range f.catalogue.Personas {
			delete(f.plan.Rates, ledger.Segment{Channel: blog, Persona: p.ID})
		}
		f.works("2026-11-13", 1, nil)
		f.came(calendar.NewDate(2026, 11, 12), ledger.Segment{Channel: salon, Persona: 1}, 12)
		return f.morning("2026-11-16")
	}},
	{"no_plan", "", func(t *testing.T) recap.Edition {
		f := newFirm(t, "2026-11").works("2026-11-13", 1, nil)
		f.plan.Goals = nil
		return f.morning("2026-11-16")
	}},
	{"60_channels", "off_track", func(t *testing.T) recap.Edition {
		f := newFirm(t, "2026-11")
		for i := range 55 {
			f.channel(fmt.Sprintf("Salon international des procédés industriels, n° %d", i+1), int64(10+i), "0.05", "U2")
		}
		return f.works("2026-11-13", 0.9, nil).morning("2026-11-16")
	}},
	{"english", "on_track", func(t *testing.T) recap.Edition {
		f := newFirm(t, "2026-11")
		f.settings.Language = "en"
		for i, name := range []string{"Email", "Inbound", "Outbound", "Organic traffic", "Paid ads"} {
			f.catalogue.Channels[i].Name = name
		}
		return f.works("2026-11-13", 0.95, nil).morning("2026-11-16")
	}},
	{"calendar_days", "on_track", func(t *testing.T) recap.Edition {
		f := newFirm(t, "2026-11")
		f.settings.CalendarDays = true
		return f.works("2026-11-13", 0.95, nil).morning("2026-11-16")
	}},
	{"own_dates", "on_track", func(t *testing.T) recap.Edition {
		f := newFirm(t, "2026-11")
		salon := f.channel("Salon de Lyon", 40, "0.06", "U3")
		f.catalogue.Channels[salon-1].Rhythm = ledger.Occasional
		f.plan.Spans[salon] = sla.Span{First: calendar.NewDate(2026, 11, 24), Last: calendar.NewDate(2026, 11, 27)}
		f.works("2026-11-25", 0.95, map[string]float64{"Salon de Lyon": -1})
		f.came(calendar.NewDate(2026, 11, 24), ledger.Segment{Channel: salon, Persona: 1}, 9)
		f.came(calendar.NewDate(2026, 11, 25), ledger.Segment{Channel: salon, Persona: 2}, 6)
		f.reported[salon] = calendar.NewDate(2026, 11, 25)
		return f.morning("2026-11-26")
	}},
	{"hidden_euros", "on_track", func(t *testing.T) recap.Edition {
		f := newFirm(t, "2026-11")
		f.settings.HideEuros = true
		return f.works("2026-11-13", 0.95, nil).morning("2026-11-16")
	}},
	{"may_2026", "off_track", func(t *testing.T) recap.Edition {
		return newFirm(t, "2026-05").works("2026-05-26", 0.9, nil).morning("2026-05-27")
	}},
	{"huge", "off_track", func(t *testing.T) recap.Edition {
		f := newFirm(t, "2026-11")
		for p := range f.plan.Sales {
			f.plan.Sales[p] = 4_000_000_000
		}
		f.catalogue.Channels[0].Name = "Prescription par les bureaux d'études & intégrateurs de systèmes à façon, région"
		f.catalogue.Channels[1].Name = "展示会"
		return f.works("2026-11-13", 0.9, nil).morning("2026-11-16")
	}},
}

var update = flag.Bool("update", false, "write the golden files anew")

// TestMonths compares the messages and the picture of every morning with
// testdata/months, each of them looked at as people see it.
func TestMonths(t *testing.T) {
	for _, m := range months {
		t.Run(m.name, func(t *testing.T) {
			e := m.edition(t)
			as := recap.Layout{}
			if e.Report.Planned {
				drawn, err := picture(e)
				if err != nil {
					t.Fatal(err)
				}
				as.File, as.Alt = "F0123456789", drawn.Alt
				wantPicture(t, m.name, drawn.PNG)
			}
			messages, err := bot.RenderRecap(e, as)
			if err != nil {
				t.Fatal(err)
			}
			encoded, err := json.MarshalIndent(messages, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			wantFile(t, m.name+".json", encoded)
			var words []string
			for _, message := range messages {
				words = append(words, bot.Words(message.Text))
			}
			wantFile(t, m.name+".txt", []byte(strings.Join(words, "\n\n")))
			if !e.Report.Planned {
				return
			}
			if got := string(e.Report.Total.Status); got != m.status {
				t.Errorf("the month is %s; want %s", got, m.status)
			}
		})
	}
}

// golden is a file of testdata/months, written anew when asked to.
func golden(t *testing.T, name string, got []byte) []byte {
	t.Helper()
	path := filepath.Join("testdata", "months", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return want
}

func wantFile(t *testing.T, name string, got []byte) {
	t.Helper()
	got = append(got, '\n')
	if diff := cmp.Diff(string(golden(t, name, got)), string(got)); diff != "" {
		t.Errorf("%s differs (want -, got +); look at it and run with -update:\n%s", name, diff)
	}
}

// wantPicture compares a picture, a third of its size, with the golden one. Other
// processors round otherwise: a faint difference anywhere is none.
func wantPicture(t *testing.T, name string, raw []byte) {
	t.Helper()
	if len(raw) >= 100_000 {
		t.Errorf("the picture has %d bytes; want less than 100 000", len(raw))
	}
	got := reduced(t, raw)
	var out bytes.Buffer
	if err := png.Encode(&out, got); err != nil {
		t.Fatal(err)
	}
	stored, err := png.Decode(bytes.NewReader(golden(t, name+".png", out.Bytes())))
	if err != nil {
		t.Fatal(err)
	}
	if stored.Bounds() != got.Bounds() {
		t.Fatalf("the picture is %s; want %s", got.Bounds(), stored.Bounds())
	}
	far := 0
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			if apartBy(stored.At(x, y), got.At(x, y)) > 24 {
				far++
			}
		}
	}
	if pixels := got.Bounds().Dx() * got.Bounds().Dy(); far*1000 > pixels {
		t.Errorf("%d of %d pixels differ; look at the picture and run with -update", far, pixels)
	}
}

// apartBy is how much two colours differ where they differ most, of 255.
func apartBy(a, b color.Color) (most int) {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	for _, pair := range [][2]uint32{{r1, r2}, {g1, g2}, {b1, b2}} {
		most = max(most, int(pair[0]>>8)-int(pair[1]>>8), int(pair[1]>>8)-int(pair[0]>>8))
	}
	return most
}

// reduced is a picture as a phone shows it, a third as wide.
func reduced(t *testing.T, raw []byte) image.Image {
	t.Helper()
	full, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	small := image.NewRGBA(image.Rect(0, 0, full.Bounds().Dx()/3, full.Bounds().Dy()/3))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), full, full.Bounds(), draw.Src, nil)
	return small
}
