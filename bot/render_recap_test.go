package bot

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/sla"
)

func november16() calendar.Date { return calendar.NewDate(2026, time.November, 16) }

// known is the worked example with the people in it, scheduled by Claire.
type known struct{ *november }

func newKnown(t *testing.T) known {
	n := newNovember(t)
	n.settings.RecapIn = []ledger.Conversation{{ID: "C1", Name: "marketing", SetBy: "UCLAIRE"}}
	return known{n}
}

// morning is the recap of a day's morning.
func (k known) morning(t *testing.T, d calendar.Date) recap.Edition {
	t.Helper()
	e, err := recap.Preview(t.Context(), k, d)
	if err != nil {
		t.Fatal(err)
	}
	e.People = map[string]string{"UCLAIRE": "Claire M."}
	return e
}

// posted is a recap as Slack gets it.
func posted(t *testing.T, e recap.Edition, in lang.Language) reply {
	t.Helper()
	return postedAll(t, e, in)[0]
}

// postedAll is a recap and what follows in its thread.
func postedAll(t *testing.T, e recap.Edition, in lang.Language) (all []reply) {
	t.Helper()
	messages, err := RecapMessages(e, recap.Layout{}, in)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		blocks, err := decodeBlocks(m.Blocks)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, reply{Text: m.Text, Blocks: blocks})
	}
	return all
}

// TestRecapOfTheWorkedExample compares with the recap everybody agreed to aim
// at, but for the picture and the sales' half.
func TestRecapOfTheWorkedExample(t *testing.T) {
	r := posted(t, newKnown(t).morning(t, november16()), lang.French)
	got := strings.Split(spaces.Replace(r.Text), "\n")
	want := strings.Split(strings.TrimSpace(`
🟡 Point SLA, lundi 16 novembre : marketing en léger retard, rattrapable (91 % de l'attendu)
Arrêté au dim. 15 (ven. 13 au dim. 15 compris : +132 leads) · jour ouvré 9 sur 20
Réalisé 17 738 € sur 43 216 € engagés (41 %) · 132 leads sur 300
Attendu à ce jour 19 447 € · écart −1 709 € : volume −432 €, leads de moindre valeur −1 277 €
Par jour ouvré : 1 971 € réalisés, 2 316 € nécessaires (×1,18)
Fin de mois probable 39 000 € (8 chances sur 10 entre 34 900 et 43 100 €) · atteindre 95 % : 26 %, 100 % : 10 %
*À faire*
• E-mail (<@UCLAIRE>) : 7 leads par jour ouvré pendant 11 jours, contre 2,7 aujourd'hui
• Inbound (<@UMARC>) : 4 par jour, contre 2,3 aujourd'hui
• Publicité : 156 % de l'attendu ; ventes, prévoyez la capacité de relance
Saisies à jour sur tous les canaux d'acquisition
Programmé par Claire M. · prochain : mar. 17, 09:00
🔴 E-mail : 24/90 leads, 2 619 / 10 350 €, écart −2 039 €, compromis
🟠 Inbound : 21/56 leads, 4 866 / 13 836 €, écart −1 360 €, à risque
⚪ Outbound : 8/18 leads, 2 007 / 4 230 €, écart +104 €, volume trop faible pour juger
🟢 Trafic naturel : 32/68 leads, 4 660 / 9 680 €, écart +304 €, en bonne voie
🔵 Publicité : 47/68 leads, 3 586 / 5 120 €, écart +1 282 €, en avance`), "\n")
	for i := range max(len(got), len(want)) {
		if g, w := lineOf(got, i), lineOf(want, i); g != w {
			t.Errorf("line %d:\n%s\nwant\n%s", i+1, g, w)
		}
	}
	wantGolden(t, "recap_fr", r)
	wantFits(t, r)
}

