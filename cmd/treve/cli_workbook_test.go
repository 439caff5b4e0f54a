package main

import (
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/treve-bot/treve/internal/sheet/sheettest"
	"github.com/treve-bot/treve/internal/storetest"
)

// The figures of the sheet that says where the month stands, by column.
var workbookColumns = map[string]string{
	"leads": "C", "commitment_leads": "E", "value": "G", "commitment": "H",
	"attainment": "I", "due": "J", "gap": "K", "pace": "L",
}

// statusLevel is one level of the status as programs read it.
type statusLevel map[string]any

// LibreOffice comes to the figures of the status, and follows when a rate is
// changed in the workbook as the status does when it is changed in the books.
func TestLibreOfficeAgreesWithTheStatus(t *testing.T) {
	t.Parallel()
	s := shell{t, []string{"TREVE_DATABASE=" + storetest.SQLite(t)}}
	s.run(0, "import testdata/counts.csv --kind counts --create")
	s.run(0, "plan import testdata/plan.csv --from 2026-11")
	path := filepath.Join(t.TempDir(), "sla.xlsx")
	s.runArgs(0, []string{"export", path, "--month", "2026-11", "--as-of", "2026-11-15"})
	file, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s.sameAsStatus(file) // as a viewer shows it that computes nothing
	s.sameAsStatus(sheettest.Recalculated(t, path))

	if got := sheettest.Cell(t, file, "1 Taux", "B6"); got != "0.08" {
		t.Fatalf("the rate of Inbound PME is %s in the workbook; want 0.08", got)
	}
	if err := file.SetCellValue("1 Taux", "B6", 0.0725); err != nil {
		t.Fatal(err)
	}
	if err := file.Save(); err != nil {
		t.Fatal(err)
	}
	s.run(0, "plan import "+s.file("channel,persona,close_rate\nInbound,PME,7.25 %\n")+" --from 2026-11")
	s.sameAsStatus(sheettest.Recalculated(t, path))
}

// sameAsStatus compares a recalculated workbook with the status, to six decimals.
func (s shell) sameAsStatus(file *excelize.File) {
	s.Helper()
	var want struct {
		Total    statusLevel
		Channels []statusLevel
	}
	s.json("status --month 2026-11 --as-of 2026-11-15 --json", &want)
	row := 5
	for _, c := range want.Channels {
		s.sameRow(file, row, c["channel"], c)
		row++
	}
	s.sameRow(file, row, "Total", want.Total)
	row += 4
	compared := 0
	for _, c := range want.Channels {
		for _, segment := range c["segments"].([]any) {
			s.sameRow(file, row, c["channel"], segment.(map[string]any))
			row++
			compared++
		}
	}
	if compared != 15 {
		s.Errorf("%d segments were compared; want 15", compared)
	}
}

func (s shell) sameRow(file *excelize.File, row int, name any, want statusLevel) {
	s.Helper()
	at := func(column string) string { return sheettest.Cell(s, file, "Suivi", column+strconv.Itoa(row)) }
	if at("A") != name {
		s.Fatalf("row %d is of %s; want %s", row, at("A"), name)
	}
	for figure, column := range workbookColumns {
		if got, wanted := sixDecimals(s, at(column)), sixDecimals(s, want[figure]); got != wanted {
			s.Errorf("%s %s: %s is %s in the workbook; want %s", name, at("B"), figure, got, wanted)
		}
	}
}

// sixDecimals reads a figure of the status or of a cell; what is undefined is a
// dash.
func sixDecimals(s shell, value any) string {
	s.Helper()
	text := "–"
	switch v := value.(type) {
	case string:
		text = v
	case float64:
		text = strconv.FormatFloat(v, 'f', -1, 64)
	}
	if text == "–" {
		return text
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		s.Fatalf("%v is no figure", value)
	}
	return d.StringFixed(6)
}

// Nobody's work in a file is written over, and a plan written as CSV is read
// back as it was.
func TestExport(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(1, "export sla.xlsx", "pas encore de canal d'acquisition")
		s.run(0, "plan import testdata/plan.csv --from 2026-11")
		workbook, csv := filepath.Join(s.TempDir(), "sla.xlsx"), filepath.Join(s.TempDir(), "plan.csv")
		for _, path := range []string{workbook, csv} {
			s.runArgs(0, []string{"export", path, "--month", "2026-11", "--lang", "en"})
			s.runArgs(1, []string{"export", path, "--month", "2026-11"}, "existe déjà")
			s.runArgs(0, []string{"export", path, "--month", "2026-11", "--force"})
		}
		var before, after planShown
		s.json("plan show --month 2026-11 --json", &before)
		s.runArgs(0, []string{"plan", "import", csv, "--from", "2026-12"}, "15 lignes")
		s.json("plan show --month 2026-12 --json", &after)
		if diff := cmp.Diff(before.Segments, after.Segments); diff != "" {
			s.Errorf("the plan read back (-written +read):\n%s", diff)
		}
		s.run(2, "export sla.ods", ".xlsx or .csv")
		s.run(2, "export sla.xlsx --lang de", "fr or en")
		s.run(2, "export sla.xlsx --month 2026-13", "2026-13")
		s.run(2, "export", "takes one file")
	})
}
