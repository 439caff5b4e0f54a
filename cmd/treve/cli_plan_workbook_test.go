package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// typedIn writes a workbook of rows, as somebody types them into one sheet, and
// returns its path.
func typedIn(s interface {
	Helper()
	TempDir() string
	Fatal(args ...any)
}, rows ...[]any,
) string {
	s.Helper()
	file := excelize.NewFile()
	defer file.Close()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = file.SetSheetRow("Sheet1", cell, &row)
		}
		if err != nil {
			s.Fatal(err)
		}
	}
	path := filepath.Join(s.TempDir(), "plan.xlsx")
	if err := file.SaveAs(path); err != nil {
		s.Fatal(err)
	}
	return path
}

// edit changes a cell of a workbook.
func edit(s shell, path, sheet, cell string, value any) {
	s.Helper()
	file, err := excelize.OpenFile(path)
	if err != nil {
		s.Fatal(err)
	}
	defer file.Close()
	if err := file.SetCellValue(sheet, cell, value); err != nil {
		s.Fatal(err)
	}
	if err := file.Save(); err != nil {
		s.Fatal(err)
	}
}

// A workbook written and read back changes nothing; a cell changed in it changes
// that, and says what it does to the month.
func TestAWorkbookThereAndBack(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "plan import testdata/plan.csv --from 2026-11")
		for _, language := range []string{"fr", "en"} {
			path := filepath.Join(s.TempDir(), language+".xlsx")
			s.runArgs(0, []string{"export", path, "--month", "2026-11", "--lang", language})
			s.runArgs(0, []string{"plan", "import", path}, "Compris : 15 taux, 3 ventes moyennes et 15 engagements.",
				"Rien à changer : le plan de novembre 2026 dit déjà tout cela.")
		}
		path := filepath.Join(s.TempDir(), "sla.xlsx")
		s.runArgs(0, []string{"export", path, "--month", "2026-11"})
		edit(s, path, "1 Taux", "B6", 0.0725)
		edit(s, path, "2 Valeur d'un lead", "C5", "6 800,50")
		edit(s, path, "4 Engagements", "D9", 0)
		said := []string{
			"Inbound · PME, taux 8 % → 7,25 %", "ETI, vente moyenne 6 500 € → 6 800,50 €", "Outbound · Grand compte, engagement 2 → 0",
			"Engagement total, novembre 2026 : 43 216 € → 42 428 € (−788 €)",
		}
		s.runArgs(0, []string{"plan", "import", path, "--dry-run"}, append(said, "3 changements au plan de novembre 2026 ; rien n'a été enregistré")...)
		s.runArgs(0, []string{"plan", "import", path}, append(said, "Plan enregistré à partir de novembre 2026 : 3 changements.")...)
		s.runArgs(0, []string{"plan", "import", path}, "Rien à changer")
		s.run(0, "plan show --month 2026-11", "7,25 %", "6 800,50 €")
		s.runArgs(0, []string{"plan", "import", path, "--from", "2026-12"}, "Rien à changer : le plan de décembre 2026")
	})
}

// The article's calculator, typed by hand, makes the same plan as the columns.
func TestAWorkbookTypedByHand(t *testing.T) {
	onEachBooks(t, func(s shell) {
		path := typedIn(s, []any{"Étape 1 : taux de conclusion"}, []any{nil, "PME", "ETI"}, []any{"Trafic naturel", "12,5 %", 0.04},
			[]any{}, []any{"Montant moyen d'une vente", "1 800 €", 6500}, []any{},
			[]any{"Étape 4 : engagements"}, []any{"Canal", "PME", "ETI"}, []any{"Trafic naturel", 48, "16"}, []any{"Salon", nil, 0})
		s.runArgs(1, []string{"plan", "import", path, "--from", "2026-11"}, "Sheet1!B3 : Le canal d'acquisition « Trafic naturel » n'existe pas",
			"ajoutez --create", "Rien n'a été enregistré : 4 points sont à corriger.")
		s.runArgs(0, []string{"plan", "import", path, "--from", "2026-11", "--create"},
			"Nouveaux noms : Trafic naturel, PME, ETI et Salon.", "10 changements")
		var shown planShown
		s.json("plan show --month 2026-11 --json", &shown)
		text := func(v string) *string { return &v }
		want := []segmentLine{
			{"Trafic naturel", "PME", text("0.125"), "declared", text("1800"), text("225"), 48, text("10800")},
			{"Trafic naturel", "ETI", text("0.04"), "declared", text("6500"), text("260"), 16, text("4160")},
		}
		if diff := cmp.Diff(want, shown.Segments); diff != "" {
			s.Errorf("the plan (-want +got):\n%s", diff)
		}
	})
}

