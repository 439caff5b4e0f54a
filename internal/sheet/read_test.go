package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/intake"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sheet/sheettest"
)

// typedIn makes a workbook of rows as somebody types them: a string that begins
// with = is a formula, and one that ends in a sign and a number format after |
// is shown so.
func typedIn(t testing.TB, sheets ...[][]any) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	for i, rows := range sheets {
		name := fmt.Sprint("Feuil", i+1)
		if i == 0 {
			check(t, file.SetSheetName("Sheet1", name))
		} else {
			_, err := file.NewSheet(name)
			check(t, err)
		}
		for r, row := range rows {
			for c, value := range row {
				put(t, file, name, cellName(c+1, r+1), value)
			}
		}
	}
	var content bytes.Buffer
	check(t, file.Write(&content))
	return content.Bytes()
}

// shownAs is a number with a format.
type shownAs struct {
	value  float64
	format string
}

// computed is a formula with what it came to; nil when nobody has computed it.
type computed struct {
	formula string
	value   any
}

func put(t testing.TB, file *excelize.File, sheet, cell string, value any) {
	t.Helper()
	switch v := value.(type) {
	case nil:
	case shownAs:
		style, err := file.NewStyle(&excelize.Style{CustomNumFmt: &v.format})
		check(t, err)
		check(t, file.SetCellValue(sheet, cell, v.value))
		check(t, file.SetCellStyle(sheet, cell, cell, style))
	case computed:
		check(t, file.SetCellValue(sheet, cell, v.value))
		check(t, file.SetCellFormula(sheet, cell, v.formula))
	default:
		check(t, file.SetCellValue(sheet, cell, v))
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// says lists what a file says, a line each.
func says(f intake.File) (lines []string) {
	for _, c := range f.Cells {
		lines = append(lines, strings.Join(strings.Fields(fmt.Sprint(c.What, " ", c.Channel, " ", c.Persona, " ", c.Value)), " "))
	}
	slices.Sort(lines)
	return lines
}

// refuses lists what cannot be taken in, a line each.
func refuses(f intake.File) (lines []string) {
	for _, b := range f.Bad {
		lines = append(lines, fmt.Sprint(b.At, " ", b.Problem.ID))
	}
	return lines
}

// Whatever the workbook, what it says is this.
var articleSays = []string{
	"goal Inbound ETI 16", "goal Inbound PME 34", "goal Trafic naturel ETI 0", "goal Trafic naturel PME 48",
	"rate Inbound ETI 0.06", "rate Inbound PME 0.125", "rate Trafic naturel ETI 0.04", "rate Trafic naturel PME 0.05",
	"sale ETI 6500.5", "sale PME 1800",
}

func TestTypedInTheArticlesShape(t *testing.T) {
	french := [][]any{
		{"Notre SLA"},
		{"Étape 1 : taux de conclusion par canal et par persona"},
		{nil, "PME", "ETI", "Total"},
		{"Trafic naturel", "5 %", shownAs{0.04, "0%"}, "4,7 %"},
		{"Inbound", "12,5%", "0,06"},
		{"Outbound", nil, "–"},
		{"Taux global", "6 %", "5 %"},
		{},
		{"Étape 2 : déterminer la valeur de chaque prospect"},
		{"", "PME", "ETI"},
		{"Montant moyen d'une vente", "1 800 €", 6500.499999999999},
		{"Trafic naturel", 90, 260},
		{},
		{"Étape 4 : engagements"},
		{"Canal", "PME", "ETI"},
		{"Trafic naturel", 48, 0},
		{"Inbound", "34", computed{"8+8", 16}},
		{"Total", 82, 16},
		{},
		{"Revenu potentiel (€)"},
		{"Canal", "PME", "ETI"},
		{"Trafic naturel", 4320, 0},
	}
	english := [][]any{
		{"Close rates", "PME", "ETI"},
		{"Trafic naturel", 0.05, "4%"},
		{"Inbound", "12.5 %", 0.06},
		{},
		{"Average sale price", "€1,800.00", 6500.5},
		{},
		{"Monthly commitments (leads)", "PME", "ETI"},
		{"Trafic naturel", 48, "0"},
		{"Inbound", 34, 16},
	}
	apart := [][][]any{
		{{"Taux de transformation"}, {"Canal d'acquisition", "PME", "ETI"}, {"Trafic naturel", 0.05, 0.04}, {"Inbound", 0.125, 0.06}},
		{{}, {nil, nil, "Vente moyenne"}, {nil, nil, "Persona", "PME", "ETI"}, {nil, nil, "montant", 1800, 6500.5}},
		{{"Objectif", "ETI", "PME"}, {"Trafic naturel", 0, 48}, {"Inbound", 16, 34}},
	}
	beside := [][]any{
		{"Taux", "PME", "ETI", nil, "Engagements", "PME", "ETI"},
		{"Trafic naturel", 0.05, 0.04, nil, "Trafic naturel", 48, 0},
		{"Inbound", 0.125, 0.06, nil, "Inbound", 34, 16},
		{"Panier moyen", 1800, 6500.5},
	}
	for name, content := range map[string][]byte{
		"in French, one below the other": typedIn(t, french), "in English, without titles": typedIn(t, english),
		"in several sheets": typedIn(t, apart...), "side by side": typedIn(t, beside),
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Read(content)
			if err != nil || len(f.Bad) > 0 || f.Kind != intake.Plan {
				t.Fatalf("Read = %s, bad %v, %v", f.Kind, refuses(f), err)
			}
			if diff := cmp.Diff(articleSays, says(f)); diff != "" {
				t.Errorf("the file says (-want +got):\n%s", diff)
			}
			if len(f.Unread) > 0 {
				t.Errorf("not read: %v", f.Unread)
			}
		})
	}
}