func lineOf(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

func TestRecapGolden(t *testing.T) {
	for _, c := range []struct {
		name    string
		in      lang.Language
		edition func(t *testing.T) recap.Edition
	}{
		{"recap_en", lang.English, func(t *testing.T) recap.Edition { return newKnown(t).morning(t, november16()) }},
		{"recap_hidden_euros", lang.French, func(t *testing.T) recap.Edition {
			k := newKnown(t)
			k.settings.HideEuros = true
			return k.morning(t, november16())
		}},
		{"recap_closing", lang.French, func(t *testing.T) recap.Edition { return ended(t, 2) }},
		{"recap_closing_en", lang.English, func(t *testing.T) recap.Edition { return ended(t, 3) }},
		{"recap_closing_final", lang.French, finished},
		{"recap_closing_final_en", lang.English, finished},
		{"recap_corrected", lang.French, corrected},
		{"recap_corrected_en", lang.English, corrected},
		{"recap_closing_no_plan", lang.French, func(t *testing.T) recap.Edition {
			k := newKnown(t)
			k.plans = nil
			return k.morning(t, calendar.NewDate(2026, time.December, 1))
		}},
		{"recap_early", lang.French, func(t *testing.T) recap.Edition {
			k := newKnown(t)
			k.totals = nil
			return k.morning(t, calendar.NewDate(2026, time.November, 3))
		}},
		{"recap_no_plan", lang.French, func(t *testing.T) recap.Edition {
			k := newKnown(t)
			k.plans = nil
			return k.morning(t, november16())
		}},
		{"recap_last_day", lang.French, func(t *testing.T) recap.Edition {
			return newKnown(t).morning(t, calendar.NewDate(2026, time.November, 30))
		}},
		{"recap_carried_over", lang.French, func(t *testing.T) recap.Edition {
			k := newKnown(t)
			k.came(calendar.NewDate(2026, time.December, 7), ledger.Segment{Channel: 1, Persona: 1}, 12)
			return k.morning(t, calendar.NewDate(2026, time.December, 8))
		}},
		{"recap_troubles", lang.French, func(t *testing.T) recap.Edition { return troubled(t) }},
		{"recap_troubles_en", lang.English, func(t *testing.T) recap.Edition { return troubled(t) }},
		{"recap_60_channels", lang.French, func(t *testing.T) recap.Edition {
			return crowded(t, 60, "Salon <!channel> *de* `l'industrie` & des `procédés` de très très grand nom, n° ")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i, r := range postedAll(t, c.edition(t), c.in) {
				name := c.name
				if i > 0 {
					name += "_thread_" + strconv.Itoa(i+1)
				}
				wantGolden(t, name, r)
				wantFits(t, r)
			}
		})
	}
}

// ended is the closing recap of a month that brought so many times what its first
// half did.
func ended(t *testing.T, times int64) recap.Edition {
	k := newKnown(t)
	for _, total := range k.totals {
		k.months = append(k.months, ledger.MonthTotal{
			Month: novemberMonth, Segment: total.Cell.Segment(),
			Stage: ledger.Lead, Count: total.Count * times,
		})
	}
	return k.morning(t, calendar.NewDate(2026, time.December, 1))
}

// troubled is a late recap after two missed ones, of a month amended on the 12th
// and shortened on the 13th, with a channel that nobody reports and a segment
// without a price.
func troubled(t *testing.T) recap.Edition {
	k := newKnown(t)
	k.reported[k.channel("E-mail")] = calendar.NewDate(2026, time.November, 3)
	plan := k.plans[novemberMonth]
	delete(plan.Sales, k.persona("Grand compte"))
	plan.Changes = append(plan.Changes, sla.Change{
		What: sla.GoalChanged, Segment: ledger.Segment{Channel: 1, Persona: 1},
		Old: "40", New: "48", Author: "UMARC", At: day(12),
	})
	k.plans[novemberMonth] = plan
	k.exceptions = []calendar.Exception{{
		First: calendar.NewDate(2026, time.November, 26), Last: calendar.NewDate(2026, time.November, 27),
		By: "UCLAIRE", DeclaredAt: day(13),
	}}
	e := k.morning(t, november16())
	e.Late, e.AskedBy = true, "UMARC"
	e.Unposted = []calendar.Date{calendar.NewDate(2026, time.November, 12), calendar.NewDate(2026, time.November, 13)}
	return e
}

// crowded is a workspace of many channels with long names, most of them late.
func crowded(t *testing.T, channels int, name string) recap.Edition {
	k := newKnown(t)
	plan := k.plans[novemberMonth]
	for i := range channels {
		s := ledger.Segment{Channel: k.channel(name + string(rune('A'+i))), Persona: 1}
		plan.Goals[s] = int64(40 + i)
		plan.Rates[s] = sla.Rate{Value: decimal.RequireFromString("0.04"), Source: sla.Declared}
		k.came(calendar.NewDate(2026, time.November, 13), s, int64(i%7))
		k.reported[s.Channel] = calendar.NewDate(2026, time.November, 13)
	}
	return k.morning(t, november16())
}
