package main

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

func TestThePictureIsWritten(t *testing.T) {
	onEachBooks(t, func(s shell) {
		s.run(0, "import testdata/counts.csv --kind counts --create")
		s.run(0, "plan import testdata/plan.csv --from 2026-11")
		file := filepath.Join(s.TempDir(), "recap.png")
		s.run(0, "recap --print --day 2026-11-16 --png "+file, "Point SLA, lundi 16 novembre")
		opened, err := os.Open(file)
		if err != nil {
			s.Fatal(err)
		}
		defer opened.Close()
		if size, err := png.DecodeConfig(opened); err != nil || size.Width != 1200 {
			s.Errorf("%+v, %v; want a picture 1200 wide", size, err)
		}
		never := filepath.Join(s.TempDir(), "never.png")
		s.run(1, "recap --print --day 2026-11-02 --png "+never, "Il n'y a pas d'image pour le lundi 2 novembre")
		s.run(1, "recap --print --day 2026-11-16 --png "+filepath.Join(never, "x.png"), "write the picture")
		if _, err := os.Stat(never); err == nil {
			s.Error("a picture of nothing was written")
		}
	})
}