func TestMonthToDateAndTheRest(t *testing.T) {
	f, err := Read(typedIn(t, [][]any{
		{"Mois", "novembre 2026"},
		{"Arrêté au", "15/11/2026"},
		{"Objectif de chiffre d'affaires", "45 000 €"},
		{},
		{"Leads générés depuis le début du mois", "PME", "ETI"},
		{"Inbound", 12, 0},
		{},
		{"Budget publicitaire", "PME", "ETI"},
		{"Inbound", 1200, 300},
		{"une remarque en passant, qui est trop longue pour être un titre de quoi que ce soit"},
	}))
	if err != nil || len(f.Bad) > 0 {
		t.Fatalf("bad %v, %v", refuses(f), err)
	}
	if diff := cmp.Diff([]string{"so_far Inbound ETI 0", "so_far Inbound PME 12", "target 45000"}, says(f)); diff != "" {
		t.Error(diff)
	}
	if f.Month != november || f.AsOf != day(15) || !cmp.Equal(f.Unread, []string{"Budget publicitaire"}) {
		t.Errorf("month %s, up to %s, not read %v", f.Month, f.AsOf, f.Unread)
	}
}

// What cannot be taken in is named by its cell.
func TestMistakesInAWorkbook(t *testing.T) {
	f, err := Read(typedIn(t, [][]any{
		{"Taux de conclusion", "PME", "ETI"},
		{"Inbound", 1.4, "140 %"},
		{"E-mail", "souvent", -0.1},
		{"Outbound", 4, computed{"1/0", nil}},
		{},
		{"Vente moyenne", "-200 €", -1},
		{},
		{"Engagements", "PME", "ETI", nil},
		{"Inbound", 3.5, "beaucoup", 12},
		{"E-mail", shownAs{1200, `#,##0 "€"`}, "1.200"},
		{},
		{"Engagments", "PME", "ETI"},
		{"Inbound", 12, 3},
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Feuil1!B2 import.rate_range", "Feuil1!C2 import.rate_range", "Feuil1!B3 import.bad_rate", "Feuil1!C3 import.rate_range",
		"Feuil1!B4 import.rate_range", "Feuil1!C4 intake.fault",
		"Feuil1!B6 import.bad_amount", "Feuil1!C6 import.bad_amount",
		"Feuil1!B9 import.bad_count", "Feuil1!C9 import.bad_number", "Feuil1!D9 intake.no_persona_above",
		"Feuil1!B10 intake.leads_in_money", "Feuil1!C10 import.ambiguous_number",
		"Feuil1!A13 intake.mistyped_heading",
	}
	if diff := cmp.Diff(want, refuses(f)); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}

// Our own workbook says what the books say, whatever its language, and no more:
// what it computes is not read back.
func TestOurOwnWorkbookIsReadBack(t *testing.T) {
	for _, l := range []lang.Language{lang.French, lang.English} {
		path, book := newFirm().written(t, report.ClosedCut(day(15)), l)
		content, err := os.ReadFile(path)
		check(t, err)
		f, err := Read(content)
		if err != nil || len(f.Bad) > 0 || len(f.Unread) > 0 {
			t.Fatalf("%s: bad %v, not read %v, %v", l, refuses(f), f.Unread, err)
		}
		if f.Month != november || f.AsOf != day(15) {
			t.Errorf("%s: month %s up to %s", l, f.Month, f.AsOf)
		}
		if diff := cmp.Diff(saidBy(book), says(f)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", l, diff)
		}
	}
}

// The totals so far that somebody types into our workbook count in it, and are
// read back; what the log adds up to is not.
func TestTotalsSoFarInOurWorkbook(t *testing.T) {
	path, book := newFirm().written(t, report.Cut{Month: november, AsOf: day(15), Live: day(16)}, lang.English)
	file, err := excelize.OpenFile(path)
	check(t, err)
	defer file.Close()
	const second = 17 // the row of the second channel, in the grid beneath the log's
	if got := sheettest.Cell(t, file, "3 Leads", cellName(1, second)); got != awkwardNames[1] {
		t.Fatalf("row %d is of %q", second, got)
	}
	check(t, file.SetCellValue("3 Leads", cellName(2, second), 21))
	check(t, file.SetCellValue("3 Leads", cellName(3, second), 0))
	check(t, file.Save())
	content, err := os.ReadFile(path)
	check(t, err)
	f, err := Read(content)
	check(t, err)
	want := append(saidBy(book), "so_far E-mail* @ETI 0", "so_far E-mail* PME 21")
	slices.Sort(want)
	if diff := cmp.Diff(want, says(f)); diff != "" || len(f.Bad) > 0 {
		t.Errorf("bad %v, says (-want +got):\n%s", refuses(f), diff)
	}
	again := sheettest.Recalculated(t, path)
	if got := sheettest.Cell(t, again, "Attainment", "C6"); got != "23" { // and two today
		t.Errorf("the channel has %s leads; want 23", got)
	}
}

// saidBy lists what a book's plan says.
func saidBy(b Book) (lines []string) {
	line := func(what, channel, persona string, value any) {
		lines = append(lines, strings.Join(strings.Fields(fmt.Sprint(what, " ", channel, " ", persona, " ", value)), " "))
	}
	for _, c := range b.Names.Channels {
		for _, p := range b.Names.Personas {
			s := ledger.Segment{Channel: c.ID, Persona: p.ID}
			if rate, known := b.Plan.Rates[s]; known {
				line("rate", c.Name, p.Name, rate.Value)
			}
			if goal := b.Plan.Goals[s]; goal > 0 {
				line("goal", c.Name, p.Name, goal)
			}
		}
	}
	line("sale", "", "PME", 1800)
	line("sale", "", "@ETI", "6500.5")
	line("sale", "", "?", 1)
	line("target", "", "", 25000)
	slices.Sort(lines)
	return lines
}

func TestListsInAWorkbook(t *testing.T) {
	f, err := Read(typedIn(t, [][]any{
		{"Export du CRM"},
		{"Record ID", "Create date", "Original source", "Persona"},
		{"L-1", shownAs{46342.5, "dd/mm/yyyy"}, "SEO", "PME"},
		{123456, "20/11/2026", "SEO", "ETI"},
	}))
	noon := ParseMoment("2026-11-16 12:00:00")
	want := []ledger.ImportRow{
		{Line: 3, Day: day(16), Moment: noon, Channel: "SEO", Persona: "PME", Stage: ledger.Lead, LeadRef: "L-1"},
		{Line: 4, Day: calendar.NewDate(2026, 11, 20), Channel: "SEO", Persona: "ETI", Stage: ledger.Lead, LeadRef: "123456"},
	}
	if err != nil || f.Kind != intake.Leads || !cmp.Equal(f.Rows, want) {
		t.Errorf("Read = %s, %v\n%s", f.Kind, err, cmp.Diff(want, f.Rows))
	}
	f, err = Read(typedIn(t, [][]any{{"Lead ID", "Contacté le"}, {"L-1", 46342}, {"L-2", "bientôt"}}))
	if err != nil || f.Kind != intake.Contacts || len(f.Rows) != 1 || f.Rows[0].Day != day(16) || len(f.Bad) != 1 {
		t.Errorf("contacts: %s %+v, bad %v, %v", f.Kind, f.Rows, refuses(f), err)
	}
	f, err = Read([]byte("lead;date;montant\nL-1;20/11/2026;1 800,00 €\n"))
	if err != nil || f.Kind != intake.Deals || len(f.Rows) != 1 || f.Rows[0].AmountCents != 180_000 {
		t.Errorf("deals: %s %+v, %v", f.Kind, f.Rows, err)
	}
	f, err = Read([]byte("jour,canal,persona,nombre\n20/11/2026,SEO,PME,12\n"))
	if err != nil || f.Kind != intake.Counts || len(f.Rows) != 1 || f.Rows[0].Count != 12 {
		t.Errorf("counts: %s %+v, %v", f.Kind, f.Rows, err)
	}
	f, err = Read(typedIn(t, [][]any{{"channel", "persona", "close_rate", "commitment"}, {"Inbound", "PME", 1.5, 3}, {"Inbound", "ETI", 0.05, 12}}))
	if err != nil || !cmp.Equal(refuses(f), []string{"Feuil1!C2 import.rate_range"}) || len(says(f)) != 4 {
		t.Errorf("a plan as a list: %v, %v, %v", says(f), refuses(f), err)
	}
}

func TestWhatIsNoPlan(t *testing.T) {
	locked := append(slices.Clone(oldWorkbook), bytes.Repeat([]byte{0}, 2000)...)
	for i, r := range []byte("EncryptedPackage") {
		locked[1024+2*i] = r
	}
	for name, c := range map[string]struct {
		content []byte
		want    lang.ID
	}{
		"a password":        {locked, "intake.password"},
		"Excel 97":          {append(slices.Clone(oldWorkbook), 1, 2, 3), "intake.old_format"},
		"half a workbook":   {typedIn(t, [][]any{{"Taux", "PME"}})[:2000], "intake.not_a_workbook"},
		"another ZIP":       {zipped(t, map[string]int{"content.xml": 100}), "intake.not_a_workbook"},
		"a ZIP bomb":        {zipped(t, map[string]int{"xl/workbook.xml": 10, "xl/worksheets/sheet1.xml": 65 << 20}), "intake.workbook_unfolds"},
		"many small parts":  {zipped(t, parts(2001)), "intake.workbook_unfolds"},
		"more than is read": {bytes.Repeat([]byte("PK\x03\x04"), 11<<18), "intake.workbook_too_large"},
		"a million rows":    {tall(t, 1_000_000), "intake.too_many_rows"},
		"a wide row":        {typedIn(t, [][]any{append(make([]any, 600), 1)}), "intake.too_many_rows"},
		"a shopping list":   {typedIn(t, [][]any{{"Courses"}, {"pain", 2}, {"lait", 1}}), "intake.nothing_understood"},
		"an empty workbook": {typedIn(t, [][]any{}), "import.empty"},
		"CSV of nothing":    {[]byte("pain;2\nlait;1\n"), "intake.nothing_understood"},
		"a picture":         {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00"), "import.not_text"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Read(c.content)
			problem, _ := errors.AsType[*lang.Problem](err)
			if problem == nil || problem.ID != c.want {
				t.Errorf("Read = %+v, %v; want %s", f, err, c.want)
			}
		})
	}
}
