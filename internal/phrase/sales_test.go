package phrase

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/sla"
)

func TestOfSales(t *testing.T) {
	for _, c := range []struct {
		typed string
		want  Count
	}{
		{"contacted 8 email pme", Count{Count: 8, Stage: ledger.Contacted}},
		{"contactés 8 email pme", Count{Count: 8, Stage: ledger.Contacted}},
		{"8 contactés email pme", Count{Count: 8, Stage: ledger.Contacted}},
		{"perdus 3 email pme", Count{Count: 3, Stage: ledger.Lost}},
		{"won 2 email pme 1800€", Count{Count: 2, Stage: ledger.Won, AmountCents: 180_000}},
		{"gagnés 2 email pme 1 800 €", Count{Count: 2, Stage: ledger.Won, AmountCents: 180_000}},
		{"won 2 email pme €1,800.50", Count{Count: 2, Stage: ledger.Won, AmountCents: 180_050}},
		{"won 2 email pme €1,800", Count{Count: 2, Stage: ledger.Won, AmountCents: 180_000}},
		{"gagné 1 800,50 € email pme 2", Count{Count: 2, Stage: ledger.Won, AmountCents: 180_050}},
		{"won 2x900€ email pme", Count{Count: 2, Stage: ledger.Won, AmountCents: 180_000}},
		{"gagnés email pme 2x900,50 €", Count{Count: 2, Stage: ledger.Won, AmountCents: 180_100}},
		{"won 2 x 900 € email pme", Count{Count: 2, Stage: ledger.Won, AmountCents: 180_000}},
		{"won 3 email pme 1 200 000 euros", Count{Count: 3, Stage: ledger.Won, AmountCents: 120_000_000}},
		{"contestés 4 email pme doublon", Count{Count: 4, Stage: ledger.Rejected, Reason: ledger.Duplicate}},
		{"rejected 4 email pme off target", Count{Count: 4, Stage: ledger.Rejected, Reason: ledger.OffTarget}},
	} {
		t.Run(c.typed, func(t *testing.T) {
			c.want.Day, c.want.Channel, c.want.Persona = today, email, small
			wantCommand(t, OfSales, c.typed, Record{Lines: []Count{c.want}})
		})
	}
}

func TestOfSalesRefuses(t *testing.T) {
	for typed, want := range map[string]lang.ID{
		"8 email pme":                   "phrase.no_stage",
		"contacted won 8 email pme":     "phrase.two_stages",
		"won 2 email pme":               "phrase.won_amount",
		"won 2 email pme 1800":          "phrase.won_amount",
		"won 2 email pme euros":         "phrase.won_amount",
		"won 2 900 € email pme":         "phrase.no_number",
		"won 2 email pme 1.800 €":       "phrase.two_readings",
		"won 2x1.800 € email pme":       "phrase.two_readings",
		"won 2 email pme 10,005 €":      "phrase.two_readings",
		"won 2 email pme 0,0005 €":      "phrase.bad_amount",
		"won 2 email pme 9999999999 €":  "phrase.bad_amount",
		"contacted email pme":           "phrase.no_number",
		"contacted 8 pme":               "phrase.no_channel",
		"contacted 8 email pme doublon": "phrase.unknown_word",
	} {
		t.Run(typed, func(t *testing.T) { wantRefusal(t, OfSales, typed, want) })
	}
}

// Leads contested without a reason are asked about, and each reason offered reads
// back as itself.
func TestContestedNeedsAReason(t *testing.T) {
	cmd, err := OfSales("contestés 4 email pme hier", workspace())
	if err != nil {
		t.Fatal(err)
	}
	doubts := cmd.(Record).Lines[0].Doubts
	if len(doubts) != 1 || doubts[0].Kind != NoReason || len(doubts[0].Choices) != len(ledger.Reasons) {
		t.Fatalf("doubts %+v", doubts)
	}
	for i, choice := range doubts[0].Choices {
		again, err := Leads(choice.Text, workspace())
		if err != nil {
			t.Fatalf("%q: %v", choice.Text, err)
		}
		got := again.(Record).Lines[0]
		want := Count{
			Typed: choice.Text, Count: 4, Stage: ledger.Rejected, Reason: ledger.Reasons[i],
			Day: today.AddDays(-1), DayTyped: true, Channel: email, Persona: small,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// A doubtful name in a won line keeps its stage and its amount.
func TestDoubtsKeepWhatSalesSaid(t *testing.T) {
	cmd, err := OfSales("won 2 emial pme 1800,50 €", workspace())
	if err != nil {
		t.Fatal(err)
	}
	again, err := Leads(cmd.(Record).Lines[0].Doubts[0].Choices[0].Text, workspace())
	if err != nil {
		t.Fatal(err)
	}
	if got := again.(Record).Lines[0]; got.Stage != ledger.Won || got.AmountCents != 180_050 || got.Count != 2 || got.Channel != email {
		t.Errorf("read back as %+v", got)
	}
}

func TestSalesInAMessage(t *testing.T) {
	for _, typed := range []string{"8 contactés email pme", "contacted 8 email pme", "2 gagnés email pme 1 800 €"} {
		cmd, err := Message(typed, workspace())
		if _, ok := cmd.(Record); !ok || err != nil {
			t.Errorf("%q is %#v, %v", typed, cmd, err)
		}
	}
}

func TestSetPromise(t *testing.T) {
	day := func(n int) sla.Promise { return sla.Promise{Share: 90, Within: n, Unit: sla.InDays} }
	hours := sla.Promise{Share: 95, Within: 4, Unit: sla.InHours}
	for _, c := range []struct {
		text string
		want SetPromise
	}{
		{"set ventes 90 % sous 1 jour", SetPromise{Promise: day(1)}},
		{"set ventes 90 %", SetPromise{Promise: day(1)}},
		{"set ventes 90% sous 2 jours ouvrés", SetPromise{Promise: day(2)}},
		{"set sales 90% within 2 working days", SetPromise{Promise: day(2)}},
		{"set sales 95% within 4 hours inbound", SetPromise{Channel: inbound, Promise: hours}},
		{"set ventes inbound 95 % sous 4h", SetPromise{Channel: inbound, Promise: hours}},
		{"set ventes inbound 95 % en moins de 4 heures ouvrées", SetPromise{Channel: inbound, Promise: hours}},
		{"set ventes décembre 90 % sous 1 jour", SetPromise{Promise: day(1), Month: month(2026, time.December)}},
		{"set ventes aucun inbound", SetPromise{Channel: inbound}},
	} {
		t.Run(c.text, func(t *testing.T) { wantCommand(t, SLA, c.text, c.want) })
	}
	for _, text := range []string{
		"set ventes", "set ventes 90", "set ventes 0 %", "set ventes 101 % sous 1 jour", "set ventes 90 % sous 0 jour",
		"set ventes 90 % sous 500 jours", "set ventes 90 % pme", "set ventes 90,5 % sous 1 jour",
	} {
		t.Run(text, func(t *testing.T) { wantRefusal(t, SLA, text, "phrase.set_promise") })
	}
}
