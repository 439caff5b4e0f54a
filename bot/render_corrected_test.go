package bot

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
)

// changed is a change of e-mail and PME on a day of November, a lead of which is
// worth 40 €.
func changed(d int, stage ledger.Stage, before, after ledger.Total) recap.Change {
	cell := ledger.Cell{Day: calendar.NewDate(2026, time.November, d), Channel: 3, Persona: 1, Stage: stage}
	before.Cell, after.Cell = cell, cell
	return recap.Change{
		Old: before, New: after, Channel: "E-mail", Persona: "PME",
		Value: decimal.NewNullDecimal(decimal.NewFromInt(40)),
	}
}

func stands(count, cents int64) ledger.Total {
	return ledger.Total{Count: count, AmountCents: cents, Standing: 1}
}

func TestCorrectionLines(t *testing.T) {
	twelve := changed(13, ledger.Lead, stands(12, 0), stands(10, 0))
	unpriced := twelve
	unpriced.Value = decimal.NullDecimal{}
	hostile := twelve
	hostile.Channel = "<!channel> & co"
	many := recap.Correction{Author: "UCLAIRE"}
	for range 14 {
		many.Changes = append(many.Changes, twelve)
	}
	by := func(author string, changes ...recap.Change) recap.Correction {
		return recap.Correction{Author: author, Changes: changes}
	}
	for _, c := range []struct {
		name       string
		in         lang.Language
		hidden     bool
		correction recap.Correction
		want       string
	}{
		{"a correction", lang.French, false, by("UCLAIRE", twelve), "Corrigé par Claire M. : E-mail · PME, ven. 13 : 12 → 10, −80 €"},
		{"in English", lang.English, false, by("UCLAIRE", twelve), "Corrected by Claire M.: E-mail · PME, Fri 13: 12 → 10, −€80"},
		{"euros hidden", lang.French, true, by("UCLAIRE", twelve), "Corrigé par Claire M. : E-mail · PME, ven. 13 : 12 → 10"},
		{"no price", lang.French, false, by("UCLAIRE", unpriced), "Corrigé par Claire M. : E-mail · PME, ven. 13 : 12 → 10"},
		{"from the command line", lang.French, false, by("", twelve), "Corrigé par la ligne de commande : E-mail · PME, ven. 13 : 12 → 10, −80 €"},
		{"a late entry", lang.French, false, by("UCLAIRE", changed(13, ledger.Lead, ledger.Total{}, stands(3, 0))), "Corrigé par Claire M. : E-mail · PME, ven. 13 : sans saisie → 3, +120 €"},
		{"a zero", lang.French, false, by("UCLAIRE", changed(13, ledger.Lead, ledger.Total{}, stands(0, 0))), "Corrigé par Claire M. : E-mail · PME, ven. 13 : sans saisie → 0"},
		{"sales", lang.French, false, by("UCLAIRE", changed(13, ledger.Won, stands(2, 360_000), stands(3, 540_000))), "Corrigé par Claire M. : E-mail · PME, gagnés, ven. 13 : 2 → 3, +1 800 €"},
		{"the first sale", lang.French, false, by("UCLAIRE", changed(13, ledger.Won, ledger.Total{}, stands(1, 180_000))), "Corrigé par Claire M. : E-mail · PME, gagnés, ven. 13 : 0 → 1, +1 800 €"},
		{"contacts", lang.French, false, by("UCLAIRE", changed(13, ledger.Contacted, stands(8, 0), stands(9, 0))), "Corrigé par Claire M. : E-mail · PME, contactés, ven. 13 : 8 → 9"},
		{
			"two cells", lang.French, false, by("UCLAIRE", twelve, changed(16, ledger.Lead, stands(1, 0), stands(2, 0))),
			"Corrigé par Claire M. :\n• E-mail · PME, ven. 13 : 12 → 10, −80 €\n• E-mail · PME, lun. 16 : 1 → 2, +40 €",
		},
		{"a name that would call", lang.French, false, by("UCLAIRE", hostile), "Corrigé par Claire M. : &lt;!channel&gt; &amp; co · PME, ven. 13 : 12 → 10, −80 €"},
		{
			"closed", lang.French, false,
			recap.Correction{Closed: true},
			"Bilan définitif : novembre 2026 est clos. Réalisé 17 738 € sur 43 216 € engagés (41 %) · 132 leads sur 300",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newKnown(t)
			k.settings.HideEuros, k.settings.Language = c.hidden, string(c.in)
			m, err := RenderCorrection(k.morning(t, november16()), c.correction)
			if got := spaces.Replace(m.Text); err != nil || got != c.want || m.Blocks != nil {
				t.Errorf("%s, %v; want %s", got, err, c.want)
			}
		})
	}
	t.Run("more than a line can spell out", func(t *testing.T) {
		m, err := RenderCorrection(newKnown(t).morning(t, november16()), many)
		want := "Corrigé par Claire M. :"
		for range 10 {
			want += "\n• E-mail · PME, ven. 13 : 12 → 10, −80 €"
		}
		if got := spaces.Replace(m.Text); err != nil || got != want+"\n… et 4 autres corrections, −320 €" || utf8.RuneCountInString(got) > textRunes {
			t.Errorf("%s, %v", got, err)
		}
	})
}

// corrected is the worked example, edited at ten to twelve.
func corrected(t *testing.T) recap.Edition {
	e := newKnown(t).morning(t, november16())
	e.CorrectedAt = time.Date(2026, time.November, 16, 10, 50, 0, 0, time.UTC)
	e.Corrections = []recap.Correction{{Author: "UCLAIRE", Changes: []recap.Change{changed(13, ledger.Lead, stands(12, 0), stands(10, 0))}}}
	return e
}

// finished is a closing recap whose month has changed for the last time, in which
// some were won, and whose successor is signed by one side.
func finished(t *testing.T) recap.Edition {
	e := ended(t, 2)
	e.Final, e.CorrectedAt = true, time.Date(2026, time.December, 3, 23, 0, 0, 0, time.UTC)
	e.Corrections = []recap.Correction{{Closed: true}}
	e.Report.Total.Won, e.Report.Total.WonAmount = 6, decimal.NewFromInt(20_200)
	e.Report.Channels[0].Segments[0].Figures.Won = 6
	return e
}

// What was in a message of the thread before stays there as a sentence.
func TestWhatNoLongerFollows(t *testing.T) {
	messages, err := RecapMessages(newKnown(t).morning(t, november16()), recap.Layout{Most: 3}, lang.French)
	if err != nil || len(messages) != 3 {
		t.Fatalf("%d messages, %v; want as many as there are", len(messages), err)
	}
	for i, m := range messages[1:] {
		if want := "Suite du récap : depuis une correction, tout tient dans le message du haut."; spaces.Replace(m.Text) != want || len(m.Blocks) == 0 {
			t.Errorf("message %d: %s", i+2, m.Text)
		}
	}
	words, err := RecapMessages(newKnown(t).morning(t, november16()), recap.Layout{Most: 2, Form: recap.WordsOnly}, lang.French)
	if err != nil || len(words) != 2 || len(words[1].Blocks) != 0 {
		t.Errorf("in words: %+v, %v", words, err)
	}
}
