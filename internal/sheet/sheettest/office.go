// Package sheettest opens workbooks the way people do: in LibreOffice.
package sheettest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// patience bounds one run of LibreOffice, which takes a few seconds.
const patience = 2 * time.Minute

// always has LibreOffice compute workbooks when it opens them, as somebody at it
// does who changes a cell: left to itself it believes the figures in the file.
const always = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`

// Recalculated opens a workbook in LibreOffice, which computes every formula
// anew, and returns what it saves. The test is skipped where LibreOffice is not
// installed, and fails there in CI.
func Recalculated(t testing.TB, workbook string) *excelize.File {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("LibreOffice is not installed, and CI recalculates workbooks (make deps)")
		}
		t.Skip("LibreOffice is not installed (make deps)")
	}
	profile, saved := t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(profile, "user"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(always), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+profile, "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", saved, workbook)
	command.WaitDelay = patience
	said, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("recalculate %s: %v\n%s", workbook, err, said)
	}
	file, err := excelize.OpenFile(filepath.Join(saved, filepath.Base(workbook)))
	if err != nil {
		t.Fatalf("read what LibreOffice saved of %s: %v\n%s", workbook, err, said)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// Cell is what a cell holds, as it is stored: numbers with all their digits.
func Cell(t testing.TB, file *excelize.File, sheet, cell string) string {
	t.Helper()
	value, err := file.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return value
}
