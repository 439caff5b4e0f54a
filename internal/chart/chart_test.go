package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

var november = calendar.Month{Year: 2026, Month: 11}

// inputs are the books of so many channels, each with a lead a working day and
// twenty promised, each named name.
func inputs(tb testing.TB, channels int, name string) report.Inputs {
	tb.Helper()
	days, err := calendar.New(calendar.Rule{Country: "FR"})
	if err != nil {
		tb.Fatal(err)
	}
	in := report.Inputs{
		Settings: ledger.DefaultSettings(), Calendar: days, Reported: map[ledger.ChannelID]calendar.Date{},
		Plan: sla.Plan{
			Month: november, From: november, Goals: map[ledger.Segment]int64{},
			Rates: map[ledger.Segment]sla.Rate{}, Sales: map[ledger.PersonaID]int64{1: 200_000},
		},
	}
	in.Catalogue.Personas = []ledger.Persona{{ID: 1, Name: "PME"}}
	for i := range channels {
		id := ledger.ChannelID(i + 1)
		in.Catalogue.Channels = append(in.Catalogue.Channels, ledger.Channel{ID: id, Name: name, Rhythm: ledger.Daily})
		s := ledger.Segment{Channel: id, Persona: 1}
		in.Plan.Goals[s], in.Plan.Rates[s] = 20+int64(i), sla.Rate{Value: decimal.New(5, -2)}
		for d := november.First(); !d.After(november.Last()); d = days.Next(d) {
			cell := ledger.Cell{Day: d, Channel: id, Persona: 1, Stage: ledger.Lead}
			in.Totals = append(in.Totals, ledger.Total{Cell: cell, Count: 1, Standing: 1})
		}
		in.Reported[id] = november.Last()
	}
	return in
}

func cut(asOf int) report.Cut {
	c := report.ClosedCut(november.First().AddDays(asOf - 1))
	c.Since = november.First()
	return c
}

func options(l lang.Language) Options { return Options{Say: lang.Speak(l)} }

func decoded(t *testing.T, raw []byte) image.Image {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// TestSize holds pictures to what a phone and Slack take: 1200 wide, in a
// palette, under 100 kB.
func TestSize(t *testing.T) {
	for _, channels := range []int{0, 1, 6, 7, 8, 60} {
		raw, err := Draw(report.Compute(inputs(t, channels, "Prescription & bureaux d'études"), cut(15)), options(lang.French))
		if err != nil {
			t.Fatal(err)
		}
		picture := decoded(t, raw)
		if _, ok := picture.(*image.Paletted); !ok || picture.Bounds().Dx() != 1200 || len(raw) >= 100_000 {
			t.Errorf("%d channels: %T of %s, %d bytes", channels, picture, picture.Bounds(), len(raw))
		}
	}
}

// anyReport draws a report with figures that need not be possible.
func anyReport(t *rapid.T) report.Report {
	amount := func(label string) decimal.Decimal {
		return decimal.New(rapid.Int64Range(-99_999_999_999, 99_999_999_999).Draw(t, label), -2)
	}
	maybe := func(label string) decimal.NullDecimal {
		return decimal.NullDecimal{Decimal: amount(label), Valid: rapid.Bool().Draw(t, label+" known")}
	}
	figures := func() sla.Figures {
		return sla.Figures{
			Leads: rapid.Int64Range(0, 1_000_000).Draw(t, "leads"), CommitmentLeads: rapid.Int64Range(0, 1_000_000).Draw(t, "promised"),
			Value: amount("value"), Commitment: amount("commitment"), Due: amount("due"), Gap: amount("gap"),
			Attainment: maybe("attainment"), Pace: maybe("pace"),
			Projection: maybe("projection"), ProjectionLow: maybe("low"), ProjectionHigh: maybe("high"),
			Status: rapid.SampledFrom([]sla.Status{
				sla.NoCommitment, sla.Reached, sla.Missed, sla.NotReported, sla.TooEarly,
				sla.Ahead, sla.OnTrack, sla.AtRisk, sla.OffTrack,
			}).Draw(t, "status"),
		}
	}
	month := calendar.Month{Year: 2026, Month: 1}.Add(rapid.IntRange(0, 24).Draw(t, "month"))
	r := report.Report{
		Month: month, Currency: rapid.SampledFrom([]string{"EUR", "CHF", "USD"}).Draw(t, "currency"), Total: figures(),
		AsOf:        month.First().AddDays(rapid.IntRange(-1, 31).Draw(t, "as of")),
		WorkingDays: report.WorkingDays{Total: 20, Elapsed: rapid.IntRange(0, 20).Draw(t, "elapsed")},
	}
	for d := month.First(); !d.After(month.Last()); d = d.AddDays(1) {
		r.Course = append(r.Course, report.Close{Day: d, Off: rapid.Bool().Draw(t, "off"), Value: amount("came"), Due: amount("was due")})
	}
	for i := range rapid.SampledFrom([]int{0, 1, 3, 6, 7, 8, 60}).Draw(t, "channels") {
		letter := rapid.SampledFrom([]string{"a", "É", "W", "漢", "😀", " ", "\u202f"}).Draw(t, "letter")
		r.Channels = append(r.Channels, report.Channel{
			Channel: ledger.Channel{ID: ledger.ChannelID(i + 1), Name: strings.Repeat(letter, rapid.IntRange(1, 80).Draw(t, "long"))},
			Figures: figures(), Segments: []report.Segment{{Unknown: rapid.Bool().Draw(t, "unknown")}},
		})
	}
	return r
}

// TestNoTwoWordsTouch looks at every word of any picture: none stands on
// another, nor half outside.
func TestNoTwoWordsTouch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := picture{anyReport(t), options(rapid.SampledFrom([]lang.Language{lang.French, lang.English}).Draw(t, "language"))}
		p.HideEuros = rapid.Bool().Draw(t, "hide euros")
		c, err := p.drawn()
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range c.words {
			if a.left < 0 || a.top < 0 || a.right > pictureWidth || a.bottom > float64(c.Height()) {
				t.Errorf("%q leaves the picture: %+v", a.text, a)
			}
			for _, b := range c.words[:i] {
				if a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom {
					t.Errorf("%q stands on %q: %+v, %+v", a.text, b.text, a, b)
				}
			}
		}
		if alt := Alt(p.report, p.Options); alt == "" || utf8.RuneCountInString(alt) > 2000 || strings.Contains(alt, "⟨") {
			t.Errorf("alternative text: %s", alt)
		}
	})
}