// One cell that cannot be read keeps the whole workbook out; every one is named.
func TestMistakesInAPlanWorkbook(t *testing.T) {
	onEachBooks(t, func(s shell) {
		path := typedIn(s, []any{"Taux", "PME", "ETI"}, []any{"Inbound", "140 %", 0.06}, []any{},
			[]any{"Vente moyenne", -200, 6500}, []any{}, []any{"Engagments", "PME"}, []any{"Inbound", 12})
		said := s.runArgs(1, []string{"plan", "import", path, "--create"},
			"Sheet1!B2 : « 140 % » : un taux va de 0 à 100 %", "Sheet1!B4 : « -200 » : il faut un montant positif",
			"titre inconnu, « Engagments » ; vouliez-vous dire « engagements » ?",
			"Compris : 1 taux et 1 vente moyenne.", "Rien n'a été enregistré : 3 points sont à corriger.")
		if strings.Count(said.err, "Sheet1!") != 3 {
			s.Errorf("more is called bad than is:\n%s", said.err)
		}
		var shown planShown
		s.json("plan show --json", &shown)
		if len(shown.Segments) != 0 {
			s.Errorf("something was stored: %+v", shown)
		}
		s.run(1, "plan import "+s.file("channel,persona,engagments\nInbound,PME,12\n"),
			"Colonne inconnue, « engagments » ; vouliez-vous dire « engagement » ?", "Colonnes trouvées : channel, persona et engagments")
		s.run(0, "plan import "+s.file("channel,persona,commitment,notes\nInbound,PME,12,à revoir\n"), "Pas lu : notes.", "1 ligne")
		s.run(1, "plan import "+s.file("id,day\nL-1,2026-11-12\n"), "Il manque une colonne « channel »")
		leads := typedIn(s, []any{"id", "day", "channel", "persona"}, []any{"L-1", "2026-11-12", "Inbound", "PME"})
		s.runArgs(1, []string{"plan", "import", leads}, "n'est pas un plan mais une liste (leads)")
		s.runArgs(0, []string{"import", leads, "--kind", "leads"}, "1 saisie ajoutée")
	})
}

// Whoever begins in mid-month types the month's totals into a workbook: they
// count, and the same ones again change nothing.
func TestMonthToDateByWorkbook(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "plan import "+s.file("channel,persona,close_rate,average_sale,commitment\nInbound,PME,3 %,1800,34\nInbound,ETI,3 %,6500,10\n"))
		path := typedIn(s, []any{"Leads depuis le début du mois", "PME", "ETI"}, []any{"Inbound", 12, 0})
		s.runArgs(0, []string{"plan", "import", path}, "Compris : 2 cumuls de leads.", "Inbound · PME, leads du", "0 → 12", "2 changements")
		s.runArgs(0, []string{"plan", "import", path}, "Rien à changer")
		leads := func() int64 {
			var r struct{ Total figures }
			s.json("status --json", &r)
			return r.Total.Leads
		}
		if got := leads(); got != 12 {
			s.Errorf("%d leads so far; want 12", got)
		}
		edit(s, path, "Sheet1", "B2", 20)
		s.runArgs(0, []string{"plan", "import", path}, "12 → 20", "1 changement.")
		if got := leads(); got != 20 {
			s.Errorf("%d leads so far; want 20", got)
		}
		s.run(0, "check")
	})
}
