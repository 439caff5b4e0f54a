package bot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

func amount(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func exactly(text string) decimal.NullDecimal { return decimal.NewNullDecimal(amount(text)) }

// middle is a month in progress: working day 9 of 20.
func middle(l lang.Language, bare bool) board {
	return board{say: lang.Speak(l), settings: ledger.DefaultSettings(), bare: bare, report: report.Report{
		Month: novemberMonth, AsOf: calendar.NewDate(2026, 11, 15), Currency: "EUR",
		WorkingDays: report.WorkingDays{Total: 20, Elapsed: 9},
		Channels:    []report.Channel{{Segments: []report.Segment{{}}}}, // something has a value
	}}
}

func TestStatusWords(t *testing.T) {
	behind, few := sla.Figures{Gap: amount("-1"), CommitmentLeads: 50}, sla.Figures{CommitmentLeads: 19}
	for _, c := range []struct {
		status sla.Status
		f      sla.Figures
		fr, en string
	}{
		{sla.OnTrack, sla.Figures{CommitmentLeads: 50}, "🟢 en bonne voie", "🟢 on track"},
		{sla.OnTrack, behind, "🟡 léger retard, rattrapable", "🟡 slightly behind, recoverable"},
		{sla.AtRisk, behind, "🟠 à risque", "🟠 at risk"},
		{sla.TooEarly, sla.Figures{CommitmentLeads: 20}, "⚪ trop tôt pour juger", "⚪ too early to tell"},
		{sla.TooEarly, few, "⚪ volume trop faible pour juger", "⚪ volume too low to tell"},
		{sla.Missed, sla.Figures{Attainment: exactly("0.999")}, "❌ non atteint, tenu à 99 %", "❌ missed, 99% kept"},
	} {
		c.f.Status = c.status
		for l, want := range map[lang.Language]string{lang.French: c.fr, lang.English: c.en} {
			b := middle(l, false)
			mark, word := b.standing(c.f)
			if got := spaces.Replace(mark + " " + word); got != want {
				t.Errorf("%s of %+v reads %q; want %q", c.status, c.f, got, want)
			}
		}
	}
}

// What is undefined is left out or a dash, never a zero.
func TestStatusLines(t *testing.T) {
	for _, c := range []struct {
		name string
		line func(board) string
		want string
		bare string
	}{
		{
			"attained", func(b board) string {
				return b.attainedLine(sla.Figures{
					Leads: 132, CommitmentLeads: 300, Value: amount("17738"), Commitment: amount("43216"),
					Attainment: exactly("0.41045"), Today: &sla.Today{Leads: -3},
				})
			}, "Réalisé 17 738 € sur 43 216 € engagés (41 %) · 132 leads sur 300, dont −3 aujourd'hui",
			"Réalisé 41 % de l'engagement · 132 leads sur 300, dont −3 aujourd'hui",
		},
		{"a hair below the commitment", func(b board) string {
			return b.attainedLine(sla.Figures{
				Leads: 299, CommitmentLeads: 300, Value: amount("43215.99"), Commitment: amount("43216"),
				Attainment: exactly("0.9999998"),
			})
		}, "Réalisé 43 216 € sur 43 216 € engagés (99 %) · 299 leads sur 300", "Réalisé 99 % de l'engagement · 299 leads sur 300"},
		{
			"no commitment", func(b board) string { return b.attainedLine(sla.Figures{Leads: 1, Value: amount("72")}) },
			"Réalisé 72 € · 1 lead, sans engagement", "1 lead, sans engagement",
		},
		{
			"promised at no known value", func(b board) string { return b.attainedLine(sla.Figures{Leads: 2, CommitmentLeads: 6}) },
			"2 leads sur 6, sans valeur connue", "2 leads sur 6, sans valeur connue",
		},
		{"nothing due", func(b board) string { return b.dueLine(sla.Figures{}) }, "", ""},
		{"due, no mean value", func(b board) string {
			return b.dueLine(sla.Figures{Due: amount("100"), Gap: amount("-40"), Pace: exactly("0.6")})
		}, "Attendu à ce jour 100 € · écart −40 €", "60 % de l'attendu à ce jour"},
		{"due, one price", func(b board) string {
			return b.dueLine(sla.Figures{Due: amount("100"), Gap: amount("-40"), Volume: exactly("-40"), Mix: exactly("0.2"), Pace: exactly("0.6")})
		}, "Attendu à ce jour 100 € · écart −40 €", "60 % de l'attendu à ce jour"},
		{"due, richer", func(b board) string {
			return b.dueLine(sla.Figures{Due: amount("100"), Gap: amount("10"), Volume: exactly("-5"), Mix: exactly("15"), Pace: exactly("1.1")})
		}, "Attendu à ce jour 100 € · écart +10 € : volume −5 €, leads de plus grande valeur +15 €", "110 % de l'attendu à ce jour"},
		{
			"no day done", func(b board) string { return b.perDayLine(sla.Figures{RequiredPerDay: exactly("2160.8")}) },
			"Par jour ouvré : 2 161 € nécessaires", "",
		},
		{"nothing achieved", func(b board) string {
			return b.perDayLine(sla.Figures{
				AchievedPerDay: exactly("0"), RequiredPerDay: exactly("50"),
				LeadsPerDayNow: exactly("0"), LeadsPerDayNeeded: exactly("1.25"),
			})
		}, "Par jour ouvré : 0 € réalisés, 50 € nécessaires", "Par jour ouvré : 0 leads réalisés, 1,3 leads nécessaires"},
		{
			"no day left", func(b board) string { return b.perDayLine(sla.Figures{AchievedPerDay: exactly("50")}) },
			"Par jour ouvré : 50 € réalisés", "",
		},
		{"reached", func(b board) string {
			return b.perDayLine(sla.Figures{AchievedPerDay: exactly("50"), RequiredPerDay: exactly("-3"), CatchUp: exactly("-0.06")})
		}, "Par jour ouvré : 50 € réalisés", ""},
		{"no projection", func(b board) string { return b.projectionLine(sla.Figures{}) }, "", ""},
		{
			"projection", func(b board) string {
				return b.projectionLine(sla.Figures{
					Projection: exactly("39009.88"), ProjectionLow: exactly("34880.63"), ProjectionHigh: exactly("43139.13"),
					HeldProbability: exactly("0.999999"), Probability: exactly("0.0003"), ProjectionLeads: exactly("288.7"),
				})
			}, "Fin de mois probable 39 000 € (8 chances sur 10 entre 34 900 et 43 100 €) · atteindre 95 % : 99 %, 100 % : moins de 1 %",
			"Fin de mois probable : 289 leads · atteindre 95 % : 99 %, 100 % : moins de 1 %",
		},
		{"a range that begins at what is there", func(b board) string {
			return b.projectionLine(sla.Figures{Value: amount("1014"), Projection: exactly("1014"), ProjectionLow: exactly("1014"), ProjectionHigh: exactly("1014")})
		}, "Fin de mois probable 1 014 € (8 chances sur 10 entre 1 014 et 1 014 €)", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := spaces.Replace(c.line(middle(lang.French, false))); got != c.want {
				t.Errorf("got %q; want %q", got, c.want)
			}
			if got := spaces.Replace(c.line(middle(lang.French, true))); got != c.bare {
				t.Errorf("without amounts: got %q; want %q", got, c.bare)
			}
		})
	}
}