func TestAlt(t *testing.T) {
	r := report.Compute(inputs(t, 8, "Salon"), cut(15))
	want := "Chart of November 2026, as of Sun 15: slightly behind, 95% of expected. Attained €8,000, expected by now €8,460, committed €18,800."
	if got := Alt(r, options(lang.English)); !strings.HasPrefix(got, want) || !strings.Contains(got, "Salon −€215, slightly behind;") ||
		!strings.HasSuffix(got, "; … and 2 other acquisition channels.") {
		t.Errorf("%s", got)
	}
	hidden := options(lang.French)
	hidden.HideEuros = true
	if got := Alt(r, hidden); strings.Contains(got, "€") || !strings.Contains(got, "Réalisé 43\u00a0%, attendu à ce jour 45\u00a0%, engagé 100\u00a0%") {
		t.Errorf("%s", got)
	}
}

func TestDrawable(t *testing.T) {
	for _, c := range []struct{ name, typed, want string }{
		{"accents, the euro sign and narrow spaces", "Où ça ? 12\u202f345,60\u00a0€ « œuvre »", "Où ça ? 12\u202f345,60\u00a0€ « œuvre »"},
		{"other alphabets of Europe", "Москва Αθήνα Łódź", "Москва Αθήνα Łódź"},
		{"an emoji goes, and its room with it", "Pub 🚀 Lyon", "Pub Lyon"},
		{"nothing is left", "展示会", ""},
		{"minus, times and dots", "−1 ×2 … ·", "−1 ×2 … ·"},
	} {
		if got := drawable(c.typed); got != c.want {
			t.Errorf("%s: %q; want %q", c.name, got, c.want)
		}
	}
}

func TestFitted(t *testing.T) {
	c, err := newCanvas(10, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		width      float64
		text, want string
	}{
		{1000, "Salon international, n° 43", "Salon international, n° 43"},
		{300, "Salon international, n° 43", "Salon int…n° 43"},
		{20, "Salon", "…"},
		{200, strings.Repeat("W", 80), "WWWW…"},
	} {
		if got := c.fitted(x.text, x.width, strong); got != x.want || c.width(got, strong) > max(x.width, 40) {
			t.Errorf("in %g: %q; want %q", x.width, got, x.want)
		}
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		most, step float64
		n          int
	}{
		{0, 1, 1},
		{-5, 1, 1},
		{1, 0.2, 5},
		{1.01, 0.25, 5},
		{100, 20, 5},
		{43_216, 10_000, 5},
		{74_684, 20_000, 4},
		{130_000, 50_000, 3},
		{999_999_999, 200_000_000, 5},
	} {
		step, n := ticks(c.most)
		if fmt.Sprintf("%g", step) != fmt.Sprintf("%g", c.step) || n != c.n {
			t.Errorf("up to %g: %d steps of %g; want %d of %g", c.most, n, step, c.n, c.step)
		}
		if c.most > 0 && step*float64(n) < c.most {
			t.Errorf("%d steps of %g do not reach %g", n, step, c.most)
		}
	}
}

func TestApart(t *testing.T) {
	for _, c := range []struct {
		name         string
		wanted, want []float64
	}{
		{"far enough", []float64{100, 300}, []float64{100, 300}},
		{"too near", []float64{200, 210}, []float64{200, 250}},
		{"at the top", []float64{0, 10}, []float64{25, 75}},
		{"at the bottom", []float64{390, 400}, []float64{325, 375}},
	} {
		if got := apart(c.wanted, 50, 0, 400); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v; want %v", c.name, got, c.want)
		}
	}
}

// TestEveryStatusHasAShape keeps colour from being all that tells two statuses
// apart.
func TestEveryStatusHasAShape(t *testing.T) {
	seen := map[string]string{}
	behind := sla.Figures{Status: sla.OnTrack, Gap: decimal.NewFromInt(-1)}
	all := []sla.Figures{behind}
	for _, s := range []sla.Status{sla.Reached, sla.Missed, sla.OffTrack, sla.AtRisk, sla.Ahead, sla.OnTrack, sla.NotReported, sla.TooEarly} {
		all = append(all, sla.Figures{Status: s})
	}
	for _, f := range all {
		c, err := newCanvas(60, 60)
		if err != nil {
			t.Fatal(err)
		}
		markOf(f).shape(c, 30, 30, ink) // all of one colour
		if other, twice := seen[string(c.image.Pix)]; twice {
			t.Errorf("%s looks like %s", f.Status, other)
		}
		seen[string(c.image.Pix)] = string(f.Status)
	}
}

func BenchmarkDraw(b *testing.B) {
	for _, channels := range []int{5, 60} {
		b.Run(fmt.Sprint(channels, " channels"), func(b *testing.B) {
			r := report.Compute(inputs(b, channels, "Prescription & bureaux d'études"), cut(15))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Draw(r, options(lang.French)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
