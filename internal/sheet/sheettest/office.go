// Package sheettest opens workbooks the way people do: in LibreOffice.
package sheettest

import (
	"context"
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
func Recalculated(tb testing.TB, workbook string) *excelize.File {
	tb.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") != "" {
			tb.Fatal("LibreOffice is not installed, and CI recalculates workbooks (make deps)")
		}
		tb.Skip("LibreOffice is not installed (make deps)")
	}
	profile, saved := tb.TempDir(), tb.TempDir()
	if err := os.Mkdir(filepath.Join(profile, "user"), 0o700); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(always), 0o600); err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	//nolint:gosec // LibreOffice, on a file of the test's own
	command := exec.CommandContext(ctx, office, "-env:UserInstallation=file://"+profile, "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", saved, workbook)
	said, err := command.CombinedOutput()
	if err != nil {
		tb.Fatalf("recalculate %s: %v\n%s", workbook, err, said)
	}
	file, err := excelize.OpenFile(filepath.Join(saved, filepath.Base(workbook)))
	if err != nil {
		tb.Fatalf("read what LibreOffice saved of %s: %v\n%s", workbook, err, said)
	}
	tb.Cleanup(func() { _ = file.Close() })
	return file
}

// Cell is what a cell holds, as it is stored: numbers with all their digits.
func Cell(tb testing.TB, file *excelize.File, sheet, cell string) string {
	tb.Helper()
	value, err := file.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		tb.Fatal(err)
	}
	return value
}
