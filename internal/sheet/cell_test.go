package sheet

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/sla"
)

func TestCells(t *testing.T) {
	for _, c := range []struct {
		what, text, want string // want "" means refused
	}{
		{sla.RateChanged, "12,5 %", "0.125"},
		{sla.RateChanged, "12.5%", "0.125"},
		{sla.RateChanged, "4 %", "0.04"},
		{sla.RateChanged, "0,04", "0.04"},
		{sla.RateChanged, "0", "0"},
		{sla.RateChanged, "12,5", ""},
		{sla.RateChanged, "101 %", ""},
		{sla.RateChanged, "-1 %", ""},
		{sla.SaleChanged, "1 800,50 €", "1800.5"},
		{sla.SaleChanged, "€1,800.50", "1800.5"},
		{sla.SaleChanged, "0", "0"},
		{sla.SaleChanged, "-3", ""},
		{sla.SaleChanged, "1,005", ""},
		{sla.GoalChanged, "12,0", "12"},
		{sla.GoalChanged, "12,5", ""},
		{intake.SoFar, "0", "0"},
		{intake.SoFar, "#N/A", ""},
	} {
		got, err := tabCell{text: c.text}.value(c.what)
		if c.want == "" && err == nil || c.want != "" && (err != nil || got.String() != c.want) {
			t.Errorf("%s %q = %s, %v; want %q", c.what, c.text, got, err, c.want)
		}
	}
}

func TestNumbersOfCells(t *testing.T) {
	for _, c := range []struct{ what, stored, want string }{
		{sla.RateChanged, "3.5000000000000003E-2", "0.035"},
		{sla.RateChanged, "0.30000000000000004", "0.3"},
		{sla.RateChanged, "1", "1"},
		{sla.RateChanged, "1.0000001", ""},
		{sla.SaleChanged, "1799.3333333333333", "1799.33"},
		{sla.SaleChanged, "1234.565", "1234.57"},
		{sla.TargetChanged, "45000", "45000"},
		{sla.GoalChanged, "12.000000000000002", "12"},
		{sla.GoalChanged, "1E6", "1000000"},
		{sla.GoalChanged, "1000001", ""},
		{sla.GoalChanged, "-1", ""},
	} {
		cell := tabCell{text: c.stored, number: plainFloat(c.stored)}
		got, err := cell.value(c.what)
		if c.want == "" && err == nil || c.want != "" && (err != nil || got.String() != c.want) {
			t.Errorf("%s %s = %s, %v; want %q", c.what, c.stored, got, err, c.want)
		}
	}
}

func TestHeadings(t *testing.T) {
	for text, want := range map[string]heading{
		"Étape 1 : taux de conclusion par canal et par persona": ratesHeading, "Close rates": ratesHeading, "Taux": ratesHeading,
		"taux d’obtention de clients": ratesHeading, "Conversion (%)": ratesHeading, "Taux de réalisation": noHeading, "TVA (taux)": noHeading,
		"Montant moyen d'une vente": salesHeading, "Average sale price": salesHeading, "Panier moyen (€)": salesHeading, "Ventes": noHeading,
		"Étape 4 – Engagements": goalsHeading, "Objectifs de leads": goalsHeading, "Monthly goals": goalsHeading, "Commitments (leads)": goalsHeading,
		"Engagements (€)": computedHeading, "Revenu potentiel": computedHeading, "Valeur d'un lead": computedHeading,
		"Objectif de chiffre d'affaires": targetHeading, "Revenue target": targetHeading,
		"Leads du mois": soFarHeading, "Prospects générés": soFarHeading, "Leads so far": soFarHeading, "Month-to-date leads": soFarHeading,
		"Total général": totalHeading, "Total des engagements": totalHeading, "Total Énergies": noHeading, "Ensemble scolaire": noHeading,
		"Total": totalHeading, "TOTAUX": totalHeading, "Moyenne": totalHeading, "Taux global": totalHeading, "Mois": monthHeading, "As of": asOfHeading,
		"Arrêté au": asOfHeading, "Canal d'acquisition": channelHeading, "Personas": personaHeading,
		"E-mail": noHeading, "Trafic naturel": noHeading, "PME": noHeading, "Grand compte": noHeading, "": noHeading, "12": noHeading,
		"Part des leads de chaque segment qui deviennent clients, à relire": noHeading,
	} {
		if got := headingOf(text); got != want {
			t.Errorf("headingOf(%q) = %q; want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"Engagments": "engagements", "Taux de convertion": "conversion", "Comitments": "commitments", "Engagements": "", "Budget": "", "PME": "", "Webinaire": "",
	} {
		if got := meant(text); got != want {
			t.Errorf("meant(%q) = %q; want %q", text, got, want)
		}
	}
}

// Whatever a cell holds, it is a value within bounds or a Problem.
func FuzzCell(f *testing.F) {
	for _, text := range []string{"12,5", "4 %", "0.04", "1 800,50 €", "-3", "1e9", "#DIV/0!", "１２", "=1+1", "1.234,5", "3.5000000000000003E-2"} {
		f.Add(text, true)
		f.Add(text, false)
	}
	f.Fuzz(func(t *testing.T, text string, stored bool) {
		for _, what := range []string{sla.RateChanged, sla.SaleChanged, sla.TargetChanged, sla.GoalChanged, intake.SoFar} {
			cell := tabCell{text: text}
			if stored {
				cell.number = plainFloat(text)
			}
			got, err := cell.value(what)
			if _, refused := errors.AsType[*lang.Problem](err); err != nil && !refused {
				t.Fatalf("%s %q: %v is no Problem", what, text, err)
			}
			most := mostAmount
			switch what {
			case sla.RateChanged:
				most = decimal.New(1, 0)
			case sla.GoalChanged, intake.SoFar:
				most = decimal.New(mostCount, 0)
			}
			if err == nil && (got.IsNegative() || got.GreaterThan(most)) {
				t.Fatalf("%s %q is read as %s", what, text, got)
			}
		}
	})
}

// Whatever stands in a sheet, every cell said or refused is one of its own.
func FuzzGrid(f *testing.F) {
	f.Add("Taux de conclusion\n\tPME\tETI\nInbound\t4 %\t0,06\n\nMontant moyen d'une vente\t1800\t6500", false)
	f.Add("Engagements\tPME\tTotal\nE-mail\t12\t12\nTotal\t12\t12\n\nObjectif de CA\t45000\nMois\tmai 2026", true)
	f.Fuzz(func(t *testing.T, text string, ours bool) {
		sheet := tab{name: "Feuil1"}
		for i, line := range strings.Split(text, "\n") {
			row := tabRow{number: i + 1}
			for j, cell := range strings.Split(line, "\t") {
				if cell = strings.TrimSpace(cell); cell != "" {
					row.cells = append(row.cells, tabCell{column: j + 1, text: cell, number: plainFloat(cell)})
				}
			}
			if len(row.cells) > 0 {
				sheet.rows = append(sheet.rows, row)
			}
		}
		g := &grids{book: &tabs{sheets: []tab{sheet}, ours: ours, since: epoch}}
		g.read(sheet)
		seen := map[string]bool{}
		for _, c := range g.file.Cells {
			if c.At.Sheet != "Feuil1" || seen[c.At.Cell] {
				t.Fatalf("%s is said twice, or nowhere", c.At)
			}
			seen[c.At.Cell] = true
		}
		for _, bad := range g.file.Bad {
			if bad.At.Sheet != "Feuil1" || bad.Problem == nil {
				t.Fatalf("%+v", bad)
			}
		}
	})
}
