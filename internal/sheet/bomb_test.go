package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/xuri/excelize/v2"
)

// zipped makes a ZIP of parts of some sizes, all zeros.
func zipped(t testing.TB, sizes map[string]int) []byte {
	t.Helper()
	var content bytes.Buffer
	w := zip.NewWriter(&content)
	for name, size := range sizes {
		part, err := w.Create(name)
		check(t, err)
		_, err = io.CopyN(part, zeros{}, int64(size))
		check(t, err)
	}
	check(t, w.Close())
	return content.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func parts(n int) map[string]int {
	sizes := map[string]int{"xl/workbook.xml": 1}
	for i := range n {
		sizes[fmt.Sprint("part", i)] = 1
	}
	return sizes
}

// tall makes a workbook that is small and has so many rows.
func tall(t testing.TB, rows int) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	check(t, file.SetCellValue("Sheet1", cellName(1, rows), "x"))
	var content bytes.Buffer
	check(t, file.Write(&content))
	return content.Bytes()
}

// A part may say that it unpacks to less than it does: no more is unpacked than
// was said.
func TestABombThatLies(t *testing.T) {
	content := zipped(t, map[string]int{"xl/workbook.xml": 10, "xl/worksheets/sheet1.xml": 65 << 20})
	size := make([]byte, 4)
	binary.LittleEndian.PutUint32(size, 65<<20)
	lie := bytes.ReplaceAll(content, size, []byte{100, 0, 0, 0})
	if bytes.Equal(lie, content) {
		t.Fatal("there is no size to lie about")
	}
	if f, err := Read(lie); err == nil {
		t.Errorf("Read = %+v", f)
	}
	if most := held(func() { _, _ = Read(lie) }); most > 8<<20 {
		t.Errorf("%d bytes were allocated for it", most)
	}
}

// What is refused for its size takes no memory to speak of.
func TestMemoryIsBounded(t *testing.T) {
	for name, content := range map[string][]byte{
		"a million rows": tall(t, 1_000_000),
		"texts":          zipped(t, map[string]int{"xl/workbook.xml": 1, "xl/sharedStrings.xml": 9 << 20}),
		"a sheet":        zipped(t, map[string]int{"xl/workbook.xml": 1, "xl/worksheets/sheet1.xml": 65 << 20}),
	} {
		if most := held(func() { _, _ = Read(content) }); most > 8<<20 {
			t.Errorf("%d bytes were allocated for %s", most, name)
		}
	}
}

// held is how many bytes a function allocates.
func held(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
