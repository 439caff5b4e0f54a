package sheet

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/treve-bot/treve/internal/calendar"
	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
	"github.com/treve-bot/treve/internal/report"
	"github.com/treve-bot/treve/internal/sheet/sheettest"
	"github.com/treve-bot/treve/internal/sla"
)

var november = calendar.Month{Year: 2026, Month: time.November}

// firm is a workspace kept in memory, with all that makes a workbook awkward: a
// trade show on a weekend, dates of its own, a rate nobody knows, a month known
// as a whole, a day that is not over, and names that look like something else.
type firm struct {
	settings   ledger.Settings
	exceptions []calendar.Exception
	catalogue  ledger.Catalogue
	plan       sla.Plan
	totals     []ledger.Total
	whole      map[ledger.Segment]int64 // leads known for the month as a whole
}

var awkwardNames = []string{"=HYPERLINK(\"http://x\")", "E-mail*", "Salon, week-end", "+33 téléphone", "Événement", "Sans taux"}

func newFirm() *firm {
	f := &firm{settings: ledger.DefaultSettings()}
	f.plan = sla.Plan{
		Month: november, From: november, Goals: map[ledger.Segment]int64{}, Rates: map[ledger.Segment]sla.Rate{},
		Sales: map[ledger.PersonaID]int64{1: 180_000, 2: 650_050, 3: 100}, Spans: map[ledger.ChannelID]sla.Span{},
		Target: decimal.NewNullDecimal(decimal.NewFromInt(25_000)),
	}
	for i, name := range awkwardNames {
		f.catalogue.Channels = append(f.catalogue.Channels, ledger.Channel{ID: ledger.ChannelID(i + 1), Name: name})
	}
	for i, name := range []string{"PME", "@ETI", "?"} {
		f.catalogue.Personas = append(f.catalogue.Personas, ledger.Persona{ID: ledger.PersonaID(i + 1), Name: name})
	}
	f.catalogue.Channels = append(f.catalogue.Channels, ledger.Channel{ID: 99, Name: "Ancien", Archived: true})
	for i := range awkwardNames[:5] {
		for j := range 2 {
			s := ledger.Segment{Channel: ledger.ChannelID(i + 1), Persona: ledger.PersonaID(j + 1)}
			f.plan.Rates[s] = sla.Rate{Value: decimal.New(int64(13+7*i+3*j), -3), Source: sla.Declared}
			f.plan.Goals[s] = int64(40 - 3*i - 11*j)
			f.came(3+i, s, int64(5+i))
			f.came(9+j, s, int64(2*j+1))
			f.came(16, s, int64(i))
		}
	}
	f.plan.Goals[ledger.Segment{Channel: 6, Persona: 1}] = 7 // no rate
	f.came(4, ledger.Segment{Channel: 6, Persona: 1}, 3)
	f.came(4, ledger.Segment{Channel: 1, Persona: 3}, 2) // no commitment
	f.plan.Spans[3] = sla.Span{First: day(14), Last: day(15)}
	f.plan.Spans[5] = sla.Span{First: day(10), Last: day(27)}
	f.exceptions = []calendar.Exception{{First: day(12), Last: day(13), Label: "pont"}}
	return f
}

func day(d int) calendar.Date { return calendar.NewDate(2026, time.November, d) }

func (f *firm) came(d int, s ledger.Segment, leads int64) {
	cell := ledger.Cell{Day: day(d), Channel: s.Channel, Persona: s.Persona, Stage: ledger.Lead}
	f.totals = append(f.totals, ledger.Total{Cell: cell, Count: leads, Standing: 1})
}

func (f *firm) Settings(context.Context) (ledger.Settings, error)        { return f.settings, nil }
func (f *firm) Exceptions(context.Context) ([]calendar.Exception, error) { return f.exceptions, nil }
func (f *firm) Catalogue(context.Context) (ledger.Catalogue, error)      { return f.catalogue, nil }
func (f *firm) Plan(context.Context, calendar.Month) (sla.Plan, error)   { return f.plan, nil }
func (f *firm) LastReported(context.Context, calendar.Date) (map[ledger.ChannelID]calendar.Date, error) {
	return nil, nil
}

