package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// segmentLine is one segment of a plan as programs read it.
type segmentLine struct {
	Channel     string  `json:"channel"`
	Persona     string  `json:"persona"`
	CloseRate   *string `json:"close_rate"`
	RateSource  string  `json:"rate_source"`
	AverageSale *string `json:"average_sale"`
	LeadValue   *string `json:"lead_value"`
	Commitment  int64   `json:"commitment"`
	Potential   *string `json:"potential"`
}

type planShown struct {
	Month, From, Currency string
	Segments              []segmentLine
}

func TestPlanImportAndShow(t *testing.T) {
	onEachBooks(t, func(s shell) {
		file := s.file("channel,persona,close_rate,average_sale,commitment\n" +
			"Inbound,PME,3%,1800,34\nInbound,ETI,0.03,6500.50,16\nSalon,PME,\"3,0 %\",,4\nSalon,ETI,,,\n")
		s.run(0, "plan import "+file+" --from 2026-05", "mai 2026", "4 lignes")
		var shown planShown
		s.json("plan show --month 2026-05 --json", &shown)
		text := func(v string) *string { return &v }
		want := planShown{Month: "2026-05", From: "2026-05", Currency: "EUR", Segments: []segmentLine{
			{"Inbound", "PME", text("0.03"), "declared", text("1800"), text("54"), 34, text("1836")},
			{"Inbound", "ETI", text("0.03"), "declared", text("6500.5"), text("195.015"), 16, text("3120.24")},
			{"Salon", "PME", text("0.03"), "declared", text("1800"), text("54"), 4, text("216")},
		}}
		if diff := cmp.Diff(want, shown); diff != "" {
			s.Errorf("plan show (-want +got):\n%s", diff)
		}
		s.run(0, "plan show --month 2026-05", "Inbound", "3,00 %", "6 500,50 €", "Total du SLA : 5 172,24 €")

		s.json("plan show --month 2026-04 --json", &shown)
		if shown.From != "" || len(shown.Segments) != 0 {
			s.Errorf("the month before has a plan: %+v", shown)
		}
		later := s.file("canal;persona;taux;vente moyenne;engagement\nInbound;PME;4 %;;40\n")
		s.run(0, "plan import "+later+" --from 2026-07")
		s.json("plan show --month 2026-06 --json", &shown)
		if shown.From != "2026-05" || *shown.Segments[0].CloseRate != "0.03" || shown.Segments[0].Commitment != 34 {
			s.Errorf("June is not May's plan: %+v", shown)
		}
		s.json("plan show --month 2026-07 --json", &shown)
		if shown.From != "2026-07" || *shown.Segments[0].CloseRate != "0.04" || *shown.Segments[0].AverageSale != "1800" || shown.Segments[0].Commitment != 40 {
			s.Errorf("July is not as amended: %+v", shown)
		}
	})
}

// One bad line keeps the whole plan out, and says which it is.
func TestABadPlan(t *testing.T) {
	onEachBooks(t, func(s shell) {
		for name, c := range map[string]struct{ line, because string }{
			"rate":     {"Inbound,PME,300,1800,34", "un taux va de 0 à 100 %"},
			"word":     {"Inbound,PME,souvent,1800,34", "n'est pas un taux"},
			"sale":     {"Inbound,PME,3 %,-5,34", "-5"},
			"goal":     {"Inbound,PME,3 %,1800,beaucoup", "beaucoup"},
			"half":     {"Inbound,PME,3 %,1800,\"3,5\"", "3,5"},
			"formula":  {`"=HYPERLINK(""http://evil.example"")",PME,3 %,1800,34`, "ne peut pas commencer par « = »"},
			"mention":  {"<!channel>,PME,3 %,1800,34", "ne peut pas commencer par « < »"},
			"reserved": {"hier,PME,3 %,1800,34", "veut déjà dire autre chose"},
			"nobody":   {",PME,3 %,1800,34", "manque"},
			"long":     {strings.Repeat("x", 200) + ",PME,3 %,1800,34", "200 caractères"},
		} {
			file := s.file("channel,persona,close_rate,average_sale,commitment\nSalon,ETI,3 %,1000,10\n" + c.line + "\n")
			said := s.run(1, "plan import "+file, "ligne 3", c.because, "Rien n'a été enregistré")
			if strings.Contains(said.err, "ligne 2") {
				s.Errorf("%s: the good line is called bad:\n%s", name, said.err)
			}
		}
		var shown planShown
		s.json("plan show --json", &shown)
		if len(shown.Segments) != 0 {
			s.Errorf("something was stored: %+v", shown)
		}
		s.run(1, "plan import "+s.file("channel,persona\nInbound,PME\n"), "Il manque une colonne « commitment »")
	})
}
