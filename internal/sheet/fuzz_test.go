package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/treve-bot/treve/internal/lang"
	"github.com/treve-bot/treve/internal/ledger"
)

// FuzzWorkbook writes its own sheet into a workbook that is otherwise sound:
// bytes alone would never get past the archive's checksums.
func FuzzWorkbook(f *testing.F) {
	for _, seed := range []string{
		`<row r="1"><c r="A1" t="inlineStr"><is><t>Engagements</t></is></c><c r="B1" t="inlineStr"><is><t>PME</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>E-mail</t></is></c><c r="B2"><v>12</v></c></row>`,
		`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`, `<row r="0"><c r="A0"><v>1e308</v></c></row>`,
		`<row><c t="inlineStr"><is><t>0</t>`, `<row><c><f>1+1</f></c></row>`, `<row r="1"><c r="A1" t="s"><v>99</v></c></row>`, `<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c></row>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, rows string) {
		file, err := Read(workbookOf(t, rows))
		if _, refused := errors.AsType[*lang.Problem](err); err != nil && !refused {
			t.Fatalf("%v is no Problem", err)
		}
		for _, bad := range file.Bad {
			if bad.Problem == nil {
				t.Fatalf("%+v says nothing", bad)
			}
		}
	})
}

// A sheet that breaks off is refused: what stands before is not half a plan.
func TestASheetThatBreaksOff(t *testing.T) {
	const sound = `<row r="1"><c r="A1" t="inlineStr"><is><t>Engagements</t></is></c><c r="B1" t="inlineStr"><is><t>PME</t></is></c></row>` +
		`<row r="2"><c r="A2" t="inlineStr"><is><t>E-mail</t></is></c><c r="B2"><v>12</v></c></row>`
	if file, err := Read(workbookOf(t, sound)); err != nil || len(file.Cells) == 0 {
		t.Fatalf("a sound one gives %+v, %v", file, err)
	}
	for _, broken := range []string{`<row r="3"><c r="A3"><v>1</v>`, `<row r="3"><c r="A3" t="inlineStr"><is><t>x`, `</row>`, `&nothing;`} {
		file, err := Read(workbookOf(t, sound+broken))
		if problem, refused := errors.AsType[*lang.Problem](err); !refused || problem.ID != "intake.not_a_workbook" {
			t.Errorf("followed by %q: %d cells read, %v", broken, len(file.Cells), err)
		}
	}
}

// workbookOf is the smallest workbook that has those rows.
func workbookOf(t testing.TB, rows string) []byte {
	t.Helper()
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	const office = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	const main = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	var book bytes.Buffer
	archive := zip.NewWriter(&book)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets><sheet name="Feuil1" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="` + main + `"><sheetData>` + rows + `</sheetData></worksheet>`},
	} {
		w, err := archive.Create(part.name)
		if err == nil {
			_, err = io.WriteString(w, head+part.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return book.Bytes()
}

// FuzzRows reads a list as every kind of import, and as a plan: each row is read
// or refused with its line.
func FuzzRows(f *testing.F) {
	f.Add("day,channel,persona,count\n2026-11-20,email,pme,3\n20/11/2026,email,pme,-3\n")
	f.Add("id;day\nL1;2026-11\n;\n")
	f.Add("lead,day,amount\nL1,2026-11-20,\"1 800,50 €\"\n")
	f.Add("lead,at\nL1,2026-11-20T10:00\nL2,20/11/2026 9h\n")
	f.Add("channel,persona,close_rate,average_sale,commitment\nemail,pme,3 %,210,40\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := ReadTable([]byte(text))
		if err != nil {
			return
		}
		for _, kind := range []ledger.ImportKind{ledger.Counts, ledger.Leads, ledger.Deals, ledger.Contacts} {
			rows, bad, err := Rows(table, kind, Options{})
			if _, refused := errors.AsType[*lang.Problem](err); err != nil && !refused {
				t.Fatalf("%s: %v is no Problem", kind, err)
			}
			if err == nil && len(rows)+len(bad) != len(table.Rows) {
				t.Fatalf("%s: %d rows read and %d refused of %d", kind, len(rows), len(bad), len(table.Rows))
			}
		}
		if _, err := Plan(table, Options{}); err != nil {
			if _, refused := errors.AsType[*lang.Problem](err); !refused {
				t.Fatalf("as a plan: %v is no Problem", err)
			}
		}
	})
}