func (f *firm) Totals(_ context.Context, first, last calendar.Date) (found []ledger.Total, err error) {
	for _, t := range f.totals {
		if !t.Cell.Day.Before(first) && !t.Cell.Day.After(last) {
			found = append(found, t)
		}
	}
	return found, nil
}

func (f *firm) MonthTotals(_ context.Context, first, last calendar.Month) (found []ledger.MonthTotal, err error) {
	if first.After(november) || last.Before(november) {
		return nil, nil
	}
	sums := map[ledger.Segment]int64{}
	for _, t := range f.totals {
		sums[t.Cell.Segment()] += t.Count
	}
	for s, n := range f.whole {
		sums[s] += n
	}
	for s, n := range sums {
		found = append(found, ledger.MonthTotal{Month: november, Segment: s, Stage: ledger.Lead, Count: n})
	}
	return found, nil
}

// written writes the firm's workbook, and returns its path and what it shows.
func (f *firm) written(t *testing.T, cut report.Cut, l lang.Language) (string, Book) {
	t.Helper()
	book, err := Gather(t.Context(), f, cut)
	if err != nil {
		t.Fatal(err)
	}
	var content bytes.Buffer
	if err := Workbook(&content, book, lang.Speak(l)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(path, content.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, book
}

// What LibreOffice computes is what the report says, however awkward the month.
func TestFormulasAgreeWithTheReport(t *testing.T) {
	running := report.Cut{Month: november, AsOf: day(15), Live: day(16)}
	for _, c := range []struct {
		name string
		cut  report.Cut
		with func(*firm)
	}{
		{"the running month", running, func(*firm) {}},
		{"before it begins", report.Cut{Month: november, AsOf: calendar.NewDate(2026, time.October, 20)}, func(*firm) {}},
		{"calendar days", running, func(f *firm) { f.settings.CalendarDays = true }},
		{"over, with leads known for the month as a whole", report.ClosedCut(day(30)), func(f *firm) {
			f.whole = map[ledger.Segment]int64{{Channel: 2, Persona: 1}: 17}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newFirm()
			c.with(f)
			path, book := f.written(t, c.cut, lang.French)
			kept, err := excelize.OpenFile(path)
			if err != nil {
				t.Fatal(err)
			}
			defer kept.Close()
			wantFigures(t, kept, book)
			wantFigures(t, sheettest.Recalculated(t, path), book)
		})
	}
}

// wantFigures compares the sheet that says where the month stands with the
// report, to six decimals.
func wantFigures(t *testing.T, file *excelize.File, b Book) {
	t.Helper()
	row := firstRow
	for _, c := range b.Names.Channels {
		wantRow(t, file, row, c.Name, b.channel(c.ID))
		row++
	}
	wantRow(t, file, row, "Total", b.Report.Total)
	row += 4
	for _, c := range b.Names.Channels {
		for _, p := range b.Names.Personas {
			s := ledger.Segment{Channel: c.ID, Persona: p.ID}
			f := b.figures(s)
			if _, priced := b.Plan.Value(s); priced {
				wantRow(t, file, row, c.Name, f)
			} else {
				wantCell(t, file, row, atLeads, "leads", decimal.NewNullDecimal(decimal.NewFromInt(f.Leads)))
				wantCell(t, file, row, atValue, "value", decimal.NullDecimal{})
			}
			row++
		}
	}
}

func wantRow(t *testing.T, file *excelize.File, row int, name string, f sla.Figures) {
	t.Helper()
	if got := sheettest.Cell(t, file, "Suivi", cellName(1, row)); got != name {
		t.Fatalf("row %d is of %q; want %q", row, got, name)
	}
	for figure, c := range map[string]struct {
		column int
		want   decimal.NullDecimal
	}{
		"leads": {atLeads, counted64(f.Leads)}, "today": {atToday, known(today(f))},
		"commitment in leads": {atGoal, counted64(f.CommitmentLeads)}, "value": {atValue, known(f.Value)},
		"commitment": {atCommitment, known(f.Commitment)}, "attainment": {atAttainment, f.Attainment},
		"due": {atDue, known(f.Due)}, "gap": {atGap, known(f.Gap)}, "pace": {atPace, f.Pace},
	} {
		wantCell(t, file, row, c.column, name+": "+figure, c.want)
	}
}

func wantCell(t *testing.T, file *excelize.File, row, column int, what string, want decimal.NullDecimal) {
	t.Helper()
	text := sheettest.Cell(t, file, "Suivi", cellName(column, row))
	got, err := decimal.NewFromString(text)
	if !want.Valid && (text == "" || text == lang.Dash) {
		return
	}
	if err != nil || !want.Valid || got.Round(6).String() != want.Decimal.Round(6).String() {
		t.Errorf("row %d, %s: %q; want %v", row, what, text, want.Decimal)
	}
}

// A name is a text in the file, whatever it begins with, and never a formula.
func TestNamesAreNeverFormulas(t *testing.T) {
	path, _ := newFirm().written(t, report.ClosedCut(day(15)), lang.English)
	file, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for i, name := range awkwardNames {
		cell := cellName(1, firstRow+i)
		for _, sheet := range []string{"1 Close rates", "3 Leads", "4 Commitments", "Attainment"} {
			formula, err := file.GetCellFormula(sheet, cell)
			if err != nil || formula != "" || sheettest.Cell(t, file, sheet, cell) != name {
				t.Errorf("%s of %s has %q, formula %q, %v; want %q", cell, sheet, sheettest.Cell(t, file, sheet, cell), formula, err, name)
			}
		}
	}
	again := sheettest.Recalculated(t, path)
	if got := sheettest.Cell(t, again, "1 Close rates", "A5"); got != awkwardNames[0] {
		t.Errorf("LibreOffice keeps %q; want %q", got, awkwardNames[0])
	}
}

func TestWorkbookInEnglish(t *testing.T) {
	path, book := newFirm().written(t, report.ClosedCut(day(15)), lang.English)
	file, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	want := "Summary, 1 Close rates, 2 Lead value, 3 Leads, 4 Commitments, Attainment, Log, Calendar"
	if got := strings.Join(file.GetSheetList(), ", "); got != want {
		t.Errorf("the sheets are %s; want %s", got, want)
	}
	for _, sheet := range file.GetSheetList()[1:] {
		panes, err := file.GetPanes(sheet)
		if err != nil || !panes.Freeze {
			t.Errorf("%s scrolls its heading away: %+v, %v", sheet, panes, err)
		}
	}
	shown, err := file.GetCellValue("1 Close rates", "B5")
	if err != nil || shown != "1.30%" {
		t.Errorf("a rate shows as %q, %v; want 1.30%%", shown, err)
	}
	if got, _ := file.GetCellValue("Summary", "B9"); got != lang.Speak(lang.English).Money(book.Report.Total.Value, "EUR") {
		t.Errorf("the summary shows %q attained; want %s", got, book.Report.Total.Value)
	}
	for row := firstRow; row < firstRow+30; row++ {
		if got := sheettest.Cell(t, file, "Calendar", "A"+strconv.Itoa(row)); got != strconv.Itoa(46327+row-firstRow) {
			t.Errorf("day %d of the calendar is %s", row-firstRow+1, got)
		}
	}
}

func TestWorkbookOfNothing(t *testing.T) {
	for want, f := range map[lang.ID]*firm{
		"workbook.no_channels": {settings: ledger.DefaultSettings()},
		"workbook.no_personas": {settings: ledger.DefaultSettings(), catalogue: ledger.Catalogue{Channels: []ledger.Channel{{ID: 1, Name: "E-mail"}}}},
	} {
		book, err := Gather(t.Context(), f, report.ClosedCut(day(15)))
		if err != nil {
			t.Fatal(err)
		}
		err = Workbook(&bytes.Buffer{}, book, lang.Speak(lang.French))
		var problem *lang.Problem
		if !errors.As(err, &problem) || problem.ID != want {
			t.Errorf("Workbook = %v; want %s", err, want)
		}
	}
}
