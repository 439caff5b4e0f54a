package bot

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/alert"
	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sla"
)

// offTrack is an alert about E-mail, which has fallen back.
func offTrack(locale string) alert.Letter {
	figures := sla.Figures{
		Leads: 12, CommitmentLeads: 90, Status: sla.OffTrack, Gap: decimal.New(-2_940, 0),
		Pace:              decimal.NewNullDecimal(decimal.New(3, -1)),
		LeadsPerDayNeeded: decimal.NewNullDecimal(decimal.New(71, -1)), LeadsPerDayNow: decimal.NewNullDecimal(decimal.New(13, -1)),
	}
	return alert.Letter{
		To: ledger.Person{ID: "UCLAIRE", Locale: locale}, Settings: ledger.DefaultSettings(),
		Change: alert.Change{Channel: 3, From: sla.OnTrack, To: sla.OffTrack, Report: report.Report{
			Month: tuesday17.In(), AsOf: calendar.NewDate(2026, 11, 16), Currency: "EUR", Total: figures,
			Channels: []report.Channel{{Channel: ledger.Channel{ID: 3, Name: "E-mail *", Owner: "UCLAIRE"}, Figures: figures}},
		}},
	}
}

func alertReply(t *testing.T, a alert.Letter) reply {
	t.Helper()
	l := alertLetter(a)
	out := l.reply()
	wantFits(t, out)
	m, err := RenderAlert(a)
	if err != nil || m.Text != out.Text || len(m.Blocks) == 0 {
		t.Errorf("rendered %q with %d bytes of blocks, %v", m.Text, len(m.Blocks), err)
	}
	return out
}

func TestAlertLetters(t *testing.T) {
	wantGolden(t, "alert_off_track_fr", alertReply(t, offTrack("fr-FR")))
	wantGolden(t, "alert_off_track_en", alertReply(t, offTrack("en-GB")))
	burst := offTrack("fr-FR")
	burst.Channel, burst.Change.To, burst.Report.Total.Status = 0, sla.Ahead, sla.Ahead
	burst.Report.Total.Gap, burst.Report.Total.Pace = decimal.New(9_400, 0), decimal.NewNullDecimal(decimal.New(141, -2))
	wantGolden(t, "alert_ahead_fr", alertReply(t, burst))
	public := offTrack("")
	public.Public, public.Settings.HideEuros = true, true
	wantGolden(t, "alert_public_fr", alertReply(t, public))
}

func TestAlertsAreMutedByOneselfForOneself(t *testing.T) {
	d := newDesk(t)
	wantSaid(t, d.presses("UCLAIRE", "m1", actionMute, "1").Text, "plus d'alerte pour vous sur E-mail")
	d.presses("UCLAIRE", "m2", actionMute, "0")
	wantSaid(t, d.presses("UCLAIRE", "m3", actionUnmute, "0").Text, "le total du mois")
	mutes, err := d.books.Mutes(t.Context())
	if err != nil || len(mutes) != 1 || mutes[0] != (ledger.Mute{Person: "UCLAIRE", Channel: 1}) {
		t.Errorf("muted %v, %v", mutes, err)
	}
}
