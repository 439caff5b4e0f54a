package main

import (
	"os"
	"path/filepath"

	"github.com/shopspring/decimal"

	"github.com/treve-bot/treve/bot"
	"github.com/treve-bot/treve/internal/lang"
)

// leastFree is how much room there should be beside a SQLite file: for years of
// entries, the log of what is being written, and a backup.
const leastFree = 256_000_000

// examineDisk says how much room there is beside a SQLite file, on systems that
// tell.
func (p *program) examineDisk(file string) []bot.Finding {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() { // a server's disk is not ours, and a missing file is said elsewhere
		return nil
	}
	free, err := freeBytes(filepath.Dir(file))
	if err != nil {
		return nil
	}
	f := bot.Finding{Check: "disk", OK: true, ID: "doctor.disk", Args: lang.Args{
		"free": p.megabytes(free), "size": p.megabytes(uint64(info.Size())), "file": file, //nolint:gosec // no file is smaller than nothing
	}}
	if free < max(leastFree, uint64(info.Size())) { //nolint:gosec // as above
		f.OK, f.ID = false, "doctor.disk_small"
	}
	return []bot.Finding{f}
}

func (p *program) megabytes(n uint64) string {
	return p.speaker().Short(decimal.NewFromUint64(n).Div(decimal.NewFromInt(1_000_000)), 1)
}
