package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/followup"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/recap"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// followedUp is the worked example with sales' half beside it: 90 % promised
// within a working day, 101 of the 120 leads past it contacted in time.
func followedUp(t *testing.T) recap.Edition {
	t.Helper()
	k := newKnown(t)
	e := k.morning(t, november16())
	share := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	ninth := calendar.NewDate(2026, time.November, 9)
	inbound, email := k.channel("Inbound"), k.channel("E-mail")
	e.Sales = report.SalesHalf{
		Promises: map[ledger.ChannelID]sla.Promise{0: {Share: 90, Within: 1, Unit: sla.InDays}},
		Result: followup.Result{
			Total: followup.Figures{
				Received: 132, InTime: 101, Late: 9, Overdue: 10, Within: 12, Waiting: 12, Oldest: ninth,
				Share: share("0.841667"), Promise: share("0.9"), Status: sla.AtRisk,
			},
			Channels: map[ledger.ChannelID]followup.Figures{
				inbound: {Received: 21, Overdue: 6, Oldest: ninth, Status: sla.OffTrack},
				email:   {Received: 24, Overdue: 4, Oldest: ninth.AddDays(2), Status: sla.AtRisk},
			},
		},
	}
	e.Report.Total.Won, e.Report.Total.WonAmount = 6, decimal.New(20_200, 0)
	return e
}

func TestRecapTellsSalesHalf(t *testing.T) {
	r := posted(t, followedUp(t), lang.French)
	wantSaid(t, r.Text,
		"🟡 Point SLA, lundi 16 novembre : marketing en léger retard, rattrapable (91 % de l'attendu) · ventes à risque (84 % à temps)",
		"• Inbound, ventes : 6 leads à contacter en retard, le plus ancien reçu lun. 9\n• E-mail, ventes : 4 leads",
		"Ventes : 90 % contactés sous 1 jour ouvré · tenu à 84 % (101 sur 120 échus)\n"+
			"9 contactés en retard · 10 à contacter en retard, le plus ancien reçu lun. 9 (Inbound) · 12 encore dans les délais\n"+
			"6 clients gagnés, 20 200 € · 4,5 % des leads du mois, pour 4,2 % prévus")
	wantGolden(t, "recap_sales_fr", r)
	wantFits(t, r)
	wantGolden(t, "recap_sales_en", posted(t, followedUp(t), lang.English))
}

func TestRecapOfOtherSales(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*recap.Edition)
		want   []string
	}{
		{"promises of their own", func(e *recap.Edition) {
			e.Sales.Promises[e.Report.Channels[0].ID] = sla.Promise{Share: 95, Within: 4, Unit: sla.InHours}
		}, []string{"Ventes : 90 % contactés dans le délai de chaque canal d'acquisition · tenu à 84 %"}},
		{"nothing due yet", func(e *recap.Edition) {
			e.Sales.Total = followup.Figures{Received: 12, Within: 12, Waiting: 12, Status: sla.TooEarly}
		}, []string{"· ventes trop tôt pour juger", "Ventes : 90 % contactés sous 1 jour ouvré · encore dans les délais\n12 encore dans les délais"}},
		{"real clocks", func(e *recap.Edition) {
			e.Sales.Total.Timed, e.Sales.Total.Median, e.Sales.Total.P90 = 90, 35*time.Minute, 7*time.Hour+5*time.Minute
		}, []string{"premier contact en 35 min pour la moitié, 7 h 05 pour neuf sur dix"}},
		{"contested", func(e *recap.Edition) { e.Sales.Total.Contested = 4 }, []string{"Dont 4 leads contestés"}},
		{"people named", func(e *recap.Edition) {
			e.Settings.SalesNames = true
			for i := range e.Report.Channels {
				e.Report.Channels[i].SalesOwner = "UCLAIRE"
			}
		}, []string{"• Inbound (Claire M.), ventes : 6 leads à contacter en retard"}},
		{"euros hidden", func(e *recap.Edition) { e.Settings.HideEuros = true }, []string{"6 clients gagnés · 4,5 %"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := followedUp(t)
			c.change(&e)
			wantSaid(t, posted(t, e, lang.French).Text, c.want...)
		})
	}
}

// Nothing is said of sales where nothing is promised and nothing was won.
func TestRecapWithoutAPromise(t *testing.T) {
	v := newSummary(newKnown(t).morning(t, november16()), recap.Layout{}, lang.Speak(lang.French))
	if lines := v.salesLines(v.salesOf(0), v.report.Total); len(lines) > 0 || v.salesBeing(v.salesOf(0)) != "" {
		t.Errorf("told of sales: %q", lines)
	}
}

func TestRecapSaysWhyTheGapGrew(t *testing.T) {
	moved := func(gap, volume, mix, rate int64) report.Move {
		return report.Move{From: calendar.NewDate(2026, time.November, 12), Moved: sla.Moved{
			Gap: decimal.New(gap, 0), Volume: decimal.New(volume, 0), Mix: decimal.New(mix, 0), Rate: decimal.New(rate, 0),
		}}
	}
	e := newKnown(t).morning(t, november16())
	e.Moved = moved(-2_400, -1_900, -500, 0)
	wantSaid(t, posted(t, e, lang.French).Text,
		"L'écart s'est creusé de 2 400 € depuis jeu. 12 : volume −1 900 € et leads de moindre valeur −500 €")
	for name, small := range map[string]report.Move{
		"a twentieth and no more": moved(-2_160, -2_160, 0, 0), "better": moved(2_400, 2_400, 0, 0), "not known": {},
	} {
		e.Moved = small
		if text := posted(t, e, lang.French).Text; strings.Contains(text, "creusé") {
			t.Errorf("%s: %s", name, text)
		}
	}
}