func TestCalendarDaysAreNotWorkingDays(t *testing.T) {
	b := middle(lang.English, false)
	b.settings.CalendarDays = true
	got := b.cutLine() + "\n" + b.perDayLine(sla.Figures{AchievedPerDay: exactly("50")})
	if want := "Up to Sun 15 · day 9 of 20\nPer day: €50 so far"; got != want {
		t.Errorf("got %q; want %q", got, want)
	}
}

// Whatever somebody calls a channel, it comes out as that and does nothing.
func TestNamesAreHarmless(t *testing.T) {
	b := middle(lang.French, false)
	b.report.Channels = []report.Channel{{
		Channel: ledger.Channel{Name: "<!channel> *gras* `x` & <@U1|y>"},
		Figures: sla.Figures{Status: sla.NotReported, CommitmentLeads: 30},
	}}
	for _, line := range append(b.rowLines(b.channelRows()), b.silentLine()) {
		for _, bad := range []string{"<!", "<@U1", " *gras* ", " `x`"} {
			if strings.Contains(line, bad) {
				t.Errorf("%q is let through in %q", bad, line)
			}
		}
	}
}

func TestLetterKeepsWholeLines(t *testing.T) {
	l := letter{say: lang.Speak(lang.French)}
	line := strings.Repeat("é", 99)
	for range 60 {
		l.add(line)
	}
	lines := strings.Split(l.text(), "\n")
	if n := utf8.RuneCountInString(l.text()); n > textRunes {
		t.Errorf("the text has %d characters; want %d at most", n, textRunes)
	}
	for _, got := range lines[:len(lines)-1] {
		if got != line {
			t.Errorf("a line was cut: %q", got)
		}
	}
	if want := "… et 22 lignes de plus"; spaces.Replace(lines[len(lines)-1]) != want {
		t.Errorf("the text ends with %q; want %q", lines[len(lines)-1], want)
	}
}

func TestTablesStayWithinSlackLimits(t *testing.T) {
	columns := []column{{"Nom", false}, {"", true}}
	for _, rows := range []int{0, 1, 98, 99, 100, 500} {
		cells := make([][]string, rows)
		for i := range cells {
			cells[i] = []string{strings.Repeat("n", 200), ""}
		}
		block, left := drawTable("t", columns, cells)
		if len(block.Rows) > tableRows || len(block.Rows)-1+left != rows {
			t.Errorf("%d rows: %d drawn, %d left out", rows, len(block.Rows), left)
		}
	}
	short := make([][]string, 200)
	for i := range short {
		short[i] = []string{"a", "b"}
	}
	if block, left := drawTable("t", columns, short); len(block.Rows) != tableRows || left != 101 {
		t.Errorf("%d rows drawn, %d left out; want 100 with the header, and 101", len(block.Rows), left)
	}
}
